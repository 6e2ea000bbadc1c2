//! JSON that is safe to print: what a terminal obeys is escaped in it, wherever it is sent.
//!
//! `serde_json` leaves DEL, C1 and bidi marks as they are, which JSON allows and terminals act on.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{
    Serializer,
    ser::{CompactFormatter, Formatter},
};

/// One value in one line, without the line's end.
///
/// # Errors
/// When it cannot be written.
pub fn write(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(out, Safe(CompactFormatter));
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// The same as text.
#[must_use]
pub fn line(value: &impl Serialize) -> String {
    let mut bytes = vec![];
    // Only a map whose keys are no text fails here, and there is none.
    let _ = write(&mut bytes, value);
    String::from_utf8(bytes).unwrap_or_default()
}

struct Safe(CompactFormatter);

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut start = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_obeyed(*c)) {
            self.0.write_string_fragment(out, fragment.get(start..at).unwrap_or_default())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            start = at + c.len_utf8();
        }
        self.0.write_string_fragment(out, fragment.get(start..).unwrap_or_default())
    }
}

/// DEL, C1, bidi marks, line ends of Unicode, and kitty's placeholder of images.
fn is_obeyed(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{10eeee}')
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_escaped_and_comes_back_as_it_was() {
        let hostile = "a\x1b\u{9b}2J\u{7f}\u{202e}b\u{2028}\u{2069}王\u{10eeee}\u{61c}";
        let value = json!({ hostile: [hostile, 1, null] });
        let printed = line(&value);
        assert!(
            printed
                .contains("a\\u001b\\u009b2J\\u007f\\u202eb\\u2028\\u2069王\\udbfb\\udeee\\u061c"),
            "{printed}"
        );
        assert!(!printed.chars().any(|c| is_obeyed(c) || c.is_control()), "{printed}");
        assert_eq!(serde_json::from_str::<Value>(&printed).expect("JSON"), value);
    }
}
