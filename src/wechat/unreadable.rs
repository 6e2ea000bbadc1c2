//! A response that is not the JSON that it should be, kept so that a person can see what came.

use std::{
    borrow::Cow,
    fmt::{self, Write},
};

use crate::{
    text,
    wechat::scrub::{Scrubber, Shown},
};

/// The most that is kept, in bytes: more than any row of the API has.
const MOST: usize = 4096;
/// How many characters before and after the fault are named.
const NEAR: usize = 12;

/// What came, as far as it is kept, and the place in it that cannot be read.
#[derive(Clone, PartialEq, Eq)]
pub struct Unreadable {
    near: Shown<String>,
    raw: Shown<String>,
}

impl Unreadable {
    /// `at` is the fault's place in the readable text `read`, which was made from `bytes`.
    #[must_use]
    pub fn new(bytes: &[u8], read: &str, at: usize, scrubber: &Scrubber) -> Self {
        let before = read.get(..at).unwrap_or(read).chars().rev().take(NEAR);
        let mut near: String = before.collect::<Vec<_>>().into_iter().rev().collect();
        near.extend(read.get(at..).unwrap_or_default().chars().take(NEAR));
        // The secrets first: a secret that is cut in two is not found any more.
        let whole = scrubber.text(named(bytes));
        let start = if whole.len() > MOST { at.saturating_sub(MOST / 2) } else { 0 };
        let raw = piece(&whole, start).to_owned();
        Self { near: scrubber.text(near), raw: scrubber.text(raw) }
    }

    /// The place that cannot be read, as it may be shown.
    #[must_use]
    pub fn near(&self) -> Cow<'_, str> {
        text::visible(&self.near)
    }

    /// What came, as it may be shown: at most 4 KiB, bytes that are no text by their number.
    #[must_use]
    pub fn raw(&self) -> Cow<'_, str> {
        text::visible(&self.raw)
    }
}

impl fmt::Debug for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unreadable").field("near", &self.near()).finish_non_exhaustive()
    }
}

/// The bytes as text, with those that are none named: `‹9B›`.
fn named(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            write!(text, "‹{byte:02X}›").expect("a String takes any text");
        }
    }
    text
}

/// At most [`MOST`] bytes from the first whole character at or after `start`.
fn piece(text: &str, start: usize) -> &str {
    let start = (start..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let end = start.saturating_add(MOST).min(text.len());
    let end = (start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    text.get(start..end).unwrap_or_default()
}
