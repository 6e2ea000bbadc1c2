//! What the terminal is asked, and the keys and responses that come back.

pub mod answers;
#[cfg(unix)]
pub mod ask;
pub mod keys;
pub mod late;
