//! Which accounts there are, and with what they are reached: flags, then environment, then file.

pub mod credential;
pub mod edit;
pub mod error;
pub mod file;
pub mod images;
pub mod keys;
pub mod paths;
pub mod private;
pub mod problem;
pub mod regular;
pub mod tidy;
pub mod twins;
pub mod url;

use std::{fs::File, io, num::NonZeroU32, path::PathBuf};

use credential::Odd;
use error::{Error, Unreadable};
use images::Images;
use problem::{Problem, Wrong};
use regular::Links;
use reqwest::Url;
use secrecy::SecretString;

use crate::{follower::account_id::AccountId, i18n::UiLang};

/// Everything the person has set.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// In the order in which they are offered. Empty when none is set up.
    pub accounts: Vec<Account>,
    /// How the file wants avatars to be drawn.
    pub images: Option<Images>,
    /// Whether the file wants anything to be kept between runs.
    pub store: Option<bool>,
    /// For how many days the file wants somebody to be kept who is not met again.
    pub keep_days: Option<u32>,
    /// The variables of the environment that hold a secret, by what the file says.
    pub secret_variables: Vec<String>,
    /// The file that was read, if there is one.
    pub file: Option<PathBuf>,
    /// What is wrong in the environment and the file, by line. The rest of it counts.
    pub problems: Vec<Problem>,
    /// How many problems there are beyond those.
    pub untold: usize,
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
    /// Why nothing may be sent for it. It then has neither a credential nor an address of its own.
    pub fault: Option<Error>,
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
    /// When something is set and cannot be used by any account: an address, or half of an appid and
    /// secret. What is wrong with one account stands in that account.
    pub fn load(flags: &Flags, variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let set = |name: &str| {
            variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let api_base = match flags.api_base.clone().or_else(|| set("FANSCOPE_API_BASE")) {
            Some(text) => Some(url::api_base(&text).map_err(Error::Address)?),
            None => None,
        };
        let mut problems = vec![];
        let of_environment = of_environment(&set, &mut problems)?;
        let mut config = Self::of_file(flags.config.clone(), &set)?;
        config.problems.splice(0..0, problems);
        if let Some(account) = of_environment {
            config.accounts.insert(0, account);
        }
        if let Some(api_base) = api_base {
            for account in config.accounts.iter_mut().filter(|account| account.fault.is_none()) {
                account.api_base.clone_from(&api_base);
            }
        }
        config.refuse_bad_proxy(&set);
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
        let fails = |reason| Error::Unreadable { file: path.clone(), reason };
        let opened = regular::open(&path, File::options().read(true), Links::Follow);
        let opened = match opened {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !is_named => {
                return Ok(Self::default());
            }
            opened => opened.map_err(|error| fails(Unreadable::from(&error)))?,
        };
        let bytes = regular::bytes(&opened, file::LARGEST);
        let bytes = bytes.map_err(|error| fails(Unreadable::from(&error)))?;
        let text = String::from_utf8(bytes).map_err(|_| fails(Unreadable::NotUtf8))?;
        let read = file::read(text.trim_start_matches('\u{feff}'), &path, set)?;
        // The rights of what was read, whatever lies there by now.
        let about = opened.metadata();
        let about = about.map_err(|error| fails(Unreadable::from(&error)))?;
        if read.has_secret && private::others_read(&about) {
            return Err(Error::Open { file: path });
        }
        if (read.decides || read.has_secret) && private::others_write(&about) {
            return Err(Error::Writable { file: path });
        }
        if (read.decides || read.has_secret)
            && let Some(folder) = private::open_folder(&path)
        {
            return Err(Error::WritableFolder { file: path, folder });
        }
        Ok(Self {
            accounts: read.accounts,
            images: read.images,
            store: read.store,
            keep_days: read.keep_days,
            secret_variables: read.secret_variables,
            file: Some(path),
            problems: read.problems,
            untold: read.untold,
        })
    }

    /// The libraries pass a proxy of the environment by that they cannot read, and go straight to the API.
    fn refuse_bad_proxy(&mut self, set: &dyn Fn(&str) -> Option<String>) {
        let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
        let is_bad = |name: &&str| set(name).is_some_and(|text| !url::is_environment_proxy(&text));
        let Some(name) = names.into_iter().find(is_bad) else { return };
        let problem = Problem { line: 0, key: name.to_owned(), wrong: Wrong::EnvironmentProxy };
        for account in &mut self.accounts {
            let is_local = Url::parse(&account.api_base).is_ok_and(|url| url::is_loopback(&url));
            if account.fault.is_none() && account.proxy.is_none() && !is_local {
                *account = Account::unusable(&account.name, None, problem.clone());
            }
        }
        self.problems.insert(0, problem);
    }

    /// The problems, each in one line, and how many more there are.
    #[must_use]
    pub fn problems(&self, lang: UiLang) -> Vec<String> {
        let told = self.problems.iter().map(|problem| problem.say(self.file.as_deref(), lang));
        let count = self.untold.to_string();
        let more = (self.untold > 0).then(|| lang.fill("config.more", &[("count", &count)]));
        told.chain(more).collect()
    }

    /// Which names stand for one account, each in one line. This one, or the first, is in use.
    #[must_use]
    pub fn twins(&self, name: Option<&str>, lang: UiLang) -> Vec<String> {
        let named = self.accounts.iter().position(|account| Some(&*account.name) == name);
        twins::twins(&self.accounts, named.unwrap_or(0), lang)
    }

    /// Whether nothing is wrong but what is used all the same.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.untold == 0 && self.problems.iter().all(Problem::is_warning)
    }

    /// The account with this name, or the first one.
    ///
    /// # Errors
    /// When there is none at all, none with this name, or it cannot be used.
    pub fn account(&self, name: Option<&str>) -> Result<&Account, Error> {
        let found = match name {
            Some(name) => self.accounts.iter().find(|account| account.name == name),
            None => self.accounts.first(),
        };
        let found = found.ok_or_else(|| match name {
            Some(name) if !self.accounts.is_empty() => Error::UnknownAccount {
                name: name.to_owned(),
                known: self.accounts.iter().map(|account| account.name.clone()).collect(),
            },
            _ => Error::NoAccount,
        })?;
        found.fault.clone().map_or(Ok(found), Err)
    }
}

