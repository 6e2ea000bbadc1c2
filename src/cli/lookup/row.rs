//! One row of `fanscope lookup`: what became of one OpenID.

use jiff::Timestamp;

use crate::{
    follower::Follower,
    wechat::{Response, error::Error},
};

/// What became of one OpenID.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As it was asked; when it is malformed, as it was pasted.
    pub openid: String,
    pub result: Result<Response, Error>,
    /// With `--verify`: the keys whose values a single call gave otherwise than the batch.
    pub differs: Option<Vec<String>>,
}

impl Row {
    #[must_use]
    pub fn new(openid: String, result: Result<Response, Error>) -> Self {
        Self { openid, result, differs: None }
    }
}

/// `status` of a row that was answered.
#[must_use]
pub fn status(follower: &Follower) -> &'static str {
    if follower.follows { "following" } else { "not_following" }
}

/// What stands for it in a table.
pub(super) fn state(follower: &Follower) -> &'static str {
    if follower.follows { "+" } else { "-" }
}

/// RFC 3339, to the second.
#[must_use]
pub fn utc(seconds: i64) -> String {
    Timestamp::from_second(seconds).map(|at| at.to_string()).unwrap_or_default()
}
