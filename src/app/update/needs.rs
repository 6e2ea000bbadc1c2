//! What the screen shows but the state lacks: the only place that asks for data.
//!
//! Every way to move the selection, filter, resize or change a size ends here, so none of them
//! has to remember to load anything.

use std::{collections::HashSet, time::Duration};

use crate::{
    app::{
        effect::{Effect, Job, Slot, Ticket},
        model::{Model, Shot, load::Load},
        picture::Drawing,
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
    effects.extend(avatar(model));
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

/// The picture of the selected one. Under an overlay it is kept, and not asked for.
fn avatar(model: &mut Model) -> Option<Effect> {
    if model.is_covered() {
        return None;
    }
    let cells = model.panes().avatar_cells();
    let shot = model
        .answer()
        .and_then(|answer| Some((answer.follower.openid.clone(), answer.follower.avatar.clone()?)))
        .filter(|_| model.drawing != Drawing::Off && cells.width > 0 && cells.height > 0)
        .map(|(openid, url)| Shot {
            account: model.account,
            openid: model.list.current().cloned().unwrap_or(openid),
            url,
            size: model.avatar_size,
            cells,
            drawing: model.drawing,
        });
    let Some(shot) = shot else {
        let was_loading = model.avatar.is_loading();
        model.avatar = Load::default();
        return was_loading.then_some(Effect::Stop(Slot::Avatar));
    };
    if model.avatar.is_for(&shot) {
        return None;
    }
    let ticket = model.ticket(Slot::Avatar);
    let Shot { account, url, size, cells, .. } = shot.clone();
    // What came before is another face or another size: it is not kept.
    model.avatar = Load::Loading { key: shot, ticket: ticket.clone(), before: None };
    Some(run(ticket, Job::Avatar { account, url, size, cells }))
}
