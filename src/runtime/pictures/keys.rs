//! Bytes of a terminal to events, as crossterm reads them, for the moment in which it does not read.
//!
//! crossterm's own parser cannot be called. This knows what a person does in the first third of a
//! second: letters, control keys, arrows and their like, a paste, the wheel.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

const PASTE: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

#[must_use]
pub fn is_paste(bytes: &[u8]) -> bool {
    bytes.starts_with(PASTE)
}

#[must_use]
pub fn paste_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(PASTE_END.len()).position(|part| part == PASTE_END).map(|at| at + PASTE_END.len())
}

/// How many bytes the first key takes. `None` when more must come to know.
#[must_use]
pub fn length(bytes: &[u8], is_last: bool) -> Option<usize> {
    match bytes {
        [0x1b] => is_last.then_some(1),
        [0x1b, b'[' | b'O'] => is_last.then_some(2),
        [0x1b, b'[', b'M', ..] => (bytes.len() >= 6).then_some(6),
        // The console of Linux sends F1 to F5 so.
        [0x1b, b'[', b'[', ..] => (bytes.len() >= 4).then_some(4),
        [0x1b, b'[', rest @ ..] => {
            let end = rest.iter().position(|byte| !(0x20..0x40).contains(byte))?;
            // A control character or a letter of another script breaks it off.
            let is_final = rest.get(end).is_some_and(|byte| (0x40..0x7f).contains(byte));
            Some(end + if is_final { 3 } else { 2 })
        }
        [0x1b, b'O', ..] => Some(3),
        [0x1b, 0x1b, ..] => Some(1),
        [0x1b, rest @ ..] => length(rest, is_last).map(|length| length + 1),
        [first, ..] => {
            let wanted = match first {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => 1,
            };
            let broken =
                bytes.iter().take(wanted).skip(1).position(|byte| !(0x80..0xc0).contains(byte));
            match broken {
                Some(at) => Some(at + 1),
                None if bytes.len() >= wanted || is_last => Some(wanted.min(bytes.len())),
                None => None,
            }
        }
        [] => None,
    }
}

/// The event of one whole sequence. `None` when it means nothing to us.
#[must_use]
pub fn event(bytes: &[u8]) -> Option<Event> {
    if let Some(rest) = bytes.strip_prefix(PASTE) {
        let pasted = rest.strip_suffix(PASTE_END).unwrap_or(rest);
        return Some(Event::Paste(String::from_utf8_lossy(pasted).into_owned()));
    }
    match bytes {
        [0x1b] => Some(Event::Key(KeyCode::Esc.into())),
        [0x1b, b'[', b'I'] => Some(Event::FocusGained),
        [0x1b, b'[', b'O'] => Some(Event::FocusLost),
        [0x1b, b'[', b'<', rest @ ..] => mouse(rest),
        [0x1b, b'[', b'[', letter @ b'A'..=b'E'] => Some(plain(KeyCode::F(letter - b'A' + 1))),
        [0x1b, b'[', rest @ .., last] => csi(&String::from_utf8_lossy(rest), *last),
        [0x1b, b'O', letter] => named(*letter).map(plain),
        [0x1b, rest @ ..] => match event(rest)? {
            Event::Key(key) => {
                Some(Event::Key(KeyEvent::new(key.code, key.modifiers | KeyModifiers::ALT)))
            }
            other => Some(other),
        },
        [b'\r'] => Some(plain(KeyCode::Enter)),
        [b'\t'] => Some(plain(KeyCode::Tab)),
        [0x7f] => Some(plain(KeyCode::Backspace)),
        [0] => Some(control(' ')),
        [byte @ 0x01..=0x1a] => Some(control(char::from(byte - 1 + b'a'))),
        [byte @ 0x1c..=0x1f] => Some(control(char::from(byte - 0x1c + b'4'))),
        _ => {
            let letter = std::str::from_utf8(bytes).ok()?.chars().next()?;
            let shift =
                if letter.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
            Some(Event::Key(KeyEvent::new(KeyCode::Char(letter), shift)))
        }
    }
}

fn plain(code: KeyCode) -> Event {
    Event::Key(code.into())
}

fn control(letter: char) -> Event {
    Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL))
}

fn named(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(letter - b'P' + 1),
        _ => return None,
    })
}

/// Keys with numbers: `3~` is Delete, `1;5A` is Up with Control.
fn csi(numbers: &str, last: u8) -> Option<Event> {
    let mut numbers = numbers.split(';');
    let first = numbers.next().and_then(|number| number.parse::<u8>().ok());
    let mask = numbers.next().and_then(|mask| mask.split(':').next()?.parse::<u8>().ok());
    let modifiers = modifiers(mask.unwrap_or(1).saturating_sub(1));
    let code = match (last, first) {
        (b'Z', _) => return Some(Event::Key(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT))),
        (b'~', Some(1 | 7)) => KeyCode::Home,
        (b'~', Some(2)) => KeyCode::Insert,
        (b'~', Some(3)) => KeyCode::Delete,
        (b'~', Some(4 | 8)) => KeyCode::End,
        (b'~', Some(5)) => KeyCode::PageUp,
        (b'~', Some(6)) => KeyCode::PageDown,
        (b'~', Some(number @ 11..=15)) => KeyCode::F(number - 10),
        (b'~', Some(number @ 17..=21)) => KeyCode::F(number - 11),
        (b'~', Some(number @ 23..=24)) => KeyCode::F(number - 12),
        (letter, _) => named(letter)?,
    };
    Some(Event::Key(KeyEvent::new(code, modifiers)))
}

fn modifiers(mask: u8) -> KeyModifiers {
    let mut found = KeyModifiers::NONE;
    found.set(KeyModifiers::SHIFT, mask & 1 != 0);
    found.set(KeyModifiers::ALT, mask & 2 != 0);
    found.set(KeyModifiers::CONTROL, mask & 4 != 0);
    found
}

/// SGR mouse: `0;12;5M` is the left button down at column 12, row 5, counted from 1.
fn mouse(said: &[u8]) -> Option<Event> {
    let (last, numbers) = said.split_last()?;
    let numbers = std::str::from_utf8(numbers).ok()?;
    let numbers: Vec<u16> = numbers.split(';').map_while(|number| number.parse().ok()).collect();
    let &[what, column, row] = numbers.as_slice() else { return None };
    let kind = match (what & 0b1110_0011, last) {
        (0, b'M') => MouseEventKind::Down(MouseButton::Left),
        (0, b'm') => MouseEventKind::Up(MouseButton::Left),
        (64, _) => MouseEventKind::ScrollUp,
        (65, _) => MouseEventKind::ScrollDown,
        _ => return None,
    };
    let modifiers = KeyModifiers::NONE;
    Some(Event::Mouse(MouseEvent {
        kind,
        column: column.checked_sub(1)?,
        row: row.checked_sub(1)?,
        modifiers,
    }))
}
