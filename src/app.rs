//! What the program knows and decides, without touching the outside.
//!
//! [`event::Event`]s come in, [`update::update`] changes the [`model::Model`] and answers with
//! [`effect::Effect`]s. All three are plain data, so a session can be printed, stored and replayed.

pub mod action;
pub mod directory;
pub mod effect;
pub mod event;
pub mod fault;
pub mod graphics;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod model;
pub mod response;
pub mod update;
