//! From what the terminal sends to events of ours.

use crossterm::event::{Event as Sent, KeyEventKind, MouseButton, MouseEventKind};
use ratatui::layout::{Position, Size};

use crate::app::event::Event;

/// How far one notch of the wheel goes, in rows.
const NOTCH: i16 = 3;

/// What something that the terminal sent means. `None` for what nobody asked for.
#[must_use]
pub fn event(sent: Sent) -> Option<Event> {
    Some(match sent {
        // Letting go of a key is told by some terminals only.
        Sent::Key(key) if key.kind == KeyEventKind::Release => return None,
        Sent::Key(key) => Event::Key(key),
        Sent::Paste(text) => Event::Paste(text),
        Sent::Resize(width, height) => Event::Resize(Size::new(width, height)),
        Sent::Mouse(mouse) => {
            let at = Position::new(mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Event::Click(at),
                MouseEventKind::ScrollDown => Event::Scroll(at, NOTCH),
                MouseEventKind::ScrollUp => Event::Scroll(at, -NOTCH),
                _ => return None,
            }
        }
        Sent::FocusGained | Sent::FocusLost => return None,
    })
}
