//! Other people's files and pastes: bytes → text → records → the OpenIDs in them.
//!
//! What is marked as an OpenID, by the head of its column, its key, a column of an INSERT or by standing alone on
//! its line, is taken at its word and reported when it is malformed. In running text only what looks like
//! one is taken, and nothing is scolded: words, numbers, hashes and the ids of other systems are no
//! malformed OpenIDs. What is marked as something else, a `UnionID` above all, is never taken for one.

pub mod alone;
pub mod cells;
pub mod columns;
pub mod encoding;
pub mod heads;
pub mod kind;
pub mod lines;
pub mod plain;
pub mod reader;
pub mod rows;
pub mod scan;
pub mod seen;
pub mod sql;
pub mod table;

use crate::follower::find::Found;
use kind::Kind;
use reader::Reader;

/// All OpenIDs in a text, in their order, each once.
#[must_use]
pub fn read(text: &str) -> Found {
    let mut reader = Reader::default();
    let mut items = reader.text(text);
    items.extend(reader.finish());
    Found { items, lines: reader.lines() }
}

/// The same for what a file holds.
///
/// # Errors
/// When it is no text: what it is.
pub fn read_bytes(bytes: &[u8]) -> Result<Found, Kind> {
    let mut reader = Reader::default();
    let mut items = reader.push(bytes)?;
    items.extend(reader.close()?);
    Ok(Found { items, lines: reader.lines() })
}
