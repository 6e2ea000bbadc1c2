//! What a finished job changes. A late answer, for another ticket, changes nothing.

use std::sync::Arc;

use crate::app::{
    effect::{AccountAt, Effect, Slot, Ticket},
    event::{Answer, Fault, Outcome, Page},
    model::{Model, load::Load},
    update::{look, picture, terminal},
};

pub(super) fn done(model: &mut Model, ticket: &Ticket, outcome: Outcome) -> Vec<Effect> {
    match outcome {
        Outcome::Followers(answer) => followers(model, ticket, answer),
        Outcome::Follower(answer) => {
            let Slot::Row(account, openid) = &ticket.slot else { return vec![] };
            let news = answer.as_ref().ok().cloned();
            if model.row_mut(*account, openid).settle(ticket, answer) {
                if *account == model.account {
                    model.asked.remove(openid);
                }
                if let Some(answer) = news {
                    learn(model, *account, &answer);
                }
            }
        }
        Outcome::Verified(answer) => return verified(model, ticket, answer),
        Outcome::Quota(answer) => {
            model.quota.settle(ticket, answer);
        }
        Outcome::Tags(answer) => {
            model.tags.settle(ticket, answer);
        }
        Outcome::Avatar(answer) => {
            model.faces.settle(ticket, answer);
        }
        Outcome::Opened(answer) => return picture::opened(model, ticket, answer),
        Outcome::Saved(answer) => return picture::saved(model, ticket, answer),
        Outcome::Terminal(drawing, why) => terminal(model, drawing, why),
        Outcome::Waited => {
            model.notice.take_if(|notice| notice.ticket == *ticket);
            model.rest.take_if(|rest| rest == ticket);
        }
    }
    vec![]
}

fn followers(model: &mut Model, ticket: &Ticket, answer: Result<Page, Fault>) {
    let (answer, page) = match answer {
        Ok(page) => (Ok(()), Some(page)),
        Err(fault) => (Err(fault), None),
    };
    if !model.pages.page.settle(ticket, answer) {
        return;
    }
    let Some(Page { openids, total, next }) = page else {
        if let (Some(fault), false) = (model.pages.page.fault().cloned(), model.list.is_empty()) {
            model.warn(&fault);
        }
        return;
    };
    // A server that answers with the page it was asked from would be asked for ever.
    let is_moving = !openids.is_empty() && model.pages.next.as_ref() != Some(&next);
    model.pages.next = next.filter(|_| is_moving).map(Some);
    model.pages.total = total;
    model.list.append(openids);
    model.refilter();
}

/// What an answer says beyond its own row.
fn learn(model: &mut Model, account: AccountAt, answer: &Answer) {
    model.now = model.now.max(answer.fetched_at);
    if answer.follower.unionid.is_some() {
        model.is_bound.insert(account);
    }
    model.people.note(account, answer);
}

/// The answer of a single call takes the place of what is shown, and the differences are told.
fn verified(model: &mut Model, ticket: &Ticket, answer: Result<Arc<Answer>, Fault>) -> Vec<Effect> {
    let Some((account, openid, lang)) = model.verify.key().cloned() else { return vec![] };
    if !model.verify.settle(ticket, answer.clone()) {
        return vec![];
    }
    model.verifying = None;
    match answer {
        Ok(single) => {
            let shown = model.row_in(account, &openid).and_then(Load::value).cloned();
            learn(model, account, &single);
            model.row_mut(account, &openid).replace(lang, Arc::clone(&single));
            look::verified(model, shown.as_deref(), &single)
        }
        Err(fault) => {
            model.warn(&fault);
            vec![]
        }
    }
}
