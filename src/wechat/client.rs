//! The calls of one account: one function an endpoint.

use std::{
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::json;
use tokio::sync::watch;

use crate::{
    config::{Account, credential::Odd},
    follower::{lang::Lang, openid::OpenId},
    wechat::{
        Page, Quota, Response, Tag,
        batch::{self, Gathering},
        caller::{Call, Caller, Limits},
        decode,
        error::{Body, Credentials, Error},
        paging::Paging,
        retry::{Activity, Retry, RetryPolicy},
        token::TokenProvider,
        transport::{Timeouts, Transport},
        wire::Received,
    },
};

/// Who one OpenID is.
pub const USER_INFO: &str = "/cgi-bin/user/info";
/// How many values one follower's row may have: there are twenty keys, and at most twenty tags.
pub const ROW_VALUES: usize = 1024;
const USER_GET: &str = "/cgi-bin/user/get";
const TAGS_GET: &str = "/cgi-bin/tags/get";
const QUOTA_GET: &str = "/cgi-bin/openapi/quota/get";
/// The calls without which people can be looked up.
pub const BESIDE: [&str; 3] = [USER_GET, TAGS_GET, QUOTA_GET];
/// How many values other answers may have: a page of 10,000 OpenIDs, a hundred tags of three keys
/// each, a handful of counts.
const PAGE_VALUES: usize = 16_384;
const TAGS_VALUES: usize = 2048;
const QUOTA_VALUES: usize = 256;

/// What can be set about calling, besides the account.
#[derive(Debug, Clone)]
pub struct Options {
    pub timeouts: Timeouts,
    pub retry_policy: RetryPolicy,
    /// Never touch the network: every call is `Error::Offline`.
    pub is_offline: bool,
    /// The folder in which tokens are kept. `None`: they end with the process.
    pub state: Option<PathBuf>,
    /// Requests under way at one time.
    pub flights: NonZeroUsize,
    /// OpenIDs in one call. More than 100 are taken as 100, which is the API's limit.
    pub batch: NonZeroUsize,
    /// At most so many requests a second.
    pub per_second: Option<NonZeroU32>,
}

impl Options {
    /// These, with the limits that an account sets itself.
    #[must_use]
    pub fn with_limits(mut self, account: &Account) -> Self {
        let size = |number: Option<NonZeroU32>| number.and_then(|n| NonZeroUsize::try_from(n).ok());
        self.flights = size(account.limits.at_once).unwrap_or(self.flights);
        self.batch = size(account.limits.batch).unwrap_or(self.batch);
        self.per_second = account.limits.per_second.or(self.per_second);
        self
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            timeouts: Timeouts::default(),
            retry_policy: RetryPolicy::default(),
            is_offline: false,
            state: None,
            flights: NonZeroUsize::new(8).expect("8 is not 0"),
            batch: NonZeroUsize::new(batch::LARGEST).expect("100 is not 0"),
            per_second: None,
        }
    }
}

/// One account's API. Cheap to clone; clones share token, limits and batches.
#[derive(Debug, Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    caller: Caller,
    gathering: Gathering,
    batch_size: usize,
    paging: Mutex<Paging>,
}

impl Client {
    /// # Errors
    /// When no connection could be made whoever answers: this system has no certificates.
    pub fn new(account: &Account, options: &Options) -> Result<Self, Error> {
        let options = &options.clone().with_limits(account);
        let transport = Transport::new(account, options.timeouts)?;
        let retry = Retry::new(options.retry_policy);
        let state = options.state.as_deref();
        let tokens = TokenProvider::new(account, state, transport.clone(), retry.clone());
        let limits = Limits {
            barred: barred(account, options),
            flights: options.flights,
            per_second: options.per_second,
        };
        let caller = Caller::new(transport, tokens, retry, limits);
        let batch_size = options.batch.get().min(batch::LARGEST);
        Ok(Self {
            inner: Arc::new(Inner {
                caller,
                gathering: Gathering::default(),
                batch_size,
                paging: Mutex::default(),
            }),
        })
    }

    /// Who this is: `GET user/info`.
    ///
    /// # Errors
    /// When there is no response, or one about somebody else.
    pub async fn user_info(&self, openid: &OpenId, lang: Lang) -> Result<Response, Error> {
        let query = [("openid", openid.as_str()), ("lang", lang.as_str())];
        let received = self.get(USER_INFO, &query, ROW_VALUES).await?;
        let object = received.object.map(decode::trimmed);
        let follower = decode::follower(&object).ok_or(Error::Body(Body::Unexpected))?;
        if follower.openid != *openid {
            return Err(Error::Body(Body::OtherFollower));
        }
        Ok(Response { follower, object, body: received.text, fetched_at: now() })
    }

    /// Who follows the account, at most 10,000 a page: `GET user/get`.
    ///
    /// # Errors
    /// When there is no response, or one that leads nowhere new.
    pub async fn followers(&self, from: Option<&str>) -> Result<Page, Error> {
        let query = [("next_openid", from.unwrap_or_default())];
        let query = if from.is_some() { &query[..] } else { &[] };
        let received = self.get(USER_GET, query, PAGE_VALUES).await?;
        let page = decode::page(&received.object, from).map_err(Error::Body)?;
        let mut paging = self.inner.paging.lock().unwrap_or_else(PoisonError::into_inner);
        paging.follow(from, page).map_err(Error::Body)
    }

    /// The names of the account's tags: `GET tags/get`.
    ///
    /// # Errors
    /// When there is no response.
    pub async fn tags(&self) -> Result<Vec<Tag>, Error> {
        let received = self.get(TAGS_GET, &[], TAGS_VALUES).await?;
        decode::tags(&received.object).map_err(Error::Body)
    }

    /// How often `cgi_path` (`/cgi-bin/user/info`) was called today, and may be: `POST
    /// openapi/quota/get`.
    ///
    /// # Errors
    /// When there is no response.
    pub async fn quota(&self, cgi_path: &str) -> Result<Quota, Error> {
        let body = Some(json!({ "cgi_path": cgi_path }));
        let call = Call { endpoint: QUOTA_GET, query: &[], body, values: QUOTA_VALUES };
        let received = self.caller().call(call).await?;
        decode::quota(&received.object).map_err(Error::Body)
    }

    /// What the client is doing: requests sent, and calls that wait before they try again. What is odd
    /// about a credential that it was given stands there too.
    #[must_use]
    pub fn activity(&self) -> watch::Receiver<Activity> {
        self.inner.caller.activity()
    }

    /// What is odd about the credential that a command or the keyring gave so far.
    #[must_use]
    pub fn odd(&self) -> Option<Odd> {
        self.inner.caller.activity().borrow().odd
    }

    pub(super) fn caller(&self) -> &Caller {
        &self.inner.caller
    }

    pub(super) fn gathering(&self) -> &Gathering {
        &self.inner.gathering
    }

    pub(super) fn batch_size(&self) -> usize {
        self.inner.batch_size
    }

    async fn get(
        &self,
        endpoint: &'static str,
        query: &[(&str, &str)],
        values: usize,
    ) -> Result<Received, Error> {
        self.caller().call(Call { endpoint, query, body: None, values }).await
    }
}

/// Why nothing may be sent for this account.
fn barred(account: &Account, options: &Options) -> Option<Error> {
    unusable(account).or_else(|| options.is_offline.then_some(Error::Offline))
}

/// The mistake in the configuration for which an account is not used at all.
#[must_use]
pub fn unusable(account: &Account) -> Option<Error> {
    let fault = account.fault.clone().map(Box::new)?;
    Some(Error::Credentials(Credentials::Config(fault)))
}

/// Unix seconds.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
