//! The list pane: the line where OpenIDs are typed, and a row for each follower.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use crate::{
    app::{
        action::{Action, Scope},
        directory::Head,
        keymap::{self, key_of},
        layout::{Focus, Panes},
        model::{Model, account::Row, load::Load, mode::Mode},
    },
    follower::openid::OpenId,
    query::order::{By, Order},
    text,
    ui::{
        parts::{instead, pane, typed},
        theme,
    },
};

/// Cells for the OpenID when it is not what the row is named by.
const ID: usize = 13;

pub(super) fn draw(model: &Model, frame: &mut Frame, panes: &Panes) {
    if panes.list.is_empty() {
        return;
    }
    pane(model, panes, panes.list, Focus::List, &title(model), frame);
    input(model, frame, panes.input());
    if model.account().list.shown() == 0 {
        empty(model, frame, panes.rows());
        return;
    }
    let area = panes.rows();
    for (row, head) in model.account().list.in_sight(usize::from(area.height)) {
        let y = area.y + u16::try_from(row - model.account().list.offset).unwrap_or(0);
        let line = line(model, head, row == model.account().list.selected, usize::from(area.width));
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}

fn title(model: &Model) -> String {
    let ui_lang = model.ui_lang;
    let (shown, listed) =
        (model.account().list.shown().to_string(), model.account().list.listed().to_string());
    if model.account().list.is_empty() {
        return ui_lang.say("list.followers").into_owned();
    }
    let mut title = ui_lang.say("list.followers").into_owned();
    let position =
        (model.account().list.selected + usize::from(model.account().list.shown() > 0)).to_string();
    let counted = if model.account().list.filter().is_empty() {
        let total = model.account().total();
        ui_lang.fill("list.position", &[("n", &position), ("total", &total.to_string())])
    } else {
        let account = model.account();
        let (searched, total) = (account.searched(), account.total());
        let filter = account.list.filter().text();
        if searched < total {
            let (searched, total) = (searched.to_string(), total.to_string());
            let values =
                [("searched", &*searched), ("total", &total), ("n", &shown), ("filter", filter)];
            ui_lang.fill("list.filtered_in_part", &values)
        } else {
            ui_lang.fill("list.filtered", &[("n", &shown), ("total", &listed), ("filter", filter)])
        }
    };
    title.push(' ');
    title.push_str(&text::visible(&counted));
    if let Some(order) = ordered(model) {
        title.push_str(", ");
        title.push_str(&order);
    }
    title
}

/// In which order the list stands, and of how many that is known.
fn ordered(model: &Model) -> Option<String> {
    let (ui_lang, account) = (model.ui_lang, model.account());
    let Order { by, is_reversed } = account.list.query.order;
    let row = keymap::rows(Scope::Sort).find(|row| row.action == Action::SortBy(by));
    let what = ui_lang.say(&row.filter(|_| by != By::Listed)?.short());
    let key = if is_reversed { "sort.by_reversed" } else { "sort.by" };
    let mut said = ui_lang.fill(key, &[("what", &what)]);
    let (n, total) = (account.searched(), account.total());
    if n < total && account.list.filter().is_empty() {
        let values = [("n", &*n.to_string()), ("total", &*total.to_string())];
        said = format!("{said}, {}", ui_lang.fill("sort.in_part", &values));
    }
    Some(said)
}

/// The line on top: what is typed, or how to begin.
fn input(model: &Model, frame: &mut Frame, area: Rect) {
    let (sign, field) = match &model.mode {
        Mode::Add(field) => ("+ ", field),
        Mode::Filter(field) => ("/ ", field),
        Mode::Browse
        | Mode::Save(_)
        | Mode::Confirm { .. }
        | Mode::Sheet(_)
        | Mode::Help(_)
        | Mode::Menu(_) => {
            let text = if model.account().list.filter().is_empty() {
                model.ui_lang.fill("list.input", &[("key", &key_of(Action::Add))])
            } else {
                model
                    .ui_lang
                    .fill("list.filter", &[("filter", model.account().list.filter().text())])
            };
            let text = text::visible(&text).into_owned();
            let cut = text::cut(&text, usize::from(area.width).saturating_sub(1)).into_owned();
            frame.render_widget(Line::styled(format!(" {cut}"), theme::DIM), area);
            return;
        }
    };
    typed(frame, area, sign, field);
}

/// Why there is no row, and what to press.
fn empty(model: &Model, frame: &mut Frame, area: Rect) {
    let ui_lang = model.ui_lang;
    if !model.accounts.are_set_up() {
        let parts: Vec<String> = ["setup.title", "setup.how", "setup.token", "setup.demo"]
            .iter()
            .flat_map(|key| [ui_lang.fill(key, &[("key", &key_of(Action::Demo))]), String::new()])
            .collect();
        let parts: Vec<(&str, Style)> =
            parts.iter().map(|part| (part.as_str(), theme::PLAIN)).collect();
        instead(frame, area, &parts);
        return;
    }
    if !model.account().list.filter().is_empty() && !model.account().list.is_empty() {
        let account = model.account();
        let (searched, total) = (account.searched(), account.total());
        let (searched, rest) = (searched.to_string(), total.saturating_sub(searched));
        let key = if rest > 0 { "list.nothing_so_far" } else { "list.nothing_matches" };
        let filter = account.list.filter().text();
        let sync = key_of(Action::Sync);
        let values = [
            ("filter", filter),
            ("searched", &searched),
            ("rest", &*rest.to_string()),
            ("key", &sync),
        ];
        instead(frame, area, &[(&ui_lang.fill(key, &values), theme::PLAIN)]);
        return;
    }
    if model.account().has_banner() {
        instead(frame, area, &[(&ui_lang.say("detail.waiting"), theme::DIM)]);
        return;
    }
    let add = ui_lang.fill("list.add", &[("key", &key_of(Action::Add))]);
    match &model.account().pages.page {
        Load::Failed { fault, .. } if model.account().pages.is_on => {
            let again = fault.again(ui_lang).unwrap_or_default();
            let advice = fault.advice().unwrap_or_default();
            instead(
                frame,
                area,
                &[
                    (&fault.message, theme::FAULT),
                    (&advice, theme::PLAIN),
                    (&again, theme::PLAIN),
                    (&add, theme::PLAIN),
                ],
            );
        }
        Load::Ready { .. } if model.account().pages.is_on => {
            instead(
                frame,
                area,
                &[(&ui_lang.say("list.no_followers"), theme::PLAIN), (&add, theme::PLAIN)],
            );
        }
        Load::Loading { .. } | Load::Idle { .. } if model.account().pages.is_on => {
            instead(frame, area, &[(&ui_lang.say("list.loading"), theme::DIM)]);
        }
        _ => {
            instead(
                frame,
                area,
                &[(&ui_lang.say("list.empty"), theme::PLAIN), (&add, theme::PLAIN)],
            );
        }
    }
}

/// One row: cursor, mark, state, who, and what else an operator knows them by.
fn line(model: &Model, head: &Head, is_selected: bool, width: usize) -> Line<'static> {
    let openid = &head.openid;
    let row = model.account().row(openid);
    let response = row.and_then(Load::value);
    let (sign, sign_style) = sign(row);
    let cursor = if is_selected { theme::CURSOR } else { " " };
    let mark = if head.is_marked { theme::MARKED } else { " " };
    let age = response.and_then(|response| age(model, response.fetched_at)).unwrap_or_default();
    let age_room = if age.is_empty() { 0 } else { text::width(&age) + 1 };
    let room = width.saturating_sub(4 + age_room);
    let name = response.and_then(|response| response.follower.name());
    let who_style = if is_selected { theme::SELECTED } else { theme::PLAIN };
    let who = match name {
        Some(name) => text::visible(name).into_owned(),
        None => openid.as_str().to_owned(),
    };
    let rest = rest(model, openid, row);
    // Names may be drawn wider than measured: what follows them has a fixed place of its own.
    let who_room = if rest.is_empty() { room } else { room.saturating_sub(1) * 2 / 5 };
    let who_room = who_room.max(ID.min(room));
    let rest_room = room.saturating_sub(who_room + 1);
    let who = match name {
        Some(_) => text::cut(&who, who_room).into_owned(),
        None => text::cut_middle(&text::visible(&who), who_room).into_owned(),
    };
    let gap = (who_room + 1).saturating_sub(text::width(&who));
    let mut spans = vec![
        Span::styled(format!("{cursor}{mark}"), theme::LEAD),
        Span::styled(format!("{sign} "), sign_style),
    ];
    spans.extend(matched(model, who, who_style));
    if rest_room > 0 && !rest.is_empty() {
        spans.push(Span::raw(" ".repeat(gap)));
        let style =
            if row.is_some_and(|row| row.fault().is_some()) { theme::FAULT } else { theme::DIM };
        let rest = text::cut(&rest, rest_room).into_owned();
        let gap = rest_room.saturating_sub(text::width(&rest));
        spans.extend(matched(model, rest, style));
        spans.extend((age_room > 0).then(|| Span::raw(" ".repeat(gap + 1))));
    } else if age_room > 0 {
        spans.push(Span::raw(" ".repeat(gap + rest_room)));
    }
    spans.push(Span::styled(age, theme::DIM));
    Line::from(spans)
}

