//! Secrets are cut out of what a person may see, and of nothing else.
//!
//! The two kinds of text have two types. What the API sent is [`Shown`] only once a [`Scrubber`] has
//! been through it, and nothing else makes one; what is used, a token above all, is read from the
//! bytes before that. `stable_token` hands out the same token again and again, so a token that went
//! through the scrubber would come back as `…` and be refused.

use std::{
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::text::visible;

/// Shorter texts are words, not secrets: to cut them out would cut up names.
const SHORTEST_SECRET: usize = 8;
/// How many secrets are still cut out of what comes back: the account's own, and its last tokens.
const REMEMBERED: usize = 6;
/// What stands in the place of a secret.
const CUT: &str = "…";
/// How often one escape may stand inside another.
const DEEPEST: usize = 3;

/// Cuts the secrets of one account out of texts. Cheap to clone; clones share what they know.
#[derive(Clone, Default)]
pub struct Scrubber {
    secrets: Arc<Mutex<Vec<SecretString>>>,
}

/// Something without secrets in it, which a person may see. `Debug` prints it as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown<T>(T);

impl Scrubber {
    /// Cut this out from now on, too.
    pub fn learn(&self, secret: &SecretString) {
        let text = secret.expose_secret();
        let mut secrets = self.secrets();
        let is_known = secrets.iter().any(|known| known.expose_secret() == text);
        if text.len() < SHORTEST_SECRET || is_known {
            return;
        }
        if secrets.len() >= REMEMBERED {
            // The first is the account's own secret, which lasts longer than any token.
            secrets.remove(1);
        }
        secrets.push(secret.clone());
    }

    /// The text without secrets, in whatever escapes they come: of JSON, of addresses, of HTML.
    #[must_use]
    pub fn text(&self, mut text: String) -> Shown<String> {
        for secret in self.secrets().iter() {
            if let Some(without) = without(&text, secret.expose_secret()) {
                text = without;
            }
        }
        Shown(text)
    }

    fn secrets(&self) -> MutexGuard<'_, Vec<SecretString>> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scrubber").field("secrets", &self.secrets().len()).finish()
    }
}

impl<T> Shown<T> {
    /// A part of it. A plain function, so that nothing else can come in.
    #[must_use]
    pub fn map<U>(self, part: fn(T) -> U) -> Shown<U> {
        Shown(part(self.0))
    }

    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Shown<Option<T>> {
    #[must_use]
    pub fn some(self) -> Option<Shown<T>> {
        self.0.map(Shown)
    }
}

impl<T> Shown<Vec<T>> {
    #[must_use]
    pub fn each(self) -> Vec<Shown<T>> {
        self.0.into_iter().map(Shown).collect()
    }
}

impl Shown<String> {
    /// The same with `…` for the words (letters, digits, `-` and `_`) that this function chooses.
    #[must_use]
    pub fn without(&self, is_cut: fn(&str) -> bool) -> Self {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let mut left = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while let Some(start) = rest.find(is_part) {
            let (before, word) = rest.split_at(start);
            let (word, after) = word.split_at(word.find(|c| !is_part(c)).unwrap_or(word.len()));
            left.push_str(before);
            left.push_str(if is_cut(word) { CUT } else { word });
            rest = after;
        }
        left.push_str(rest);
        Self(left)
    }

