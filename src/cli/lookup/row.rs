//! One row of `fanscope lookup`: what became of one OpenID.

use jiff::Timestamp;

use crate::{
    follower::Follower,
    store::row::Known,
    wechat::{Response, error::Error},
};

/// What became of one OpenID.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As it was asked; when it is malformed, as it was pasted.
    pub openid: String,
    pub result: Result<Response, Error>,
    /// What of it is from the directory, where nobody was asked.
    pub kept: Option<Kept>,
    /// With `--verify`: the keys whose values a single call gave otherwise than the batch.
    pub differs: Option<Vec<String>>,
}

/// What the directory adds.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Whether the API ever said anything of them.
    pub has_response: bool,
    /// What is known from elsewhere.
    pub known: Vec<Known>,
}

impl Row {
    /// Whether this is somebody whom the directory lists, and of whom the API never said anything.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| !kept.has_response)
    }

    #[must_use]
    pub fn new(openid: String, result: Result<Response, Error>) -> Self {
        Self { openid, result, kept: None, differs: None }
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
