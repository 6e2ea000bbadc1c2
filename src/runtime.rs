//! The loop, and all that touches the outside.

pub mod pictures;
