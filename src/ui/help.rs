//! The key table over the panes: to read, to narrow, to choose from.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    text::{Line, Span},
};

use crate::{
    app::{
        action::Row,
        keymap,
        model::{
            Model,
            help::{head, lines},
            mode::Help,
        },
    },
    text,
    ui::{
        parts::{instead, overlay},
        theme,
    },
};

/// The room for the keys, in cells.
const KEYS: usize = 16;

pub(super) fn draw(model: &Model, help: &Help, frame: &mut Frame, area: Rect) {
    let ui_lang = model.ui_lang;
    let rows = lines(ui_lang, help);
    let foot = format!(" {}/{} ", (help.selected + 1).min(rows.len()), rows.len());
    let inner = overlay(frame, area, &ui_lang.say("help.title"), &foot);
    let Some(query) = inner.rows().next() else { return };
    let typed = help.query.text();
    let said = if help.is_typing || !typed.is_empty() {
        Line::from(vec![Span::styled("/ ", theme::KEY), Span::raw(typed)])
    } else {
        Line::styled(format!(" {}", ui_lang.say("help.how")), theme::DIM)
    };
    frame.render_widget(said, query);
    if help.is_typing {
        let x = query.x + 2 + u16::try_from(text::width(&help.query.before_cursor())).unwrap_or(0);
        frame.set_cursor_position(Position::new(x.min(inner.right().saturating_sub(1)), query.y));
    }
    let above = head(model, usize::from(inner.width), usize::from(inner.height));
    let below = 1 + u16::try_from(above.len()).unwrap_or(0);
    for (said, area) in above.into_iter().zip(inner.rows().skip(1)) {
        frame.render_widget(Line::styled(format!(" {said}"), theme::DIM), area);
    }
    let below = Rect { y: query.y + below, height: inner.height.saturating_sub(below), ..inner };
    if rows.is_empty() {
        instead(frame, below, &[(&ui_lang.say("help.nothing"), theme::DIM)]);
    }
    for ((at, row), area) in rows.iter().enumerate().skip(help.offset).zip(below.rows()) {
        frame.render_widget(line(model, row, at == help.selected, usize::from(area.width)), area);
    }
}

fn line(model: &Model, row: &Row, is_selected: bool, width: usize) -> Line<'static> {
    let keys = keymap::written(row);
    let cursor = if is_selected { theme::CURSOR } else { " " };
    let text = model.ui_lang.say(&row.text());
    let text = text::cut(&text, width.saturating_sub(KEYS + 3)).into_owned();
    let style = if is_selected { theme::SELECTED } else { theme::PLAIN };
    Line::from(vec![
        Span::raw(format!("{cursor} ")),
        Span::styled(text::pad(&keys.join(" "), KEYS), theme::KEY),
        Span::styled(text, style),
    ])
}
