//! What the API has answered, as far as the screen needs it.

use crate::follower::{Follower, openid::OpenId};

/// One page of the followers of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub openids: Vec<OpenId>,
    /// How many followers there are in all; it moves while pages are read.
    pub total: usize,
    /// Where the next page starts. `None` after the last.
    pub next: Option<OpenId>,
}

/// What the API said of one follower.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub follower: Follower,
    /// The body as received, made valid JSON, without anything secret, in one line.
    pub raw: String,
    /// Unix seconds.
    pub fetched_at: i64,
}

/// Calls of `user/info` today, as the API counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    pub used: u64,
    /// 0 when the API does not say.
    pub limit: u64,
}
