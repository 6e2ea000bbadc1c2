//! What a terminal sends: the same replies and events wherever the bytes are cut, no letter of a text lost,
//! and the next key is heard after whatever came.
//!
//! The first byte says how long the pieces are, the second what the others are.

#![no_main]

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use fanscope::runtime::{
    graphics::replies::Facts,
    input::decoder::{Decoder, GAP, Item, UNFINISHED},
};
use libfuzzer_sys::fuzz_target;

/// More than this is dropped when it comes to nothing, and where it is dropped depends on the pieces.
const LONGEST: usize = 1000;
/// A run of text of this length in one read may be a paste that nobody marked.
const PASTE: usize = 20;

fuzz_target!(|bytes: &[u8]| {
    let [step, what, bytes @ ..] = bytes else { return };
    let step = usize::from(*step).max(1);
    match what % 5 {
        0 => anything(bytes, step),
        1 => slowly(bytes, step),
        2 => text(bytes, step, Duration::ZERO),
        3 => text(bytes, step, GAP),
        _ => marked(bytes, step),
    }
});

/// Any bytes at once, and in pieces.
fn anything(bytes: &[u8], step: usize) {
    let whole = read(bytes, bytes.len().max(1), Duration::ZERO);
    let parts = read(bytes, step, Duration::ZERO);
    if bytes.len() > LONGEST || has_lone_interrupt(bytes, step) {
        return;
    }
    let runs = bytes.split(|byte| !matches!(byte, b'\r' | b'\n' | b'\t' | 0x20..=0x7e | 0x80..));
    if runs.map(<[u8]>::len).max() < Some(PASTE) {
        assert_eq!(parts, whole, "in pieces of {step}");
    } else {
        // What one read shows to be a paste comes as keys when it is cut, but a reply is one in both.
        assert_eq!(replies(&parts), replies(&whole), "in pieces of {step}");
    }
}

/// Any bytes in pieces, each of which comes when the one before was given up.
fn slowly(bytes: &[u8], step: usize) {
    read(bytes, step, UNFINISHED);
}

/// A text without marks is keys or pastes, or both, and none of its letters is missing or there twice.
fn text(bytes: &[u8], step: usize, pause: Duration) {
    let is_kept = |c: &char| !c.is_control() || matches!(c, '\r' | '\n' | '\t');
    let typed: String = String::from_utf8_lossy(bytes).chars().filter(is_kept).collect();
    let mut came = String::new();
    for item in read(typed.as_bytes(), step, pause) {
        match item {
            Item::Event(Event::Paste(text)) => came.push_str(&text),
            Item::Event(Event::Key(KeyEvent { code, modifiers, .. })) => came.push(match code {
                KeyCode::Enter => '\r',
                KeyCode::Tab => '\t',
                KeyCode::Char('j') if modifiers == KeyModifiers::CONTROL => '\n',
                KeyCode::Char(c) => c,
                other => panic!("{other:?} is in no text"),
            }),
            other => panic!("{other:?} is in no text"),
        }
    }
    assert_eq!(came, typed, "in pieces of {step}");
}

/// Whatever stands between the marks is one paste.
fn marked(bytes: &[u8], step: usize) {
    const END: &[u8] = b"\x1b[201~";
    let end = bytes.windows(END.len()).position(|part| part == END).unwrap_or(bytes.len());
    let (inside, _) = bytes.split_at(end);
    let sent = [b"\x1b[200~", inside, END].concat();
    if has_lone_interrupt(&sent, step) {
        return;
    }
    let pasted = String::from_utf8_lossy(inside).into_owned();
    let wanted = if inside.is_empty() { vec![] } else { vec![Item::Event(Event::Paste(pasted))] };
    assert_eq!(read(&sent, step, Duration::ZERO), wanted, "in pieces of {step}");
}

/// What the bytes come to in pieces of this length, with a pause after each.
fn read(bytes: &[u8], step: usize, pause: Duration) -> Vec<Item> {
    let (mut decoder, mut now) = (Decoder::default(), Instant::now());
    let (mut items, mut facts) = (vec![], Facts::default());
    for piece in bytes.chunks(step) {
        items.extend(decoder.push(piece, now));
        rest(&mut decoder, &mut now, pause, bytes.len(), &mut items);
    }
    rest(&mut decoder, &mut now, Duration::MAX, bytes.len(), &mut items);
    assert!(items.len() <= bytes.len(), "more events than bytes: {items:?}");
    for reply in replies(&items) {
        facts.take(reply);
    }
    assert_facts(&facts);

    let key = |code| Item::Event(Event::Key(KeyEvent::from(code)));
    let mut heard = decoder.push(b"j\x1b[Aj", now);
    rest(&mut decoder, &mut now, Duration::MAX, 5, &mut heard);
    let wanted = [KeyCode::Char('j'), KeyCode::Up, KeyCode::Char('j')].map(key);
    assert_eq!(heard, wanted, "it does not hear");
    items
}

/// Let time pass as the loop does, which waits for the deadline and for nothing else.
fn rest(
    decoder: &mut Decoder,
    now: &mut Instant,
    pause: Duration,
    bytes: usize,
    items: &mut Vec<Item>,
) {
    let end = now.checked_add(pause);
    let mut rounds = 0;
    while let Some(deadline) = decoder.deadline().filter(|at| end.is_none_or(|end| *at <= end)) {
        if let Some(early) = deadline.checked_sub(Duration::from_nanos(1)).filter(|at| at >= now) {
            assert_eq!(decoder.expire(early), [], "it was early");
        }
        *now = deadline.max(*now);
        items.extend(decoder.expire(*now));
        rounds += 1;
        assert!(rounds <= bytes + 1, "it waits for ever");
    }
    *now = end.unwrap_or(*now);
}

fn replies(items: &[Item]) -> Vec<&[u8]> {
    let reply = |item| match item {
        &Item::Reply(ref reply) => Some(reply.as_slice()),
        &Item::Event(_) => None,
    };
    items.iter().filter_map(reply).collect()
}

fn assert_facts(facts: &Facts) {
    let sizes = [facts.cell, facts.area];
    assert!(sizes.iter().flatten().all(|(width, height)| *width > 0 && *height > 0), "{facts:?}");
    let name = facts.name.as_deref().unwrap_or_default();
    assert!(name.chars().count() <= 80 && !name.contains(char::is_control), "{facts:?}");
}

/// Whether a piece is `^C` by itself, which leaves a paste that lost its end.
fn has_lone_interrupt(bytes: &[u8], step: usize) -> bool {
    bytes.chunks(step).any(|piece| piece == [3])
}