    /// The JSON that this text is. Its values have no secrets, as escaped ones were cut out too.
    ///
    /// # Errors
    /// When it is none.
    pub fn json(&self) -> Result<Shown<Value>, serde_json::Error> {
        serde_json::from_str(&self.0).map(Shown)
    }
}

impl<T> Deref for Shown<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// The text with each place of the secret cut out. `None` when it has none.
fn without(text: &str, secret: &str) -> Option<String> {
    let first = *secret.as_bytes().first()?;
    let mut cut: Option<String> = None;
    let mut done = 0;
    // Where it can begin: with itself, an escape, or a letter beyond the first plane, which begins with this byte or
    // a greater one. Each of them is the first byte of a character.
    let is_start = |byte: &u8| matches!(byte, b'\\' | b'%' | b'&' | 0xf0..) || *byte == first;
    let start = |from: usize| text.as_bytes().get(from..)?.iter().position(is_start);
    let mut from = 0;
    while let Some(at) = start(from).map(|at| at.saturating_add(from)) {
        if let Some(length) = text.get(at..).and_then(|rest| spelled(rest, secret)) {
            let cut = cut.get_or_insert_with(String::new);
            cut.push_str(text.get(done..at)?);
            cut.push_str(CUT);
            done = at.saturating_add(length);
            from = done;
        } else {
            // Past the character, which may have several bytes.
            let c = text.get(at..)?.chars().next()?;
            from = at.saturating_add(c.len_utf8());
        }
    }
    let mut cut = cut?;
    cut.push_str(text.get(done..)?);
    Some(cut)
}

/// How many bytes at the start of the text spell the secret, plainly or escaped, and with anything between
/// its letters that is not seen: what is shown is without that.
fn spelled(text: &str, secret: &str) -> Option<usize> {
    let mut rest = text;
    for wanted in secret.chars() {
        let length = loop {
            if let Some(length) = letter(rest, |c| is_seen_as(c, wanted)) {
                break length;
            }
            // The first letter stands where the secret begins.
            let unseen = letter(rest, is_unseen).filter(|_| rest.len() < text.len())?;
            rest = rest.get(unseen..)?;
        };
        rest = rest.get(length..)?;
    }
    Some(text.len().saturating_sub(rest.len()))
}

/// How many bytes at the start of the text spell a character that is wanted.
fn letter(text: &str, is_wanted: impl Fn(char) -> bool) -> Option<usize> {
    let first = text.chars().next()?;
    let (mut c, mut length) = (first, first.len_utf8());
    for _ in 0..=DEEPEST {
        if is_wanted(c) {
            return Some(length);
        }
        if !matches!(c, '\\' | '%' | '&') {
            return None;
        }
        // An escape may itself have been escaped: `%255F` and `\\u005f` are an underscore.
        let tail: String = text.get(length..)?.chars().take(8).collect();
        let (inner, more) = escape(c, &tail)?;
        (c, length) = (inner, length.saturating_add(more));
    }
    is_wanted(c).then_some(length)
}

/// Whether a character is this one once it is shown: the letters of flags, which are beyond the first
/// plane, are shown as letters.
fn is_seen_as(c: char, wanted: char) -> bool {
    let is_beyond = u32::from(c) > 0xffff;
    c == wanted || (is_beyond && visible(c.encode_utf8(&mut [0; 4])).chars().eq([wanted]))
}

/// Whether nothing of a character is seen where a text is shown.
fn is_unseen(c: char) -> bool {
    !c.is_ascii() && visible(c.encode_utf8(&mut [0; 4])).is_empty()
}

/// The character that is escaped by this one and what follows it, and how many bytes of that it took.
fn escape(by: char, tail: &str) -> Option<(char, usize)> {
    let of = |digits: &str, radix| {
        let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        is_number
            .then(|| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32))
            .flatten()
    };
    let hex = |start: usize, end: usize| Some((of(tail.get(start..end)?, 16)?, end));
    match by {
        '%' => hex(0, 2),
        '\\' => match tail.chars().next()? {
            'u' => hex(1, 5),
            'x' => hex(1, 3),
            c => Some((c, c.len_utf8())),
        },
        '&' => {
            let (body, _) = tail.split_once(';')?;
            let number = body.strip_prefix('#')?;
            let c = match number.strip_prefix(['x', 'X']) {
                Some(digits) => of(digits, 16),
                None => of(number, 10),
            };
            Some((c?, body.len().saturating_add(1)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_cut_out_in_whatever_escapes_it_comes() {
        let scrubber = Scrubber::default();
        scrubber.learn(&SecretString::from("96_Ab-cdEF01"));
        for spelled in [
            "96_Ab-cdEF01",
            "96\\u005fAb-cdEF01",
            "\\u0039\\u0036\\u005F\\u0041b-cdEF01",
            "96%5FAb%2dcdEF01",
            "96%255fAb-cdEF01",
            "96\\\\u005fAb-cdEF01",
            "96\\x5fAb-cdEF01",
            "96&#95;Ab&#x2D;cdEF01",
            "\\9\\6_Ab-cdEF01",
            // What is left out where it is shown: a byte order mark, a space of no width, a filler, a tag.
            "96_\u{feff}Ab-cdEF01",
            "9\u{200b}6_Ab\\u200b-cd\u{3164}EF\u{e0041}\u{2060}01",
            "96_Ab-cd&#x1F1EA;\u{1f1eb}01",
            // Marks that are set on letters.
            "9\u{301}6_A\u{20dd}b-cdEF01",
        ] {
            let shown = scrubber.text(format!("a {spelled}b{spelled}, 96_ c"));
            assert_eq!(*shown, "a …b…, 96_ c", "{spelled}");
        }
        for other in ["96_Ab-cdEF0", "张三 96_ \\u00", "%", "&#;", "96%5FAb", "\\"] {
            assert_eq!(*scrubber.text(other.to_owned()), other);
        }
    }

    /// As plainly as can be: at each character it is tried whether the secret is spelled there.
    fn plainly(text: &str, secret: &str) -> String {
        let (mut left, mut rest) = (String::new(), text);
        while let Some(c) = rest.chars().next() {
            if let Some(length) = spelled(rest, secret) {
                left.push_str(CUT);
                rest = rest.get(length..).expect("what was spelled ends with a character");
            } else {
                left.push(c);
                rest = rest.get(c.len_utf8()..).expect("behind a character");
            }
        }
        left
    }

    /// A letter in one of the ways in which it may come.
    fn written(letter: char, way: u8) -> String {
        let code = u32::from(letter);
        match way {
            0 => format!("\\u{code:04x}"),
            1 if letter.is_ascii() => format!("%{code:02X}"),
            2 => format!("&#{code};"),
            3 if letter.is_ascii_uppercase() => {
                char::from_u32(code.wrapping_add(0x1f1e6 - 0x41)).into_iter().collect()
            }
            4 => format!("{letter}\u{200b}"),
            _ => letter.to_string(),
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_looked_at_first_misses_no_place(
            noise in proptest::collection::vec("(96_Ab|EF|%5F|\\\\u003|&#9|\u{feff}|\u{1f1e6}|张|密|[96A%&\\\\])?", 2..8),
            ways in proptest::collection::vec(0_u8..9, 12),
            secret in proptest::sample::select(vec!["A6_Ab-cdEF01", "密钥96_Ab-cdEF"]),
        ) {
            let spelled: String = secret.chars().zip(&ways).map(|(c, way)| written(c, *way)).collect();
            let (before, behind) = noise.split_at(noise.len() / 2);
            let text = [before.concat(), spelled, behind.concat()].concat();
            let cut = without(&text, secret);
            proptest::prop_assert_eq!(cut, Some(plainly(&text, secret)));
        }
    }

    #[test]
    fn the_account_s_own_secret_is_remembered_longer_than_tokens_are() {
        let scrubber = Scrubber::default();
        scrubber.learn(&SecretString::from("the-own-secret"));
        for n in 0..20 {
            scrubber.learn(&SecretString::from(format!("token-number-{n}")));
            scrubber.learn(&SecretString::from("token-again-and-again"));
        }
        assert_eq!(*scrubber.text("the-own-secret token-number-19".into()), "… …");
        scrubber.learn(&SecretString::from("short"));
        assert_eq!(*scrubber.text("short".into()), "short");
    }
}
