//! From one account to another: the next account, and the same person elsewhere.

use crate::{
    app::{
        effect::{AccountAt, Effect, Slot},
        model::Model,
        panes::Focus,
        update::{refuse, say, show},
    },
    follower::openid::OpenId,
};

/// The next account. The list stays.
pub(super) fn next_account(model: &mut Model) -> Vec<Effect> {
    if model.accounts.len() < 2 {
        return refuse(model, "status.only_account");
    }
    let mut effects = go(model, (model.account + 1) % model.accounts.len());
    let name = model.account().map(|account| account.name.clone()).unwrap_or_default();
    let said = model.words.fill("status.account", &[("name", &name)]);
    effects.push(say(model, said));
    effects
}

/// To the same person in the next account in which they were seen.
pub(super) fn jump(model: &mut Model) -> Vec<Effect> {
    let elsewhere = model.elsewhere();
    let next = elsewhere.iter().find(|(account, _)| *account > model.account).or(elsewhere.first());
    let Some((account, openid)) = next.cloned() else {
        return refuse(model, "status.nowhere_else");
    };
    let effects = go(model, account);
    if !model.list.has(&openid) {
        model.list.insert(vec![openid.clone()]);
        model.refilter();
    }
    model.focus = Focus::List;
    show(model, &openid);
    effects
}

fn go(model: &mut Model, account: AccountAt) -> Vec<Effect> {
    let before = model.account;
    let mut asked: Vec<OpenId> = model.asked.drain().collect();
    asked.sort_unstable();
    let mut effects = vec![];
    for openid in asked {
        model.row_mut(before, &openid).forget();
        effects.push(Effect::Stop(Slot::Row(before, openid)));
    }
    model.account = account;
    // The next pages of the list would be those of the account before.
    model.pages.next = model.pages.next.take().filter(|_| model.list.is_empty());
    model.refilter();
    effects
}
