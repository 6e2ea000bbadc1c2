//! What narrows the list: substrings, all of which must be there; `!` in front means not.

use std::borrow::Cow;

/// A filter as typed: words between spaces. A word with a capital letter minds case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    text: String,
    words: Vec<Word>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    minds_case: bool,
    is_not: bool,
}

/// So many characters of an id are not in another one by chance. Of fewer each id has some.
const PIECE: usize = 6;

impl Word {
    fn folded<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.minds_case { Cow::Borrowed(text) } else { Cow::Owned(small(text)) }
    }

    /// An id is found by its beginning, or by a long piece of it: letters that happen to stand in it
    /// say nothing about who it is.
    fn is_in_id(&self, id: &str) -> bool {
        let id = self.folded(id);
        id.starts_with(&self.text) || self.text.chars().count() >= PIECE && id.contains(&self.text)
    }
}

impl Filter {
    #[must_use]
    pub fn new(text: &str) -> Self {
        let words = text.split_whitespace().filter_map(|word| {
            let (is_not, word) = word.strip_prefix('!').map_or((false, word), |word| (true, word));
            let minds_case = word.chars().any(char::is_uppercase);
            let word = if minds_case { word.to_owned() } else { small(word) };
            (!word.is_empty()).then_some(Word { text: word, minds_case, is_not })
        });
        Self { text: text.to_owned(), words: words.collect() }
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is narrowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a row with these ids and these texts is shown.
    #[must_use]
    pub fn takes(&self, ids: &[&str], texts: &[&str]) -> bool {
        self.words.iter().all(|word| {
            let has = ids.iter().any(|id| word.is_in_id(id))
                || texts.iter().any(|text| word.folded(text).contains(&word.text));
            has != word.is_not
        })
    }

    /// The words that a shown row has, for making them visible in it.
    pub fn wanted(&self) -> impl Iterator<Item = (&str, bool)> {
        self.words
            .iter()
            .filter(|word| !word.is_not)
            .map(|word| (word.text.as_str(), word.minds_case))
    }
}

/// The text in small letters, each by itself: `str::to_lowercase` writes the last sigma of a word as `ς`,
/// so a word would not be found in itself once it goes on.
#[must_use]
pub fn small(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_must_be_there_and_a_denied_one_must_not() {
        let (ids, texts) = (["o6_bmjrPTvIpx4"], ["王芳 VIP"]);
        for (filter, is_taken) in [
            ("", true),
            ("vip", true),
            ("VIP o6", true),
            ("Vip", false),
            ("王 !vip", false),
            ("王 !x", true),
            ("!", true),
        ] {
            assert_eq!(Filter::new(filter).takes(&ids, &texts), is_taken, "{filter}");
        }
    }

    #[test]
    fn an_id_is_found_by_its_beginning_or_by_a_piece_of_six_characters() {
        let id = ["o6_bmjrPTlm6_2sgVt7hMZOPfL2M"];
        for (filter, is_taken) in [
            ("o6_b", true),
            ("O6_b", false),
            ("o", true),
            ("vt7hm", false),
            ("vt7hmz", true),
            ("Vt7hMZ", true),
            ("VT7hMZ", false),
            ("!vt7hm", true),
            ("!vt7hmz", false),
        ] {
            assert_eq!(Filter::new(filter).takes(&id, &[]), is_taken, "{filter}");
        }
    }

    #[test]
    fn small_and_capital_letters_are_alike_wherever_in_a_word_they_stand() {
        for (filter, is_taken) in [
            ("νικοσ", true),
            ("νικος", true),
            ("νικο", true),
            ("σ", true),
            ("ΝΙΚΟΣ", true),
            ("Νικος", false),
        ] {
            assert_eq!(Filter::new(filter).takes(&[], &["ΝΙΚΟΣ"]), is_taken, "{filter}");
        }
        for name in ["ΝΙΚΟΣΑ", "νικος", "Νικοσ"] {
            assert!(Filter::new("νικος").takes(&[], &[name]), "{name}");
        }
    }
}
