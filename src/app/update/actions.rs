//! What each action does while the panes are in front.

use std::collections::HashSet;

use crate::{
    app::{
        action::Action,
        effect::{Effect, Leave, Slot},
        fault::{Extent, Fault, Kind},
        keymap::key_of,
        layout::Focus,
        model::{
            Model,
            account::Removed,
            field::Field,
            filter::Filter,
            load::Load,
            mode::{Help, Mode},
        },
        update::{
            accounts, avatar,
            effects::{copy, redraw, refuse, say},
            sheets,
            steps::step,
        },
    },
    follower::{avatar_url::AvatarSize, openid::OpenId, unionid::UnionId},
    text,
};

pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    // An error stays until the next action.
    model.notice.take_if(|notice| notice.is_fault);
    match action {
        Action::Down
        | Action::Up
        | Action::HalfDown
        | Action::HalfUp
        | Action::PageDown
        | Action::PageUp
        | Action::Top
        | Action::Bottom => go(model, action),
        Action::Filter => {
            let mut field = Field::default();
            field.insert(model.account().list.filter.text());
            (model.mode, model.focus) = (Mode::Filter(field), Focus::List);
        }
        Action::Add => (model.mode, model.focus) = (Mode::Add(Field::default()), Focus::List),
        Action::Mark => mark(model),
        Action::MarkAll => mark_all(model),
        Action::InvertMarks => invert_marks(model),
        Action::Remove => return remove(model),
        Action::Undo => return undo(model),
        Action::Open => model.focus = Focus::Detail,
        Action::Back if model.is_busy() => return cancel(model),
        Action::Back => back(model),
        Action::NextPane => model.focus = model.focus.next(),
        Action::PreviousPane => model.focus = model.focus.previous(),
        Action::Zoom => model.is_zoomed = !model.is_zoomed,
        Action::ZoomAvatar => zoom_avatar(model),
        Action::Refresh => refresh(model, &model.account().targets()),
        Action::RefreshAll => refresh_all(model),
        Action::Followers => return followers(model),
        Action::NextAccount => return accounts::next(model),
        Action::SamePerson => return accounts::same_person(model),
        Action::NextLang => {
            model.lang = model.lang.next();
            let said = model.ui_lang.fill("status.lang", &[("lang", model.lang.as_str())]);
            return vec![say(model, said)];
        }
        Action::LargerAvatar => return resize_avatar(model, model.avatar_size.larger()),
        Action::SmallerAvatar => return resize_avatar(model, model.avatar_size.smaller()),
        Action::Avatar(size) => return resize_avatar(model, size),
        Action::OpenAvatar => return avatar::open(model),
        Action::SaveAvatar => return avatar::prompt(model),
        Action::Copy => return copy_openids(model),
        Action::CopyUnionId => return copy_unionid(model),
        Action::Raw => return sheets::raw(model),
        Action::Fault => return sheets::fault(model),
        Action::Verify => return verify(model),
        Action::Notices => return sheets::notices(model),
        Action::Demo if model.is_demo => return refuse(model, "status.is_demo"),
        Action::Demo if model.accounts.are_set_up() => {
            model.mode = Mode::Confirm { question: "confirm.demo", then: Leave::Demo };
        }
        Action::Demo => return vec![Effect::Leave(Leave::Demo)],
        Action::Help => model.mode = Mode::Help(Help::default()),
        Action::Palette => model.mode = Mode::Help(Help { is_typing: true, ..Help::default() }),
        Action::Redraw => return redraw(model),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return vec![Effect::Leave(Leave::Quit)],
    }
    vec![]
}

fn go(model: &mut Model, action: Action) {
    let panes = model.panes();
    let (height, is_list) = match model.focus {
        Focus::List | Focus::Avatar => (panes.list_height(), true),
        Focus::Detail => (usize::from(panes.inner(panes.detail).height), false),
    };
    let page = isize::try_from(height).unwrap_or(isize::MAX);
    let Some(by) = step(action, page) else { return };
    if is_list {
        model.account_mut().list.step(by);
    } else {
        model.detail_scroll = model.detail_scroll.saturating_add_signed(by);
    }
}

/// The avatar alone on the whole screen, from wherever; or back to the list.
fn zoom_avatar(model: &mut Model) {
    let is_alone = model.is_zoomed && model.focus == Focus::Avatar;
    model.is_zoomed = !is_alone;
    model.focus = if is_alone { Focus::List } else { Focus::Avatar };
}

/// Escape stops what is waited for.
fn cancel(model: &mut Model) -> Vec<Effect> {
    let fault = cancelled(model);
    let account = model.account_mut();
    let id = account.id().clone();
    let mut slots = vec![];
    for openid in account.take_pending() {
        account.row_mut(&openid).fail(fault.clone());
        slots.push(Slot::Row(id.clone(), openid));
    }
    account.pages.page.fail(fault.clone());
    account.verify.fail(fault.clone());
    account.verifying = None;
    let request = model.selected_avatar_request();
    model.avatars.be_quiet_at(request.clone());
    if let Some(request) = request.filter(|_| model.avatar_load().is_some_and(Load::is_loading)) {
        model.avatars.fail(&request, fault.clone());
        slots.push(Slot::AvatarLoad(request));
    }
    slots.extend(model.avatars.wait_only_for(&[]).into_iter().map(Slot::AvatarLoad));
    model.opening.fail(fault);
    slots.extend([Slot::List(id.clone()), Slot::Verify(id), Slot::OpenAvatar]);
    let said = model.ui_lang.say("status.cancelled").into_owned();
    slots.into_iter().map(Effect::Stop).chain([say(model, said)]).collect()
}

