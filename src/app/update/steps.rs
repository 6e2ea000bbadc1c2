//! How far a moving action moves.

use crate::app::action::Action;

/// In lines, with this many in sight. `None` for an action that moves nothing.
pub(super) fn step(action: Action, page: isize) -> Option<isize> {
    Some(match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::HalfDown => (page / 2).max(1),
        Action::HalfUp => -(page / 2).max(1),
        Action::PageDown => page.max(1),
        Action::PageUp => -page.max(1),
        Action::Top => isize::MIN,
        Action::Bottom => isize::MAX,
        _ => return None,
    })
}
