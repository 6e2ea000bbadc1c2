//! Remote text made safe to show; widths; cutting. The only place that measures text.
//!
//! Whatever a nickname holds, the terminal must get printable characters whose width every
//! terminal agrees on: control characters would be orders to it, bidi marks would turn the rest of
//! the line round, and emoji joined or varied by invisible characters are drawn in one cell by one
//! terminal and in eight by another, so that all that follows would stand in the wrong place.

mod hangul;
pub mod json;
pub mod nearest;
pub mod shown;

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Nobody reads more characters than this of one value.
const MOST: usize = 4000;
/// More marks than this on one letter reach into other lines.
const MARKS: usize = 3;

/// The text as it may be shown: no control, no bidi mark, no invisible character, and nothing that
/// terminals join into one or take apart again.
///
/// Controls and bidi marks become their names (`‹ESC›`, `‹RLO›`), which every font has; other
/// invisible characters are left out. The two letters of a flag are one wide character to some
/// terminals and to ratatui, and two narrow ones to xterm, mlterm, tmux, alacritty and xterm.js, where
/// half of it then stays behind; so they are plain letters.
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
            _ if is_ignored(c) => {}
            '\u{2028}' | '\u{2029}' => shown.push_str("‹LF›"),
            // kitty draws an image in its place.
            '\u{10eeee}' => shown.push_str("‹10EEEE›"),
            // The blank of Braille is as empty as any other.
            '\u{2800}' => shown.push(' '),
            c if c.is_whitespace() => shown.push(if width == 2 { c } else { ' ' }),
            _ if hangul::syllable(&mut shown, c) => {}
            c if width > 0 => {
                marks = 0;
                apart(&mut shown, in_place_of(c).unwrap_or(c));
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

/// Whether a character is left out, though some of them take a cell in one terminal or another.
fn is_ignored(c: char) -> bool {
    matches!(c,
        // Shades of skin, the letters of tags, keycaps and other frames.
        '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}' | '\u{20dd}'..='\u{20e0}' | '\u{20e2}'..='\u{20e4}'
        // Fillers of Hangul: blanks of no width, one or two.
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        // Signs that enclose the digits after them, and orders to a layout that terminals have not.
        | '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
        | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        // It takes the next Khmer letter under the one before: none, or one cell more.
        | '\u{17d2}' | '\u{2d7f}'
        // The character by which kitty's graphics put a piece of an image into a cell.
        | '\u{10eeee}')
}

/// What is shown in the place of a letter that ratatui and terminals take for unlike widths: of a
/// regional indicator the letter that it stands for, of a half-wide mark of kana the wide one.
fn in_place_of(c: char) -> Option<char> {
    match c {
        '\u{1f1e6}'..='\u{1f1ff}' => char::from_u32(u32::from(c) - 0x1f1e6 + u32::from('A')),
        '\u{ff9e}' => Some('゛'),
        '\u{ff9f}' => Some('゜'),
        _ => None,
    }
}

/// Appends a letter so that it stays one of its own: `unicode-width` takes lam and alef, and some
/// pairs of rarer scripts, for one cell, and terminals that look at characters for two.
fn apart(shown: &mut String, c: char) {
    if is_certain_alone(c) {
        // Nearly all letters: they join with nothing.
        shown.push(c);
        return;
    }
    let before = shown.chars().rev().find(|c| c.width().unwrap_or(0) > 0);
    let is_joined = before.is_some_and(|before| {
        let pair: String = [before, c].iter().collect();
        let parts = before.width().unwrap_or(0) + c.width().unwrap_or(0);
        shown.ends_with(before) && pair.as_str().width() != parts
    });
    if is_joined {
        if shown.ends_with('\u{644}') {
            shown.pop();
            // The same letter in the form that it has before another.
            shown.push('\u{fedf}');
        } else {
            shown.push(' ');
        }
    }
    shown.push(c);
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
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d165}' | '\u{1d166}' | '\u{1d16d}'..='\u{1d172}')
}

/// How many cells a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// Whether all terminals agree on how many cells a symbol takes: ASCII, the letters of Latin, Greek and
/// Cyrillic, frames, and what China, Japan and Korea write. Tables of emoji and of marks differ with
/// their age.
#[must_use]
pub fn is_certain(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    chars.next().is_some_and(is_certain_alone) && chars.next().is_none()
}

