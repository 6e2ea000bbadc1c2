//! The stand-in API, asked as anybody would ask it.
