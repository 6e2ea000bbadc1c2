//! The stream of the terminal, cut anywhere: keys, pastes with and without marks, and replies.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use fanscope::runtime::{
    graphics::replies::Facts,
    input::decoder::{Decoder, ESCAPE, FULL_GAP, GAP, Item, STALLED, UNFINISHED},
};
use proptest::prelude::*;

const OPENID: &str = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";
const KITTY: &[u8] = b"\x1b_Gi=31;OK\x1b\\\x1bP>|kitty(0.26.5)\x1b\\\x1b]11;rgb:1010/1414/1818\x1b\\\x1b[6;18;9t\x1b[4;720;1080t\x1b[?62;c";
const XTERM: &[u8] = b"\x1bP>|XTerm(379)\x1b\\\x1b]11;rgb:10/14/18\x07\x1b[6;19;8t\x1b[?63;1;2;4;6;9;15;16;22;28;29c";

fn kitty() -> Facts {
    Facts {
        kitty: true,
        sixel: false,
        name: Some("kitty(0.26.5)".to_owned()),
        cell: Some((9, 18)),
        area: Some((1080, 720)),
        background: Some([0x10, 0x14, 0x18]),
        behind: None,
        complete: true,
    }
}

/// A person and a terminal at one end of the line, on made time.
struct Line {
    decoder: Decoder,
    now: Instant,
    facts: Facts,
    events: Vec<Event>,
}

impl Line {
    fn new() -> Self {
        let (decoder, facts) = (Decoder::default(), Facts::default());
        Self { decoder, now: Instant::now(), facts, events: vec![] }
    }

    fn push(&mut self, bytes: &[u8]) -> &mut Self {
        let items = self.decoder.push(bytes, self.now);
        self.take(items);
        self
    }

    /// Let time pass, as the loop would.
    fn rest(&mut self, time: Duration) -> &mut Self {
        let end = self.now + time;
        while let Some(deadline) = self.decoder.deadline().filter(|deadline| *deadline <= end) {
            self.now = deadline.max(self.now);
            let items = self.decoder.expire(self.now);
            self.take(items);
        }
        self.now = end;
        self
    }

    fn take(&mut self, items: Vec<Item>) {
        for item in items {
            match item {
                Item::Event(event) => self.events.push(event),
                Item::Reply(reply) => self.facts.take(&reply),
            }
        }
    }
}

fn read(bytes: &[u8]) -> (Facts, Vec<Event>) {
    let mut line = Line::new();
    line.push(bytes).rest(STALLED);
    (line.facts, line.events)
}

fn events(line: &mut Line) -> Vec<Event> {
    std::mem::take(&mut line.events)
}

fn letter(c: char) -> Event {
    let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    Event::Key(KeyEvent::new(KeyCode::Char(c), shift))
}