impl Config {
    /// Why the screen would have nothing to show: the account that was named cannot be used, or none can.
    #[must_use]
    pub fn nothing_to_show(&self, name: Option<&str>) -> Option<Error> {
        let is_left = self.accounts.iter().any(|account| account.fault.is_none());
        match self.account(name) {
            Err(fault @ Error::Unusable { .. }) if name.is_some() || !is_left => Some(fault),
            Ok(_) | Err(_) => None,
        }
    }
}

/// The account that the environment describes, if it does.
fn of_environment(
    set: &dyn Fn(&str) -> Option<String>,
    problems: &mut Vec<Problem>,
) -> Result<Option<Account>, Error> {
    let appid = set("FANSCOPE_APPID");
    let (name, checked) = match (set("FANSCOPE_ACCESS_TOKEN"), set("FANSCOPE_SECRET"), &appid) {
        (Some(token), _, _) => ("FANSCOPE_ACCESS_TOKEN", Credential::of_token(&token)),
        (None, Some(secret), Some(_)) => ("FANSCOPE_SECRET", Credential::of_secret(&secret)),
        (None, Some(_), None) => return Err(Error::Half { missing: "FANSCOPE_APPID" }),
        (None, None, Some(_)) => return Err(Error::Half { missing: "FANSCOPE_SECRET" }),
        (None, None, None) => return Ok(None),
    };
    let mut told = |key: &str, odd| {
        let problem = Problem { line: 0, key: key.to_owned(), wrong: Wrong::Credential(odd) };
        problems.push(problem.clone());
        problem
    };
    let odd_appid = appid.as_deref().and_then(credential::odd_appid);
    let of_appid = odd_appid.map(|odd| told("FANSCOPE_APPID", odd));
    let (credential, odd) = match checked {
        Ok(checked) => checked,
        Err(odd) => {
            return Ok(Some(Account::unusable(FROM_ENVIRONMENT, None, told(name, odd))));
        }
    };
    if let Some(odd) = odd {
        told(name, odd);
    }
    if let Some(problem) = of_appid.filter(|problem| !problem.is_warning()) {
        return Ok(Some(Account::unusable(FROM_ENVIRONMENT, None, problem)));
    }
    let account = Account::new(FROM_ENVIRONMENT, credential);
    Ok(Some(Account { appid: appid.unwrap_or_default(), ..account }))
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
            fault: None,
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

impl Credential {
    /// A token as it was pasted, and what it had to be taken out of.
    ///
    /// # Errors
    /// When there is none in the text.
    pub fn of_token(text: &str) -> Result<(Self, Option<Odd>), Odd> {
        let (token, wrapping) = credential::token(text)?;
        Ok((Self::Token(token), wrapping.map(Odd::Wrapped)))
    }

    /// A secret as it was pasted, and what is unusual about it.
    ///
    /// # Errors
    /// When it cannot be one.
    pub fn of_secret(text: &str) -> Result<(Self, Option<Odd>), Odd> {
        let (secret, odd) = credential::secret(text)?;
        Ok((Self::Secret(secret), odd))
    }

    /// Whether it is an `AppSecret`, with which tokens are asked for.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        match self {
            Self::Secret(_) | Self::SecretCommand(_) | Self::SecretKeyring(_) => true,
            Self::Token(_) | Self::TokenCommand(_) | Self::TokenKeyring(_) => false,
        }
    }
}
