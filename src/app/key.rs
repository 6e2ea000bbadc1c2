//! A key of the keyboard, and how it is written.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with what is held down. Shift is part of the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(pub KeyModifiers, pub KeyCode);

#[must_use]
pub const fn key(c: char) -> Key {
    Key(KeyModifiers::NONE, KeyCode::Char(c))
}

#[must_use]
pub const fn ctrl(c: char) -> Key {
    Key(KeyModifiers::CONTROL, KeyCode::Char(c))
}

#[must_use]
pub const fn code(code: KeyCode) -> Key {
    Key(KeyModifiers::NONE, code)
}

impl Key {
    /// The key that was pressed. What a Chinese input method makes of a key is that key.
    #[must_use]
    pub fn of(event: KeyEvent) -> Self {
        let code = match event.code {
            KeyCode::Char(c) => KeyCode::Char(half_width(c)),
            // Terminals send shift-tab as a key of its own.
            other => other,
        };
        Self(event.modifiers - KeyModifiers::SHIFT, code)
    }
}

/// A full-width form as the key that it was typed with: `？` is `?`, and `、` lies on the key of `/`.
fn half_width(c: char) -> char {
    /// From a full-width form to its plain character, as Unicode orders both.
    const DISTANCE: u32 = '！' as u32 - '!' as u32;
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - DISTANCE).unwrap_or(c),
        '\u{3000}' => ' ',
        '、' => '/',
        _ => c,
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.contains(KeyModifiers::CONTROL) {
            f.write_str("^")?;
        }
        if self.0.contains(KeyModifiers::ALT) {
            f.write_str("alt-")?;
        }
        match self.1 {
            KeyCode::Char(' ') => f.write_str("space"),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::BackTab => f.write_str("shift-tab"),
            KeyCode::PageDown => f.write_str("pgdn"),
            KeyCode::PageUp => f.write_str("pgup"),
            KeyCode::Enter => f.write_str("enter"),
            KeyCode::F(n) => write!(f, "F{n}"),
            other => f.write_str(&other.to_string().to_lowercase()),
        }
    }
}
