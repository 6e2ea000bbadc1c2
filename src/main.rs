//! Arguments to a command; a fatal error in one line; the exit status.
fn main() {}
