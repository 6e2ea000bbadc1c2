//! The calls: one function an endpoint. Each has its token, and one repeat with a new one.

use std::{
    fmt,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::{
    config::Account,
    follower::{lang::Lang, openid::OpenId},
    wechat::{
        Answer, Page, Quota, Tag, decode,
        error::{Body, Error, Renewal},
        http::{Http, Timeouts},
        token::{Keeper, Token},
        wire::Received,
    },
};

const USER_INFO: &str = "/cgi-bin/user/info";
const USER_GET: &str = "/cgi-bin/user/get";
const TAGS_GET: &str = "/cgi-bin/tags/get";
const QUOTA_GET: &str = "/cgi-bin/openapi/quota/get";

/// What can be set about calling, besides the account.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub timeouts: Timeouts,
    /// Never touch the network: every call is `Error::Offline`.
    pub is_offline: bool,
}

/// One account's API. Cheap to clone; clones share the token.
#[derive(Clone)]
pub struct Client {
    http: Http,
    keeper: Arc<Keeper>,
    is_offline: bool,
}

/// One call without its token.
struct Call<'a> {
    endpoint: &'static str,
    query: &'a [(&'a str, &'a str)],
    /// `POST` when there is one.
    body: Option<Value>,
}

impl Client {
    /// # Errors
    /// When no connection could be made whoever answers: this system has no certificates.
    pub fn new(account: &Account, options: &Options) -> Result<Self, Error> {
        let http = Http::new(account, options.timeouts)?;
        let keeper = Arc::new(Keeper::new(account, http.clone()));
        Ok(Self { http, keeper, is_offline: options.is_offline })
    }

    /// Who this is: `GET user/info`.
    ///
    /// # Errors
    /// When there is no answer, or one about somebody else.
    pub async fn user_info(&self, openid: &OpenId, lang: Lang) -> Result<Answer, Error> {
        let query = [("openid", openid.as_str()), ("lang", lang.as_str())];
        let received = self.call(Call { endpoint: USER_INFO, query: &query, body: None }).await?;
        let object = decode::trimmed(received.object);
        let follower = decode::follower(&object).ok_or(Error::Body(Body::Unexpected))?;
        if follower.openid != *openid {
            return Err(Error::Body(Body::OtherFollower));
        }
        Ok(Answer { follower, object, body: received.text, fetched_at: now() })
    }

    /// Who follows the account, at most 10,000 a page: `GET user/get`.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn followers(&self, from: Option<&str>) -> Result<Page, Error> {
        let query = [("next_openid", from.unwrap_or_default())];
        let query = if from.is_some() { &query[..] } else { &[] };
        let received = self.call(Call { endpoint: USER_GET, query, body: None }).await?;
        decode::page(&received.object, from).map_err(Error::Body)
    }

    /// The names of the account's tags: `GET tags/get`.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn tags(&self) -> Result<Vec<Tag>, Error> {
        let received = self.call(Call { endpoint: TAGS_GET, query: &[], body: None }).await?;
        decode::tags(&received.object).map_err(Error::Body)
    }

    /// How often `cgi_path` (`/cgi-bin/user/info`) was called today, and may be: `POST
    /// openapi/quota/get`.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn quota(&self, cgi_path: &str) -> Result<Quota, Error> {
        let body = Some(json!({ "cgi_path": cgi_path }));
        let received = self.call(Call { endpoint: QUOTA_GET, query: &[], body }).await?;
        decode::quota(&received.object).map_err(Error::Body)
    }

    /// Call with a token; if that is refused, once more with the one after it.
    async fn call(&self, call: Call<'_>) -> Result<Received, Error> {
        if self.is_offline {
            return Err(Error::Offline);
        }
        let token = self.keeper.token().await?;
        let mut refusal = match self.call_with(&call, &token).await {
            Err(Error::Api(refusal)) if is_about_token(refusal.errcode) => refusal,
            settled => return settled,
        };
        let Some(token) = self.keeper.after(&token).await? else {
            refusal.renewal = Renewal::Given;
            return Err(Error::Api(refusal));
        };
        match self.call_with(&call, &token).await {
            Err(Error::Api(mut refusal)) if is_about_token(refusal.errcode) => {
                refusal.renewal = Renewal::Repeated;
                Err(Error::Api(refusal))
            }
            settled => settled,
        }
    }

    async fn call_with(&self, call: &Call<'_>, token: &Token) -> Result<Received, Error> {
        let mut query = vec![("access_token", token.text.expose_secret())];
        query.extend_from_slice(call.query);
        let reply = match &call.body {
            Some(body) => self.http.post(call.endpoint, &query, body).await?,
            None => self.http.get(call.endpoint, &query).await?,
        };
        reply.read(call.endpoint, |text| self.keeper.scrub(text))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("keeper", &self.keeper).finish_non_exhaustive()
    }
}

/// The refusals that a new token may mend.
fn is_about_token(errcode: i64) -> bool {
    matches!(errcode, 40001 | 40014 | 42001)
}

/// Unix seconds.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
