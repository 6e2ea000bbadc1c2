//! The OpenID: one WeChat user as one account knows them; what people paste is cleaned and checked.

use std::{borrow::Borrow, fmt};

/// The lengths that are asked about at all. Every OpenID seen so far has 28 characters.
pub const LENGTHS: std::ops::RangeInclusive<usize> = 20..=40;
/// The length of every OpenID in the documentation and in public code.
pub const USUAL_LENGTH: usize = 28;

/// An OpenID: `[A-Za-z0-9_-]`, 20 to 40 characters when a person gave it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OpenId(Box<str>);

/// An OpenID as it was read, with what was taken off and what is odd about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub openid: OpenId,
    pub trimmed: Vec<Trimmed>,
    pub doubt: Option<Doubt>,
}

/// What was taken off a pasted OpenID, or changed in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trimmed {
    Spaces,
    Quotes,
    Brackets,
    Commas,
    LineEnd,
    FullWidth,
    ZeroWidth,
}

/// Why an OpenID is asked about with a warning: none like it was seen so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    Length(usize),
    FirstLetter(char),
}

/// Why a text cannot be an OpenID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    Empty,
    Character(char),
    Length(usize),
}

impl OpenId {
    /// Read one OpenID that a person pasted.
    ///
    /// # Errors
    /// When what is left after trimming is empty, has a character outside `[A-Za-z0-9_-]`, or a
    /// length outside [`LENGTHS`].
    pub fn parse(text: &str) -> Result<Read, Malformed> {
        if LENGTHS.contains(&text.len()) && text.bytes().all(|byte| is_letter(byte.into())) {
            return Ok(Read { openid: Self(text.into()), trimmed: vec![], doubt: doubt(text) });
        }
        let (plain, trimmed) = clean(text);
        if plain.is_empty() {
            return Err(Malformed::Empty);
        }
        if let Some(odd) = plain.chars().find(|c| !is_letter(*c)) {
            return Err(Malformed::Character(odd));
        }
        if !LENGTHS.contains(&plain.len()) {
            return Err(Malformed::Length(plain.len()));
        }
        let doubt = doubt(&plain);
        Ok(Read { openid: Self(plain.into()), trimmed, doubt })
    }

    /// An OpenID in what a server sent, of whatever look. `None` when it is empty.
    #[must_use]
    pub fn received(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.into()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OpenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for OpenId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Whether a character can stand in an OpenID.
#[must_use]
pub fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// What is odd about a text that can be an OpenID.
fn doubt(text: &str) -> Option<Doubt> {
    match text.chars().next() {
        _ if text.len() != USUAL_LENGTH => Some(Doubt::Length(text.len())),
        Some('o') | None => None,
        Some(other) => Some(Doubt::FirstLetter(other)),
    }
}

/// The text without what clings to a pasted OpenID, and what that was.
fn clean(text: &str) -> (String, Vec<Trimmed>) {
    let mut trimmed = vec![];
    let mut note = |what| {
        if !trimmed.contains(&what) {
            trimmed.push(what);
        }
    };
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if is_zero_width(c) {
            note(Trimmed::ZeroWidth);
        } else if let Some(narrow) = narrow(c) {
            note(Trimmed::FullWidth);
            plain.push(narrow);
        } else {
            plain.push(c);
        }
    }
    let mut edge = |c: char| {
        let what = clings(c);
        if let Some(what) = what {
            note(what);
        }
        what.is_some()
    };
    let plain = plain.trim_start_matches(&mut edge).trim_end_matches(&mut edge).to_owned();
    trimmed.sort_unstable();
    (plain, trimmed)
}

/// The kind of a character that is taken off either end.
fn clings(c: char) -> Option<Trimmed> {
    Some(match c {
        '\r' | '\n' => Trimmed::LineEnd,
        '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '«' | '»' => Trimmed::Quotes,
        '[' | ']' | '(' | ')' | '{' | '}' | '<' | '>' | '【' | '】' | '「' | '」' | '《' | '》' => {
            Trimmed::Brackets
        }
        ',' | ';' | '、' | '。' | '，' => Trimmed::Commas,
        c if c.is_whitespace() => Trimmed::Spaces,
        _ => return None,
    })
}

/// Characters that show nothing: zero-width and bidi marks, the byte order mark, the soft hyphen.
#[must_use]
pub fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}' | '\u{61c}')
}

/// The ASCII form of a full-width form.
#[must_use]
pub fn narrow(c: char) -> Option<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32),
        '\u{3000}' => Some(' '),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";

    #[test]
    fn what_clings_to_a_pasted_openid_is_taken_off_and_told() {
        let cases: [(&str, &[Trimmed]); 8] = [
            (GOOD, &[]),
            (" o6_bmjrPTlm6_2sgVt7hMZOPfL2M\t", &[Trimmed::Spaces]),
            ("\"o6_bmjrPTlm6_2sgVt7hMZOPfL2M\",", &[Trimmed::Quotes, Trimmed::Commas]),
            ("[o6_bmjrPTlm6_2sgVt7hMZOPfL2M]", &[Trimmed::Brackets]),
            ("o6_bmjrPTlm6_2sgVt7hMZOPfL2M\r\n", &[Trimmed::LineEnd]),
            ("ｏ６_bmjrPTlm6_2sgVt7hMZOPfL2M", &[Trimmed::FullWidth]),
            ("\u{feff}o6_bmjr\u{200b}PTlm6_2sgVt7hMZOPfL2M", &[Trimmed::ZeroWidth]),
            (
                "“o6_bmjrPTlm6_2sgVt7hMZOPfL2M”，",
                &[Trimmed::Quotes, Trimmed::Commas, Trimmed::FullWidth],
            ),
        ];
        for (text, trimmed) in cases {
            let read = OpenId::parse(text).expect(text);
            assert_eq!(
                (read.openid.as_str(), read.trimmed.as_slice()),
                (GOOD, trimmed),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_an_openid_says_why() {
        assert_eq!(OpenId::parse(" \r\n"), Err(Malformed::Empty));
        assert_eq!(OpenId::parse("oABC"), Err(Malformed::Length(4)));
        assert_eq!(OpenId::parse(&"o".repeat(41)), Err(Malformed::Length(41)));
        assert_eq!(OpenId::parse("o6_bmjrPTlm6;2sgVt7hMZOPfL2M"), Err(Malformed::Character(';')));
        assert_eq!(OpenId::parse("o6_bmjrPTlm6张2sgVt7hMZOPfL2M"), Err(Malformed::Character('张')));
    }

    #[test]
    fn an_unusual_one_is_kept_with_a_doubt() {
        assert_eq!(
            OpenId::parse(&"o".repeat(20)).map(|read| read.doubt),
            Ok(Some(Doubt::Length(20)))
        );
        assert_eq!(
            OpenId::parse(&"x".repeat(28)).map(|read| read.doubt),
            Ok(Some(Doubt::FirstLetter('x')))
        );
        assert_eq!(OpenId::parse(&"o".repeat(28)).map(|read| read.doubt), Ok(None));
    }
}
