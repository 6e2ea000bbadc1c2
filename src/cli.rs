//! The commands that need no screen, one file each.
