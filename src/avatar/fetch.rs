//! The bytes behind an avatar's address: guarded, limited, without a word about who asks.

use std::{sync::Arc, time::Duration};

use reqwest::{
    Client, Response, StatusCode, Url,
    header::{CONTENT_TYPE, LOCATION},
    redirect,
};
use tokio::time;

use crate::{
    avatar::{
        Error,
        policy::{Policy, resolver},
        transport::Transport,
    },
    follower::avatar_url::{AvatarSize, AvatarUrl},
};

/// On every avatar that only says "cannot be viewed now". Three independent reports agree on it;
/// good avatars come without. Source: wechat-api.md §5.
const STALE: &str = "X-ErrNo";
/// The grey avatar, by the part of the address that names the avatar.
const DEFAULT_AVATAR: &str = "/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/";

/// How much an avatar may cost before it is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub bytes: usize,
    /// From the first packet to the last byte, redirects included.
    pub total: Duration,
    pub redirects: u8,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 2 * 1024 * 1024, total: Duration::from_secs(5), redirects: 2 }
    }
}

/// The bytes of an avatar, and which of its sizes they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    pub bytes: Vec<u8>,
    pub requested: AvatarSize,
    /// Another than was asked for when that one is not there, and the one that WeChat gave is.
    pub received: AvatarSize,
}

/// The client for avatars. A clone shares its connections.
#[derive(Debug, Clone)]
pub struct Fetcher {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    policy: Policy,
    limits: Limits,
    public: Client,
    /// For an API on this machine: never through a proxy.
    loopback: Client,
}

impl Fetcher {
    #[must_use]
    pub fn new(transport: impl Into<Transport>, limits: Limits) -> Self {
        // Whoever comes first sets it; all set the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let transport = transport.into();
        let public = client(&transport, limits, false);
        let loopback = client(&transport, limits, true);
        let policy = transport.policy;
        Self { shared: Arc::new(Shared { policy, limits, public, loopback }) }
    }

    /// The avatar at this size, else at the one that its address came with.
    ///
    /// # Errors
    /// Why there is none. When both sizes were tried, it is the reason of the second.
    pub async fn fetch(
        &self,
        address: &AvatarUrl,
        requested: AvatarSize,
    ) -> Result<Fetched, Error> {
        if address.as_str().contains(DEFAULT_AVATAR) {
            return Err(Error::DefaultAvatar);
        }
        let given = address.size();
        let first = self.fetch_one(&address.at(requested)).await;
        match (first, given) {
            (Ok(bytes), _) => Ok(Fetched { bytes, requested, received: requested }),
            (Err(error), Some(received)) if received != requested && error.is_of_this_size() => {
                let bytes = self.fetch_one(address.as_str()).await?;
                Ok(Fetched { bytes, requested, received })
            }
            (Err(error), _) => Err(error),
        }
    }

    /// Judged even when it is not fetched: an address from the cache must pass as well.
    ///
    /// # Errors
    /// When the address may not be fetched.
    pub fn check(&self, address: &AvatarUrl) -> Result<(), Error> {
        self.shared.policy.check(address.as_str()).map(drop).map_err(Error::Refused)
    }

    async fn fetch_one(&self, address: &str) -> Result<Vec<u8>, Error> {
        let url = self.shared.policy.check(address).map_err(Error::Refused)?;
        let whole = time::timeout(self.shared.limits.total, self.follow(url));
        whole.await.unwrap_or(Err(Error::TooSlow))
    }

    /// Redirects are followed by hand, because each must pass the policy.
    async fn follow(&self, mut url: Url) -> Result<Vec<u8>, Error> {
        for _ in 0..=self.shared.limits.redirects {
            let response = self.request(url.clone()).await?;
            if !response.status().is_redirection() {
                return self.body(response).await;
            }
            let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            let to = to.and_then(|to| url.join(to).ok()).ok_or(Error::Gone)?;
            url = self.shared.policy.check(to.as_str()).map_err(Error::Refused)?;
        }
        Err(Error::Redirects)
    }

    async fn request(&self, url: Url) -> Result<Response, Error> {
        let Shared { policy, public, loopback, .. } = &*self.shared;
        let client = if policy.is_own_loopback(&url) { loopback } else { public };
        let host = url.host_str().unwrap_or_default().to_owned();
        client.get(url).send().await.map_err(|error| {
            resolver::refusal(&error, &host).map_or_else(|| broken_off(&error), Error::Refused)
        })
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, Error> {
        // Before the status: a stale address is reported with several.
        if response.headers().contains_key(STALE) {
            return Err(Error::Stale);
        }
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST | StatusCode::GONE => {
                return Err(Error::Gone);
            }
            status => return Err(Error::Status(status.as_u16())),
        }
        if says_text(&response) {
            return Err(Error::NotAnImage);
        }
        let limit = self.shared.limits.bytes;
        let is_over = |length: u64| usize::try_from(length).map_or(true, |length| length > limit);
        if response.content_length().is_some_and(is_over) {
            return Err(Error::TooLarge);
        }
        let mut bytes = vec![];
        while let Some(chunk) = response.chunk().await.map_err(|error| broken_off(&error))? {
            if bytes.len() + chunk.len() > limit {
                return Err(Error::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        if bytes.is_empty() { Err(Error::Empty) } else { Ok(bytes) }
    }
}

fn broken_off(error: &reqwest::Error) -> Error {
    if error.is_timeout() { Error::TooSlow } else { Error::Unreachable }
}

fn client(transport: &Transport, limits: Limits, is_loopback: bool) -> Client {
    let builder = Client::builder()
        .redirect(redirect::Policy::none())
        .referer(false)
        .user_agent(concat!("fanscope/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(limits.total)
        .timeout(limits.total)
        .pool_max_idle_per_host(4)
        .dns_resolver(resolver::PublicOnly(transport.policy.clone()));
    transport
        .client(builder, is_loopback)
        .build()
        .expect("the TLS provider was set above, and nothing else can fail")
}

/// Whether the answer calls itself a page or data. Avatars come under many names, these never are.
fn says_text(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().trim_start().to_ascii_lowercase();
    ["text/html", "application/json", "application/xhtml"].iter().any(|text| kind.starts_with(text))
}
