//! The line over the panes: why nothing is asked of the account any more, said once, and what to press.

use ratatui::{Frame, layout::Rect, text::Line};

use crate::{app::model::Model, text, ui::theme};

pub(super) fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    let Some(fault) = model.account().halted.as_ref().filter(|_| !area.is_empty()) else { return };
    let again = fault.again(model.ui_lang).unwrap_or_default();
    let again = text::visible(&again).into_owned();
    // The key that helps is never cut off.
    let room = usize::from(area.width).saturating_sub(text::width(&again) + 3);
    let line = fault.line();
    let said = text::visible(&line);
    let said = format!(" {} {again}", text::cut(&said, room));
    frame.render_widget(
        Line::styled(text::cut(&said, usize::from(area.width)).into_owned(), theme::FAULT),
        area,
    );
}
