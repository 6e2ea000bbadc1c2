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

/// A piece of the line, with the gap beside it. What is less needed is left out first.
struct Piece {
    span: Span<'static>,
    is_right: bool,
    need: Need,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    Appid,
    Quota,
    Lang,
    /// The name of the account is cut where there is no room for it.
    Name,
    Always,
}

pub(super) fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    let mut pieces = pieces(model, area.width);
    let wide = |pieces: &[Piece]| pieces.iter().map(|piece| piece.span.width()).sum::<usize>() + 1;
    while wide(&pieces) > usize::from(area.width)
        && let Some(least) = pieces.iter().map(|piece| piece.need).min()
        && least < Need::Name
    {
        pieces.retain(|piece| piece.need != least);
    }
    let over = wide(&pieces).saturating_sub(usize::from(area.width));
    for piece in pieces.iter_mut().filter(|piece| piece.need == Need::Name && over > 0) {
        let room = piece.span.width().saturating_sub(over);
        piece.span.content = text::cut(&piece.span.content, room).into_owned().into();
    }
    let (right, left): (Vec<Piece>, Vec<Piece>) =
        pieces.into_iter().partition(|piece| piece.is_right);
    let [left, right] = [left, right]
        .map(|pieces| pieces.into_iter().map(|piece| piece.span).collect::<Line<'_>>());
    let room = u16::try_from(right.width() + 1).unwrap_or(u16::MAX).min(area.width);
    frame.render_widget(left, Rect { width: area.width - room, ..area });
    frame.render_widget(right, Rect { x: area.right() - room, width: room, ..area });
}

/// How far all followers are brought in, in hundredths.
fn percent(model: &Model) -> Option<usize> {
    let account = model.account();
    let progress = account.progress;
    let is_running = account.sync.is_loading() && progress.of > 0;
    is_running.then(|| (progress.done * 100 / progress.of).min(100))
}

/// From the left to the right.
fn pieces(model: &Model, width: u16) -> Vec<Piece> {
    let left = |need, text: String, style| Piece {
        span: Span::styled(text, style),
        is_right: false,
        need,
    };
    let mut pieces = vec![left(Need::Always, " fanscope ".to_owned(), theme::LEAD)];
    if model.accounts.are_set_up() {
        let account = &model.account().name;
        let name = format!(" {} ", text::visible(&account.name));
        pieces.push(left(Need::Name, name, theme::PLAIN));
        if !account.appid.is_empty() {
            pieces.push(left(Need::Appid, format!(" {} ", account.appid), theme::DIM));
        }
        pieces.push(left(Need::Lang, format!(" {} ", model.lang), theme::PLAIN));
    } else {
        let name = format!(" {} ", model.ui_lang.say("setup.no_account"));
        pieces.push(left(Need::Name, name, theme::PLAIN));
    }
    if let Some(percent) = percent(model) {
        let said = model.ui_lang.fill("sync.progress", &[("percent", &percent.to_string())]);
        let span = Span::styled(format!(" {said} "), theme::LEAD);
        pieces.push(Piece { span, is_right: true, need: Need::Quota });
    }
    if model.is_demo {
        let span = Span::styled(format!(" {} ", model.ui_lang.say("status.demo")), theme::BADGE);
        pieces.push(Piece { span, is_right: true, need: Need::Always });
    }
    if let Some(quota) = quota(model).filter(|_| width >= NARROW) {
        let span = Span::styled(format!("  {quota}"), theme::DIM);
        pieces.push(Piece { span, is_right: true, need: Need::Quota });
    }
    pieces
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
