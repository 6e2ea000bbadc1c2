//! Jobs that ask the API.

use std::sync::Arc;

use tokio::sync::{mpsc::UnboundedSender, watch};

use crate::{
    app::{
        effect::Done,
        event::Event,
        fault::Fault,
        response::{Page, Quota, Response},
    },
    config::problem::Problem,
    follower::{account_id::AccountId, lang::Lang, openid::OpenId},
    i18n::UiLang,
    runtime::{kept, world::sessions::Sessions},
    wechat::{self, client::USER_INFO, retry::Activity},
};

pub(super) async fn followers(
    sessions: &Sessions,
    account: &AccountId,
    after: Option<OpenId>,
) -> Result<Done, Fault> {
    let client = &sessions.get(account)?.client;
    let page = client.followers(after.as_ref().map(OpenId::as_str)).await;
    let page = page.map_err(|error| sessions.fault(account, &error))?;
    Ok(Done::Followers(Page {
        openids: page.openids,
        total: usize::try_from(page.total).unwrap_or(usize::MAX),
        next: page.next.as_deref().and_then(OpenId::received),
    }))
}

pub(super) async fn follower(
    sessions: &Sessions,
    account: &AccountId,
    openid: &OpenId,
    lang: Lang,
) -> Result<Done, Fault> {
    let response = sessions.get(account)?.client.lookup(openid, lang).await;
    let response = response.map_err(|error| sessions.fault(account, &error))?;
    Ok(Done::Follower(Arc::new(shown(response))))
}

/// The same by a call of its own, never in a batch.
pub(super) async fn verify(
    sessions: &Sessions,
    account: &AccountId,
    openid: &OpenId,
    lang: Lang,
) -> Result<Done, Fault> {
    let response = sessions.get(account)?.client.user_info(openid, lang).await;
    let response = response.map_err(|error| sessions.fault(account, &error))?;
    Ok(Done::Follower(Arc::new(shown(response))))
}

pub(super) async fn quota(sessions: &Sessions, account: &AccountId) -> Result<Done, Fault> {
    let quota = sessions.get(account)?.client.quota(USER_INFO).await;
    let quota = quota.map_err(|error| sessions.fault(account, &error))?;
    Ok(Done::Quota(Quota { used: quota.used, limit: quota.daily_limit }))
}

pub(super) async fn tags(sessions: &Sessions, account: &AccountId) -> Result<Done, Fault> {
    let tags = sessions.get(account)?.client.tags().await;
    let tags = tags.map_err(|error| sessions.fault(account, &error))?;
    Ok(Done::Tags(tags.into_iter().map(|tag| (tag.id, tag.name)).collect()))
}

/// Tell from now on how many requests this client sends, why its calls wait, and once what is odd about
/// the credential that it was given.
pub(super) fn tell(
    account: AccountId,
    name: String,
    mut activity: watch::Receiver<Activity>,
    sender: UnboundedSender<Event>,
    lang: UiLang,
) {
    tokio::spawn(async move {
        let (mut said, mut is_odd_said) = (None, false);
        while activity.changed().await.is_ok() {
            let now = activity.borrow_and_update().clone();
            // The loop is gone only when the program ends.
            let _ = sender.send(Event::RequestsSent(account.clone(), now.sent));
            if let Some(odd) = now.odd.filter(|_| !is_odd_said) {
                is_odd_said = true;
                let problem = Problem::of_given(&name, odd);
                let _ = sender.send(Event::Warning(problem.say(None, lang)));
            }
            let reason = now.reason.filter(|_| now.waiting > 0);
            let reason = reason.map(|reason| reason.explain(lang).message);
            if reason != said {
                said.clone_from(&reason);
                let _ = sender.send(Event::Waiting(account.clone(), reason));
            }
        }
    });
}

/// A response as the screen has it.
pub(super) fn shown(response: wechat::Response) -> Response {
    let raw = kept::compact(&response.body);
    Response { follower: response.follower, raw, fetched_at: response.fetched_at }
}
