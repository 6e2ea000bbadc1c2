//! A question that is answered with yes or no before something is left behind.

use crossterm::event::{KeyCode, KeyEvent};

use crate::app::{
    effect::{Effect, Leave},
    key::{self, Key},
    model::{
        Model,
        mode::{Mode, Then},
    },
    update::sync,
};

/// Only `y` is yes. What is pressed by habit is no.
pub(super) fn key(model: &mut Model, event: KeyEvent) -> Vec<Effect> {
    let Mode::Confirm { then, .. } = &model.mode else { return vec![] };
    let then = *then;
    let pressed = Key::of(event);
    if pressed == key::ctrl('c') {
        return vec![Effect::Leave(Leave::Quit)];
    }
    if pressed == key::ctrl('z') {
        return vec![Effect::Suspend];
    }
    match pressed.1 {
        KeyCode::Char('y' | 'Y') => {
            model.mode = Mode::Browse;
            match then {
                Then::Leave(leave) => vec![Effect::Leave(leave)],
                Then::Sync => sync::begin(model),
            }
        }
        KeyCode::Char('n' | 'N' | 'q') | KeyCode::Enter | KeyCode::Esc => {
            model.mode = Mode::Browse;
            vec![]
        }
        _ => vec![],
    }
}
