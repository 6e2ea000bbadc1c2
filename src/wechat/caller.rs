//! One call of the API as often as it takes: its token, its turn, its repeats.

use std::{
    num::{NonZeroU32, NonZeroUsize},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use governor::{DefaultDirectRateLimiter, RateLimiter};
use secrecy::ExposeSecret;
use serde_json::Value;
use tokio::sync::{Semaphore, watch};

use crate::wechat::{
    errcode::MendedBy,
    error::{Error, Extent, Refusal, Renewal},
    retry::{Activity, Retry},
    scrub::Scrubber,
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
    /// How many values the response may have.
    pub values: usize,
}

/// What is allowed to the calls of one account.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Why nothing may be sent, if so.
    pub barred: Option<Error>,
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
    /// Why nothing may be sent, if so.
    barred: Option<Error>,
    flights: Semaphore,
    rate: Option<DefaultDirectRateLimiter>,
    halts: Mutex<Halts>,
}

/// A refusal of the whole account is also the response of every call that was waiting for its turn.
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
            barred: limits.barred,
            flights: Semaphore::new(limits.flights.get()),
            rate: limits.per_second.map(per_second),
            halts: Mutex::default(),
        }
    }

    #[must_use]
    pub fn activity(&self) -> watch::Receiver<Activity> {
        self.retry.activity()
    }

    fn may_send(&self) -> Result<(), Error> {
        self.barred.clone().map_or(Ok(()), Err)
    }

    /// The transport, for a call without a token.
    ///
    /// # Errors
    /// When nothing may be sent.
    pub fn transport(&self) -> Result<&Transport, Error> {
        self.may_send().map(|()| &self.transport)
    }

    /// The token that calls are made with, asked for if there is none that lasts.
    ///
    /// # Errors
    /// When it cannot be had.
    pub async fn token(&self) -> Result<Token, Error> {
        self.may_send()?;
        self.tokens.token().await
    }

    /// What cuts this account's secrets out of texts.
    #[must_use]
    pub fn scrubber(&self) -> &Scrubber {
        self.tokens.scrubber()
    }

    /// Call with a token; if that is refused, once more with whatever comes after it, which may be
    /// the same one.
    ///
    /// # Errors
    /// When there is no response.
    pub async fn call(&self, call: Call<'_>) -> Result<Received, Error> {
        self.may_send()?;
        let halts = self.halts().count;
        let (token, refusal) = match self.tried(&call, halts).await {
            Tried::Settled(settled) => return self.settle(settled),
            Tried::Refused(token, refusal) => (token, refusal),
        };
        if let Some(error) = self.halted_since(halts) {
            return Err(error);
        }
        if self.tokens.renew(&token, refusal.mended_by()).await?.is_none() {
            return self.refused(refusal);
        }
        let (token, refusal) = match self.tried(&call, halts).await {
            Tried::Settled(settled) => return self.settle(settled),
            Tried::Refused(token, refusal) => (token, refusal),
        };
        if !self.tokens.is_accepted(&token) {
            self.tokens.give_up(&token);
            return self.refused(refusal);
        }
        self.disputed(&call, refusal, halts).await
    }

    /// Others are answered with the token that this call is refused with: WeChat's machines disagree
    /// for a while, so it is tried a few times more, and its failure is not the account's.
    async fn disputed(
        &self,
        call: &Call<'_>,
        mut refusal: Refusal,
        halts: u64,
    ) -> Result<Received, Error> {
        for pause in self.retry.pauses() {
            refusal.renewal = Renewal::Disputed;
            self.retry.wait(pause, Error::Api(refusal.clone())).await;
            match self.tried(call, halts).await {
                Tried::Settled(settled) => return self.settle(settled),
                Tried::Refused(_, again) => refusal = again,
            }
        }
        refusal.renewal = Renewal::Disputed;
        Err(Error::Api(refusal))
    }

    /// A refusal that no token mends.
    fn refused(&self, mut refusal: Refusal) -> Result<Received, Error> {
        let is_given = self.tokens.is_given();
        refusal.renewal = if is_given { Renewal::Given } else { Renewal::Repeated };
        self.settle(Err(Error::Api(refusal)))
    }

    async fn tried(&self, call: &Call<'_>, halts: u64) -> Tried {
        let used = Mutex::default();
        let settled = self.retry.run(|| self.once(call, halts, &used)).await.flatten();
        let used: Option<Token> = used.into_inner().unwrap_or_else(PoisonError::into_inner);
        match (settled, used) {
            (Err(Error::Api(refusal)), Some(token))
                if refusal.mended_by() != MendedBy::NoToken && refusal.renewal == Renewal::None =>
            {
                Tried::Refused(token, refusal)
            }
            (settled, _) => Tried::Settled(settled),
        }
    }

    /// One request. A failure inside is one that is not tried again.
    async fn once(
        &self,
        call: &Call<'_>,
        halts: u64,
        used: &Mutex<Option<Token>>,
    ) -> Result<Result<Received, Error>, Error> {
        if let Some(rate) = &self.rate {
            rate.until_ready().await;
        }
        let _flight = self.flights.acquire().await.map_err(|_| Error::Cancelled)?;
        if let Some(error) = self.halted_since(halts) {
            return Err(error);
        }
        // Not before its turn has come: the token may have been renewed meanwhile.
        let token = match self.tokens.token().await {
            Ok(token) => token,
            // That was tried often enough where it was asked for.
            Err(error) => return Ok(Err(error)),
        };
        *used.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        let mut query = vec![("access_token", token.text.expose_secret())];
        query.extend_from_slice(call.query);
        let response = match &call.body {
            Some(body) => self.transport.post(call.endpoint, &query, body).await?,
            None => self.transport.get(call.endpoint, &query).await?,
        };
        let received = response.read(call.endpoint, call.values, self.scrubber());
        let is_refused = matches!(&received, Err(Error::Api(refusal)) if refusal.mended_by() != MendedBy::NoToken);
        if matches!(&received, Ok(_) | Err(Error::Api(_))) && !is_refused {
            self.tokens.accept(&token);
        }
        received.map(Ok)
    }

    /// Remember a refusal of the whole account.
    fn settle(&self, settled: Result<Received, Error>) -> Result<Received, Error> {
        if let Err(error @ Error::Api(_)) = &settled
            && error.extent() != Extent::Row
        {
            let mut halts = self.halts();
            halts.count = halts.count.saturating_add(1);
            halts.last = Some(error.clone());
        }
        settled
    }

    fn halted_since(&self, count: u64) -> Option<Error> {
        let halts = self.halts();
        if halts.count > count { halts.last.clone() } else { None }
    }

    fn halts(&self) -> MutexGuard<'_, Halts> {
        self.halts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What became of a call with one token.
enum Tried {
    Settled(Result<Received, Error>),
    /// It is the token that was refused.
    Refused(Token, Refusal),
}

fn per_second(calls: NonZeroU32) -> DefaultDirectRateLimiter {
    // A burst of one: a limit that lets a whole second's calls go at once is none to a gateway.
    let one = NonZeroU32::MIN;
    RateLimiter::direct(governor::Quota::per_second(calls).allow_burst(one))
}
