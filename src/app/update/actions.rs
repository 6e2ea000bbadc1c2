//! What each action does while the panes are in front.

use crate::{
    app::{
        action::{Action, Scope},
        directory::{Edit, Marks},
        effect::{Effect, Leave, Slot},
        fault::{Extent, Fault, Kind},
        layout::Focus,
        model::{
            Model,
            field::Field,
            load::Load,
            mode::{Help, Mode, Then},
        },
        update::{
            accounts, avatar, copies,
            edits::{self, edit},
            effects::{redraw, refuse, say},
            sheets,
            steps::step,
            sync,
        },
    },
    follower::avatar_url::AvatarSize,
    query::{
        Query,
        filter::Filter,
        order::{By, Order},
    },
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
            field.insert(model.account().list.filter().text());
            (model.mode, model.focus) = (Mode::Filter(field), Focus::List);
        }
        Action::Add => (model.mode, model.focus) = (Mode::Add(Field::default()), Focus::List),
        Action::Mark => mark(model),
        Action::MarkAll => mark_all(model),
        Action::InvertMarks => invert_marks(model),
        Action::Remove => return edits::remove(model),
        Action::Undo => return edits::undo(model),
        Action::Open => model.focus = Focus::Detail,
        Action::Back if model.is_busy() => return cancel(model),
        Action::Back => back(model),
        Action::NextPane => model.focus = model.focus.next(),
        Action::PreviousPane => model.focus = model.focus.previous(),
        Action::Zoom => model.is_zoomed = !model.is_zoomed,
        Action::ZoomAvatar => zoom_avatar(model),
        Action::Refresh => return refresh(model),
        Action::RefreshAll => return refresh_all(model),
        Action::Sync => return sync::confirm(model),
        Action::Followers => return edits::anew(model),
        Action::NextAccount => return accounts::next(model),
        Action::SamePerson => return accounts::same_person(model),
        Action::Sort => model.mode = Mode::Menu(Scope::Sort),
        Action::SortBy(by) => return sort(model, by),
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
        Action::Copy => return copies::openids(model),
        Action::CopyUnionId => return copies::unionid(model),
        Action::Raw => return sheets::raw(model),
        Action::Fault => return sheets::fault(model),
        Action::Verify => return verify(model),
        Action::Notices => return sheets::notices(model),
        Action::History => return sheets::history(model),
        Action::Demo if model.is_demo => return refuse(model, "status.is_demo"),
        Action::Demo if model.accounts.are_set_up() => {
            let question = model.ui_lang.say("confirm.demo").into_owned();
            model.mode = Mode::Confirm { question, then: Then::Leave(Leave::Demo) };
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
    account.sync.fail(fault.clone());
    account.verifying = None;
    let request = model.selected_avatar_request();
    model.avatars.be_quiet_at(request.clone());
    if let Some(request) = request.filter(|_| model.avatar_load().is_some_and(Load::is_loading)) {
        model.avatars.fail(&request, fault.clone());
        slots.push(Slot::AvatarLoad(request));
    }
    slots.extend(model.avatars.wait_only_for(&[]).into_iter().map(Slot::AvatarLoad));
    model.opening.fail(fault);
    slots.extend([
        Slot::List(id.clone()),
        Slot::Sync(id.clone()),
        Slot::Verify(id),
        Slot::OpenAvatar,
    ]);
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
    } else if model.account().list.filter().text().is_empty() {
        clear_marks(model);
    } else {
        model.account_mut().list.narrow(Filter::default());
    }
}

fn clear_marks(model: &mut Model) {
    let account = model.account_mut();
    if !account.marks.is_empty() {
        account.marks = Marks::default();
        account.list.forget();
    }
}

fn mark(model: &mut Model) {
    let account = model.account_mut();
    if let Some(openid) = account.list.flip() {
        account.marks.flip(openid);
        account.list_again();
        account.list.step(1);
    }
}

/// Whoever the list shows.
fn mark_all(model: &mut Model) {
    let account = model.account_mut();
    account.marks.add(account.list.query.clone());
    account.list.forget();
}

fn invert_marks(model: &mut Model) {
    let account = model.account_mut();
    account.marks.invert(account.list.query.clone());
    account.list.forget();
}

/// Ask again about what is marked, or else the selected one.
fn refresh(model: &mut Model) -> Vec<Effect> {
    let target = model.account().target();
    model.account_mut().forget(target.as_ref());
    model.avatars.forget_failures();
    target.into_iter().map(|target| edit(model, Edit::Forget(target))).collect()
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

fn refresh_all(model: &mut Model) -> Vec<Effect> {
    let account = model.account_mut();
    account.forget(None);
    account.quota.forget();
    account.tags.forget();
    model.avatars.forget_failures();
    vec![edit(model, Edit::ForgetAll)]
}

/// The same again turns the order round.
fn sort(model: &mut Model, by: By) -> Vec<Effect> {
    let list = &mut model.account_mut().list;
    let order = match by {
        By::Listed => Order::default(),
        _ => list.query.order.pressed(by),
    };
    list.show(Query { order, ..list.query.clone() });
    vec![]
}

fn resize_avatar(model: &mut Model, size: AvatarSize) -> Vec<Effect> {
    model.avatar_size = size;
    vec![]
}
