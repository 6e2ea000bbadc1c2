//! How pictures get on the screen: which way this terminal can, and the bytes for it.
//!
//! One place decides, `choice::Choice`, from what the terminal answered, what the environment says
//! and what the person wants. Until the answers are here, and where none come, it is blocks,
//! which every terminal has.

pub mod blocks;
pub mod choice;
pub mod encode;
pub mod kitty;
#[cfg(unix)]
pub mod probe;
pub mod replies;
pub mod sent;
pub mod sixel;
pub mod tmux;
pub mod why;
