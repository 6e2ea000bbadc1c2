//! The lookup command, as it is run.
