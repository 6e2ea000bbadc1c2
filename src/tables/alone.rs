//! What one line or one cell is when nothing marks it: an OpenID with signs round it, a comment, a word alone.

use crate::{
    follower::{
        find,
        openid::{self, OpenId, USUAL_LENGTH},
    },
    tables::cells::unwrapped,
};

/// As much of a malformed one as is kept to show it.
const SAMPLE: usize = 120;

/// The one OpenID in a cell or a line that has other signs round it: `1) "…"`, `=T("…")`, `….0`.
#[must_use]
pub fn inside(text: &str) -> &str {
    let mut parts = text.split(|c: char| !openid::is_letter(c)).filter(|part| find::is_exact(part));
    match (parts.next(), parts.next()) {
        (Some(one), None) if OpenId::parse(unwrapped(text)).is_err() => one,
        _ => text,
    }
}

/// A word of the usual length that begins with another letter: asked about, with a warning.
#[must_use]
pub fn is_like_one(text: &str) -> bool {
    let text = unwrapped(text);
    let mut letters = text.chars();
    text.chars().count() == USUAL_LENGTH
        && letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.any(|c| c.is_ascii_digit())
        && text.chars().all(|c| openid::is_letter(c) || openid::is_zero_width(c))
        && !text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A line that somebody made a comment of a list.
#[must_use]
pub fn is_comment(line: &str) -> bool {
    line.strip_prefix('#').is_some_and(|rest| {
        rest.is_empty() || rest.starts_with(char::is_whitespace) || find::is_exact(rest.trim())
    })
}

/// Whether a line is nothing but one word: then it is meant as an OpenID. Where an OpenID stands within
/// the word, among letters of another script, it is running text.
#[must_use]
pub fn is_alone(line: &str) -> bool {
    let word = line.trim_matches(|c: char| !c.is_alphanumeric() && !openid::is_letter(c));
    let mut parts = word.split(|c: char| !openid::is_letter(c));
    // A key's value may stand in the next line. Spreadsheets put an id into `="…"`.
    let is_key = line.trim_start_matches('=').contains([':', '=', '：']);
    !word.is_empty()
        && !is_key
        && !word.contains(|c: char| c.is_whitespace() || ":={}<>/&?@|,\"'，。；：".contains(c))
        && (word.chars().all(openid::is_letter) || !parts.any(find::is_exact))
}

/// As much of a text as shows what it is.
#[must_use]
pub fn sample(text: &str) -> String {
    text.trim().chars().take(SAMPLE).collect()
}
