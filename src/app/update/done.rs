//! What a finished job changes. A late answer, for another ticket, changes nothing.

use crate::app::{
    effect::{Effect, Slot, Ticket},
    event::{Outcome, Page},
    model::Model,
};

pub(super) fn done(model: &mut Model, ticket: &Ticket, outcome: Outcome) -> Vec<Effect> {
    match outcome {
        Outcome::Followers(answer) => followers(model, ticket, answer),
        Outcome::Follower(answer) => {
            let Slot::Row(account, openid) = &ticket.slot else { return vec![] };
            let news = answer
                .as_ref()
                .ok()
                .map(|answer| (answer.fetched_at, answer.follower.unionid.is_some()));
            if model.row_mut(*account, openid).settle(ticket, answer) {
                if *account == model.account {
                    model.asked.remove(openid);
                }
                if let Some((fetched_at, has_unionid)) = news {
                    model.now = model.now.max(fetched_at);
                    if has_unionid {
                        model.is_bound.insert(*account);
                    }
                }
            }
        }
        Outcome::Tags(answer) => {
            model.tags.settle(ticket, answer);
        }
        Outcome::Avatar(answer) => {
            model.avatar.settle(ticket, answer);
        }
        Outcome::Waited => {
            model.notice.take_if(|notice| notice.ticket == *ticket);
            model.rest.take_if(|rest| rest == ticket);
        }
    }
    vec![]
}

fn followers(model: &mut Model, ticket: &Ticket, answer: Result<Page, super::super::event::Fault>) {
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
