//! One call of the API as often as it takes: its token, its turn, its repeats.

use std::{
    num::{NonZeroU32, NonZeroUsize},
    sync::{Arc, Mutex, PoisonError},
};

use governor::{DefaultDirectRateLimiter, RateLimiter};
use secrecy::ExposeSecret;
use serde_json::Value;
use tokio::sync::{Semaphore, watch};

use crate::wechat::{
    error::{Error, Extent, Renewal},
    retry::{Activity, Retry},
    token::{Token, TokenProvider},
    transport::Transport,
    wire::Received,
};

/// One call without its token.
#[derive(Debug)]
pub struct Call<'a> {
    pub endpoint: &'static str,
    pub query: &'a [(&'a str, &'a str)],
    /// `POST` when there is one.
    pub body: Option<Value>,
}

/// What is allowed to the calls of one account.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Every call is `Error::Offline`.
    pub is_offline: bool,
    /// Requests under way at one time.
    pub flights: NonZeroUsize,
    /// At most so many requests a second.
    pub per_second: Option<NonZeroU32>,
}

/// Makes the calls of one account.
#[derive(Debug)]
pub struct Caller {
    transport: Transport,
    tokens: Arc<TokenProvider>,
    retry: Retry,
    is_offline: bool,
    flights: Semaphore,
    rate: Option<DefaultDirectRateLimiter>,
    halts: Mutex<Halts>,
}

/// A refusal of the whole account is also the answer of every call that was waiting for its turn.
#[derive(Debug, Default)]
struct Halts {
    count: u64,
    last: Option<Error>,
}

impl Caller {
    #[must_use]
    pub fn new(transport: Transport, tokens: TokenProvider, retry: Retry, limits: Limits) -> Self {
        Self {
            transport,
            tokens: Arc::new(tokens),
            retry,
            is_offline: limits.is_offline,
            flights: Semaphore::new(limits.flights.get()),
            rate: limits.per_second.map(per_second),
            halts: Mutex::default(),
        }
    }

    #[must_use]
    pub fn activity(&self) -> watch::Receiver<Activity> {
        self.retry.activity()
    }

    /// The transport, for a call without a token.
    ///
    /// # Errors
    /// When nothing may be sent.
    pub fn transport(&self) -> Result<&Transport, Error> {
        if self.is_offline { Err(Error::Offline) } else { Ok(&self.transport) }
    }

    /// The token that calls are made with, asked for if there is none that lasts.
    ///
    /// # Errors
    /// When it cannot be had.
    pub async fn token(&self) -> Result<Token, Error> {
        if self.is_offline {
            return Err(Error::Offline);
        }
        self.tokens.token().await
    }

    /// Call with a token; if that is refused, once more with the one after it.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn call(&self, call: Call<'_>) -> Result<Received, Error> {
        if self.is_offline {
            return Err(Error::Offline);
        }
        let halts = self.halts.lock().unwrap_or_else(PoisonError::into_inner).count;
        let token = self.tokens.token().await?;
        let mut refusal = match self.tried(&call, &token, halts).await {
            Err(Error::Api(refusal)) if is_about_token(refusal.errcode) => refusal,
            settled => return self.settle(settled),
        };
        let Some(token) = self.tokens.after(&token).await? else {
            refusal.renewal = Renewal::Given;
            return self.settle(Err(Error::Api(refusal)));
        };
        let settled = match self.tried(&call, &token, halts).await {
            Err(Error::Api(mut refusal)) if is_about_token(refusal.errcode) => {
                refusal.renewal = Renewal::Repeated;
                Err(Error::Api(refusal))
            }
            settled => settled,
        };
        self.settle(settled)
    }

    async fn tried(&self, call: &Call<'_>, token: &Token, halts: u64) -> Result<Received, Error> {
        self.retry.run(move || self.once(call, token, halts)).await
    }

    async fn once(&self, call: &Call<'_>, token: &Token, halts: u64) -> Result<Received, Error> {
        if let Some(rate) = &self.rate {
            rate.until_ready().await;
        }
        let _flight = self.flights.acquire().await.map_err(|_| Error::Cancelled)?;
        if let Some(error) = self.halted_since(halts) {
            return Err(error);
        }
        let mut query = vec![("access_token", token.text.expose_secret())];
        query.extend_from_slice(call.query);
        let reply = match &call.body {
            Some(body) => self.transport.post(call.endpoint, &query, body).await?,
            None => self.transport.get(call.endpoint, &query).await?,
        };
        reply.read(call.endpoint, |text| self.tokens.scrub(text))
    }

    /// Remember a refusal of the whole account.
    fn settle(&self, settled: Result<Received, Error>) -> Result<Received, Error> {
        if let Err(error @ Error::Api(_)) = &settled
            && error.extent() != Extent::Row
        {
            let mut halts = self.halts.lock().unwrap_or_else(PoisonError::into_inner);
            halts.count += 1;
            halts.last = Some(error.clone());
        }
        settled
    }

    fn halted_since(&self, count: u64) -> Option<Error> {
        let halts = self.halts.lock().unwrap_or_else(PoisonError::into_inner);
        if halts.count > count { halts.last.clone() } else { None }
    }
}

fn per_second(calls: NonZeroU32) -> DefaultDirectRateLimiter {
    // A burst of one: a limit that lets a whole second's calls go at once is none to a gateway.
    let one = NonZeroU32::MIN;
    RateLimiter::direct(governor::Quota::per_second(calls).allow_burst(one))
}

/// The refusals that a new token may mend.
fn is_about_token(errcode: i64) -> bool {
    matches!(errcode, 40001 | 40014 | 42001)
}
