//! A text over the panes.

use ratatui::{Frame, layout::Rect, text::Line};

use crate::{
    app::model::sheet::Sheet,
    text,
    ui::{over, theme},
};

pub(super) fn draw(sheet: &Sheet, frame: &mut Frame, area: Rect) {
    let height = usize::from(area.height.saturating_sub(2));
    let last = (sheet.offset + height).min(sheet.lines.len());
    let foot = if sheet.lines.len() > height {
        format!(" {}-{last}/{} ", sheet.offset + 1, sheet.lines.len())
    } else {
        String::new()
    };
    let inner = over(frame, area, &sheet.title, &foot);
    let room = usize::from(inner.width);
    for (line, y) in sheet.lines.iter().skip(sheet.offset).zip(inner.top()..inner.bottom()) {
        let shown = text::visible(line);
        let line = Line::styled(text::cut(&shown, room).into_owned(), theme::PLAIN);
        frame.render_widget(line, Rect { y, height: 1, ..inner });
    }
}
