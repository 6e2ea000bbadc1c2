//! The directory on disk: what goes in comes out, what changed is history, and no trace is left of who is purged.

mod commands;
mod files;
mod kept;
mod plain;
mod screen;

use fanscope::{
    follower::{Follower, account_id::AccountId, lang::Lang, openid::OpenId},
    store::row::{Observation, Source},
};

pub fn account(name: &str) -> AccountId {
    AccountId::App { appid: format!("wx_{name}"), api_base: None }
}

pub fn openid(n: usize) -> OpenId {
    OpenId::received(&format!("oKept_{n:022}")).expect("not empty")
}

/// Somebody who follows, as the API said at this moment.
pub fn said(n: usize, at: i64, change: impl FnOnce(&mut Follower)) -> Observation {
    let mut follower = Follower { follows: true, ..Follower::new(openid(n)) };
    change(&mut follower);
    let body = format!("{follower:?}");
    Observation { follower, body, lang: Lang::ZhCn, source: Source::Batch, at }
}
