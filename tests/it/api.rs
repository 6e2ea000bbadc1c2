//! The API client against servers on loopback.

mod bodies;
mod faults;
mod secrets;
mod tokens;

use std::time::Duration;

use fanscope::{
    config::{Account, Credential},
    follower::openid::OpenId,
    wechat::{
        client::{Client, Options},
        http::Timeouts,
    },
};

use crate::support::scripted::{Answer, Scripted, ok};

pub const USER_INFO: &str = "/cgi-bin/user/info";
pub const STABLE_TOKEN: &str = "/cgi-bin/stable_token";
pub const GOOD: &str = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";
/// Shows wherever it goes.
pub const CANARY: &str = "SECRET_c4n4ry";

/// An account at this server with a given token.
pub fn with_token(base: &str) -> Account {
    let credential = Credential::Token(CANARY.to_owned().into());
    Account { api_base: base.to_owned(), ..Account::new("shop", credential) }
}

/// An account at this server with an appid and a secret.
pub fn with_secret(base: &str) -> Account {
    let credential = Credential::Secret(CANARY.to_owned().into());
    Account {
        api_base: base.to_owned(),
        appid: "wx0123456789abcdef".into(),
        ..Account::new("shop", credential)
    }
}

/// A client that waits long enough for a busy machine, for tests in which nothing hangs.
pub fn client(account: &Account) -> Client {
    Client::new(account, &Options::default()).expect("a client")
}

/// A client that gives up soon, for tests in which something hangs.
pub fn hasty(account: &Account) -> Client {
    let short = Duration::from_millis(150);
    let timeouts = Timeouts { connect: short, total: short };
    Client::new(account, &Options { timeouts, ..Options::default() }).expect("a client")
}

pub fn openid(text: &str) -> OpenId {
    OpenId::received(text).expect("not empty")
}

/// A server whose `user/info` answers in turn with these.
pub async fn answering(answers: Vec<Answer>) -> Scripted {
    Scripted::listed([(USER_INFO, answers)]).await
}

/// A follower's body.
pub fn follower(openid: &str) -> Answer {
    ok(format!("{{\"subscribe\":1,\"openid\":\"{openid}\",\"nickname\":\"n{openid}\"}}"))
}

/// A token's body.
pub fn token(text: &str) -> Answer {
    ok(format!("{{\"access_token\":\"{text}\",\"expires_in\":7200}}"))
}

/// A refusal's body.
pub fn refusal(errcode: i64, errmsg: &str) -> Answer {
    ok(format!("{{\"errcode\":{errcode},\"errmsg\":\"{errmsg}\"}}"))
}
