//! What can be wrong with the file of the directory. The words for it are the caller's.

use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error as ThisError;

/// Why a directory cannot be used at all.
#[derive(Debug, ThisError)]
pub enum Unusable {
    /// Another program's, or no database.
    #[error("{0}: not a directory of fanscope")]
    NotOurs(PathBuf),
    /// A later version of fanscope wrote it.
    #[error("{path}: version {found}, and this program knows {known}")]
    Newer { path: PathBuf, found: i64, known: i64 },
    /// What is in it makes no sense any more.
    #[error("{path}: damaged: {reason}")]
    Damaged { path: PathBuf, reason: String },
    /// It cannot be read, made or locked.
    #[error("{path}: {reason}")]
    Closed { path: PathBuf, reason: String },
}

/// Why something could not be read from the directory, or written into it.
#[derive(Debug, ThisError)]
pub enum Error {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// It was closed, or its thread could not be started.
    #[error("the directory is closed")]
    Closed,
}

impl Error {
    /// Whether there is no room for what is to be written.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull))
    }
}

impl Unusable {
    /// A failure of `SQLite` to open this.
    pub(super) fn of(path: PathBuf, error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotOurs(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, reason: error.to_string() },
            _ => Self::Closed { path, reason: error.to_string() },
        }
    }
}
