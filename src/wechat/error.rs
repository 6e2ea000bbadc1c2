//! Why a call failed, by what the caller can do about it. It can hold neither an address nor a secret.
//!
//! An address of this API carries the access token, and the errors of HTTP libraries print addresses,
//! in their sources too. So nothing of theirs is kept: their kind is read and they are dropped.

use crate::{
    config::{self, credential::Odd},
    follower::openid,
    i18n::UiLang,
    wechat::{errmsg::Errmsg, rid::Rid, unreadable::Unreadable},
};

/// A call that brought no response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.explain(UiLang::En).message)]
pub enum Error {
    /// It cannot be an OpenID, so it was not asked.
    Malformed(openid::Malformed),
    /// The API said no.
    Api(Refusal),
    /// The API was not reached, or the connection broke.
    Network(Network),
    /// Another status than 200 and no `errcode`. `is_shed`: the front end turned the call away
    /// unseen (`FastReject`).
    Http { status: u16, is_shed: bool },
    /// The response cannot be read.
    Body(Body),
    /// `--offline`: nothing was sent.
    Offline,
    /// The caller stopped it.
    Cancelled,
    /// There is no token to call with, and why.
    Credentials(Credentials),
}

/// `errcode` and what came with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub errcode: i64,
    /// The server's own words. They change: read `errcode` only.
    pub errmsg: Errmsg,
    pub rid: Option<Rid>,
    /// The path that was called.
    pub endpoint: &'static str,
    pub renewal: Renewal,
}

/// What had been done about the token when the API said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// It was not about the token.
    None,
    /// The token was given and cannot be renewed.
    Given,
    /// A new token had been fetched, and was refused as well.
    Repeated,
    /// The same, while other calls were answered with that token.
    Disputed,
}

/// How the network failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    Refused,
    Dns,
    Timeout,
    Tls,
    Reset,
    /// The proxy did not let us through.
    Proxy,
    Unreachable,
    Other,
}

/// Why a response cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Empty,
    /// A web page: a proxy or a login page stands in between.
    Html,
    /// What came instead is kept, so that a person can see what is wrong with it.
    NotJson(Box<Unreadable>),
    /// It ended before its announced end.
    Truncated,
    TooLarge,
    /// More values than any response of this endpoint has.
    TooMany,
    TooDeep,
    /// JSON, and not what this endpoint answers.
    Unexpected,
    /// It is about another OpenID than the one that was asked.
    OtherFollower,
    /// The list of followers goes round: its next page has nobody who was not in those before.
    Circular,
}

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// No appid, although there is a secret.
    NoAppid,
    /// No certificates of this system or of the CA file can be used.
    NoCertificates,
    /// The CA file cannot be read, or holds no certificate in PEM.
    BadCaFile,
    /// The command for it ended with this status, or could not be run.
    CommandFailed { status: Option<i32> },
    /// The command for it did not end.
    CommandHangs,
    /// The command for it printed something that cannot be one.
    CommandRubbish,
    /// The keyring of the system did not give it.
    Keyring(Keyring),
    /// What the command or the keyring gave cannot be one.
    Odd(Odd),
    /// The account is not set up right, so nothing is sent for it.
    Config(Box<config::error::Error>),
}

/// Why the keyring did not give a secret, or take one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// This build does without.
    NotBuiltIn,
    /// This system has none, or it does not answer.
    Absent,
    /// It is locked and was not opened.
    Locked,
    /// It holds nothing for this account.
    NoEntry,
    /// What it holds cannot be a secret.
    Rubbish,
}

/// How far a failure reaches: whether asking about the next OpenID makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// This OpenID only.
    Row,
    /// Nothing can be asked of this account at present.
    Account,
    /// Nothing can be asked before the credentials are mended.
    Credentials,
}
