//! One word of a filter, and where a text has it: by its letters, or by how it sounds.

use std::ops::Range;

use super::{
    fold::{fold, folded},
    pinyin,
};

/// A word to look for in texts. One with a capital letter minds case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    text: String,
    minds_case: bool,
    may_be_sound: bool,
}

impl Word {
    #[must_use]
    pub fn new(text: &str) -> Self {
        let minds_case = text.chars().any(char::is_uppercase);
        let text = if minds_case { text.to_owned() } else { folded(text) };
        let may_be_sound = pinyin::may_be_sound(&text);
        Self { text, minds_case, may_be_sound }
    }

    /// Whether a text has this word, in letters or by its sound.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Where a text has this word for the first time, in bytes: by its letters, else by its sound.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        if self.minds_case {
            let start = text.find(&self.text)?;
            return Some(start..start + self.text.len());
        }
        self.find_folded(text)
            .or_else(|| if self.may_be_sound { pinyin::find(&self.text, text) } else { None })
    }

    fn find_folded(&self, text: &str) -> Option<Range<usize>> {
        if text.is_ascii() && self.text.is_ascii() {
            let start = text.to_ascii_lowercase().find(&self.text)?;
            return Some(start..start + self.text.len());
        }
        // A character may fold into several, so bytes are counted in the text itself.
        text.char_indices().find_map(|(start, _)| {
            let rest = text.get(start..)?;
            let mut wanted = self.text.chars();
            let mut end = start;
            for c in rest.chars() {
                if wanted.as_str().is_empty() {
                    break;
                }
                for folded in fold(c) {
                    if wanted.as_str().is_empty() {
                        break;
                    }
                    if wanted.next() != Some(folded) {
                        return None;
                    }
                }
                end += c.len_utf8();
            }
            wanted.as_str().is_empty().then_some(start..end)
        })
    }
}
