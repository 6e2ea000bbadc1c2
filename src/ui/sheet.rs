//! A text over the panes.

use ratatui::{Frame, layout::Rect, text::Line};

use crate::{
    app::model::sheet::Sheet,
    ui::{parts::overlay, theme},
};

pub(super) fn draw(sheet: &Sheet, frame: &mut Frame, area: Rect) {
    let height = usize::from(area.height.saturating_sub(2));
    let lines = sheet.broken(usize::from(area.width.saturating_sub(2)));
    let last = (sheet.offset + height).min(lines.len());
    let foot = if lines.len() > height {
        format!(" {}-{last}/{} ", sheet.offset + 1, lines.len())
    } else {
        String::new()
    };
    let inner = overlay(frame, area, &sheet.title, &foot);
    for (line, y) in lines.into_iter().skip(sheet.offset).zip(inner.top()..inner.bottom()) {
        frame.render_widget(Line::styled(line, theme::PLAIN), Rect { y, height: 1, ..inner });
    }
}
