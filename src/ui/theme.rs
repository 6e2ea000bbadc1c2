//! Styles by role. Each reads without colour too: bold, reversed, underlined, dim, or a mark.
//!
//! Sixteen ANSI colours, so that the terminal's own palette decides. Light blue, because the plain
//! one cannot be read on black in xterm; nothing stands on red against green.

use ratatui::style::{Color, Modifier, Style};

pub const PLAIN: Style = Style::new();
pub const BORDER: Style = Style::new().add_modifier(Modifier::DIM);
pub const FOCUSED: Style = Style::new().fg(Color::LightBlue).add_modifier(Modifier::BOLD);
pub const SELECTED: Style =
    Style::new().add_modifier(Modifier::BOLD).add_modifier(Modifier::REVERSED);
pub const CURSOR: &str = ">";
pub const LEAD: Style = Style::new().add_modifier(Modifier::BOLD);
pub const LABEL: Style = Style::new().add_modifier(Modifier::DIM);
pub const FOLLOWING: Style = Style::new().fg(Color::LightBlue).add_modifier(Modifier::BOLD);
pub const DIM: Style = Style::new().add_modifier(Modifier::DIM);
pub const REASON: Style = Style::new().add_modifier(Modifier::DIM).add_modifier(Modifier::ITALIC);
pub const MATCH: Style =
    Style::new().add_modifier(Modifier::BOLD).add_modifier(Modifier::UNDERLINED);
pub const NEWS: Style = Style::new().fg(Color::Cyan);
pub const FAULT: Style = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
pub const BADGE: Style = Style::new().fg(Color::Magenta).add_modifier(Modifier::REVERSED);
pub const KEY: Style = Style::new().fg(Color::LightBlue).add_modifier(Modifier::BOLD);

/// One round of the spinner.
pub const SPINNER: [&str; 4] = ["|", "/", "-", "\\"];
/// Ticks that pass before anything spins: quick answers do not flicker.
pub const SPINNER_DELAY: usize = 1;

/// What stands in front of a row: follows, does not, failed, on its way.
pub const FOLLOWS: &str = "+";
pub const FOLLOWS_NOT: &str = "-";
pub const FAILED: &str = "!";
pub const LOADING: &str = "~";
pub const MARKED: &str = "*";
