//! Bringing all followers into the directory, so that a filter and an order are over all of them.

use crate::{
    app::{
        directory::{Progress, Synced},
        effect::{Effect, Job, Slot, Ticket},
        fault::{Extent, Fault},
        model::{
            Model,
            mode::{Mode, Then},
        },
        update::{
            effects::{refuse, run, say, tell},
            halts::halt,
        },
    },
    follower::account_id::AccountId,
};

/// Rows of one call.
const BATCH: usize = 100;
/// Followers of one page.
const PAGE: usize = 10_000;

/// Say what it costs, and ask.
pub(super) fn confirm(model: &mut Model) -> Vec<Effect> {
    let account = model.account();
    if !model.accounts.are_set_up() {
        return refuse(model, "status.no_account");
    }
    if account.sync.is_loading() {
        return tell(model, "sync.is_running");
    }
    if let Some(fault) = account.halted.clone() {
        model.warn(&fault);
        return vec![];
    }
    let total = account.total();
    let unknown = total.saturating_sub(account.searched());
    // Only an empty page ends the list for certain.
    let calls = unknown.div_ceil(BATCH) + total.div_ceil(PAGE) + 1;
    let values = [("total", &*total.to_string()), ("calls", &*calls.to_string())];
    let question = model.ui_lang.fill("sync.confirm", &values);
    model.mode = Mode::Confirm { question, then: Then::Sync };
    vec![]
}

pub(super) fn begin(model: &mut Model) -> Vec<Effect> {
    let (account, lang) = (model.account().id().clone(), model.lang);
    let ticket = model.ticket(Slot::Sync(account.clone()));
    let state = model.account_mut();
    state.progress = Progress::default();
    state.sync.start((), ticket.clone());
    vec![run(ticket, Job::Sync { account, lang })]
}

/// All are in the directory by now, or as many as there could be.
pub(super) fn synced(
    model: &mut Model,
    ticket: &Ticket,
    id: &AccountId,
    result: Result<Synced, Fault>,
) -> Vec<Effect> {
    let Some(account) = model.accounts.get_mut(id) else { return vec![] };
    if !account.sync.settle(ticket, result.clone()) {
        return vec![];
    }
    account.list.forget();
    match result {
        Ok(synced) => {
            if synced.left.is_some() {
                (account.pages.next, account.pages.total) = (None, synced.listed);
            }
            let name = account.name.name.clone();
            let values = [
                ("name", &*name),
                ("listed", &*synced.listed.to_string()),
                ("requested", &*synced.requested.to_string()),
            ];
            let key = if synced.left.is_some() { "sync.whole" } else { "sync.not_whole" };
            let said = model.ui_lang.fill(key, &values);
            vec![say(model, said)]
        }
        Err(fault) => {
            if fault.extent == Extent::Row {
                model.warn(&fault);
            } else {
                halt(model, id, &fault);
            }
            vec![]
        }
    }
}
