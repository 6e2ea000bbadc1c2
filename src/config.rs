//! Which accounts there are, and with what they are reached: flags, then environment, then file.

pub mod error;
pub mod file;
pub mod images;
pub mod paths;
pub mod private;
pub mod problem;
pub mod url;

use std::{io, num::NonZeroU32, path::PathBuf};

use error::{Error, Unreadable};
use images::Images;
use problem::Problem;
use secrecy::SecretString;

use crate::{follower::account_id::AccountId, words::UiLang};

/// Everything the person has set.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// In the order in which they are offered. Empty when none is set up.
    pub accounts: Vec<Account>,
    /// How the file wants pictures to be drawn.
    pub images: Option<Images>,
    /// The variables of the environment that hold a secret, by what the file says.
    pub secret_variables: Vec<String>,
    /// The file that was read, if there is one.
    pub file: Option<PathBuf>,
    /// What is wrong in the file, by line. The rest of it counts.
    pub problems: Vec<Problem>,
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
    /// `http://`, `https://` or `socks5://`, for everything but loopback. It may hold a password.
    /// `None`: the proxy of the environment.
    pub proxy: Option<SecretString>,
    /// Certificates in PEM that are believed besides those of the system.
    pub ca_file: Option<PathBuf>,
    pub failover: Failover,
    pub limits: Limits,
}

/// Where to ask when the API cannot be reached at its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Failover {
    #[default]
    Never,
    /// At the other official hosts, when the address is one of them.
    Official,
    /// At these addresses, in this order.
    To(Vec<String>),
}

/// Limits that an account sets itself. `None`: ours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Requests under way at one time.
    pub at_once: Option<NonZeroU32>,
    /// OpenIDs in one request.
    pub batch: Option<NonZeroU32>,
    /// Requests a second.
    pub per_second: Option<NonZeroU32>,
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
    /// An access token in the keyring of the system, under this name. It is read again when it is refused.
    TokenKeyring(String),
    /// The `AppSecret` in the keyring of the system, under this name. It is read when a token is needed.
    SecretKeyring(String),
}

/// What the command line says about the configuration.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub config: Option<PathBuf>,
    pub api_base: Option<String>,
}

/// `WeChat`'s own host.
pub const OFFICIAL: &str = "https://api.weixin.qq.com";
/// Its other hosts, for when that one cannot be reached: the spare one, then by city.
pub const OFFICIAL_OTHERS: [&str; 4] = [
    "https://api2.weixin.qq.com",
    "https://sh.api.weixin.qq.com",
    "https://sz.api.weixin.qq.com",
    "https://hk.api.weixin.qq.com",
];
/// Whether this build can read the keyring of the system.
pub const HAS_KEYRING: bool = cfg!(feature = "keyring");
/// The name of the account that the environment describes.
pub const FROM_ENVIRONMENT: &str = "env";

impl Config {
    /// Everything set by flags, environment variables (asked for by name) and the file.
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
        let mut config = Self::of_file(flags.config.clone(), &set)?;
        if let Some(credential) = credential {
            let account = Account::new(FROM_ENVIRONMENT, credential);
            config.accounts.insert(0, Account { appid: appid.unwrap_or_default(), ..account });
        }
        if let Some(api_base) = api_base {
            for account in &mut config.accounts {
                account.api_base.clone_from(&api_base);
            }
        }
        Ok(config)
    }

    /// What the file says: the one that was named, or the usual one if it is there.
    fn of_file(
        named: Option<PathBuf>,
        set: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let named = named.or_else(|| set("FANSCOPE_CONFIG").map(PathBuf::from));
        let is_named = named.is_some();
        let Some(path) = named.or_else(|| paths::config_file(set)) else {
            return Ok(Self::default());
        };
        let fails = |why| Error::Unreadable { file: path.clone(), why };
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound if !is_named => return Ok(Self::default()),
                io::ErrorKind::NotFound => return Err(fails(Unreadable::Missing)),
                io::ErrorKind::IsADirectory => return Err(fails(Unreadable::Folder)),
                _ => return Err(fails(Unreadable::Other(error.to_string()))),
            },
        };
        let text = String::from_utf8(bytes).map_err(|_| fails(Unreadable::NotUtf8))?;
        let read = file::read(text.trim_start_matches('\u{feff}'), &path, set)?;
        let is_private = std::fs::metadata(&path).is_ok_and(|file| private::is_private(&file));
        if read.has_secret && !is_private {
            return Err(Error::Open { file: path });
        }
        Ok(Self {
            accounts: read.accounts,
            images: read.images,
            secret_variables: read.secret_variables,
            file: Some(path),
            problems: read.problems,
        })
    }

    /// The problems of the file, each in one line.
    #[must_use]
    pub fn problems(&self, lang: UiLang) -> Vec<String> {
        let file = self.file.clone().unwrap_or_default();
        self.problems.iter().map(|problem| problem.say(&file, lang)).collect()
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
            proxy: None,
            ca_file: None,
            failover: Failover::default(),
            limits: Limits::default(),
        }
    }

    /// Which account this is, whatever it is called here.
    #[must_use]
    pub fn id(&self) -> AccountId {
        let is_official = self.api_base == OFFICIAL
            || OFFICIAL_OTHERS.iter().any(|other| self.api_base == *other);
        let api_base = (!is_official).then(|| self.api_base.clone());
        if self.appid.is_empty() {
            AccountId::Token { label: self.name.clone(), api_base }
        } else {
            AccountId::App { appid: self.appid.clone(), api_base }
        }
    }
}
