//! What was found in a text that somebody gave, and what an OpenID looks like among other words.
//!
//! Reading texts is the work of `tables`. What it found is here, so that the screen can show it
//! without knowing how it was read.

use crate::follower::openid::{Doubt, Malformed, OpenId, Trimmed, USUAL_LENGTH, is_letter};

/// One thing found, on its line (the first is 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub line: usize,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Kept {
        openid: OpenId,
        trimmed: Vec<Trimmed>,
        doubt: Option<Doubt>,
    },
    Duplicate(OpenId),
    /// It stands in a column beside OpenIDs and begins as none of them does: a `UnionID`, or an OpenID of
    /// another account. It is not asked about.
    OtherColumn(OpenId),
    Malformed {
        text: String,
        reason: Malformed,
    },
}

/// Everything found in a text, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    pub items: Vec<Item>,
    /// How many lines were read, with those that held nothing.
    pub lines: usize,
}

impl Found {
    pub fn kept(&self) -> impl Iterator<Item = &OpenId> {
        self.items.iter().filter_map(|item| match &item.what {
            What::Kept { openid, .. } => Some(openid),
            What::Duplicate(_) | What::OtherColumn(_) | What::Malformed { .. } => None,
        })
    }

    #[must_use]
    pub fn duplicates(&self) -> usize {
        self.items.iter().filter(|item| matches!(item.what, What::Duplicate(_))).count()
    }

    /// The malformed ones: line, text as pasted, why.
    pub fn malformed(&self) -> impl Iterator<Item = (usize, &str, Malformed)> {
        self.items.iter().filter_map(|item| match &item.what {
            What::Malformed { text, reason } => Some((item.line, text.as_str(), *reason)),
            What::Kept { .. } | What::Duplicate(_) | What::OtherColumn(_) => None,
        })
    }

    /// Those that stand beside OpenIDs and are none of this account.
    pub fn other_columns(&self) -> impl Iterator<Item = &OpenId> {
        self.items.iter().filter_map(|item| match &item.what {
            What::OtherColumn(id) => Some(id),
            What::Kept { .. } | What::Duplicate(_) | What::Malformed { .. } => None,
        })
    }
}

/// How many characters all OpenIDs of one account have in common, and all `UnionIDs` of one open platform.
const BEGINNING: usize = 6;
/// Lengths at which a word in running text is an OpenID that lost or gained a letter or two.
const NEAR: std::ops::RangeInclusive<usize> = 26..=30;
/// Changes between capitals, small letters, digits and the rest in 20 letters chosen by chance: about
/// 12. Fewer than this are found in one of some thousand.
const CHANGES: usize = 6;

/// What an id has in common with all others of its account or its open platform.
#[must_use]
pub fn beginning(id: &str) -> &str {
    id.get(..BEGINNING).unwrap_or(id)
}

/// Whether a word of a text can only be an OpenID, though nothing says so.
#[must_use]
pub fn is_exact(word: &str) -> bool {
    word.len() == USUAL_LENGTH
        && word.starts_with('o')
        && word.bytes().all(|byte| is_letter(byte.into()))
        && !is_plain(word)
}

/// Whether a word of running text is so like an OpenID that a letter must be lost or doubled.
#[must_use]
pub fn is_near(word: &str) -> bool {
    word.starts_with('o')
        && NEAR.contains(&word.len())
        && word.bytes().all(|byte| is_letter(byte.into()))
        && is_random(word)
}

/// Whether a text is an OpenID with a few characters in it that none has.
#[must_use]
pub fn is_broken(text: &str) -> bool {
    let length = text.chars().count();
    let odd = text.chars().filter(|c| !is_letter(*c)).count();
    // With a key before it, it is an OpenID and its key.
    let is_keyed = text.contains([':', '=', '&', '?', '：']);
    !is_keyed
        && text.starts_with('o')
        && (20..=40).contains(&length)
        && (1..=3).contains(&odd)
        && is_random(text)
}

/// Whether a row of a list of OpenIDs is meant as one, though it is none or an odd one.
#[must_use]
pub fn is_meant(word: &str) -> bool {
    let is_made_of_letters = word.chars().all(is_letter);
    !is_plain(word) && (word.starts_with('o') || (is_made_of_letters && is_random(word)))
}

/// Words, names, numbers, dates, hashes and UUIDs: OpenIDs have capitals and small letters in no order.
fn is_plain(word: &str) -> bool {
    let has = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
    !has(u8::is_ascii_lowercase) || !has(u8::is_ascii_uppercase) || is_camel(word)
}

/// Whether it is a name in a program, `onActivityResult`, or words with hyphens.
fn is_camel(word: &str) -> bool {
    let mut before = b'-';
    for byte in word.bytes() {
        let is_in_order = match byte {
            b'a'..=b'z' => before.is_ascii_alphabetic() || before == b'-' || before == b'_',
            b'A'..=b'Z' => !before.is_ascii_uppercase(),
            b'-' | b'_' => before.is_ascii_lowercase(),
            _ => false,
        };
        if !is_in_order {
            return false;
        }
        before = byte;
    }
    // `oB` is no name: a name has words.
    word.len() > 8
}

/// Whether capitals, small letters and digits change as if by chance.
fn is_random(word: &str) -> bool {
    let class = |byte: u8| match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let bytes = word.as_bytes();
    let changes = bytes.iter().zip(bytes.iter().skip(1)).filter(|(a, b)| class(**a) != class(**b));
    word.len() >= 20
        && changes.count() >= CHANGES
        && bytes.iter().any(u8::is_ascii_digit)
        && !is_plain(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";

    #[test]
    fn names_hashes_and_numbers_of_the_same_length_are_no_openids() {
        assert!(is_exact(GOOD));
        for word in [
            "onActivityResultListenerImpl",
            "over-the-counter-medicines-x",
            "order_2026112210000000000012",
            "oooooooooooooooooooooooooooo",
            "OPENIDOPENIDOPENIDOPENIDOPEN",
        ] {
            assert_eq!(word.len(), USUAL_LENGTH, "{word}");
            assert!(!is_exact(word) && !is_near(word), "{word}");
        }
    }

    #[test]
    fn a_letter_lost_is_near_and_a_letter_of_another_kind_is_broken() {
        assert!(is_near(GOOD.strip_suffix('M').expect("its end")));
        assert!(is_near(&format!("{GOOD}x")));
        assert!(is_broken("o6_bmjrPTlm6;2sgVt7hMZOPfL2M"));
        assert!(is_broken("o6_bmjrPTlm6 2sgVt7hMZOPfL2M"));
        assert!(!is_broken(GOOD) && !is_broken("one word, and another word"));
    }

    #[test]
    fn in_a_list_a_short_one_is_meant_and_a_word_is_not() {
        for word in ["oABC", "oBAD0", "6_bmjrPTlm6_2sgVt7hMZOPfL2M", "o6_bmjrPTlm6;2sgVt7hMZOPfL2M"]
        {
            assert!(is_meant(word), "{word}");
        }
        for word in [
            "Regards",
            "ok",
            "13812345678",
            "550e8400-e29b-41d4-a716-446655440000",
            "d41d8cd98f00b204e9800998ecf8427e",
            "somebody@example.com",
            "onActivityResult",
            "wx0123456789abcdef",
            "王芳",
        ] {
            assert!(!is_meant(word), "{word}");
        }
    }
}
