//! Keys that are about a row which is not at hand yet wait for it, and all that comes behind them with them:
//! `Gy` copies the last one however fast it is typed.

use crossterm::event::KeyEvent;

use crate::app::{
    action::Action,
    event::Event,
    key::{self, Key},
    keymap,
    model::{Model, mode::Mode},
};

/// The event, unless it has to wait.
pub(super) fn hold(model: &mut Model, event: Event) -> Option<Event> {
    let is_by_hand = matches!(event, Event::Key(_) | Event::Paste(_) | Event::Click(_));
    let must_wait = !model.held.is_empty() || needs_the_row(model, &event);
    if is_by_hand && must_wait && !is_urgent(&event) {
        model.held.push_back(event);
        return None;
    }
    Some(event)
}

/// The next one that need not wait any more.
pub(super) fn release(model: &mut Model) -> Option<Event> {
    let event = model.held.front()?;
    if needs_the_row(model, event) {
        return None;
    }
    model.held.pop_front()
}

/// Leaving waits for nothing. Escape does: it goes back from what the keys before it do.
fn is_urgent(event: &Event) -> bool {
    let Event::Key(event) = event else { return false };
    let pressed = Key::of(*event);
    pressed == key::ctrl('c') || pressed == key::ctrl('z')
}

fn needs_the_row(model: &Model, event: &Event) -> bool {
    let account = model.account();
    let is_on_its_way = !account.edits.is_empty() || account.list.is_between();
    let waits = account.list.fault().is_none() && is_on_its_way;
    waits
        && model.mode == Mode::Browse
        && match event {
            Event::Key(event) => is_about_a_row(model, *event),
            Event::Paste(_) => true,
            _ => false,
        }
}

fn is_about_a_row(model: &Model, event: KeyEvent) -> bool {
    keymap::find(model.scope(), event).is_some_and(|action| match action {
        Action::Mark
        | Action::Remove
        | Action::Undo
        | Action::Refresh
        | Action::Followers
        | Action::NextAccount
        | Action::SamePerson
        | Action::OpenAvatar
        | Action::SaveAvatar
        | Action::Copy
        | Action::CopyUnionId
        | Action::Raw
        | Action::Fault
        | Action::History
        | Action::Verify => true,
        // While a change is on its way, a move is one in the list as it will be.
        Action::Down
        | Action::Up
        | Action::HalfDown
        | Action::HalfUp
        | Action::PageDown
        | Action::PageUp
        | Action::Top
        | Action::Bottom => !model.account().edits.is_empty(),
        _ => false,
    })
}
