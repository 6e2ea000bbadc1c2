//! The terminal's answers among the keys that are typed meanwhile, and the answers that come late.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseEventKind};
use fanscope::runtime::pictures::{
    answers::{Answers, Facts},
    late::Late,
};
use proptest::prelude::*;

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

fn read(bytes: &[u8]) -> (Facts, Vec<Event>) {
    let mut answers = Answers::default();
    let mut events = answers.push(bytes);
    events.extend(answers.finish());
    (answers.facts, events)
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
    let long = [b"\x1b_G".as_slice(), vec![b'a'; 100_000].as_slice(), b"q"].concat();
    let mut answers = Answers::default();
    for part in long.chunks(1000) {
        answers.push(part);
        assert!(answers.begun().len() <= 2048);
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
fn keys_are_read_as_crossterm_reads_them() {
    let none = KeyModifiers::NONE;
    for (bytes, wanted) in [
        (b"\x1b[B".as_slice(), with(KeyCode::Down, none)),
        (b"\x1bOB", with(KeyCode::Down, none)),
        (b"\x1b[1;5C", with(KeyCode::Right, KeyModifiers::CONTROL)),
        (b"\x1b[3~", with(KeyCode::Delete, none)),
        (b"\x1b[5~", with(KeyCode::PageUp, none)),
        (b"\x1b[Z", with(KeyCode::BackTab, KeyModifiers::SHIFT)),
        (b"\x1bOP", with(KeyCode::F(1), none)),
        (b"\x1b[15~", with(KeyCode::F(5), none)),
        (b"\x1b[24~", with(KeyCode::F(12), none)),
        (b"\x1bx", with(KeyCode::Char('x'), KeyModifiers::ALT)),
        (b"\x1b_", with(KeyCode::Char('_'), KeyModifiers::ALT)),
        (b"\x1bP", with(KeyCode::Char('P'), KeyModifiers::ALT | KeyModifiers::SHIFT)),
        (b"\x03", with(KeyCode::Char('c'), KeyModifiers::CONTROL)),
        (b"\x1a", with(KeyCode::Char('z'), KeyModifiers::CONTROL)),
        (b"\r", with(KeyCode::Enter, none)),
        (b"\t", with(KeyCode::Tab, none)),
        (b"\x7f", with(KeyCode::Backspace, none)),
        (b"G", letter('G')),
        (b"\x1b[I", Event::FocusGained),
        (b"\x1b[200~o6_bm\nABC\x1b[201~", Event::Paste("o6_bm\nABC".to_owned())),
    ] {
        assert_eq!(read(bytes).1, [wanted], "{bytes:?}");
    }
    let wheel = read(b"\x1b[<65;12;5M").1;
    assert!(
        matches!(&wheel[..], [Event::Mouse(it)] if it.kind == MouseEventKind::ScrollDown && it.column == 11)
    );
}

/// What crossterm makes of a string that it does not know.
fn as_crossterm_reads(answer: &str) -> Vec<Event> {
    let mut events = vec![];
    let mut letters = answer.chars();
    while let Some(c) = letters.next() {
        events.push(match c {
            '\x1b' => {
                let Event::Key(key) = letter(letters.next().expect("a letter")) else { continue };
                with(key.code, key.modifiers | KeyModifiers::ALT)
            }
            '\x07' => with(KeyCode::Char('g'), KeyModifiers::CONTROL),
            c => letter(c),
        });
    }
    events
}

fn passed(late: &mut Late, events: Vec<Event>) -> Vec<Event> {
    events.into_iter().flat_map(|event| late.pass(event)).collect()
}

#[test]
fn a_late_answer_is_no_key() {
    for answer in [
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b_Gi=31;ENOTSUPPORTED:no such thing\x1b\\",
        "\x1bP>|kitty(0.26.5)\x1b\\",
        "\x1bP>|XTerm(379)\x1b\\",
        "\x1b]11;rgb:1010/1414/1818\x1b\\",
        "\x1b]11;rgb:1010/1414/1818\x07",
    ] {
        let mut late = Late::default();
        let events = [vec![letter('j')], as_crossterm_reads(answer), vec![letter('k')]].concat();
        assert_eq!(passed(&mut late, events), [letter('j'), letter('k')], "{answer:?}");
    }
}

#[test]
fn the_rest_of_an_answer_that_had_begun_is_no_key() {
    let mut late = Late::after(b"\x1b_Gi=3");
    let events = [as_crossterm_reads("1;OK\x1b\\"), vec![letter('j')]].concat();
    assert_eq!(passed(&mut late, events), [letter('j')]);
    let mut late = Late::after(b"\x1b[?62;");
    assert_eq!(passed(&mut late, as_crossterm_reads("4;22cj")), [letter('j')]);
    let mut late = Late::after(b"\x1b_Gi=31;OK");
    let split = vec![with(KeyCode::Esc, KeyModifiers::NONE), letter('\\'), letter('j')];
    assert_eq!(passed(&mut late, split), [letter('j')]);
}

#[test]
fn keys_that_only_begin_like_an_answer_are_given_back() {
    for typed in ["\x1b_j", "\x1bPj", "\x1bP>j", "\x1b]12", "\x1b_\x1b_j", "\x1bx"] {
        let events = as_crossterm_reads(typed);
        assert_eq!(passed(&mut Late::default(), events.clone()), events, "{typed:?}");
    }
    let mut late = Late::after(b"\x1b_G");
    let enter = with(KeyCode::Enter, KeyModifiers::NONE);
    assert_eq!(
        passed(&mut late, vec![letter('a'), enter.clone(), letter('b')]),
        [enter, letter('b')]
    );
}

/// One thing that comes in: bytes, and the events that they must become.
fn piece() -> impl Strategy<Value = (Vec<u8>, Vec<Event>)> {
    let answers = [
        b"\x1b_Gi=31;OK\x1b\\".as_slice(),
        b"\x1b_Gi=31;EINVAL\x1b\\",
        b"\x1bP>|kitty(0.26.5)\x1b\\",
        b"\x1b]11;rgb:0000/ffff/0000\x07",
        b"\x1b[6;18;9t",
        b"\x1b[?62;4c",
    ];
    prop_oneof![
        prop::sample::select(answers.to_vec()).prop_map(|bytes| (bytes.to_vec(), vec![])),
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
        let mut answers = Answers::default();
        let (mut rest, mut events) = (&bytes[..], vec![]);
        for cut in cuts.iter().cycle() {
            let (part, after) = rest.split_at((*cut).min(rest.len()));
            events.extend(answers.push(part));
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        events.extend(answers.finish());
        prop_assert_eq!(events, wanted);
    }

    #[test]
    fn any_bytes_at_all_are_no_panic(bytes: Vec<u8>) {
        let (_, events) = read(&bytes);
        prop_assert!(events.len() <= bytes.len());
    }

    #[test]
    fn letters_without_alt_always_pass(text in "[ -~]{0,40}") {
        let events: Vec<Event> = text.chars().map(letter).collect();
        prop_assert_eq!(passed(&mut Late::default(), events.clone()), events);
    }
}
