//! The API of `WeChat` over HTTP: one account, its token, its responses and its refusals.

// Numbers come from outside here, and an overflow would be the server's to choose.
#![warn(clippy::arithmetic_side_effects)]

pub mod batch;
pub mod caller;
pub mod client;
pub mod command;
pub mod decode;
pub mod encoding;
pub mod errcode;
pub mod errmsg;
pub mod error;
pub mod explain;
pub mod extent;
pub mod keyring;
pub mod lookup;
pub mod paging;
pub mod probe;
pub mod report;
pub mod retry;
pub mod rid;
pub mod scrub;
pub mod token;
pub mod token_file;
pub mod transport;
pub mod unreadable;
pub mod wire;

use serde_json::{Map, Value};

use crate::follower::{Follower, openid::OpenId};
use scrub::Shown;

/// What `cgi-bin/user/info` said about one OpenID.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    pub follower: Follower,
    /// The API's own object, its keys in their order, `unionid` trimmed.
    pub object: Shown<Map<String, Value>>,
    /// The body as it came, made valid: for the raw view.
    pub body: Shown<String>,
    /// When the response was there, in Unix seconds.
    pub fetched_at: i64,
}

/// One page of `cgi-bin/user/get`: who follows the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// How many follow the account at this moment. It moves while one pages.
    pub total: u64,
    /// At most 10,000, in an order that is not documented.
    pub openids: Vec<OpenId>,
    /// Where the next page starts. `None` on the last one.
    pub next: Option<String>,
}

/// One row of `cgi-bin/tags/get`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Those that operators made start at 100; 2 is the starred ones.
    pub id: i64,
    pub name: String,
    /// How many followers have it.
    pub count: u64,
}

/// `cgi-bin/openapi/quota/get`: calls of one path, a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// 0 when the account has none.
    pub daily_limit: u64,
    pub used: u64,
    pub remain: u64,
}
