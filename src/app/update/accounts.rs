//! From one account to another: the next account, and the same person elsewhere.

use crate::{
    app::{
        effect::{Effect, Slot},
        layout::Focus,
        model::Model,
        update::effects::{refuse, say, show},
    },
    follower::{account_id::AccountId, openid::OpenId},
};

/// The next account, with its own list where it was left. Of what was pasted, those come along
/// whom this one does not know.
pub(super) fn next(model: &mut Model) -> Vec<Effect> {
    let Some(next) = model.accounts.next() else {
        return refuse(model, "status.only_account");
    };
    let account = model.account();
    let (strangers, selected) = (account.strangers(), account.list.current().cloned());
    let mut effects = go(model, &next);
    model.accounts.take_over(&strangers, selected.as_ref());
    let name = model.account().name.name.clone();
    let said = model.ui_lang.fill("status.account", &[("name", &name)]);
    effects.push(say(model, said));
    effects
}

/// To the same person in the next account in which they were seen.
pub(super) fn same_person(model: &mut Model) -> Vec<Effect> {
    let elsewhere = model.elsewhere();
    let here = model.accounts.position(model.account().id());
    let is_behind = |(id, _): &&(AccountId, OpenId)| model.accounts.position(id) > here;
    let next = elsewhere.iter().find(is_behind).or(elsewhere.first());
    let Some((id, openid)) = next else {
        return refuse(model, "status.nowhere_else");
    };
    let effects = go(model, id);
    let account = model.account_mut();
    if !account.list.has(openid) {
        account.list.insert(vec![openid.clone()]);
        account.refilter();
    }
    model.focus = Focus::List;
    show(model, openid);
    effects
}

/// Put an account in front. The rows of the one before are not in sight any more.
fn go(model: &mut Model, id: &AccountId) -> Vec<Effect> {
    let account = model.account_mut();
    let before = account.id().clone();
    let mut effects = vec![];
    for openid in account.take_pending() {
        account.row_mut(&openid).forget();
        effects.push(Effect::Stop(Slot::Row(before.clone(), openid)));
    }
    model.accounts.go_to(id);
    effects
}
