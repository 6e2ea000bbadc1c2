//! What the screen shows but the state lacks: the only place that asks for data.
//!
//! Every way to move the selection, filter, resize or change a size ends here, so none of them
//! has to remember to load anything.

use std::collections::HashSet;

use crate::{
    app::{
        effect::{AvatarRequest, Effect, Job, Slot},
        model::Model,
        update::effects::run,
    },
    follower::openid::OpenId,
};

/// The next page of followers is asked for when the selection is this near to the end.
const AHEAD: usize = 200;

/// The rows of the list that are or may soon be in sight, and who the selected one is elsewhere. The
/// directory is asked at once, however fast keys follow each other.
pub(super) fn list(model: &mut Model) -> Vec<Effect> {
    let mut effects = vec![];
    let height = model.panes().list_height();
    if let Some(range) = model.account().list.wanted(height) {
        let ticket = model.ticket(Slot::Rows(model.account().id().clone()));
        let account = model.account_mut();
        account.start_list(range, ticket.clone());
        if let Some(request) = account.list.request().cloned() {
            effects.push(run(ticket, Job::Rows(Box::new(request))));
        }
    }
    if let Some(person) = model.person().filter(|person| !model.kin.is_for(person)) {
        let ticket = model.ticket(Slot::Kin);
        model.kin.start(person.clone(), ticket.clone());
        effects.push(run(ticket, Job::Kin(person.1)));
    }
    effects
}

pub(super) fn missing(model: &mut Model) -> Vec<Effect> {
    if !model.accounts.are_set_up() {
        return vec![];
    }
    let mut effects = unseen(model);
    // What is refused to the whole account is asked for again only by the person.
    if model.account().halted.is_none() {
        effects.extend(page(model));
        effects.extend(rows(model));
        effects.extend(tags(model));
        effects.extend(verify(model));
        effects.extend(quota(model));
    }
    effects.extend(avatar(model));
    effects
}

fn page(model: &mut Model) -> Option<Effect> {
    let account = model.account();
    let after = account.pages.next.clone().filter(|_| account.pages.is_on)?;
    // Of all that are listed: a filter that shows few of them would read page after page.
    let is_first = after.is_none() && account.list.is_empty();
    let is_near = is_first || account.list.is_fresh() && account.list.behind() <= AHEAD;
    let page = &account.pages.page;
    let is_there = page.is_for(&after) || page.is_loading();
    // A change on its way may begin the list anew.
    if !is_near || is_there || account.pages.budget == 0 || !account.edits.is_empty() {
        return None;
    }
    let (account, listing) = (account.id().clone(), account.pages.listing);
    let ticket = model.ticket(Slot::List(account.clone()));
    let pages = &mut model.account_mut().pages;
    pages.budget -= 1;
    pages.page.start(after.clone(), ticket.clone());
    Some(run(ticket, Job::Followers { account, after, listing }))
}

fn in_sight(model: &Model) -> Vec<OpenId> {
    let height = model.panes().list_height().max(1);
    model.account().list.in_sight(height).map(|(_, head)| head.openid.clone()).collect()
}

/// A row that has left the sight before its response came is not waited for.
fn unseen(model: &mut Model) -> Vec<Effect> {
    let sight: HashSet<OpenId> = in_sight(model).into_iter().collect();
    let account = model.account_mut();
    let mut gone: Vec<OpenId> = account.pending.difference(&sight).cloned().collect();
    gone.sort_unstable();
    let stopped = gone.into_iter().map(|openid| {
        account.pending.remove(&openid);
        account.row_mut(&openid).forget();
        Effect::Stop(Slot::Row(account.id().clone(), openid))
    });
    stopped.collect()
}

/// The rows in sight.
fn rows(model: &mut Model) -> Vec<Effect> {
    let (account, lang) = (model.account().id().clone(), model.lang);
    let mut effects = vec![];
    for openid in in_sight(model) {
        if model.account().row(&openid).is_some_and(|row| row.is_for(&lang)) {
            continue;
        }
        let ticket = model.ticket(Slot::Row(account.clone(), openid.clone()));
        let state = model.account_mut();
        state.row_mut(&openid).start(lang, ticket.clone());
        state.pending.insert(openid.clone());
        effects.push(run(ticket, Job::Follower { account: account.clone(), openid, lang }));
    }
    effects
}

/// The names of the tags, once somebody in sight has one.
fn tags(model: &mut Model) -> Option<Effect> {
    let is_wanted = model.response().is_some_and(|response| !response.follower.tags.is_empty());
    if !is_wanted || model.account().tags.is_for(&()) {
        return None;
    }
    let account = model.account().id().clone();
    let ticket = model.ticket(Slot::Tags(account.clone()));
    model.account_mut().tags.start((), ticket.clone());
    Some(run(ticket, Job::Tags { account }))
}

/// The single call that was asked for.
fn verify(model: &mut Model) -> Option<Effect> {
    let wanted = model.account().verifying.clone()?;
    if model.account().verify.is_for(&wanted) {
        return None;
    }
    let account = model.account().id().clone();
    let ticket = model.ticket(Slot::Verify(account.clone()));
    let (openid, lang) = wanted.clone();
    model.account_mut().verify.start(wanted, ticket.clone());
    Some(run(ticket, Job::Verify { account, openid, lang }))
}

/// The quota, once the account has answered at all.
fn quota(model: &mut Model) -> Option<Effect> {
    if model.response().is_none() || model.account().quota.is_for(&()) {
        return None;
    }
    let account = model.account().id().clone();
    let ticket = model.ticket(Slot::Quota(account.clone()));
    model.account_mut().quota.start((), ticket.clone());
    Some(run(ticket, Job::Quota { account }))
}

/// The avatar of the selected one. Under an overlay none is asked for. Those of passed followers
/// are waited for no more.
fn avatar(model: &mut Model) -> Vec<Effect> {
    if model.is_covered() {
        return vec![];
    }
    let selected = model.selected_avatar_request();
    let mut wanted = around(model);
    wanted.extend(selected.clone());
    let gone = model.avatars.wait_only_for(&wanted).into_iter();
    let mut effects: Vec<Effect> =
        gone.map(|request| Effect::Stop(Slot::AvatarLoad(request))).collect();
    if let Some(request) = selected.filter(|request| model.avatars.select(request)) {
        effects.push(shoot(model, request, false));
    }
    effects
}

/// The avatars of those around the selected one, one after the other, once all that is in sight is
/// there: whoever is selected next has theirs at once.
pub(super) fn ahead(model: &mut Model) -> Option<Effect> {
    if model.is_covered() || !model.account().pending.is_empty() || model.avatars.is_loading() {
        return None;
    }
    let mut wanted: Vec<AvatarRequest> = model.selected_avatar_request().into_iter().collect();
    wanted.extend(around(model));
    model.avatars.first_missing(&wanted).map(|request| shoot(model, request, true))
}

/// Who is likely to be selected next, the likeliest first: four below, two above.
const AROUND: [isize; 6] = [1, -1, 2, -2, 3, 4];

fn around(model: &Model) -> Vec<AvatarRequest> {
    let list = &model.account().list;
    let rows = AROUND.iter().filter_map(|by| list.selected.checked_add_signed(*by));
    let heads = rows.filter_map(|row| list.head(row));
    heads.filter_map(|head| model.avatar_request(&head.openid)).collect()
}

fn shoot(model: &mut Model, request: AvatarRequest, is_ahead: bool) -> Effect {
    let ticket = model.ticket(Slot::AvatarLoad(request.clone()));
    model.avatars.start(request.clone(), ticket.clone(), is_ahead);
    run(ticket, Job::Avatar(request))
}