fn with(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

#[test]
fn a_terminal_that_answers_nothing_says_nothing() {
    assert_eq!(read(b""), (Facts::default(), vec![]));
}

#[test]
fn what_a_terminal_answers_is_understood_and_is_no_key() {
    assert_eq!(read(KITTY), (kitty(), vec![]));
    let (facts, events) = read(XTERM);
    assert_eq!((facts.kitty, facts.sixel, facts.cell), (false, true, Some((8, 19))));
    assert_eq!((facts.name.as_deref(), facts.background), (Some("XTerm(379)"), Some([16, 20, 24])));
    assert_eq!(events, []);
}

#[test]
fn a_refusal_of_kitty_graphics_is_not_taken_for_consent() {
    let (facts, events) = read(b"\x1b_Gi=31;ENOTSUPPORTED:no\x1b\\\x1b[?1;2c");
    assert_eq!((facts.kitty, facts.sixel, facts.complete), (false, false, true));
    assert_eq!(events, []);
    // The first number is the kind of terminal, not a feature.
    assert!(!read(b"\x1b[?4c").0.sixel);
    assert!(!read(b"\x1b[?62;14;44c").0.sixel);
}

#[test]
fn answers_that_come_twice_are_taken_twice() {
    assert_eq!(read(&[KITTY, KITTY].concat()), (kitty(), vec![]));
}

#[test]
fn rubbish_is_neither_facts_nor_a_panic() {
    for rubbish in [
        b"\x1b[6;0;0t\x1b[6t\x1b[6;99999;1t\x1b[?c".as_slice(),
        b"\x1b_G\x1b\\\x1bP>|\x1b\\\x1b]11;\x07\x1b]11;rgb:zz/1/1\x07\x1b]11;rgb:/1/1\x07",
        b"\x1b_Gi=31;OK",
        b"\x1bP>|\xff\xfe\x1b\\",
    ] {
        let (facts, events) = read(rubbish);
        assert_eq!((facts.sixel, facts.cell, facts.background), (false, None, None));
        assert_eq!(events, [], "{rubbish:?}");
    }
}

#[test]
fn keys_between_the_answers_are_kept_in_order() {
    let typed = b"j\x1b_Gi=31;OK\x1b\\k\x1b[A\x1b[?62;4c/\xe5\xbc\xa0\x1b";
    let (facts, events) = read(typed);
    assert!(facts.kitty && facts.sixel);
    let wanted = [
        letter('j'),
        letter('k'),
        with(KeyCode::Up, KeyModifiers::NONE),
        letter('/'),
        letter('张'),
    ];
    let mut wanted = wanted.to_vec();
    wanted.push(with(KeyCode::Esc, KeyModifiers::NONE));
    assert_eq!(events, wanted);
}

#[test]
fn an_escape_by_itself_is_the_key_after_a_moment_and_with_its_rest_it_is_another() {
    let escape = with(KeyCode::Esc, KeyModifiers::NONE);
    let mut line = Line::new();
    line.push(b"\x1b").rest(Duration::from_millis(24));
    assert_eq!(events(&mut line), [], "it may still become another key");
    line.rest(Duration::from_millis(26));
    assert_eq!(events(&mut line), std::slice::from_ref(&escape));
    line.push(b"\x1b").rest(Duration::from_millis(24)).push(b"[A");
    assert_eq!(events(&mut line), [with(KeyCode::Up, KeyModifiers::NONE)]);
    line.push(b"\x1b").rest(Duration::from_millis(24)).push(b"\x1b").rest(ESCAPE);
    assert_eq!(events(&mut line), [escape.clone(), escape.clone()]);
    line.push(b"\x1b").rest(ESCAPE).push(b"j");
    assert_eq!(events(&mut line), [escape, letter('j')]);
    line.push(b"\x1b[").rest(ESCAPE);
    assert_eq!(events(&mut line), [with(KeyCode::Char('['), KeyModifiers::ALT)]);
}

#[test]
fn keys_that_only_begin_like_a_reply_are_keys() {
    let alt = |c: char| {
        let Event::Key(key) = letter(c) else { panic!("a key") };
        with(key.code, key.modifiers | KeyModifiers::ALT)
    };
    for (typed, wanted) in [
        (b"\x1b_j".as_slice(), vec![alt('_'), letter('j')]),
        (b"\x1bPj", vec![alt('P'), letter('j')]),
        (b"\x1bP>j", vec![alt('P'), letter('>'), letter('j')]),
        (b"\x1b]12", vec![alt(']'), letter('1'), letter('2')]),
        (b"\x1b_\x1b_j", vec![alt('_'), alt('_'), letter('j')]),
    ] {
        assert_eq!(read(typed).1, wanted, "{typed:?}");
    }
}

#[test]
fn a_reply_that_lost_its_end_swallows_no_key_for_longer_than_a_moment() {
    for begun in [b"\x1b_Gi=3".as_slice(), b"\x1b]11;rgb:", b"\x1bP>|kit", b"\x1b[?62;"] {
        let mut line = Line::new();
        line.push(begun).rest(UNFINISHED).push(b"j").push(b"\x1b").rest(ESCAPE);
        let wanted = [letter('j'), with(KeyCode::Esc, KeyModifiers::NONE)];
        assert_eq!(events(&mut line), wanted, "{begun:?}");
        // And a control key ends it at once.
        line.push(begun).push(b"\x03");
        let control = with(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(events(&mut line), [control], "{begun:?}");
    }
}

#[test]
fn the_rest_of_a_reply_that_was_given_up_is_no_typing() {
    for (begun, rest) in [
        (b"\x1b_Gi=3".as_slice(), b"1;OK\x1b\\j".as_slice()),
        (b"\x1b]11;rgb:10", b"10/1414/1818\x07j"),
        (b"\x1b[?62;", b"4;22cj"),
    ] {
        let mut line = Line::new();
        line.push(begun).rest(UNFINISHED).push(rest).rest(STALLED);
        assert_eq!(events(&mut line), [letter('j')], "{begun:?}");
    }
}

#[test]
fn a_paste_without_marks_is_one_paste_up_to_a_rest_and_keys_after_it_are_keys() {
    let text = format!("{OPENID}\r").repeat(4000);
    let mut line = Line::new();
    for read in text.as_bytes().chunks(4095) {
        line.push(read).rest(GAP / 2);
    }
    assert_eq!(events(&mut line), [], "it may go on");
    line.rest(FULL_GAP).push(b"q");
    assert_eq!(events(&mut line), [Event::Paste(text), letter('q')]);
}

#[test]
fn colours_and_the_mouse_within_a_paste_without_marks_are_no_keys_and_replies_count() {
    let mut line = Line::new();
    let text = format!("\x1b[31m{OPENID}\x1b[0m\r");
    let text = text.strip_prefix("\x1b[31m").expect("begins so");
    let read = format!("{text}\x1b[<35;2;2M\x1b[?62;4c{text}");
    line.push(read.as_bytes()).rest(GAP);
    assert!(line.facts.sixel && line.facts.complete);
    assert_eq!(events(&mut line), [Event::Paste(text.repeat(2))]);
}

#[test]
fn a_key_right_after_a_paste_without_marks_is_no_part_of_it() {
    let mut line = Line::new();
    let text = format!("{OPENID}\r");
    let down = with(KeyCode::Down, KeyModifiers::NONE);
    let wanted = [Event::Paste(text.clone()), down, letter('j')];
    line.push(text.as_bytes()).push(b"\x1b[B").push(b"j");
    assert_eq!(events(&mut line), wanted);
    line.push(format!("{text}\x1b[Bj").as_bytes());
    assert_eq!(events(&mut line), wanted, "in one read");
}

#[test]
fn a_held_key_is_no_paste_however_many_come_in_one_read() {
    for count in [20, 28, 400] {
        assert_eq!(read("j".repeat(count).as_bytes()).1, vec![letter('j'); count]);
    }
}

#[test]
fn a_marked_paste_that_lost_its_end_ends_with_a_rest_and_is_left_by_ctrl_c() {
    let control = with(KeyCode::Char('c'), KeyModifiers::CONTROL);
    let half = format!("\x1b[200~{OPENID}\r");
    let pasted = Event::Paste(format!("{OPENID}\r"));
    let mut line = Line::new();
    line.push(half.as_bytes()).rest(STALLED).push(b"q");
    assert_eq!(events(&mut line), [pasted.clone(), letter('q')]);
    line.push(half.as_bytes()).push(b"\x03");
    assert_eq!(events(&mut line), [pasted.clone(), control]);
    // The rest comes after all.
    line.push(half.as_bytes()).rest(STALLED).push(format!("{OPENID}\r\x1b[201~j").as_bytes());
    assert_eq!(events(&mut line), [pasted.clone(), pasted, letter('j')]);
}

/// One thing that comes in: bytes, and the events that they must become.
fn piece() -> impl Strategy<Value = (Vec<u8>, Vec<Event>)> {
    let replies = [
        b"\x1b_Gi=31;OK\x1b\\".as_slice(),
        b"\x1b_Gi=31;EINVAL\x1b\\",
        b"\x1bP>|kitty(0.26.5)\x1b\\",
        b"\x1b]11;rgb:0000/ffff/0000\x07",
        b"\x1b[6;18;9t",
        b"\x1b[?62;4c",
    ];
    prop_oneof![
        prop::sample::select(replies.to_vec()).prop_map(|bytes| (bytes.to_vec(), vec![])),
        prop::char::range('!', '~').prop_map(|c| (vec![c as u8], vec![letter(c)])),
        Just(("张".as_bytes().to_vec(), vec![letter('张')])),
        Just((b"\x1b[A".to_vec(), vec![with(KeyCode::Up, KeyModifiers::NONE)])),
        Just((b"\x1b[1;2B".to_vec(), vec![with(KeyCode::Down, KeyModifiers::SHIFT)])),
        Just((b"\r".to_vec(), vec![with(KeyCode::Enter, KeyModifiers::NONE)])),
        Just((b"\x1b[200~a\x1b_Gb\x1b[201~".to_vec(), vec![Event::Paste("a\x1b_Gb".into())])),
    ]
}

proptest! {
    #[test]
    fn wherever_it_is_split_every_key_comes_out_and_no_answer_does(
        pieces in prop::collection::vec(piece(), 0..20),
        cuts in prop::collection::vec(1_usize..9, 1..60),
    ) {
        let bytes: Vec<u8> = pieces.iter().flat_map(|(bytes, _)| bytes.clone()).collect();
        let wanted: Vec<Event> = pieces.iter().flat_map(|(_, events)| events.clone()).collect();
        let (mut line, mut rest) = (Line::new(), &bytes[..]);
        for cut in cuts.iter().cycle() {
            let (part, after) = rest.split_at((*cut).min(rest.len()));
            line.push(part);
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        line.rest(STALLED);
        prop_assert_eq!(line.events, wanted);
    }

    #[test]
    fn any_bytes_at_all_are_no_panic(bytes: Vec<u8>) {
        let (_, events) = read(&bytes);
        prop_assert!(events.len() <= bytes.len());
    }
}
