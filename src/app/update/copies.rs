//! What is put on the clipboard.

use crate::{
    app::{
        directory::Target,
        effect::{Effect, Job, Slot, Ticket},
        fault::Fault,
        model::Model,
        update::effects::{copy, refuse, run},
    },
    follower::{account_id::AccountId, unionid::UnionId},
    text,
};

/// The OpenIDs of the marked ones, or else of the selected one.
pub(super) fn openids(model: &mut Model) -> Vec<Effect> {
    let account = model.account().id().clone();
    match model.account().target() {
        None => refuse(model, "status.nothing_selected"),
        Some(Target::One(openid)) => {
            let n = openid.as_str().len().to_string();
            let said = model.ui_lang.fill("status.copied", &[("text", openid.as_str()), ("n", &n)]);
            // What a server sent as an OpenID may hold orders and line ends.
            copy(model, text::visible(openid.as_str()).into_owned(), said)
        }
        Some(Target::Marked(marks)) => {
            let ticket = model.ticket(Slot::Marked(account.clone()));
            model.account_mut().copying.start((), ticket.clone());
            vec![run(ticket, Job::Marked { account, marks })]
        }
    }
}

/// Copy the OpenIDs that were marked, which are here by now.
pub(super) fn marked(
    model: &mut Model,
    ticket: &Ticket,
    id: &AccountId,
    result: Result<(String, usize), Fault>,
) -> Vec<Effect> {
    let Some(account) = model.accounts.get_mut(id) else { return vec![] };
    if !account.copying.settle(ticket, result.clone().map(drop)) {
        return vec![];
    }
    match result {
        Ok((_, 0)) => refuse(model, "status.nothing_selected"),
        Ok((text, n)) => {
            let said = model.ui_lang.fill("status.copied_openids", &[("n", &n.to_string())]);
            copy(model, text, said)
        }
        Err(fault) => {
            model.warn(&fault);
            vec![]
        }
    }
}

pub(super) fn unionid(model: &mut Model) -> Vec<Effect> {
    let unionid = model.response().and_then(|response| response.follower.unionid.clone());
    let Some(unionid) = unionid.as_ref().map(UnionId::as_str) else {
        return refuse(model, "status.no_unionid");
    };
    let n = unionid.len().to_string();
    let said = model.ui_lang.fill("status.copied", &[("text", unionid), ("n", &n)]);
    copy(model, text::visible(unionid).into_owned(), said)
}
