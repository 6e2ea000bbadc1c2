//! Many OpenIDs in few calls: `batchget`, and what it takes to trust its responses.
//!
//! Live batches have come back with rows left out and with the `UnionIDs` of other rows, each time
//! because one OpenID in them was odd; others were refused whole for the same reason. So a batch counts only when
//! its rows are exactly those that were asked. Otherwise the odd ones are asked alone, and the rest
//! once more without them; a refused batch is halved until the odd one is found, and so is one that
//! cannot be read because of what somebody wrote into their name.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use futures::future::{BoxFuture, FutureExt, join_all};
use serde_json::json;
use tokio::sync::oneshot;

use crate::{
    follower::{lang::Lang, openid::OpenId},
    wechat::{
        Response,
        batch::{self, Waiting},
        caller::Call,
        client::{Client, ROW_VALUES, now},
        errcode::About,
        error::{Body, Error},
        token::STABLE_TOKEN,
    },
};

const BATCHGET: &str = "/cgi-bin/user/info/batchget";
/// How many values each row may have.
const BATCHED_VALUES: usize = 256;
/// How many parts of a batch may turn out unreadable before one could be read.
const BLIND: usize = 16;
/// How long a lookup waits for others to go along with.
const GATHER: Duration = Duration::from_millis(10);

type Responses = Vec<Result<Response, Error>>;

impl Client {
    /// Who this is, asked together with whatever else is asked within 10 ms.
    ///
    /// # Errors
    /// When there is no response about this OpenID.
    pub async fn lookup(&self, openid: &OpenId, lang: Lang) -> Result<Response, Error> {
        let (sender, response) = oneshot::channel();
        let waiting = Waiting { openid: openid.clone(), response: sender };
        let (is_first, full) = self.gathering().add(lang, waiting, self.batch_size());
        let client = self.clone();
        if let Some(full) = full {
            tokio::spawn(async move { client.response(full, lang).await });
        } else if is_first {
            tokio::spawn(async move {
                tokio::time::sleep(GATHER).await;
                let waiting = client.gathering().take(lang);
                client.response(waiting, lang).await;
            });
        }
        response.await.unwrap_or(Err(Error::Cancelled))
    }

    /// Who these are, each asked once, in their order: as few calls as there can be.
    pub async fn user_infos(&self, openids: &[OpenId], lang: Lang) -> Responses {
        let batches = openids
            .chunks(self.batch_size())
            .map(|batch| async move { self.batch(batch, lang, true, &Halving::default()).await });
        join_all(batches).await.concat()
    }

    /// Answer all that still wait, those for the same OpenID together.
    async fn response(&self, waiting: Vec<Waiting>, lang: Lang) {
        let mut senders: HashMap<OpenId, Vec<oneshot::Sender<_>>> = HashMap::new();
        let mut openids = vec![];
        for Waiting { openid, response } in waiting {
            if response.is_closed() {
                continue;
            }
            let same = senders.entry(openid.clone()).or_default();
            if same.is_empty() {
                openids.push(openid);
            }
            same.push(response);
        }
        let responses = self.user_infos(&openids, lang).await;
        for (openid, response) in openids.iter().zip(responses) {
            for sender in senders.remove(openid).into_iter().flatten() {
                // Whoever went away meanwhile needs no response.
                let _ = sender.send(response.clone());
            }
        }
    }