/// How old a response is, in days. `None` while it is of today.
fn age(model: &Model, fetched_at: i64) -> Option<String> {
    let days = model.now.saturating_sub(fetched_at) / 86_400;
    (days > 0).then(|| model.ui_lang.fill("list.age", &[("n", &days.to_string())]))
}

/// The state of a row in one character.
fn sign(row: Option<&Row>) -> (&'static str, Style) {
    match row {
        Some(Load::Failed { .. }) => (theme::FAILED, theme::FAULT),
        Some(row) => match row.value() {
            Some(response) if response.follower.follows => (theme::FOLLOWS, theme::FOLLOWING),
            Some(_) => (theme::FOLLOWS_NOT, theme::DIM),
            None => (theme::LOADING, theme::DIM),
        },
        None => (" ", theme::DIM),
    }
}

/// What stands behind the name: the failure, the state, or tags and OpenID.
fn rest(model: &Model, openid: &OpenId, row: Option<&Row>) -> String {
    let ui_lang = model.ui_lang;
    if let Some(fault) = row.and_then(Load::fault) {
        return text::visible(&fault.short).into_owned();
    }
    let Some(response) = row.and_then(Load::value) else {
        return if model.account().is_waiting(openid) {
            ui_lang.say("list.row_waiting").into_owned()
        } else if row.is_some() {
            ui_lang.say("list.row_loading").into_owned()
        } else {
            String::new()
        };
    };
    let follower = &response.follower;
    if !follower.follows {
        return ui_lang.say("state.not_following").into_owned();
    }
    let tags: Vec<String> = follower
        .tags
        .iter()
        .map(|tag| text::visible(&model.account().tag(*tag)).into_owned())
        .collect();
    let tags = tags.join(" ");
    // What the row is not named by: the remark beside a nickname, the OpenID beside a remark.
    let second = match (&follower.nickname, &follower.remark) {
        (Some(_), Some(remark)) => text::visible(remark).into_owned(),
        (None, None) => {
            let codes = [&follower.qr_scene_str, &follower.qr_scene];
            let code = codes.into_iter().flatten().next();
            code.map(|code| text::visible(code).into_owned()).unwrap_or_default()
        }
        (None, Some(_)) | (Some(_), None) => text::cut_middle(openid.as_str(), ID).into_owned(),
    };
    if tags.is_empty() { second } else { format!("{} {tags}", text::pad(&second, ID)) }
}

/// A text with what the filter looks for made visible.
fn matched(model: &Model, text: String, style: Style) -> Vec<Span<'static>> {
    let found = model.account().list.filter().words().find_map(|(_, word)| word.find(&text));
    let parts = found.and_then(|found| {
        Some((text.get(..found.start)?, text.get(found.clone())?, text.get(found.end..)?))
    });
    match parts {
        Some((before, word, after)) => vec![
            Span::styled(before.to_owned(), style),
            Span::styled(word.to_owned(), style.patch(theme::MATCH)),
            Span::styled(after.to_owned(), style),
        ],
        None => vec![Span::styled(text, style)],
    }
}
