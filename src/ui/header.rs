//! The top line: which account, in which language, and whether this is the demo.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::{
        layout::{NARROW, WIDE},
        model::Model,
    },
    text,
    ui::theme,
};

pub(super) fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    let mut spans = vec![Span::styled(" fanscope", theme::LEAD)];
    if model.accounts.are_set_up() {
        let account = &model.account().name;
        spans.push(Span::raw(format!("  {}", text::visible(&account.name))));
        if !account.appid.is_empty() {
            spans.push(Span::styled(format!("  {}", account.appid), theme::DIM));
        }
        spans.push(Span::raw(format!("  {}", model.lang)));
    } else {
        spans.push(Span::raw(format!("  {}", model.ui_lang.say("setup.no_account"))));
    }
    frame.render_widget(Line::from(spans), area);
    let mut right = area.right().saturating_sub(1).max(area.x);
    let mut put = |span: Span<'static>| {
        let wide = u16::try_from(span.width()).unwrap_or(0).min(right - area.x);
        right -= wide;
        frame.render_widget(span, Rect { x: right, width: wide, ..area });
        right = right.saturating_sub(2).max(area.x);
    };
    if let Some(quota) = quota(model).filter(|_| area.width >= NARROW) {
        put(Span::styled(quota, theme::DIM));
    }
    if model.is_demo {
        put(Span::styled(format!(" {} ", model.ui_lang.say("status.demo")), theme::BADGE));
    }
}

/// How many calls of today's are used up, where the API says so.
fn quota(model: &Model) -> Option<String> {
    let account = model.account();
    let quota = account.quota.value().filter(|quota| quota.limit > 0);
    let quota = quota.map(|quota| {
        let (used, limit) = (grouped(quota.used), grouped(quota.limit));
        model.ui_lang.fill("status.quota", &[("used", &used), ("limit", &limit)])
    });
    // Our own count, where there is room: the API's is of all programs, and some time behind.
    let sent = Some(account.requests_sent).filter(|n| *n > 0 && model.size.width >= WIDE);
    let sent =
        sent.map(|sent| model.ui_lang.fill("status.requests_sent", &[("n", &grouped(sent))]));
    let parts: Vec<String> = [sent, quota].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("  "))
}

/// A number with a comma between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
