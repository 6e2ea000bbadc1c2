//! The stand-in API, asked as anybody would ask it.

mod api;
mod made;
