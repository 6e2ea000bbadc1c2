//! Why an image cannot be made ready for the terminal.

use std::fmt;

/// Why an image cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The box has no cell.
    #[error("no room for a picture")]
    NoRoom,
    #[error("the picture cannot be encoded: {0}")]
    Encoding(String),
}

pub(super) fn failed(error: &dyn fmt::Display) -> Error {
    Error::Encoding(error.to_string())
}
