//! Shared by the tests: made-up followers, short ways to press keys, and the screen as text.

pub mod made;
pub mod play;
pub mod pty;
