//! What it looks like: a pure function from the model to a frame.

mod avatar;
mod detail;
mod header;
mod help;
mod list;
pub mod picture;
mod sheet;
mod status;
mod theme;

use ratatui::{
    Frame,
    layout::{Alignment, Rect},
    style::Style,
    text::{Line, Span},
    widgets::{Block, Clear, Paragraph},
};

use crate::{
    app::{
        model::{Mode, Model},
        panes::{Focus, Panes, SMALLEST},
    },
    text,
};

/// Draw the whole screen.
pub fn draw(model: &Model, frame: &mut Frame) {
    let panes = model.panes();
    if panes.body.is_empty() {
        too_small(model, frame);
        return;
    }
    header::draw(model, frame, panes.header);
    list::draw(model, frame, &panes);
    detail::draw(model, frame, &panes);
    avatar::draw(model, frame, &panes);
    match &model.mode {
        Mode::Sheet(sheet) => sheet::draw(sheet, frame, panes.over()),
        Mode::Help(help) => help::draw(model, help, frame, panes.over()),
        Mode::Browse | Mode::Add(_) | Mode::Filter(_) => {}
    }
    status::draw(model, frame, panes.status);
}

fn too_small(model: &Model, frame: &mut Frame) {
    let needed = format!("{}x{}", SMALLEST.width, SMALLEST.height);
    let said = model.words.fill("status.too_small", &[("size", &needed)]);
    let area = frame.area();
    let lines: Vec<Line> =
        text::wrap(&said, usize::from(area.width)).into_iter().map(Line::from).collect();
    frame.render_widget(Paragraph::new(lines), area);
}

/// A pane's border or title line, and the room inside. The focused pane is marked in its title.
fn pane(
    model: &Model,
    panes: &Panes,
    area: Rect,
    focus: Focus,
    title: &str,
    frame: &mut Frame,
) -> Rect {
    let is_focused = model.focus == focus && !model.is_covered();
    let style = if is_focused { theme::FOCUSED } else { theme::BORDER };
    let room = usize::from(area.width.saturating_sub(4));
    let title = Line::styled(format!(" {} ", text::cut(title, room)), style);
    if panes.has_borders {
        frame.render_widget(Block::bordered().border_style(style).title(title), area);
    } else if area.height > 0 {
        frame.render_widget(title, Rect { height: 1, ..area });
    }
    panes.inner(area)
}

/// A few lines in the middle of a pane, in the place of data.
fn instead(frame: &mut Frame, area: Rect, parts: &[(&str, Style)]) {
    let room = usize::from(area.width.saturating_sub(2)).min(60);
    let mut lines = vec![];
    for (part, style) in parts {
        for line in text::wrap(&text::visible(part), room) {
            lines.push(Line::from(Span::styled(line, *style)).alignment(Alignment::Center));
        }
    }
    if lines.len() > usize::from(area.height) {
        lines.retain(|line| line.width() > 0);
    }
    let high = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height);
    let top = area.y + (area.height - high) / 2;
    frame.render_widget(Paragraph::new(lines), Rect { y: top, height: high, ..area });
}

/// An empty frame over the panes, and the room inside.
fn over(frame: &mut Frame, area: Rect, title: &str, foot: &str) -> Rect {
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
