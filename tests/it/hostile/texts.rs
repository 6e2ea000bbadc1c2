//! The texts, and how to see that one of them got out.

use std::collections::BTreeSet;

/// Where the body of an answer has halves of surrogate pairs, which no text of Rust can hold.
pub const HALVES: &str = "@HALVES@";

/// A name and a text. Behind each control character stands something that we never write there, so
/// that it is told from our own orders.
pub fn all() -> [(&'static str, String); 24] {
    let plain = |name, text: &str| (name, text.to_owned());
    [
        plain("controls", "a\0NUL7\x01SOH7\x05ENQ7\x0eSO77\x0fSI77\x1aSUB7"),
        plain("bell", "a\x07BEL7"),
        plain("backspaces", "safe\x08\x08\x08\x08BS77"),
        plain("carriage return", "safe\rCR77"),
        plain("line ends", "a\nLF77\r\nCRLF7"),
        plain("tabs", "a\tTAB7\x0bVT77\x0cFF77"),
        plain("colours", "a\x1b[7777m\x1b[2J7777\x1b[7777;7H"),
        plain("questions", "a\x1b[6n7777\x1b[?7777$p\x1bZ7777"),
        plain("title", "a\x1b]0;h0stile\x07\x1b]2;h0stile\x1b\\"),
        plain("clipboard", "a\x1b]52;c;aDBzdGlsZQ==\x07"),
        plain("link", "a\x1b]8;;http://h0stile.example\x1b\\x777\x1b]8;;7\x1b\\"),
        plain("device control", "a\x1bP1$r7777m\x1b\\7777\x1bPq#7777\x1b\\"),
        plain("kitty graphics", "a\x1b_Ga=T,f=24,s=7;AAAA\x1b\\"),
        plain("short escapes", "a\x1bc7777\x1b(07777\x1b#87777\x1b%G7777"),
        plain("C1 controls", "a\u{9b}7777m\u{9b}2J"),
        plain("C1 strings", "a\u{9d}0;h0stile\u{9c}\u{90}q7\u{9c}\u{9f}G7\u{9c}\u{85}\u{8d}\u{80}"),
        plain("delete", "a\x7f\x7fDEL7"),
        plain("overrides", "pay\u{202e}gpj.exe\u{202c}\u{202d}x\u{202a}x\u{202b}x"),
        plain("isolates", "a\u{2066}x\u{2067}x\u{2068}x\u{2069}\u{200e}\u{200f}\u{61c}"),
        plain("placeholders", "a\u{10eeee}\u{305}\u{30d}\u{10eeee}\u{30d}\u{305}"),
        plain("separators", "a\u{2028}LS77\u{2029}PS77"),
        plain(
            "invisible",
            "a\u{200b}b\u{200c}c\u{200d}d\u{2060}e\u{feff}f\u{ad}g\u{e0001}\u{e0061}\u{e007f}h\u{fe0f}",
        ),
        ("tower and length", format!("Z{}{}", "\u{301}".repeat(300), "long7".repeat(4_000))),
        ("half surrogates", format!("a{HALVES}b\u{fffd}")),
    ]
}

/// Each of them as an argument of a program can hold it: without NUL, and not too long.
pub fn arguments() -> [(&'static str, String); 24] {
    all().map(|(name, text)| (name, text.replace('\0', "").chars().take(200).collect()))
}

/// All of them as the malformed rows of a list. A quoted cell keeps its line ends.
pub fn rows() -> String {
    let cells = all().map(|(_, text)| format!("\"{}\"\n", text.replace('"', "")));
    format!("openid\n{}", cells.concat())
}

/// All of them in one.
pub fn argument() -> String {
    arguments().map(|(_, text)| text).join(" ")
}

/// Which of them stand in what was written, as text: in the names of what they hold, or escaped in JSON.
pub fn told(written: &[u8]) -> BTreeSet<&'static str> {
    /// By this much one is told from the others.
    const START: usize = 9;
    let start = |text: &str| text.chars().take(START).collect::<String>();
    let written = String::from_utf8_lossy(written);
    let unescaped = unescaped(&written);
    let is_told = |text: &str| {
        written.contains(&start(&fanscope::text::visible(text))) || unescaped.contains(&start(text))
    };
    // As it was given, and as a server sent it.
    let given = arguments().into_iter().zip(all());
    let told = given.filter(|((_, given), (_, sent))| is_told(given) || is_told(&received(sent)));
    told.map(|((name, _), _)| name).collect()
}

/// A text of JSON as it is read.
fn unescaped(text: &str) -> String {
    let (mut read, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('\\') {
        let (before, after) = rest.split_at(at);
        read.push_str(before);
        // A pair of surrogates, one character, or a letter.
        let value = [12, 6, 2].into_iter().find_map(|length| {
            let (escape, after) = after.split_at_checked(length)?;
            let value: String = serde_json::from_str(&format!("\"{escape}\"")).ok()?;
            (value.chars().count() == 1).then_some((value, after))
        });
        match value {
            Some((value, after)) => {
                read.push_str(&value);
                rest = after;
            }
            None => rest = after.get(1..).unwrap_or_default(),
        }
    }
    read + rest
}

/// The text as it is once it was received.
pub fn received(text: &str) -> String {
    text.replace(HALVES, "\u{fffd}x\u{fffd}")
}

/// Whether a terminal, or an eye, does something else for this than show a letter.
fn is_order(c: char) -> bool {
    c.is_control() || is_bidi(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{10eeee}')
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}

/// The orders in what went into a pipe, where nothing of ours is one but the end of a line.
pub fn orders(bytes: &[u8]) -> Vec<String> {
    found(bytes, |c| is_order(c) && c != '\n')
}

/// The same, with what cannot be seen at all.
pub fn orders_and_invisible(bytes: &[u8]) -> Vec<String> {
    found(bytes, |c| (is_order(c) && c != '\n') || is_invisible(c))
}

/// Each kind of character that is wrong, once, with what follows it.
fn found(bytes: &[u8], is_wrong: impl Fn(char) -> bool) -> Vec<String> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return vec![format!("no UTF-8: {:?}", String::from_utf8_lossy(bytes))];
    };
    let mut seen = BTreeSet::new();
    let wrong = text.chars().enumerate().filter(|(_, c)| is_wrong(*c) && seen.insert(*c));
    wrong
        .map(|(at, _)| text.chars().skip(at).take(12).collect::<String>())
        .map(|text| format!("{text:?}"))
        .collect()
}

/// What of the texts went to a terminal as it is, among all that we write there ourselves.
pub fn injected(written: &[u8]) -> Vec<String> {
    // Long enough to be told from our own, short enough to be found where the rest was cut off.
    const SHORTEST: usize = 5;
    const LONGEST: usize = 10;
    let has = |piece: &str| written.windows(piece.len()).any(|part| part == piece.as_bytes());
    let mut wrong = BTreeSet::new();
    for (name, text) in all() {
        for (at, c) in text.chars().enumerate() {
            if !is_order(c) && !is_invisible(c) {
                continue;
            }
            let piece: String = text.chars().skip(at).take(LONGEST).collect();
            let is_got = if c.is_ascii_control() && c != '\x7f' {
                piece.chars().count() >= SHORTEST && has(&piece)
            } else {
                has(c.encode_utf8(&mut [0; 4]))
            };
            if is_got {
                wrong.insert(format!("{name}: {piece:?}"));
            }
        }
    }
    if has(&"\u{301}".repeat(9)) {
        wrong.insert("a tower of marks".to_owned());
    }
    wrong.into_iter().collect()
}

#[test]
fn there_are_24_and_each_that_gets_out_is_seen() {
    for (name, text) in all() {
        if matches!(name, "half surrogates") {
            continue;
        }
        let shown = format!("\x1b[1;1H{text}\x1b[0m");
        assert!(
            injected(shown.as_bytes())
                .iter()
                .any(|wrong| wrong.starts_with(name) || wrong.contains("tower")),
            "{name}"
        );
        let safe = fanscope::text::visible(&text).replace('\u{10eeee}', "");
        let shown = format!("\x1b[1;1H{safe}\x1b[0m\r\n\x07\x1b]52;c;YQ==\x07\t\0");
        assert_eq!(injected(shown.as_bytes()), [""; 0], "{name}");
        let is_plain_text = matches!(name, "invisible" | "tower and length");
        assert_eq!(orders(text.replace('\n', "\r").as_bytes()).is_empty(), is_plain_text, "{name}");
    }
}
