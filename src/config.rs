//! Which accounts there are, and with what they are reached: flags, then environment, then file.

pub mod error;
pub mod paths;
pub mod private;
pub mod url;

use std::path::PathBuf;

use error::Error;
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
    /// A shell command that prints an access token. It is run again when that one is refused.
    TokenCommand(String),
    /// A shell command that prints the `AppSecret`. It is run when a token is needed.
    SecretCommand(String),
}

/// What the command line says about the configuration.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub config: Option<PathBuf>,
    pub api_base: Option<String>,
}

/// `WeChat`'s own host.
pub const OFFICIAL: &str = "https://api.weixin.qq.com";
/// The name of the account that the environment describes.
pub const FROM_ENVIRONMENT: &str = "env";

impl Config {
    /// Everything set by flags and by environment variables, which are asked for by name.
    ///
    /// No account at all is no error: the browser then says how to set one up.
    ///
    /// # Errors
    /// When something is set and cannot be used: an address, or half of an appid and secret.
    pub fn load(flags: &Flags, variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let set = |name: &str| {
            variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let api_base = match flags.api_base.clone().or_else(|| set("FANSCOPE_API_BASE")) {
            Some(text) => Some(url::api_base(&text)?),
            None => None,
        };
        let appid = set("FANSCOPE_APPID");
        let credential = match (set("FANSCOPE_ACCESS_TOKEN"), set("FANSCOPE_SECRET"), &appid) {
            (Some(token), _, _) => Some(Credential::Token(token.into())),
            (None, Some(secret), Some(_)) => Some(Credential::Secret(secret.into())),
            (None, Some(_), None) => return Err(Error::Half { missing: "FANSCOPE_APPID" }),
            (None, None, Some(_)) => return Err(Error::Half { missing: "FANSCOPE_SECRET" }),
            (None, None, None) => None,
        };
        let accounts = credential
            .map(|credential| Account {
                appid: appid.unwrap_or_default(),
                api_base: api_base.unwrap_or_else(|| OFFICIAL.to_owned()),
                ..Account::new(FROM_ENVIRONMENT, credential)
            })
            .into_iter()
            .collect();
        Ok(Self { accounts })
    }

    /// The account with this name, or the first one.
    ///
    /// # Errors
    /// When there is none at all, or none with this name.
    pub fn account(&self, name: Option<&str>) -> Result<&Account, Error> {
        let found = match name {
            Some(name) => self.accounts.iter().find(|account| account.name == name),
            None => self.accounts.first(),
        };
        found.ok_or_else(|| match name {
            Some(name) if !self.accounts.is_empty() => Error::UnknownAccount {
                name: name.to_owned(),
                known: self.accounts.iter().map(|account| account.name.clone()).collect(),
            },
            _ => Error::NoAccount,
        })
    }
}

impl Account {
    /// An account at `WeChat`'s own host, with nothing else set.
    #[must_use]
    pub fn new(name: &str, credential: Credential) -> Self {
        Self {
            name: name.to_owned(),
            appid: String::new(),
            credential,
            api_base: OFFICIAL.to_owned(),
            avatar_hosts: vec![],
            open_platform: None,
        }
    }
}
