//! The way of a picture, against servers on loopback.
