//! The line over the panes: why nothing is asked of the account any more, said once, and what to press.

use std::borrow::Cow;

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
    let said = format!(" {} {again}", cut_sentence(&said, room));
    frame.render_widget(
        Line::styled(text::cut(&said, usize::from(area.width)).into_owned(), theme::FAULT),
        area,
    );
}

/// The text in at most this many cells, with `…` for the words that were left out.
fn cut_sentence(sentence: &str, cells: usize) -> Cow<'_, str> {
    if text::width(sentence) <= cells {
        return Cow::Borrowed(sentence);
    }
    // The first line that a word ends, or a letter of a script without spaces.
    let lines = text::wrap(sentence, cells.saturating_sub(1));
    match lines.first().filter(|line| text::width(line) < cells) {
        Some(line) => Cow::Owned(format!("{line}…")),
        None => text::cut(sentence, cells),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_between_its_words() {
        assert_eq!(cut_sentence("Wait until midnight", 19), "Wait until midnight");
        assert_eq!(cut_sentence("Wait until midnight", 14), "Wait until…");
        assert_eq!(cut_sentence("Wait until midnight", 11), "Wait until…");
        assert_eq!(cut_sentence("等到零点，或重置", 9), "等到零…");
        assert_eq!(cut_sentence("IP 等到零点，或重置", 9), "IP 等到…");
        assert_eq!(cut_sentence("midnight", 5), "midn…");
    }
}
