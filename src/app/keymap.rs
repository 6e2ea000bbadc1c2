//! From a pressed key to an action, and from an action to its key.

use crossterm::event::KeyEvent;

use crate::app::{
    action::{Action, Row, Scope, TABLE},
    key::Key,
};

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

/// The keys of a row as they are pressed, with those before them.
#[must_use]
pub fn written(row: &Row) -> Vec<String> {
    let before = row.scopes.first().and_then(|scope| scope.opened_by()).map(key_of);
    let keys = row.keys.iter();
    keys.map(|key| match &before {
        Some(before) => format!("{before} {key}"),
        None => key.to_string(),
    })
    .collect()
}

/// The first key that does this, as it is written in texts. Empty when no key does.
#[must_use]
pub fn key_of(action: Action) -> String {
    let row = TABLE.iter().find(|row| row.action == action);
    row.and_then(|row| row.keys.first()).map(ToString::to_string).unwrap_or_default()
}
