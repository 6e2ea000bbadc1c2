//! The API client against servers on loopback.

mod batches;
mod bodies;
pub mod codes;
mod encodings;
mod faults;
mod memory;
mod networks;
mod oddities;
mod renewals;
mod retries;
mod secrets;
mod token_files;
mod tokens;
mod unreadable;
mod worst;

use std::time::Duration;

use fanscope::{
    config::{Account, Credential},
    follower::openid::OpenId,
    wechat::{
        client::{Client, Options},
        retry::RetryPolicy,
        transport::Timeouts,
    },
};

use crate::support::scripted::{Reply, Request, Scripted, ok};

pub const USER_INFO: &str = "/cgi-bin/user/info";
pub const BATCHGET: &str = "/cgi-bin/user/info/batchget";
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

/// Tries again at once, as it were.
pub const QUICK: RetryPolicy =
    RetryPolicy { tries: 4, pause: Duration::from_millis(1), minute: Duration::from_millis(5) };

/// A client that waits long enough for a busy machine, for tests in which nothing hangs.
pub fn client(account: &Account) -> Client {
    let options = Options { retry_policy: QUICK, ..Options::default() };
    Client::new(account, &options).expect("a client")
}

/// A client that gives up soon, for tests in which something hangs.
pub fn hasty(account: &Account) -> Client {
    let short = Duration::from_millis(150);
    let timeouts = Timeouts { connect: short, total: short };
    let options = Options { timeouts, retry_policy: QUICK, ..Options::default() };
    Client::new(account, &options).expect("a client")
}

pub fn openid(text: &str) -> OpenId {
    OpenId::received(text).expect("not empty")
}

/// A server whose `user/info` answers in turn with these.
pub async fn answering(replies: Vec<Reply>) -> Scripted {
    Scripted::listed([(USER_INFO, replies)]).await
}

/// A follower's body.
pub fn follower(openid: &str) -> Reply {
    ok(format!("{{\"subscribe\":1,\"openid\":\"{openid}\",\"nickname\":\"n{openid}\"}}"))
}

/// The OpenIDs that a batch asks about.
pub fn requested(request: &Request) -> Vec<String> {
    let list = request.json()["user_list"].as_array().cloned().expect("a list");
    list.iter().map(|user| user["openid"].as_str().expect("text").to_owned()).collect()
}

/// A batch's body with a row for each of these.
pub fn rows<'a>(openids: impl IntoIterator<Item = &'a String>) -> Reply {
    let row = |openid: &String| {
        format!("{{\"subscribe\":1,\"openid\":\"{openid}\",\"nickname\":\"n{openid}\"}}")
    };
    let rows: Vec<String> = openids.into_iter().map(row).collect();
    ok(format!("{{\"user_info_list\":[{}]}}", rows.join(",")))
}

/// A server that knows everybody, for one or many.
pub fn everybody(request: &Request, _before: usize) -> Reply {
    match request.path.as_str() {
        STABLE_TOKEN => token("token-one"),
        BATCHGET => rows(&requested(request)),
        _ => follower(request.value("openid")),
    }
}

/// OpenIDs that look real.
pub fn made(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("oMADE{n:023}")).collect()
}

/// A token's body.
pub fn token(text: &str) -> Reply {
    ok(format!("{{\"access_token\":\"{text}\",\"expires_in\":7200}}"))
}

/// A refusal's body.
pub fn refusal(errcode: i64, errmsg: &str) -> Reply {
    ok(format!("{{\"errcode\":{errcode},\"errmsg\":\"{errmsg}\"}}"))
}
