//! The one test program: every test that is not beside its code.

mod accounts;
mod again;
mod api;
mod avatar;
mod avatar_pane;
mod budget;
mod bytes;
mod catalogues;
mod config;
mod demo;
mod doctor;
mod fuzz;
mod graphics;
mod hostile;
mod lookup;
mod permissions;
mod person;
mod play;
mod properties;
mod query;
mod screens;
mod support;
mod tables;
mod terminal;
mod tidy;
mod whole;
