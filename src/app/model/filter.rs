//! What narrows the list: substrings, all of which must be there; `!` in front means not.

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

impl Filter {
    #[must_use]
    pub fn new(text: &str) -> Self {
        let words = text.split_whitespace().filter_map(|word| {
            let (is_not, word) = word.strip_prefix('!').map_or((false, word), |word| (true, word));
            let minds_case = word.chars().any(char::is_uppercase);
            let word = if minds_case { word.to_owned() } else { word.to_lowercase() };
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

    /// Whether a row with these texts is shown.
    #[must_use]
    pub fn takes(&self, texts: &[&str]) -> bool {
        self.words.iter().all(|word| {
            let has = texts.iter().any(|text| {
                if word.minds_case {
                    text.contains(&word.text)
                } else {
                    text.to_lowercase().contains(&word.text)
                }
            });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_must_be_there_and_a_denied_one_must_not() {
        let row = ["o6_bmjrPT", "王芳 VIP"];
        for (filter, is_taken) in [
            ("", true),
            ("vip", true),
            ("VIP o6", true),
            ("Vip", false),
            ("王 !vip", false),
            ("王 !x", true),
            ("!", true),
        ] {
            assert_eq!(Filter::new(filter).takes(&row), is_taken, "{filter}");
        }
    }
}
