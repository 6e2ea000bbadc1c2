//! What each action does while the panes are in front.

use std::collections::HashSet;

use crate::{
    app::{
        action::Action,
        effect::{Effect, Leave, Slot},
        event::Fault,
        keymap::key_of,
        model::{
            Model, Pages,
            field::Field,
            filter::Filter,
            load::Load,
            mode::{Help, Mode},
        },
        panes::Focus,
        update::{copy, look, over, person, picture, redraw, refuse, say},
    },
    follower::{avatar_url::AvatarSize, openid::OpenId, unionid::UnionId},
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
            field.insert(model.list.filter.text());
            (model.mode, model.focus) = (Mode::Filter(field), Focus::List);
        }
        Action::Add => (model.mode, model.focus) = (Mode::Add(Field::default()), Focus::List),
        Action::Mark => mark(model),
        Action::MarkAll => model.marks.extend(model.list.all_shown().cloned()),
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
        Action::Refresh => refresh(model, &model.targets()),
        Action::RefreshAll => refresh_all(model),
        Action::Followers => followers(model),
        Action::NextAccount => return person::next_account(model),
        Action::SamePerson => return person::jump(model),
        Action::NextLang => {
            model.lang = model.lang.next();
            let said = model.words.fill("status.lang", &[("lang", model.lang.as_str())]);
            return vec![say(model, said)];
        }
        Action::LargerAvatar => return resize_avatar(model, model.avatar_size.larger()),
        Action::SmallerAvatar => return resize_avatar(model, model.avatar_size.smaller()),
        Action::Avatar(size) => return resize_avatar(model, size),
        Action::OpenPicture => return picture::open(model),
        Action::SavePicture => return picture::ask(model),
        Action::Copy => return copy_openids(model),
        Action::CopyUnionId => return copy_unionid(model),
        Action::Raw => return look::raw(model),
        Action::Fault => return look::fault(model),
        Action::Verify => verify(model),
        Action::Notices => return look::notices(model),
        Action::Demo if model.is_demo => return refuse(model, "status.is_demo"),
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
    let Some(by) = over::step(action, page) else { return };
    if is_list {
        model.list.step(by);
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
    let words = model.words;
    let short = words.say("short.cancelled").into_owned();
    let hint = words.fill("list.again", &[("key", &key_of(Action::Refresh))]);
    let text = words.say("fault.cancelled").into_owned();
    let fault = Fault { short, text, hint: Some(hint), report: None };
    let account = model.account;
    let mut asked: Vec<OpenId> = model.asked.drain().collect();
    asked.sort_unstable();
    let mut slots = vec![];
    for openid in asked {
        model.row_mut(account, &openid).fail(fault.clone());
        slots.push(Slot::Row(account, openid));
    }
    model.pages.page.fail(fault.clone());
    let shot = model.list.current().and_then(|openid| model.shot(openid));
    model.faces.be_quiet_at(shot.clone());
    if let Some(shot) = shot.filter(|_| model.face().is_some_and(Load::is_loading)) {
        model.faces.fail(&shot, fault.clone());
        slots.push(Slot::Face(shot));
    }
    slots.extend(model.faces.wait_only_for(&[]).into_iter().map(Slot::Face));
    model.opening.fail(fault.clone());
    model.verify.fail(fault);
    model.verifying = None;
    slots.extend([Slot::List, Slot::Verify, Slot::OpenPicture]);
    let said = words.say("status.cancelled").into_owned();
    slots.into_iter().map(Effect::Stop).chain([say(model, said)]).collect()
}

/// Escape only ever goes back: one step of what was opened or narrowed.
fn back(model: &mut Model) {
    if model.is_zoomed {
        model.is_zoomed = false;
    } else if model.focus != Focus::List {
        model.focus = Focus::List;
    } else if !model.list.filter.is_empty() {
        model.list.filter = Filter::default();
        model.refilter();
    } else {
        model.marks.clear();
    }
}

fn mark(model: &mut Model) {
    if let Some(openid) = model.list.current().cloned() {
        if !model.marks.remove(&openid) {
            model.marks.insert(openid);
        }
        model.list.step(1);
    }
}

fn invert_marks(model: &mut Model) {
    let shown: HashSet<OpenId> = model.list.all_shown().cloned().collect();
    model.marks = model.marks.symmetric_difference(&shown).cloned().collect();
}

fn remove(model: &mut Model) -> Vec<Effect> {
    let gone: HashSet<OpenId> = model.targets().into_iter().collect();
    if gone.is_empty() {
        return vec![];
    }
    let selected = model.list.selected;
    let next = (selected..model.list.shown()).chain((0..selected).rev());
    let next =
        next.filter_map(|row| model.list.get(row)).find(|openid| !gone.contains(*openid)).cloned();
    model.removed = model.list.remove(&gone);
    model.marks.clear();
    model.refilter();
    if let Some(next) = next {
        model.list.select(&next);
    }
    let said = model.words.fill("status.removed", &[("n", &gone.len().to_string())]);
    vec![say(model, said)]
}

fn undo(model: &mut Model) -> Vec<Effect> {
    let removed = std::mem::take(&mut model.removed);
    let Some((_, first)) = removed.first().cloned() else {
        return refuse(model, "status.nothing_removed");
    };
    let said = model.words.fill("status.put_back", &[("n", &removed.len().to_string())]);
    model.list.restore(removed);
    model.refilter();
    model.list.select(&first);
    vec![say(model, said)]
}

fn refresh(model: &mut Model, openids: &[OpenId]) {
    for openid in openids {
        if model.row(openid).is_some_and(|row| !row.is_loading()) {
            model.row_mut(model.account, openid).forget();
        }
    }
    model.faces.forget_failures();
    if model.pages.page.fault().is_some() {
        model.pages.page = Load::default();
    }
}

/// Ask once more about this one, by a call of its own.
fn verify(model: &mut Model) {
    if let Some(openid) = model.list.current().cloned() {
        model.verify.forget();
        model.verifying = Some((model.account, openid, model.lang));
    }
}

fn refresh_all(model: &mut Model) {
    let all: Vec<OpenId> = model.list.all().cloned().collect();
    refresh(model, &all);
    model.quota.forget();
}

/// List the followers of the account, from the first page on.
fn followers(model: &mut Model) {
    model.list.clear();
    model.marks.clear();
    model.pages = Pages { is_on: true, next: Some(None), ..Pages::default() };
    model.refilter();
}

fn resize_avatar(model: &mut Model, size: AvatarSize) -> Vec<Effect> {
    model.avatar_size = size;
    vec![]
}

fn copy_openids(model: &mut Model) -> Vec<Effect> {
    let openids = model.targets();
    let text = openids.iter().map(OpenId::as_str).collect::<Vec<_>>().join("\n");
    let said = match openids.as_slice() {
        [] => return refuse(model, "status.nothing_selected"),
        [one] => {
            let n = one.as_str().len().to_string();
            model.words.fill("status.copied", &[("text", one.as_str()), ("n", &n)])
        }
        many => model.words.fill("status.copied_openids", &[("n", &many.len().to_string())]),
    };
    copy(model, text, said)
}

fn copy_unionid(model: &mut Model) -> Vec<Effect> {
    let unionid = model.answer().and_then(|answer| answer.follower.unionid.clone());
    let Some(unionid) = unionid.as_ref().map(UnionId::as_str) else {
        return refuse(model, "status.no_unionid");
    };
    let n = unionid.len().to_string();
    let said = model.words.fill("status.copied", &[("text", unionid), ("n", &n)]);
    copy(model, unionid.to_owned(), said)
}
