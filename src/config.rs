//! Which accounts there are, and with what they are reached: flags, then environment, then file.

use secrecy::SecretString;

/// Everything the person has set.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// In the order in which they are offered. Empty when none is set up.
    pub accounts: Vec<Account>,
}

/// One Official Account and the way to it.
#[derive(Debug, Clone)]
pub struct Account {
    pub name: String,
    /// `wx` and 16 hex digits. Empty when only a token is given.
    pub appid: String,
    pub credential: Credential,
    /// `https://api.weixin.qq.com`, or another host or gateway, without a slash at its end.
    pub api_base: String,
    /// Hosts from which avatars may come besides those of `WeChat`; `*.example.com` is a suffix.
    pub avatar_hosts: Vec<String>,
    /// Accounts with the same value share `UnionIDs`.
    pub open_platform: Option<String>,
}

/// How an access token is come by. `Debug` shows no secret.
#[derive(Debug, Clone)]
pub enum Credential {
    /// An access token as it is. It cannot be renewed.
    Token(SecretString),
    /// The `AppSecret`, for `cgi-bin/stable_token`.
    Secret(SecretString),
}

/// `WeChat`'s own host.
pub const OFFICIAL: &str = "https://api.weixin.qq.com";
