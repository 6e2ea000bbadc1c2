//! The detail pane: the card of the selected follower, or why there is none.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::{
        action::Action,
        keymap::key_of,
        layout::{Focus, Panes},
        model::{
            Model,
            card::{self, LABEL, Role},
            load::Load,
        },
    },
    text,
    ui::{
        parts::{instead, pane},
        theme,
    },
};

pub(super) fn draw(model: &Model, frame: &mut Frame, panes: &Panes) {
    if panes.detail.is_empty() {
        return;
    }
    let inner = pane(model, panes, panes.detail, Focus::Detail, &title(model), frame);
    let ui_lang = model.ui_lang;
    let Some((openid, row)) = model.current() else {
        let said = if model.accounts.are_set_up() { "detail.nothing" } else { "detail.no_account" };
        instead(frame, inner, &[(&ui_lang.say(said), theme::DIM)]);
        return;
    };
    let fault = row.and_then(Load::fault);
    let Some(response) = row.and_then(Load::value) else {
        if let Some(fault) = fault {
            let advice = fault.advice().unwrap_or_default();
            let again = fault.again(ui_lang).unwrap_or_default();
            let parts =
                [(&*fault.message, theme::FAULT), (&advice, theme::PLAIN), (&again, theme::DIM)];
            instead(frame, inner, &parts);
        } else if model.account().is_waiting(openid) {
            instead(frame, inner, &[(&ui_lang.say("detail.waiting"), theme::DIM)]);
        } else {
            let said = format!("{} {}", spinner(model), ui_lang.say("detail.loading"));
            instead(frame, inner, &[(&said, theme::DIM)]);
        }
        return;
    };
    let mut area = inner;
    // The response before stays readable under the line that says it is old.
    let old = if let Some(fault) = fault {
        let values = [("key", &*key_of(Action::Refresh)), ("fault", &fault.short)];
        Some(ui_lang.fill("detail.old", &values))
    } else if model.account().is_waiting(openid) {
        Some(ui_lang.say("detail.old_waiting").into_owned())
    } else {
        None
    };
    if let Some(old) = old {
        let line =
            Line::styled(text::cut(&old, usize::from(area.width)).into_owned(), theme::FAULT);
        frame.render_widget(line, Rect { height: area.height.min(1), ..area });
        area = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    }
    let lines = card::lines(model, response, usize::from(area.width));
    let all = lines.len();
    let height = usize::from(area.height);
    for (line, y) in lines.into_iter().skip(model.detail_scroll).zip(area.top()..area.bottom()) {
        let style = match line.role {
            Role::State | Role::Lead => theme::LEAD,
            Role::Plain => theme::PLAIN,
            Role::Missing => theme::REASON,
        };
        let label = if line.role == Role::State { 0 } else { LABEL };
        let spans = vec![
            Span::styled(text::pad(&line.label, label), theme::LABEL),
            Span::styled(line.text, style),
        ];
        frame.render_widget(Line::from(spans), Rect { y, height: 1, ..area });
    }
    if all > model.detail_scroll + height && panes.has_borders {
        let more = ui_lang
            .fill("detail.more", &[("n", &(all - model.detail_scroll - height).to_string())]);
        let line = Line::styled(more, theme::DIM);
        let wide = u16::try_from(line.width()).unwrap_or(0).min(area.width);
        let x = panes.detail.right().saturating_sub(wide + 2).max(panes.detail.x);
        let y = panes.detail.bottom().saturating_sub(1);
        frame.render_widget(line, Rect { x, y, width: wide, height: 1 });
    }
}

fn title(model: &Model) -> String {
    let name = model.response().and_then(|response| response.follower.name());
    let openid = model.account().list.current().map(crate::follower::openid::OpenId::as_str);
    match name.or(openid) {
        Some(who) => text::visible(who).into_owned(),
        None => model.ui_lang.say("detail.title").into_owned(),
    }
}

/// What turns while something loads, once it has taken a while.
pub(super) fn spinner(model: &Model) -> &'static str {
    if model.spin < theme::SPINNER_DELAY {
        return " ";
    }
    theme::SPINNER.get(model.spin % theme::SPINNER.len()).copied().unwrap_or(" ")
}
