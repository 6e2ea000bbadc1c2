//! The stand-in API, asked as anybody would ask it.

mod api;
mod command;
mod faces;
mod faults;
mod made;
mod rows;
