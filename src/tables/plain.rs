//! A line without what others wrapped round its words: colours, escapes, full-width forms, invisible marks.

use std::borrow::Cow;

use crate::follower::openid::{is_zero_width, narrow};

/// What follows `=` in quoted-printable text, for the signs that may stand beside an id.
const PRINTABLE: [&str; 12] =
    ["3D", "20", "0A", "0D", "09", "22", "27", "2C", "26", "3A", "3B", "3F"];

/// The line as its words were meant: colour sequences cut, `%3D` and `\u003d` read, full-width letters
/// made plain, zero-width characters left out.
#[must_use]
pub fn plain(line: &str) -> Cow<'_, str> {
    let is_plain =
        |byte: u8| (b' '..0x7f).contains(&byte) && !matches!(byte, b'%' | b'\\' | b'^' | b'=');
    if line.bytes().all(is_plain) {
        return Cow::Borrowed(line);
    }
    // An address within an address is encoded twice.
    let mut plain = once(line);
    for _ in 0..2 {
        if !plain.contains('%') {
            break;
        }
        plain = once(&plain);
    }
    Cow::Owned(plain)
}

fn once(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '\x1b' => escape(after),
            // As `cat -v` shows it.
            '^' if after.starts_with("[[") => escape(after.get(1..).unwrap_or_default()),
            '%' => hex(after, 2, &mut plain).unwrap_or_else(|| {
                plain.push('%');
                after
            }),
            '\\' => {
                let digits = after.strip_prefix('u');
                digits.and_then(|digits| hex(digits, 4, &mut plain)).unwrap_or_else(|| {
                    plain.push('\\');
                    after
                })
            }
            // What mail programs write for signs and blanks.
            '=' if PRINTABLE.iter().any(|code| after.starts_with(code)) => {
                if after.starts_with('0') {
                    plain.push(' ');
                    after.get(2..).unwrap_or_default()
                } else {
                    hex(after, 2, &mut plain).unwrap_or(after)
                }
            }
            c if c == '\0' || is_zero_width(c) => after,
            c => {
                plain.push(narrow(c).unwrap_or(c));
                after
            }
        };
    }
    plain
}

/// What follows an escape sequence whose ESC is read already.
fn escape(after: &str) -> &str {
    let mut letters = after.char_indices();
    match letters.next() {
        Some((_, '[')) => {
            let end = letters.find(|(_, c)| ('@'..='~').contains(c));
            end.and_then(|(at, c)| after.get(at + c.len_utf8()..)).unwrap_or_default()
        }
        // A title or an address, up to BEL or ESC \.
        Some((_, ']')) => match letters.find(|(_, c)| matches!(c, '\x07' | '\x1b')) {
            Some((at, c)) => {
                let rest = after.get(at + 1..).unwrap_or_default();
                if c == '\x1b' { rest.strip_prefix('\\').unwrap_or(rest) } else { rest }
            }
            None => after,
        },
        Some((_, c)) => after.get(c.len_utf8()..).unwrap_or_default(),
        None => after,
    }
}

/// Read this many hexadecimal digits as a character of ASCII, and return what follows them.
fn hex<'a>(text: &'a str, digits: usize, plain: &mut String) -> Option<&'a str> {
    let (digits, after) = text.split_at_checked(digits)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let code = u8::from_str_radix(digits.trim_start_matches('0'), 16).ok()?;
    if !code.is_ascii() || code.is_ascii_control() {
        return None;
    }
    plain.push(char::from(code));
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wraps_the_words_of_a_line_comes_off() {
        for (line, wanted) in [
            ("plain words", "plain words"),
            ("\x1b[32m10:00\x1b[39m \x1b[1;33moAb\x1b[0m ok", "10:00 oAb ok"),
            ("^[[32m10:00^[[0m x", "10:00 x"),
            ("\x1b]8;;http://x\x1b\\oAb\x1b]8;;\x07", "oAb"),
            ("a%3Fopenid%3DoAb%26x", "a?openid=oAb&x"),
            ("a%253Fopenid%253DoAb", "a?openid=oAb"),
            ("openid=3DoAb=20x=0A", "openid=oAb x "),
            ("o\0A\0b", "oAb"),
            ("100% of %zz %E5%BC%A0", "100% of %zz %E5%BC%A0"),
            (r"\u0026openid\u003doAb \u5f20", r"&openid=oAb \u5f20"),
            ("ｏｐｅｎｉｄ＝oA\u{200b}b", "openid=oAb"),
        ] {
            assert_eq!(plain(line), wanted, "{line:?}");
        }
    }
}
