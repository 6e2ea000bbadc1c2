//! Remote text made safe to show; widths; cutting. The only place that measures text.
//!
//! Whatever a nickname holds, the terminal must get printable characters whose width every
//! terminal agrees on: control characters would be orders to it, bidi marks would turn the rest of
//! the line round, and emoji joined or varied by invisible characters are drawn in one cell by one
//! terminal and in eight by another, so that all that follows would stand in the wrong place.

pub mod json;
pub mod nearest;
pub mod shown;

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// More marks than this on one letter reach into other lines.
const MARKS: usize = 3;

/// The text as it may be shown: no control, no bidi mark, no invisible character.
///
/// Controls and bidi marks become their names (`‹ESC›`, `‹RLO›`), which every font has; other
/// invisible characters are left out.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let (mut shown, mut marks) = (String::with_capacity(text.len()), 0);
    for c in text.chars() {
        let width = c.width().unwrap_or(0);
        match c {
            '\0'..='\x1f' | '\x7f'..='\u{9f}' => shown.push_str(&control(c)),
            _ if bidi(c).is_some() => shown.extend(bidi(c)),
            // Shades of skin and the tag letters of flags: two cells here, none there.
            '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}' => {}
            '\u{2028}' | '\u{2029}' => shown.push_str("‹LF›"),
            // kitty draws a picture in its place.
            '\u{10eeee}' => shown.push_str("‹10EEEE›"),
            c if c.is_whitespace() => shown.push(if width == 2 { c } else { ' ' }),
            c if width > 0 => {
                marks = 0;
                shown.push(c);
            }
            c if is_mark(c) && marks < MARKS && !shown.is_empty() => {
                marks += 1;
                shown.push(c);
            }
            _ => {}
        }
    }
    Cow::Owned(shown)
}

/// What a control character is called, in ASCII's words.
fn control(c: char) -> String {
    const NAMES: [&str; 32] = [
        "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF",
        "CR", "SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM",
        "SUB", "ESC", "FS", "GS", "RS", "US",
    ];
    match NAMES.iter().zip('\0'..).find(|(_, control)| *control == c) {
        Some((name, _)) => format!("‹{name}›"),
        None => format!("‹{:02X}›", u32::from(c)),
    }
}

/// What a bidi mark is called.
fn bidi(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{200e}' => "‹LRM›",
        '\u{200f}' => "‹RLM›",
        '\u{61c}' => "‹ALM›",
        '\u{202a}' => "‹LRE›",
        '\u{202b}' => "‹RLE›",
        '\u{202c}' => "‹PDF›",
        '\u{202d}' => "‹LRO›",
        '\u{202e}' => "‹RLO›",
        '\u{2066}' => "‹LRI›",
        '\u{2067}' => "‹RLI›",
        '\u{2068}' => "‹FSI›",
        '\u{2069}' => "‹PDI›",
        _ => return None,
    })
}

/// Whether a character of no width is a mark on the letter before it, not a joiner or a selector.
fn is_mark(c: char) -> bool {
    !matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}')
}

/// How many cells a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text in at most this many cells, with `…` where some was left out.
#[must_use]
pub fn cut(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let Some(room) = cells.checked_sub(1) else { return Cow::Borrowed("") };
    let mut kept = first(text, room).to_owned();
    kept.push('…');
    Cow::Owned(kept)
}

/// The text cut in its middle, so that both ends of an id can be compared.
#[must_use]
pub fn cut_middle(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let Some(room) = cells.checked_sub(1) else { return Cow::Borrowed("") };
    let tail: usize = room / 2;
    let start = first(text, room - tail);
    let (mut end, mut taken) = (text.len(), 0);
    for (at, letter) in text.grapheme_indices(true).rev() {
        taken += width(letter);
        if taken > tail {
            break;
        }
        end = at;
    }
    Cow::Owned(format!("{start}…{}", text.get(end..).unwrap_or_default()))
}

/// The text with spaces behind it, exactly this many cells wide.
#[must_use]
pub fn pad(text: &str, cells: usize) -> String {
    let mut text = cut(text, cells).into_owned();
    text.extend(std::iter::repeat_n(' ', cells.saturating_sub(width(&text))));
    text
}

/// The text in lines of at most this many cells, broken where its script breaks lines.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let options = textwrap::Options::new(cells.max(2))
        .word_separator(textwrap::WordSeparator::UnicodeBreakProperties)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options).into_iter().map(Cow::into_owned).collect()
}

/// The text without its first cells: at least this many, whole letters.
#[must_use]
pub fn skip(text: &str, cells: usize) -> &str {
    let mut taken = 0;
    for (at, letter) in text.grapheme_indices(true) {
        if taken >= cells {
            return text.get(at..).unwrap_or_default();
        }
        taken += width(letter);
    }
    ""
}

/// As much of the text as fits.
fn first(text: &str, cells: usize) -> &str {
    let (mut end, mut taken) = (0, 0);
    for (at, letter) in text.grapheme_indices(true) {
        taken += width(letter);
        if taken > cells {
            break;
        }
        end = at + letter.len();
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_to_the_terminal_become_visible_text() {
        assert_eq!(visible("a\x1b[31mb\x07\n\u{9b}c\x7f"), "a‹ESC›[31mb‹BEL›‹LF›‹9B›c‹7F›");
        assert_eq!(visible("pay\u{202e}gpj.exe"), "pay‹RLO›gpj.exe");
        assert_eq!(visible("张\u{200b}三\u{feff}"), "张三");
    }

    #[test]
    fn joined_emoji_fall_into_parts_whose_width_is_agreed() {
        assert_eq!(visible("👨\u{200d}👩\u{200d}👧"), "👨👩👧");
        assert_eq!(visible("❤\u{fe0f}👍🏽"), "❤👍");
    }

    #[test]
    fn a_letter_keeps_its_accents_but_not_a_tower_of_them() {
        assert_eq!(visible("e\u{301}"), "e\u{301}");
        let tower = format!("e{}", "\u{301}".repeat(50));
        assert_eq!(visible(&tower).chars().count(), 1 + MARKS);
    }

    #[test]
    fn text_is_cut_by_cells_and_never_in_half_a_letter() {
        assert_eq!(cut("张三李四", 5), "张三…");
        assert_eq!(cut("张三李四", 4), "张…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(cut_middle("o6_bmjrPTlm6_2sgVt7hMZOPfL2M", 11), "o6_bm…PfL2M");
        assert_eq!(skip("张三李", 3), "李");
        assert_eq!(pad("张", 4), "张  ");
        assert_eq!(pad("张三", 3), "张…");
    }

    #[test]
    fn lines_are_broken_where_their_script_breaks_them() {
        assert_eq!(wrap("the quick brown fox", 10), ["the quick", "brown fox"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("张三李四", 5), ["张三", "李四"]);
        assert_eq!(wrap("自 10:00 (UTC+8) 起，今天", 12), ["自 10:00", "(UTC+8) 起，", "今天"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
