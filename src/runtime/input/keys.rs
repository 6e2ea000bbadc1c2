//! What one key or one turn of the mouse means, by crossterm's own parser.
//!
//! crossterm's parser cannot be called by itself. `terminput` is the same parser made callable, with
//! the kitty keyboard protocol, for one sequence at a time.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use terminput_crossterm::to_crossterm;

/// The event of one whole sequence. `None` when it means nothing to us.
#[must_use]
pub fn event(bytes: &[u8]) -> Option<Event> {
    if has_no_cell(bytes) {
        return None;
    }
    // Nothing came after it, so it is not the beginning of another key.
    match bytes {
        b"\x1b[" => return Some(with_alt('[', KeyModifiers::NONE)),
        b"\x1bO" => return Some(with_alt('O', KeyModifiers::SHIFT)),
        _ => {}
    }
    let rewritten = other_key(bytes);
    let bytes = rewritten.as_deref().unwrap_or(bytes);
    let parsed = terminput::Event::parse_from(bytes).ok()??;
    to_crossterm(parsed).ok()
}

fn with_alt(letter: char, shift: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::ALT | shift))
}

/// Whether a mouse report names column or row 0, of which there is none: terminput 0.5 subtracts one
/// without looking.
fn has_no_cell(bytes: &[u8]) -> bool {
    let [0x1b, b'[', numbers @ .., b'M' | b'm'] = bytes else { return false };
    let is_zero = |number: &[u8]| {
        // Rust reads `+0` as a number too.
        let digits = number.strip_prefix(b"+").unwrap_or(number);
        !digits.is_empty() && digits.iter().all(|digit| *digit == b'0')
    };
    numbers.split(|byte| *byte == b';').skip(1).any(is_zero)
}

/// `ESC [ 27 ; modifiers ; code ~` is how xterm sends keys that have no sequence of their own, when
/// it is told to; it is `ESC [ code ; modifiers u` in another order.
fn other_key(bytes: &[u8]) -> Option<Vec<u8>> {
    let numbers = bytes.strip_prefix(b"\x1b[27;")?.strip_suffix(b"~")?;
    let (modifiers, code) = std::str::from_utf8(numbers).ok()?.split_once(';')?;
    Some(format!("\x1b[{code};{modifiers}u").into_bytes())
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyEventKind, MouseEventKind};

    use super::*;

    #[test]
    fn keys_are_read_as_crossterm_reads_them() {
        let none = KeyModifiers::NONE;
        for (bytes, code, modifiers) in [
            (b"\x1b[B".as_slice(), KeyCode::Down, none),
            (b"\x1bOB", KeyCode::Down, none),
            (b"\x1b[1;5C", KeyCode::Right, KeyModifiers::CONTROL),
            (b"\x1b[3~", KeyCode::Delete, none),
            (b"\x1b[5~", KeyCode::PageUp, none),
            (b"\x1b[7~", KeyCode::Home, none),
            (b"\x1b[Z", KeyCode::BackTab, KeyModifiers::SHIFT),
            (b"\x1bOP", KeyCode::F(1), none),
            (b"\x1b[[A", KeyCode::F(1), none),
            (b"\x1b[15~", KeyCode::F(5), none),
            (b"\x1b[24~", KeyCode::F(12), none),
            (b"\x1bx", KeyCode::Char('x'), KeyModifiers::ALT),
            (b"\x1b[", KeyCode::Char('['), KeyModifiers::ALT),
            (b"\x1b\xe5\xbc\xa0", KeyCode::Char('张'), KeyModifiers::ALT),
            (b"\x03", KeyCode::Char('c'), KeyModifiers::CONTROL),
            (b"\0", KeyCode::Char(' '), KeyModifiers::CONTROL),
            (b"\r", KeyCode::Enter, none),
            (b"\x7f", KeyCode::Backspace, none),
            (b"G", KeyCode::Char('G'), KeyModifiers::SHIFT),
            (b"\x1b[106u", KeyCode::Char('j'), none),
            (b"\x1b[27u", KeyCode::Esc, none),
            (b"\x1b[99;5u", KeyCode::Char('c'), KeyModifiers::CONTROL),
            (b"\x1b[27;5;106~", KeyCode::Char('j'), KeyModifiers::CONTROL),
        ] {
            assert_eq!(event(bytes), Some(Event::Key(KeyEvent::new(code, modifiers))), "{bytes:?}");
        }
        let Some(Event::Key(key)) = event(b"\x1b[106;1:3u") else { panic!("a key let go") };
        assert_eq!(key.kind, KeyEventKind::Release);
    }

    #[test]
    fn the_mouse_is_read_and_a_cell_that_is_none_is_no_panic() {
        let Some(Event::Mouse(wheel)) = event(b"\x1b[<65;12;5M") else { panic!("the wheel") };
        assert_eq!((wheel.kind, wheel.column, wheel.row), (MouseEventKind::ScrollDown, 11, 4));
        for bytes in [
            b"\x1b[<0;0;5M".as_slice(),
            b"\x1b[<0;5;0m",
            b"\x1b[32;00;1M",
            b"\x1b[M\0\0\0",
            b"\x1b[<77;2;+0M",
        ] {
            assert_eq!(event(bytes), None, "{bytes:?}");
        }
    }
}