fn is_certain_alone(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}'
        | '\u{2010}'..='\u{2027}' | '\u{2500}'..='\u{259f}' | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}'
        | '\u{309b}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff01}'..='\u{ff5e}' | '\u{1fb00}'..='\u{1fb3b}')
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
    let cut;
    let text = match text.char_indices().nth(MOST) {
        // Breaking a word takes time by the square of its length, and a server chooses how long it is.
        Some((end, _)) => {
            cut = format!("{}…", text.get(..end).unwrap_or_default());
            cut.as_str()
        }
        None => text,
    };
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
    fn of_a_value_that_goes_on_and_on_only_the_beginning_is_broken_into_lines() {
        let lines = wrap(&"x".repeat(1_000_000), 40);
        assert_eq!(lines.len(), MOST / 40 + 1);
        assert_eq!(lines.last().map(String::as_str), Some("…"));
    }

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

    /// What a terminal makes of a text that looks at one character at a time: the widths of
    /// glibc's `wcwidth`, for the characters of these tests.
    fn wcwidth(text: &str) -> usize {
        text.chars().map(|c| c.width().unwrap_or(0)).sum()
    }

    #[test]
    fn terminals_agree_on_the_width_of_all_that_is_shown() {
        for (text, wanted) in [
            ("🇨🇳", "CN"),
            ("a🇨🇳🇺🇸b", "aCNUSb"),
            ("🇨", "C"),
            ("🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", "🏴"),
            ("🏴\u{200d}☠\u{fe0f}", "🏴☠"),
            ("🏳\u{fe0f}\u{200d}🌈", "🏳🌈"),
            ("👨\u{200d}👩\u{200d}👧\u{200d}👦", "👨👩👧👦"),
            ("👩🏽\u{200d}🚀", "👩🚀"),
            ("👍🏿", "👍"),
            ("🏽", ""),
            ("🤷\u{200d}♂\u{fe0f}", "🤷♂"),
            ("1\u{fe0f}\u{20e3}", "1"),
            ("#\u{20e3}", "#"),
            ("❤\u{fe0f}", "❤"),
            ("☺\u{fe0e}", "☺"),
            ("⚕\u{fe0f}", "⚕"),
            ("❤\u{fe0f}\u{200d}🔥", "❤🔥"),
            ("한", "한"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("\u{1100}\u{1161}\u{1100}\u{1161}", "가가"),
            ("\u{1161}\u{11a8}x", "x"),
            ("\u{1100}\u{119e}", "\u{1100}"),
            ("\u{3164}\u{115f}\u{1160}\u{ffa0}", ""),
            ("a\u{2800}b", "a b"),
            ("a\u{ad}\u{34f}\u{180e}\u{2064}\u{feff}b", "ab"),
            ("\u{600}12", "12"),
            ("لا", "\u{fedf}ا"),
            ("سلام", "س\u{fedf}ام"),
            ("\u{1780}\u{17d2}\u{1781}", "\u{1780}\u{1781}"),
            ("ꓸꓼ", "ꓸ ꓼ"),
            ("กำ้", "กำ้"),
            ("क्षि", "क्षि"),
            ("e\u{301}\u{302}\u{303}\u{304}", "e\u{301}\u{302}\u{303}"),
            ("a\u{10eeee}\u{305}b", "a\u{305}b"),
            ("Ａ｡ﾊﾟｶﾞ", "Ａ｡ﾊ゜ｶ゛"),
            ("½·①—…“”", "½·①—…“”"),
        ] {
            let shown = visible(text);
            assert_eq!(shown, wanted, "{text:?}");
            assert_eq!(width(&shown), wcwidth(&shown), "{shown:?}");
            // What is shown is shown as it is.
            assert_eq!(visible(&shown), shown, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_shown_has_the_width_of_its_characters(text in "(\\PC|[\u{1f1e6}-\u{1f1ff}\u{200d}\u{fe0f}\u{1100}-\u{11ff}\u{600}-\u{6ff}\u{900}-\u{9ff}\u{1780}-\u{17ff}\u{a4f8}-\u{a4fd}]){0,12}") {
            let shown = visible(&text);
            proptest::prop_assert_eq!(width(&shown), wcwidth(&shown), "{:?}", shown);
            let has_placeholder = shown.contains('\u{10eeee}');
            proptest::prop_assert!(!has_placeholder);
        }
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
