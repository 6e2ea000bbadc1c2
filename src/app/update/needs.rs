//! What the screen shows but the state lacks: the only place that asks for data.
//!
//! Every way to move the selection, filter, resize or change a size ends here, so none of them
//! has to remember to load anything.

use std::{collections::HashSet, time::Duration};

use crate::{
    app::{
        effect::{Effect, Job, Shot, Slot, Ticket},
        model::Model,
    },
    follower::openid::OpenId,
};

/// The next page of followers is asked for when the selection is this near to the end.
const AHEAD: usize = 200;

pub(super) fn missing(model: &mut Model) -> Vec<Effect> {
    if model.accounts.is_empty() {
        return vec![];
    }
    let mut effects = vec![];
    effects.extend(page(model));
    effects.extend(rows(model));
    effects.extend(tags(model));
    effects.extend(verify(model));
    effects.extend(quota(model));
    effects.extend(face(model));
    effects
}

fn run(ticket: Ticket, job: Job) -> Effect {
    Effect::Run { ticket, after: Duration::ZERO, job }
}

fn page(model: &mut Model) -> Option<Effect> {
    let after = model.pages.next.clone().filter(|_| model.pages.is_on)?;
    let is_near = model.list.selected + AHEAD >= model.list.shown();
    let key = (model.account, after.clone());
    if !is_near || model.pages.page.is_for(&key) || model.pages.page.is_loading() {
        return None;
    }
    let ticket = model.ticket(Slot::List);
    model.pages.page.start(key, ticket.clone());
    Some(run(ticket, Job::Followers { account: model.account, after }))
}

/// The rows in sight. One that has left it before its answer came is not waited for.
fn rows(model: &mut Model) -> Vec<Effect> {
    let height = model.panes().list_height().max(1);
    let account = model.account;
    let sight: Vec<OpenId> =
        model.list.in_sight(height).map(|(_, openid)| openid.clone()).collect();
    let seen: HashSet<&OpenId> = sight.iter().collect();
    let mut gone: Vec<OpenId> =
        model.asked.iter().filter(|openid| !seen.contains(openid)).cloned().collect();
    gone.sort_unstable();
    let mut effects = vec![];
    for openid in gone {
        model.asked.remove(&openid);
        model.row_mut(account, &openid).forget();
        effects.push(Effect::Stop(Slot::Row(account, openid)));
    }
    let lang = model.lang;
    for openid in sight {
        if model.row(&openid).is_some_and(|row| row.is_for(&lang)) {
            continue;
        }
        let ticket = model.ticket(Slot::Row(account, openid.clone()));
        model.row_mut(account, &openid).start(lang, ticket.clone());
        model.asked.insert(openid.clone());
        effects.push(run(ticket, Job::Follower { account, openid, lang }));
    }
    effects
}

/// The names of the tags, once somebody in sight has one.
fn tags(model: &mut Model) -> Option<Effect> {
    let is_wanted = model.answer().is_some_and(|answer| !answer.follower.tags.is_empty());
    if !is_wanted || model.tags.is_for(&model.account) {
        return None;
    }
    let ticket = model.ticket(Slot::Tags);
    model.tags.start(model.account, ticket.clone());
    Some(run(ticket, Job::Tags { account: model.account }))
}

/// The single call that was asked for.
fn verify(model: &mut Model) -> Option<Effect> {
    let wanted = model.verifying.clone()?;
    if model.verify.is_for(&wanted) {
        return None;
    }
    let ticket = model.ticket(Slot::Verify);
    let (account, openid, lang) = wanted.clone();
    model.verify.start(wanted, ticket.clone());
    Some(run(ticket, Job::Verify { account, openid, lang }))
}

/// The quota, once the account has answered at all.
fn quota(model: &mut Model) -> Option<Effect> {
    if model.answer().is_none() || model.quota.is_for(&model.account) {
        return None;
    }
    let ticket = model.ticket(Slot::Quota);
    model.quota.start(model.account, ticket.clone());
    Some(run(ticket, Job::Quota { account: model.account }))
}

/// The picture of the selected one. Under an overlay none is asked for. Those of passed followers
/// are waited for no more.
fn face(model: &mut Model) -> Vec<Effect> {
    if model.is_covered() {
        return vec![];
    }
    let selected = model.list.current().and_then(|openid| model.shot(openid));
    let mut wanted = around(model);
    wanted.extend(selected.clone());
    let gone = model.faces.wait_only_for(&wanted).into_iter();
    let mut effects: Vec<Effect> = gone.map(|shot| Effect::Stop(Slot::Face(shot))).collect();
    if let Some(shot) = selected.filter(|shot| model.faces.look_at(shot)) {
        effects.push(shoot(model, shot, false));
    }
    effects
}

/// The pictures of those around the selected one, one after the other, once all that is in sight is
/// there: whoever is selected next has theirs at once.
pub(super) fn ahead(model: &mut Model) -> Option<Effect> {
    if model.is_covered() || !model.asked.is_empty() || model.faces.is_loading() {
        return None;
    }
    let mut wanted: Vec<Shot> =
        model.list.current().and_then(|it| model.shot(it)).into_iter().collect();
    wanted.extend(around(model));
    model.faces.first_missing(&wanted).map(|shot| shoot(model, shot, true))
}

/// Who is likely to be selected next, the likeliest first: four below, two above.
const AROUND: [isize; 6] = [1, -1, 2, -2, 3, 4];

fn around(model: &Model) -> Vec<Shot> {
    let rows = AROUND.iter().filter_map(|by| model.list.selected.checked_add_signed(*by));
    rows.filter_map(|row| model.list.get(row)).filter_map(|openid| model.shot(openid)).collect()
}

fn shoot(model: &mut Model, shot: Shot, is_ahead: bool) -> Effect {
    let ticket = model.ticket(Slot::Face(shot.clone()));
    model.faces.start(shot.clone(), ticket.clone(), is_ahead);
    run(ticket, Job::Avatar(shot))
}
