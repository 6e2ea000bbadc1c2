//! OpenIDs in whatever is pasted or read: each is kept once and reads as itself when it is given alone, each
//! item is on a line that there is, and a text is the same as bytes and in pieces.
//!
//! The first byte says how long the pieces are.

#![no_main]

use std::collections::HashSet;

use fanscope::{
    follower::{
        find::{Found, What, is_exact},
        openid::OpenId,
    },
    tables::{self, cells::unwrapped, kind::Kind, reader::Reader},
};
use libfuzzer_sys::fuzz_target;

/// As in `reader`: what is kept of a malformed one to show it.
const SAMPLE: usize = 120;

fuzz_target!(|bytes: &[u8]| {
    let Some((step, bytes)) = bytes.split_first() else { return };
    if let Ok(found) = tables::read_bytes(bytes) {
        assert_sound(&found);
    }
    let text = String::from_utf8_lossy(bytes);
    let found = tables::read(&text);
    assert_sound(&found);
    assert_eq!(found.lines, lines(&text));
    assert_stands_in(&found, &text);
    if let Ok(text) = std::str::from_utf8(bytes)
        && is_surely_text(text)
    {
        assert_eq!(tables::read_bytes(bytes).as_ref(), Ok(&found), "as bytes");
        let step = usize::from(*step).max(1);
        assert_eq!(in_pieces(bytes, step), found, "in pieces of {step}");
    }
    let argument = text.lines().next().unwrap_or_default();
    assert!(!Reader::default().argument(argument).is_empty(), "{argument:?} is passed over");
});

fn assert_sound(found: &Found) {
    let mut kept = HashSet::new();
    for item in &found.items {
        assert!((1..=found.lines.max(1)).contains(&item.line), "{item:?} of {}", found.lines);
        match &item.what {
            What::Kept { openid, doubt, .. } => {
                assert!(kept.insert(openid.clone()), "{openid} is kept twice");
                let again = OpenId::parse(openid.as_str()).expect("what is kept is one");
                assert_eq!((&again.openid, again.doubt), (openid, *doubt));
                assert_eq!(again.trimmed, []);
                if is_exact(openid.as_str()) {
                    let alone = tables::read(openid.as_str());
                    assert!(alone.kept().eq([openid]), "{openid} is not found alone");
                }
            }
            What::Duplicate(openid) => assert!(kept.contains(openid), "{openid} is the first"),
            What::OtherColumn(id) => {
                let again = OpenId::parse(id.as_str()).map(|again| again.openid);
                assert_eq!(again.as_ref(), Ok(id), "what is passed over is an id");
            }
            What::Malformed { text, reason } => {
                let length = text.chars().count();
                assert!(!text.trim().is_empty() && length <= SAMPLE, "{text:?}");
                if length < SAMPLE {
                    assert_eq!(OpenId::parse(unwrapped(text)), Err(*reason), "{text:?}");
                }
            }
        }
    }
}

/// Where nothing is encoded, what was kept stands in the text as it is, not before its line.
fn assert_stands_in(found: &Found, text: &str) {
    let is_plain = |c: char| matches!(c, ' '..='~' | '\t' | '\n') && !"%\\^=<>".contains(c);
    if !text.chars().all(is_plain) || text.contains("0x") {
        return;
    }
    for item in &found.items {
        let from = text.split_inclusive('\n').take(item.line - 1).map(str::len).sum();
        let there = |part: &str| text.get(from..).is_some_and(|rest| rest.contains(part));
        match &item.what {
            What::Kept { openid, .. } | What::Duplicate(openid) => {
                assert!(there(openid.as_str()), "{openid} is not at line {}", item.line);
            }
            What::Malformed { .. } | What::OtherColumn(_) => {}
        }
    }
}

fn in_pieces(bytes: &[u8], step: usize) -> Found {
    let (mut reader, mut items) = (Reader::default(), vec![]);
    for piece in bytes.chunks(step) {
        items.extend(reader.push(piece).expect("a text"));
    }
    items.extend(reader.close().expect("a text"));
    Found { items, lines: reader.lines() }
}

/// Whether no byte of a text speaks for another encoding or for a file that is no text.
fn is_surely_text(text: &str) -> bool {
    let is_usual = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\x1b' | '\u{85}');
    text.chars().all(is_usual)
        && !text.starts_with('\u{feff}')
        && Kind::of(text.as_bytes()).is_none()
}

/// How many lines a text has.
fn lines(text: &str) -> usize {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    text.matches('\n').count() + usize::from(!text.is_empty() && !text.ends_with('\n'))
}
