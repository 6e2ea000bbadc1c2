//! From one account to another: the next account, and the same person elsewhere.

use crate::{
    app::{
        directory::{Edit, Kin},
        effect::{Effect, Slot},
        model::Model,
        update::{
            edits::{edit, show},
            effects::{refuse, say},
        },
    },
    follower::account_id::AccountId,
};

/// The next account, with its own list where it was left. Of what was pasted, those come along
/// whom this one does not know.
pub(super) fn next(model: &mut Model) -> Vec<Effect> {
    let Some(next) = model.accounts.next() else {
        return refuse(model, "status.only_account");
    };
    let account = model.account();
    let (from, selected) = (account.id().clone(), account.list.current().cloned());
    let mut effects = go(model, &next);
    let before = model.account().list.anchor().cloned();
    effects.push(edit(model, Edit::TakeOver { from, selected, before }));
    let name = model.account().name.name.clone();
    let said = model.ui_lang.fill("status.account", &[("name", &name)]);
    effects.push(say(model, said));
    effects
}

/// To the same person in the next account in which they were seen.
pub(super) fn same_person(model: &mut Model) -> Vec<Effect> {
    let here = model.accounts.position(model.account().id());
    let elsewhere = model.elsewhere();
    let is_behind = |kin: &&&Kin| model.accounts.position(&kin.account) > here;
    let next = elsewhere.iter().find(is_behind).or(elsewhere.first());
    let Some(Kin { account, openid, .. }) = next.map(|kin| (*kin).clone()) else {
        return refuse(model, "status.nowhere_else");
    };
    let mut effects = go(model, &account);
    effects.push(show(model, openid));
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
