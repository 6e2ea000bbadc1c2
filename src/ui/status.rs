//! The bottom line: a notice or the hints that fit, and how much is loading or marked.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::{
        action::{Action, Row},
        keymap,
        model::{Model, field::Field, mode::Mode},
    },
    text,
    ui::{parts::typed, theme},
};

pub(super) fn draw(model: &Model, frame: &mut Frame, area: Rect) {
    let right = right(model);
    let wide = text::width(&right).min(usize::from(area.width));
    let left = usize::from(area.width).saturating_sub(wide + usize::from(wide > 0));
    let line = match (&model.notice, &model.mode) {
        // A failure to save is read first; the next key brings back what was typed.
        (notice, Mode::Save(field)) if !notice.as_ref().is_some_and(|notice| notice.is_fault) => {
            save(
                model,
                field,
                frame,
                Rect { width: u16::try_from(left).unwrap_or(area.width), ..area },
            );
            Line::default()
        }
        (_, Mode::Confirm { question, .. }) => {
            let hints = hints(model, left);
            let room = left.saturating_sub(hints.width() + 1);
            let mut line = Line::styled(format!(" {}", text::cut(question, room)), theme::LEAD);
            line.extend(hints);
            line
        }
        (Some(notice), _) => {
            let style = if notice.is_fault { theme::FAULT } else { theme::NEWS };
            let times =
                if notice.times > 1 { format!(" (×{})", notice.times) } else { String::new() };
            let said = text::visible(&notice.text);
            let said = text::cut(&said, left.saturating_sub(1 + text::width(&times)));
            Line::styled(format!(" {said}{times}"), style)
        }
        (None, _) => hints(model, left),
    };
    frame.render_widget(line, area);
    let wide = u16::try_from(wide).unwrap_or(area.width);
    let area_right = Rect { x: area.right() - wide, width: wide, ..area };
    frame.render_widget(Line::styled(right, theme::DIM), area_right);
}

/// The name of a file that is typed, and what its keys do where there is room.
fn save(model: &Model, field: &Field, frame: &mut Frame, area: Rect) {
    let ui_lang = model.ui_lang;
    let sign = format!(" {} ", ui_lang.say("status.save_as"));
    let needed = text::width(&sign) + text::width(&field.text()) + 1;
    let hints = hints(model, usize::from(area.width).saturating_sub(needed + 1));
    let wide = u16::try_from(hints.width()).unwrap_or(area.width).min(area.width);
    let rest = area.width - wide;
    typed(frame, Rect { width: rest, ..area }, &sign, field);
    frame.render_widget(hints, Rect { x: area.x + rest, width: wide, ..area });
}

/// What is on its way, and what is marked.
fn right(model: &Model) -> String {
    let account = model.account();
    let loading = account.pending.len() + usize::from(account.pages.page.is_loading());
    let counts = [(loading, "status.loading"), (account.marked(), "status.marked")];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, key)| model.ui_lang.fill(key, &[("n", &n.to_string())]))
        .collect();
    let waiting = account.retry_reason.as_ref().filter(|_| loading > 0);
    let waiting =
        waiting.map(|why| model.ui_lang.fill("status.waiting", &[("why", &text::visible(why))]));
    let parts: Vec<String> = waiting.into_iter().chain(parts).collect();
    if parts.is_empty() { String::new() } else { format!("{} ", parts.join("  ")) }
}

/// The hints that fit, the least wanted left out first; never half a word.
fn hints(model: &Model, room: usize) -> Line<'static> {
    let ui_lang = model.ui_lang;
    let mut hints: Vec<(u8, String, String)> = match &model.mode {
        Mode::Add(_) => typing(model, &["hint.enter_adds", "hint.esc_leaves"]),
        Mode::Filter(_) => typing(model, &["hint.enter_keeps", "hint.esc_clears"]),
        Mode::Save(_) => typing(model, &["hint.enter_saves", "hint.esc_leaves"]),
        Mode::Confirm { .. } => typing(model, &["hint.yes", "hint.no"]),
        Mode::Browse | Mode::Sheet(_) | Mode::Help(_) | Mode::Menu(_) => {
            keymap::rows(model.scope())
                .filter(|row| !is_idle(model, row))
                .filter_map(|row| {
                    let key = row.keys.first()?.to_string();
                    // Larger and smaller are one hint.
                    let key =
                        if row.action == Action::LargerAvatar { "+ -".to_owned() } else { key };
                    Some((row.hint?, key, ui_lang.say(&row.short()).into_owned()))
                })
                .collect()
        }
    };
    let long = |hints: &[(u8, String, String)]| {
        hints.iter().map(|(_, key, text)| text::width(key) + text::width(text) + 3).sum::<usize>()
    };
    while long(&hints) > room + 1 {
        let least = hints.iter().enumerate().max_by_key(|(_, (rank, ..))| *rank).map(|(at, _)| at);
        let Some(least) = least else { break };
        hints.remove(least);
    }
    let spans = hints.into_iter().flat_map(|(_, key, text)| {
        [Span::raw(" "), Span::styled(key, theme::KEY), Span::raw(format!(" {text} "))]
    });
    Line::from(spans.collect::<Vec<_>>())
}

/// The keys of a text field come first: they are what is not plain here.
fn typing(model: &Model, keys: &[&str]) -> Vec<(u8, String, String)> {
    keys.iter()
        .zip(0..)
        .map(|(key, rank)| {
            let said = model.ui_lang.say(key);
            let (key, text) = said.split_once(' ').unwrap_or((&said, ""));
            (rank, key.to_owned(), text.to_owned())
        })
        .collect()
}

/// A key that would do nothing here is not hinted at.
fn is_idle(model: &Model, row: &Row) -> bool {
    match row.action {
        Action::Filter
        | Action::Mark
        | Action::Remove
        | Action::Copy
        | Action::Refresh
        | Action::Raw
        | Action::LargerAvatar => model.account().list.is_empty(),
        Action::Back => !model.is_covered(),
        Action::Demo => model.is_demo || model.accounts.are_set_up(),
        Action::NextLang | Action::NextPane => !model.accounts.are_set_up(),
        _ => false,
    }
}
