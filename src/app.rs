//! What the program knows and decides, without touching the outside.
