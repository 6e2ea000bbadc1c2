//! From a pressed key to an action, and how a key is written.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::action::{Action, Row, Scope, TABLE};

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
    #[must_use]
    pub fn of(event: KeyEvent) -> Self {
        match event.code {
            KeyCode::Char(_) => Self(event.modifiers - KeyModifiers::SHIFT, event.code),
            // Terminals send shift-tab as a key of its own.
            other => Self(event.modifiers - KeyModifiers::SHIFT, other),
        }
    }
}

/// The rows of the table that apply here, in its order.
pub fn rows(scope: Scope) -> impl Iterator<Item = &'static Row> {
    TABLE.iter().filter(move |row| row.scopes.contains(&scope))
}

/// What a key does here.
#[must_use]
pub fn find(scope: Scope, event: KeyEvent) -> Option<Action> {
    let pressed = Key::of(event);
    rows(scope).find(|row| row.keys.contains(&pressed)).map(|row| row.action)
}

/// The first key that does this, as it is written in texts. Empty when no key does.
#[must_use]
pub fn key_of(action: Action) -> String {
    let row = TABLE.iter().find(|row| row.action == action);
    row.and_then(|row| row.keys.first()).map(ToString::to_string).unwrap_or_default()
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