fn cancelled(model: &Model) -> Fault {
    let ui_lang = model.ui_lang;
    Fault {
        kind: Kind::Cancelled,
        extent: Extent::Row,
        is_retryable: true,
        short: ui_lang.say("short.cancelled").into_owned(),
        message: ui_lang.say("fault.cancelled").into_owned(),
        advice: None,
        hint: Some(Action::Refresh),
        report: None,
    }
}

/// Escape only ever goes back: one step of what was opened or narrowed.
fn back(model: &mut Model) {
    if model.is_zoomed {
        model.is_zoomed = false;
    } else if model.focus != Focus::List {
        model.focus = Focus::List;
    } else if model.account().list.filter.is_empty() {
        model.account_mut().marks.clear();
    } else {
        model.account_mut().list.filter = Filter::default();
        model.account_mut().refilter();
    }
}

fn mark(model: &mut Model) {
    let account = model.account_mut();
    if let Some(openid) = account.list.current().cloned() {
        if !account.marks.remove(&openid) {
            account.marks.insert(openid);
        }
        account.list.step(1);
    }
}

fn mark_all(model: &mut Model) {
    let account = model.account_mut();
    account.marks.extend(account.list.all_shown().cloned());
}

fn invert_marks(model: &mut Model) {
    let account = model.account_mut();
    let shown: HashSet<OpenId> = account.list.all_shown().cloned().collect();
    account.marks = account.marks.symmetric_difference(&shown).cloned().collect();
}

fn remove(model: &mut Model) -> Vec<Effect> {
    let account = model.account_mut();
    let gone: HashSet<OpenId> = account.targets().into_iter().collect();
    if gone.is_empty() {
        return vec![];
    }
    let list = &account.list;
    let next = (list.selected..list.shown()).chain((0..list.selected).rev());
    let next = next.filter_map(|row| list.get(row)).find(|openid| !gone.contains(*openid)).cloned();
    let removed = account.list.remove(&gone);
    account.removed.push(Removed::Rows(removed));
    account.marks.clear();
    account.refilter();
    if let Some(next) = next {
        account.list.select(&next);
    }
    let values = [("n", &*gone.len().to_string()), ("key", &*key_of(Action::Undo))];
    let said = model.ui_lang.fill("status.removed", &values);
    vec![say(model, said)]
}

fn undo(model: &mut Model) -> Vec<Effect> {
    let account = model.account_mut();
    let n = match account.removed.pop() {
        None => return refuse(model, "status.nothing_removed"),
        Some(Removed::List(view)) => {
            account.restore(*view);
            account.list.len()
        }
        Some(Removed::Rows(rows)) => {
            let (n, first) = (rows.len(), rows.first().map(|(_, openid)| openid.clone()));
            account.list.restore(rows);
            account.refilter();
            if let Some(first) = first {
                account.list.select(&first);
            }
            n
        }
    };
    let said = model.ui_lang.fill("status.put_back", &[("n", &n.to_string())]);
    vec![say(model, said)]
}

fn refresh(model: &mut Model, openids: &[OpenId]) {
    model.account_mut().forget(openids);
    model.avatars.forget_failures();
}

/// Ask once more about this one, by a call of its own.
fn verify(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    if let Some(fault) = model.account().halted.clone() {
        model.warn(&fault);
    } else if let Some(openid) = model.account().list.current().cloned() {
        let account = model.account_mut();
        account.verify.forget();
        account.verifying = Some((openid, lang));
    }
    vec![]
}

fn refresh_all(model: &mut Model) {
    let all: Vec<OpenId> = model.account().list.all().cloned().collect();
    refresh(model, &all);
    model.account_mut().quota.forget();
    model.account_mut().tags.forget();
}

/// List the followers of the account, from the first page on.
fn followers(model: &mut Model) -> Vec<Effect> {
    let was_gathered = model.account_mut().list_followers();
    if !was_gathered {
        return vec![];
    }
    let key = key_of(Action::Undo);
    let said = model.ui_lang.fill("status.followers_listed", &[("key", &key)]);
    vec![say(model, said)]
}

fn resize_avatar(model: &mut Model, size: AvatarSize) -> Vec<Effect> {
    model.avatar_size = size;
    vec![]
}

fn copy_openids(model: &mut Model) -> Vec<Effect> {
    let openids = model.account().targets();
    // What a server sent as an OpenID may hold orders and line ends.
    let lines = openids.iter().map(|openid| text::visible(openid.as_str()).into_owned());
    let text = lines.collect::<Vec<_>>().join("\n");
    let said = match openids.as_slice() {
        [] => return refuse(model, "status.nothing_selected"),
        [one] => {
            let n = one.as_str().len().to_string();
            model.ui_lang.fill("status.copied", &[("text", one.as_str()), ("n", &n)])
        }
        many => model.ui_lang.fill("status.copied_openids", &[("n", &many.len().to_string())]),
    };
    copy(model, text, said)
}

fn copy_unionid(model: &mut Model) -> Vec<Effect> {
    let unionid = model.response().and_then(|response| response.follower.unionid.clone());
    let Some(unionid) = unionid.as_ref().map(UnionId::as_str) else {
        return refuse(model, "status.no_unionid");
    };
    let n = unionid.len().to_string();
    let said = model.ui_lang.fill("status.copied", &[("text", unionid), ("n", &n)]);
    copy(model, text::visible(unionid).into_owned(), said)
}
