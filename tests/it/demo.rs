//! The stand-in API, asked as anybody would ask it.

mod api;
mod avatars;
mod command;
mod faults;
mod made;
mod rows;
