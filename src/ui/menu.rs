//! What the second of two keys can be, in a box over the list.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::{
        action::{Row, Scope},
        keymap,
        model::Model,
    },
    text,
    ui::{parts::overlay, theme},
};

pub(super) fn draw(model: &Model, scope: Scope, frame: &mut Frame, over: Rect) {
    let ui_lang = model.ui_lang;
    let rows: Vec<(String, String)> =
        keymap::rows(scope).filter_map(|row| choice(model, scope, row)).collect();
    let width = rows.iter().map(|(key, what)| text::width(key) + text::width(what)).max();
    let title = ui_lang.say("sort.title");
    let width = width.unwrap_or(0).max(text::width(&title)) + 6;
    let width = u16::try_from(width).unwrap_or(u16::MAX).min(over.width);
    let height = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX).min(over.height);
    let area = Rect { y: over.bottom() - height, width, height, ..over };
    let inner = overlay(frame, area, &title, "");
    for ((key, what), area) in rows.into_iter().zip(inner.rows()) {
        let parts = vec![Span::styled(format!(" {key}  "), theme::KEY), Span::raw(what)];
        frame.render_widget(Line::from(parts), area);
    }
}

/// A key that belongs to this box alone, and what it does in a word or two.
fn choice(model: &Model, scope: Scope, row: &Row) -> Option<(String, String)> {
    let key = row.keys.first().filter(|_| row.scopes == [scope])?;
    Some((key.to_string(), model.ui_lang.say(&row.short()).into_owned()))
}
