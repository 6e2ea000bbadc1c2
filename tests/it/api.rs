//! The API client against servers on loopback.
