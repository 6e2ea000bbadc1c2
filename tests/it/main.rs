//! The one test program: every test that is not beside its code.

mod accounts;
mod again;
mod api;
mod avatar;
mod budget;
mod bytes;
mod config;
mod demo;
mod doctor;
mod faces;
mod fuzz;
mod hostile;
mod lookup;
mod permissions;
mod person;
mod pictures;
mod play;
mod properties;
mod screens;
mod support;
mod tables;
mod terminal;
mod tidy;
mod whole;
mod words;
