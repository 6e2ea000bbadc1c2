//! Texts that show nothing: names made of spaces, fillers and other characters that nobody sees.

/// A name as it was received, in which there is nothing to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank(String);

impl Blank {
    /// The text, if it shows nothing. `None` for one that shows something, and for an empty one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let is_blank = !text.is_empty() && text.chars().all(shows_nothing);
        is_blank.then(|| Self(text.to_owned()))
    }

    /// What it is made of, each character once: `U+3164, U+200B`.
    #[must_use]
    pub fn characters(&self) -> String {
        let mut names: Vec<String> = vec![];
        for c in self.0.chars() {
            let name = format!("U+{:04X}", u32::from(c));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }
}

/// White space, controls, fillers, the empty Braille pattern, and what Unicode calls
/// `Default_Ignorable_Code_Point`.
fn shows_nothing(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_invisible_characters_are_blank_and_say_of_which() {
        for (text, characters) in [
            ("\u{3164}", "U+3164"),
            ("\u{2800}\u{2800}", "U+2800"),
            ("\u{a0} \u{200b}", "U+00A0, U+0020, U+200B"),
            ("\n\u{14}", "U+000A, U+0014"),
            ("\u{feff}\u{202e}\u{e0041}", "U+FEFF, U+202E, U+E0041"),
            ("\u{115f}\u{ffa0}\u{3000}", "U+115F, U+FFA0, U+3000"),
        ] {
            let blank = Blank::new(text).map(|blank| blank.characters());
            assert_eq!(blank.as_deref(), Some(characters), "{text:?}");
        }
        for text in ["", "a", "\u{200b}a", "👍", "\u{fe0f}☺", "。", "-"] {
            assert_eq!(Blank::new(text), None, "{text:?}");
        }
    }
}
