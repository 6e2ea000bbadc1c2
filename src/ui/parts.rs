//! What several panes are made of: borders, text fields, and words in the place of data.

use ratatui::{
    Frame,
    layout::{Alignment, Position, Rect},
    style::Style,
    text::{Line, Span},
    widgets::{Block, Clear, Paragraph},
};

use crate::{
    app::{
        layout::{Focus, Panes},
        model::{Model, field::Field},
    },
    text,
    ui::theme,
};

/// A pane's border or title line, and the room inside. The focused pane is marked in its title.
pub(super) fn pane(
    model: &Model,
    panes: &Panes,
    area: Rect,
    focus: Focus,
    title: &str,
    frame: &mut Frame,
) -> Rect {
    let is_focused = model.focus == focus && !model.is_covered();
    let style = if is_focused { theme::FOCUSED } else { theme::BORDER };
    let title = Line::styled(format!(" {} ", text::cut(title, title_room(area))), style);
    if panes.has_borders {
        frame.render_widget(Block::bordered().border_style(style).title(title), area);
    } else if area.height > 0 {
        frame.render_widget(title, Rect { height: 1, ..area });
    }
    panes.inner(area)
}

/// The cells for a pane's title.
pub(super) fn title_room(area: Rect) -> usize {
    usize::from(area.width.saturating_sub(4))
}

/// A line that is typed, behind a sign, and the cursor in it.
pub(super) fn typed(frame: &mut Frame, area: Rect, sign: &str, field: &Field) {
    let sign_width = text::width(sign);
    // The end of a long text is what is being typed.
    let room = usize::from(area.width).saturating_sub(sign_width + 1);
    let before = text::visible(&field.before_cursor()).into_owned();
    let text = text::visible(&field.text()).into_owned();
    let overlay = text::width(&before).saturating_sub(room);
    let skipped = text::skip(&text, overlay);
    let spans = vec![
        Span::styled(sign.to_owned(), theme::KEY),
        Span::raw(text::cut(skipped, room + 1).into_owned()),
    ];
    frame.render_widget(Line::from(spans), area);
    let x = sign_width + text::width(&before).min(room);
    let x = area.x.saturating_add(u16::try_from(x).unwrap_or(u16::MAX));
    if area.height > 0 && x < area.right() {
        frame.set_cursor_position(Position::new(x, area.y));
    }
}

/// A few lines in the middle of a pane, in the place of data.
pub(super) fn instead(frame: &mut Frame, area: Rect, parts: &[(&str, Style)]) {
    let mut lines = wrapped(area, parts);
    if lines.len() > usize::from(area.height) {
        lines.retain(|line| line.width() > 0);
    }
    let high = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height);
    let top = area.y + (area.height - high) / 2;
    frame.render_widget(Paragraph::new(lines), Rect { y: top, height: high, ..area });
}

/// Texts made safe and broken to a pane's width, each line in the middle.
pub(super) fn wrapped(area: Rect, parts: &[(&str, Style)]) -> Vec<Line<'static>> {
    let room = usize::from(area.width.saturating_sub(2)).min(60);
    let mut lines = vec![];
    for (part, style) in parts {
        for line in text::wrap(&text::visible(part), room) {
            lines.push(Line::from(Span::styled(line, *style)).alignment(Alignment::Center));
        }
    }
    lines
}

/// An empty frame over the panes, and the room inside.
pub(super) fn overlay(frame: &mut Frame, area: Rect, title: &str, foot: &str) -> Rect {
    let room = usize::from(area.width.saturating_sub(4));
    let block = Block::bordered()
        .border_style(theme::FOCUSED)
        .title(format!(" {} ", text::cut(&text::visible(title), room)))
        .title_bottom(Line::from(foot.to_owned()).alignment(Alignment::Right));
    let inner = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    inner
}