    /// At most [`batch::LARGEST`] of them. `once_more`: whether a doubtful answer may be asked for again.
    fn batch<'a>(
        &'a self,
        openids: &'a [OpenId],
        lang: Lang,
        once_more: bool,
        halving: &'a Halving,
    ) -> BoxFuture<'a, Responses> {
        async move {
            if openids.is_empty() {
                return vec![];
            }
            if let [openid] = openids {
                return vec![self.user_info(openid, lang).await];
            }
            match self.batchget(openids, lang).await {
                Ok(rows) => {
                    halving.read();
                    self.sorted(openids, rows, lang, once_more, halving).await
                }
                Err(error) if is_about_one(&error) || halving.is_worth_it(&error) => {
                    let (left, right) = openids.split_at(openids.len().midpoint(0));
                    let (mut left, right) = futures::join!(
                        self.batch(left, lang, once_more, halving),
                        self.batch(right, lang, once_more, halving)
                    );
                    left.extend(right);
                    left
                }
                Err(error) => vec![Err(error); openids.len()],
            }
        }
        .boxed()
    }

    async fn batchget(&self, openids: &[OpenId], lang: Lang) -> Result<Vec<Response>, Error> {
        let user = |openid: &OpenId| json!({"openid": openid.as_str(), "lang": lang.as_str()});
        let body = json!({"user_list": openids.iter().map(user).collect::<Vec<_>>()});
        let values = openids.len().saturating_mul(BATCHED_VALUES).max(ROW_VALUES);
        let call = Call { endpoint: BATCHGET, query: &[], body: Some(body), values };
        let rows = self.caller().call(call).await?.object.map(batch::rows).some();
        let rows = rows.ok_or(Error::Body(Body::Unexpected))?.each();
        let fetched_at = now();
        // One more than was asked for is enough to see that it is not to be trusted.
        let rows = rows.into_iter().take(openids.len().saturating_add(1));
        Ok(rows.filter_map(|row| batch::response(row, fetched_at)).collect())
    }

    /// The rows in the order of the question, with those that are in doubt asked again.
    async fn sorted(
        &self,
        openids: &[OpenId],
        rows: Vec<Response>,
        lang: Lang,
        once_more: bool,
        halving: &Halving,
    ) -> Responses {
        let count = rows.len();
        let mut by_openid: HashMap<OpenId, Option<Response>> = HashMap::new();
        for row in rows {
            by_openid
                .entry(row.follower.openid.clone())
                // Two rows for one OpenID: neither is believed.
                .and_modify(|known| *known = None)
                .or_insert(Some(row));
        }
        let mut found: Vec<Option<Response>> =
            openids.iter().map(|openid| by_openid.remove(openid).flatten()).collect();
        let is_exact = count == openids.len() && found.iter().all(Option::is_some);
        if is_exact || !once_more {
            let responses = openids.iter().zip(found).map(|(openid, found)| async move {
                match found {
                    Some(response) => Ok(response),
                    None => self.user_info(openid, lang).await,
                }
            });
            return join_all(responses).await;
        }
        let rest: Vec<OpenId> = found
            .iter()
            .zip(openids)
            .filter_map(|(found, openid)| found.as_ref().map(|_| openid.clone()))
            .collect();
        let odd = openids.iter().zip(&found).filter(|(_, found)| found.is_none());
        let odd = join_all(odd.map(|(openid, _)| self.user_info(openid, lang)));
        let (rest, odd) = futures::join!(self.batch(&rest, lang, false, halving), odd);
        let (mut rest, mut odd) = (rest.into_iter(), odd.into_iter());
        found
            .iter_mut()
            .map(|found| if found.is_some() { rest.next() } else { odd.next() })
            .map(|response| response.unwrap_or(Err(Error::Body(Body::Unexpected))))
            .collect()
    }
}

/// Refusals for the sake of one OpenID among many.
fn is_about_one(error: &Error) -> bool {
    // The token endpoint knows no OpenIDs, whatever it says.
    matches!(error, Error::Api(refusal)
        if refusal.about() == Some(About::OpenId) && refusal.endpoint != STABLE_TOKEN)
}

/// How the parts of a batch fared that could not be read as a whole.
#[derive(Debug, Default)]
struct Halving {
    read: AtomicUsize,
    unread: AtomicUsize,
}

impl Halving {
    /// A part of it was read.
    fn read(&self) {
        self.read.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether a part that cannot be read may hold rows that can. Where nothing ever can, it is not
    /// the rows' fault, and asking about each of them would only be asking a hundred times more.
    fn is_worth_it(&self, error: &Error) -> bool {
        use Body::{NotJson, TooDeep, TooMany};
        // One that was cut off or too long was tried again as a whole already.
        let is_unread = matches!(error, Error::Body(NotJson(_) | TooMany | TooDeep));
        let unread = if is_unread { self.unread.fetch_add(1, Ordering::Relaxed) } else { 0 };
        is_unread && (unread < BLIND || self.read.load(Ordering::Relaxed) > 0)
    }
}
