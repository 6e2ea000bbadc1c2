//! The top line: which account, in which language, and whether this is the demo.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{app::model::Model, text, ui::theme};

pub(super) fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    let mut spans = vec![Span::styled(" fanscope", theme::LEAD)];
    match model.account() {
        Some(account) => {
            spans.push(Span::raw(format!("  {}", text::visible(&account.name))));
            if !account.appid.is_empty() {
                spans.push(Span::styled(format!("  {}", account.appid), theme::DIM));
            }
            spans.push(Span::raw(format!("  {}", model.lang)));
        }
        None => spans.push(Span::raw(format!("  {}", model.words.say("setup.no_account")))),
    }
    frame.render_widget(Line::from(spans), area);
    if model.is_demo {
        let badge = Span::styled(format!(" {} ", model.words.say("status.demo")), theme::BADGE);
        let wide = u16::try_from(badge.width()).unwrap_or(0).min(area.width);
        let x = area.right().saturating_sub(wide + 1).max(area.x);
        frame.render_widget(badge, Rect { x, width: wide.min(area.right() - x), ..area });
    }
}
