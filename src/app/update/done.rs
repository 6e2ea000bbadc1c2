//! What a finished job changes. A late response, for another ticket, changes nothing, and each response
//! goes to the account that it is about, whichever is in front.

use std::{collections::HashMap, sync::Arc};

use crate::{
    app::{
        directory::{Listed, Window},
        effect::{Done, Effect, Slot, Ticket},
        fault::{Extent, Fault},
        model::Model,
        response::Response,
        update::{
            avatar, copies, edits,
            halts::{halt, named},
            sheets, sync, typing,
        },
    },
    follower::{account_id::AccountId, openid::OpenId},
};

/// What a slot waits for, of all that a job can bring.
macro_rules! brought {
    ($result:expr, $kind:path) => {
        match $result {
            Ok($kind(brought)) => Ok(brought),
            Err(fault) => Err(fault),
            Ok(_) => return vec![],
        }
    };
}

pub(super) fn done(model: &mut Model, ticket: &Ticket, result: Result<Done, Fault>) -> Vec<Effect> {
    match &ticket.slot {
        Slot::Rows(id) => rows(model, ticket, id, brought!(result, Done::Rows)),
        Slot::Edit(id, _) => {
            return edits::edited(model, ticket, id, brought!(result, Done::Edited));
        }
        Slot::Marked(id) => {
            let result = match result {
                Ok(Done::Marked(text, n)) => Ok((text, n)),
                Err(fault) => Err(fault),
                Ok(_) => return vec![],
            };
            return copies::marked(model, ticket, id, result);
        }
        Slot::History => return sheets::changed(model, ticket, brought!(result, Done::History)),
        Slot::Kin => drop(model.kin.settle(ticket, brought!(result, Done::Kin))),
        Slot::Sync(id) => return sync::synced(model, ticket, id, brought!(result, Done::Synced)),
        Slot::List(id) => page(model, ticket, id, brought!(result, Done::Listed)),
        Slot::Row(id, openid) => {
            row(model, ticket, id, openid, brought!(result, Done::Follower));
        }
        Slot::Verify(id) => return verified(model, ticket, id, brought!(result, Done::Follower)),
        Slot::Quota(id) => {
            let quota = brought!(result, Done::Quota);
            if let Some(account) = model.accounts.get_mut(id) {
                account.quota.settle(ticket, quota);
            }
        }
        Slot::Tags(id) => tags(model, ticket, id, brought!(result, Done::Tags)),
        Slot::AvatarLoad(_) => model.avatars.settle(ticket, brought!(result, Done::Avatar)),
        Slot::OpenAvatar => return avatar::opened(model, ticket, result.map(|_| ())),
        Slot::Read(_) => {
            let result = match result {
                Ok(Done::Read(found, there)) => Ok((found, there)),
                Err(fault) => Err(fault),
                Ok(_) => return vec![],
            };
            return typing::found(model, ticket, result);
        }
        Slot::Save => return avatar::saved(model, ticket, brought!(result, Done::Saved)),
        Slot::Notice => drop(model.notice.take_if(|notice| notice.ticket == *ticket)),
        Slot::Rest => drop(model.rest.take_if(|rest| rest == ticket)),
        // What it said came as an event.
        Slot::Terminal => {}
    }
    vec![]
}

fn rows(model: &mut Model, ticket: &Ticket, id: &AccountId, response: Result<Window, Fault>) {
    let fault = response.as_ref().err().cloned();
    let Some(account) = model.accounts.get_mut(id) else { return };
    if account.settle_list(ticket, response)
        && let Some(fault) = fault
    {
        model.warn(&fault);
    }
}

fn page(model: &mut Model, ticket: &Ticket, id: &AccountId, response: Result<Listed, Fault>) {
    let (response, page) = match response {
        Ok(page) => (Ok(()), Ok(page)),
        Err(fault) => (Err(fault.clone()), Err(fault)),
    };
    let is_current = model.accounts.is_current(id);
    let Some(account) = model.accounts.get_mut(id) else { return };
    if !account.pages.page.settle(ticket, response) {
        // It was given up, and is in the directory all the same.
        account.list.forget();
        return;
    }
    match page {
        Ok(page) => {
            let listed = page.listed;
            if account.take_page(page) {
                let total = account.pages.total;
                let values = [("n", &*listed.to_string()), ("total", &*total.to_string())];
                let said = model.ui_lang.fill("list.repeats", &values);
                let said = named(model, id, said);
                model.say(said, true);
            }
        }
        Err(fault) if fault.extent != Extent::Row => halt(model, id, &fault),
        // Where there is no list yet, its place says it.
        Err(fault) if is_current && !account.list.is_empty() => model.warn(&fault),
        Err(_) => {}
    }
}

fn row(
    model: &mut Model,
    ticket: &Ticket,
    id: &AccountId,
    openid: &OpenId,
    response: Result<Arc<Response>, Fault>,
) {
    let Some(account) = model.accounts.get_mut(id) else { return };
    if !account.settle_row(openid, ticket, response.clone()) {
        account.list_again();
        return;
    }
    match response {
        Ok(response) => learn(model, id, &response),
        Err(fault) => halt(model, id, &fault),
    }
}

/// What a response says beyond its own row.
fn learn(model: &mut Model, id: &AccountId, response: &Response) {
    model.now = model.now.max(response.fetched_at);
    if let Some(account) = model.accounts.get_mut(id) {
        account.is_bound |= response.follower.unionid.is_some();
    }
    // In another account they may be the same person as the selected one.
    if response.follower.unionid.is_some() {
        model.kin.forget();
    }
}

fn tags(
    model: &mut Model,
    ticket: &Ticket,
    id: &AccountId,
    response: Result<HashMap<i64, String>, Fault>,
) {
    let Some(account) = model.accounts.get_mut(id) else { return };
    // A filter may look for one of the names.
    if account.tags.settle(ticket, response) {
        account.list_again();
    }
}

/// The response of a single call takes the place of what is shown, and the differences are told while
/// its account is in front.
fn verified(
    model: &mut Model,
    ticket: &Ticket,
    id: &AccountId,
    response: Result<Arc<Response>, Fault>,
) -> Vec<Effect> {
    let is_current = model.accounts.is_current(id);
    let Some(account) = model.accounts.get_mut(id) else { return vec![] };
    let Some((openid, lang)) = account.verify.key().cloned() else { return vec![] };
    if !account.verify.settle(ticket, response.clone()) {
        return vec![];
    }
    account.verifying = None;
    match response {
        Ok(single) => {
            let shown = account.response(&openid).cloned();
            account.replace(&openid, lang, Arc::clone(&single));
            learn(model, id, &single);
            let shown = shown.filter(|_| is_current);
            shown.map_or(vec![], |shown| sheets::verified(model, &shown, &single))
        }
        Err(fault) => {
            if fault.extent != Extent::Row {
                halt(model, id, &fault);
            } else if is_current {
                model.warn(&fault);
            }
            vec![]
        }
    }
}
