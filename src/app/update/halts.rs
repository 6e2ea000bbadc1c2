//! Refusals that reach further than what was asked for.

use crate::{
    app::{
        fault::{Extent, Fault},
        model::Model,
    },
    follower::account_id::AccountId,
};

/// Whatever failed so concerns more than what was asked for: nothing more is asked until the person
/// asks for it, and the reason is said once.
pub(super) fn halt(model: &mut Model, id: &AccountId, fault: &Fault) {
    let is_news = match fault.extent {
        Extent::Row => return,
        Extent::Account => model.accounts.get_mut(id).is_some_and(|account| account.halt(fault)),
        Extent::Everything => {
            let mut is_news = false;
            for account in model.accounts.all_mut() {
                is_news |= account.halt(fault);
            }
            is_news
        }
    };
    if !is_news {
        return;
    }
    let line = named(model, id, fault.line());
    model.note(line, true);
}

/// What is said of an account that is not in front begins with its name.
pub(super) fn named(model: &Model, id: &AccountId, said: String) -> String {
    match model.accounts.get(id) {
        Some(account) if !model.accounts.is_current(id) => {
            format!("{}: {said}", account.name.name)
        }
        _ => said,
    }
}
