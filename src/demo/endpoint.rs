//! What can be asked of the stand-in, how often each was asked, and how often it may be.

use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    Token,
    StableToken,
    UserInfo,
    BatchGet,
    UserGet,
    TagsGet,
    QuotaGet,
    Avatar,
}

impl Endpoint {
    pub const ALL: [Self; 8] = [
        Self::Token,
        Self::StableToken,
        Self::UserInfo,
        Self::BatchGet,
        Self::UserGet,
        Self::TagsGet,
        Self::QuotaGet,
        Self::Avatar,
    ];

    /// The path, and of avatars the start of it.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Token => "/cgi-bin/token",
            Self::StableToken => "/cgi-bin/stable_token",
            Self::UserInfo => "/cgi-bin/user/info",
            Self::BatchGet => "/cgi-bin/user/info/batchget",
            Self::UserGet => "/cgi-bin/user/get",
            Self::TagsGet => "/cgi-bin/tags/get",
            Self::QuotaGet => "/cgi-bin/openapi/quota/get",
            Self::Avatar => "/mmopen",
        }
    }

    pub(super) fn of(path: &str) -> Option<Self> {
        if path.starts_with("/mmopen/") {
            return Some(Self::Avatar);
        }
        Self::ALL.into_iter().find(|endpoint| endpoint.path() == path)
    }

    /// Whether it is asked with POST and a JSON body.
    pub(super) const fn is_post(self) -> bool {
        match self {
            Self::StableToken | Self::BatchGet | Self::QuotaGet => true,
            Self::Token | Self::UserInfo | Self::UserGet | Self::TagsGet | Self::Avatar => false,
        }
    }

    /// How many calls an account has in a day. Avatars are no part of the API.
    pub(super) const fn daily_limit(self) -> u64 {
        match self {
            Self::Token => 2_000,
            Self::UserGet => 500,
            Self::UserInfo => 5_000_000,
            Self::StableToken | Self::BatchGet | Self::TagsGet | Self::QuotaGet => 500_000,
            Self::Avatar => u64::MAX,
        }
    }
}

/// A number for each endpoint.
#[derive(Debug, Default)]
pub(super) struct Counts([AtomicU64; Endpoint::ALL.len()]);

impl Counts {
    /// One more. Answers how many that makes.
    pub fn add(&self, endpoint: Endpoint) -> u64 {
        self.cell(endpoint).fetch_add(1, Ordering::Relaxed) + 1
    }

    pub fn subtract(&self, endpoint: Endpoint) {
        self.cell(endpoint).fetch_sub(1, Ordering::Relaxed);
    }

    pub fn raise_to(&self, endpoint: Endpoint, number: u64) {
        self.cell(endpoint).fetch_max(number, Ordering::Relaxed);
    }

    pub fn of(&self, endpoint: Endpoint) -> u64 {
        self.cell(endpoint).load(Ordering::Relaxed)
    }

    fn cell(&self, endpoint: Endpoint) -> &AtomicU64 {
        let index = Endpoint::ALL.iter().position(|known| *known == endpoint);
        &self.0[index.unwrap_or(0)]
    }
}

/// Which calls came, and how many at once.
#[derive(Debug, Default)]
pub(super) struct Stats {
    pub calls: Counts,
    inside: Counts,
    pub most_at_once: Counts,
}

impl Stats {
    /// Count a call. It is inside until the answer is dropped.
    pub fn enter(&self, endpoint: Endpoint) -> (u64, Inside<'_>) {
        self.most_at_once.raise_to(endpoint, self.inside.add(endpoint));
        (self.calls.add(endpoint), Inside { stats: self, endpoint })
    }

    pub fn json(&self) -> String {
        let calls: serde_json::Map<_, _> = Endpoint::ALL
            .into_iter()
            .map(|endpoint| (endpoint.path().to_owned(), self.calls.of(endpoint).into()))
            .collect();
        serde_json::Value::Object(calls).to_string()
    }
}

/// A call that is being answered.
#[derive(Debug)]
pub(super) struct Inside<'a> {
    stats: &'a Stats,
    endpoint: Endpoint,
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.stats.inside.subtract(self.endpoint);
    }
}
