//! Changes of a list: the directory makes them, and what came of them is taken in here.

use crate::{
    app::{
        action::Action,
        directory::{Change, Edit, Edited, Marks},
        effect::{Effect, Job, Slot, Ticket},
        fault::Fault,
        keymap::key_of,
        layout::Focus,
        model::{Model, account::Removed},
        update::effects::{refuse, run, say},
    },
    follower::{account_id::AccountId, openid::OpenId},
    query::filter::Filter,
};

/// Have the list of the account in front changed.
pub(super) fn edit(model: &mut Model, edit: Edit) -> Effect {
    let account = model.account().id().clone();
    let ticket = model.serial_ticket(|serial| Slot::Edit(account.clone(), serial));
    model.account_mut().edits.insert(ticket.clone(), Change::of(&edit));
    run(ticket, Job::Edit { account, edit: Box::new(edit) })
}

/// Take off what is marked, or else the selected one.
pub(super) fn remove(model: &mut Model) -> Vec<Effect> {
    let account = model.account();
    let Some(target) = account.target() else { return vec![] };
    let query = account.list.query.clone();
    let selected = account.list.current().cloned();
    vec![edit(model, Edit::Remove { target, query, selected })]
}

pub(super) fn undo(model: &mut Model) -> Vec<Effect> {
    if model.account().removed.is_empty() {
        return refuse(model, "status.nothing_removed");
    }
    vec![edit(model, Edit::PutBack)]
}

/// List the followers of the account, from the first page on.
pub(super) fn anew(model: &mut Model) -> Vec<Effect> {
    let selected = model.account().list.current().cloned();
    vec![edit(model, Edit::Anew { selected })]
}

/// Take in what a change came to.
pub(super) fn edited(
    model: &mut Model,
    ticket: &Ticket,
    id: &AccountId,
    result: Result<Edited, Fault>,
) -> Vec<Effect> {
    let is_current = model.accounts.is_current(id);
    let Some(account) = model.accounts.get_mut(id) else { return vec![] };
    let Some(change) = account.edits.remove(ticket) else { return vec![] };
    account.list.forget();
    let edited = match result {
        Ok(edited) => edited,
        Err(fault) => {
            model.warn(&fault);
            return vec![];
        }
    };
    if let Some(openid) = edited.select.clone() {
        account.list.select(openid);
    }
    let n = edited.n.to_string();
    let said = match change {
        Change::Remove if edited.n > 0 => {
            account.marks = Marks::default();
            account.removed.push(Removed::Rows);
            let values = [("n", &*n), ("key", &*key_of(Action::Undo))];
            model.ui_lang.fill("status.removed", &values)
        }
        Change::PutBack => {
            if let Some(Removed::List(view)) = account.removed.pop() {
                account.restore(*view, edited.listing);
            }
            model.ui_lang.fill("status.put_back", &[("n", &n)])
        }
        Change::Anew => {
            account.begin_anew(&edited);
            if !edited.is_gathered {
                return vec![];
            }
            model.ui_lang.fill("status.followers_listed", &[("key", &key_of(Action::Undo))])
        }
        Change::TakeOver => {
            // An account that has nobody to show lists its own followers.
            account.pages.is_on |= edited.listed == 0;
            return vec![];
        }
        Change::Insert | Change::Remove | Change::Forget => return vec![],
    };
    if is_current { vec![say(model, said)] } else { vec![] }
}

/// Bring somebody into sight, who is put into the list where they are not there.
pub(super) fn show(model: &mut Model, openid: OpenId) -> Effect {
    let account = model.account_mut();
    account.list.narrow(Filter::default());
    let before = account.list.anchor().cloned();
    account.list.select(openid.clone());
    model.focus = Focus::List;
    edit(model, Edit::Insert { openid, before })
}
