//! One account of the file. What decides where its secrets go is right, or it is not used.

use std::{num::NonZeroU32, ops::Range};

use reqwest::Certificate;
use secrecy::SecretString;
use toml::de::DeTable;

use super::{Key, Reader, Value, by_line, text};
use crate::config::{
    Account, Credential, Failover, HAS_KEYRING, credential, keys,
    problem::{Problem, Wrong},
    regular::{self, Links},
    url,
};

/// More than all certificates of a system.
const CERTIFICATES: u64 = 4 << 20;

/// A secret or a token as it was pasted, with what is odd about it.
type Taken = Result<(Credential, Option<credential::Odd>), credential::Odd>;

/// What a secret or a token becomes, by where it comes from.
struct Kinds {
    literal: fn(&str) -> Taken,
    command: fn(String) -> Credential,
    keyring: fn(String) -> Credential,
}

const SECRET: Kinds = Kinds {
    literal: Credential::of_secret,
    command: Credential::SecretCommand,
    keyring: Credential::SecretKeyring,
};
const TOKEN: Kinds = Kinds {
    literal: Credential::of_token,
    command: Credential::TokenCommand,
    keyring: Credential::TokenKeyring,
};

impl Reader<'_> {
    pub(super) fn account(&mut self, name: &Key<'_>, table: &DeTable<'_>) {
        self.fault = None;
        let mut account = Account::new(name.get_ref(), Credential::Token(SecretString::default()));
        let (mut secret, mut token) = (None, None);
        let whole = format!("accounts.{}", name.get_ref());
        for (key, value) in by_line(table) {
            let path = format!("{whole}.{}", key.get_ref());
            let path = path.as_str();
            match key.get_ref().as_ref() {
                "appid" => account.appid = self.appid(path, value),
                "secret" => secret = self.source(path, value, name.get_ref(), &SECRET),
                "token" => token = self.source(path, value, name.get_ref(), &TOKEN),
                "api_base" => {
                    self.read.decides = true;
                    account.api_base = self.address(path, value).unwrap_or_default();
                }
                "proxy" => account.proxy = self.proxy(path, value),
                "ca_file" => account.ca_file = self.ca_file(path, value),
                "failover" => account.failover = self.failover(path, value),
                "open_platform" => account.open_platform = self.string(path, value),
                "avatar_hosts" => account.avatar_hosts = self.strings(path, value),
                "at_once" => account.limits.at_once = self.number(path, value),
                "batch" => account.limits.batch = self.number(path, value),
                "per_second" => account.limits.per_second = self.number(path, value),
                "profile" => self.read.decides = true,
                other => match keys::decisive(other) {
                    Some(meant) => {
                        self.read.decides = true;
                        self.fatal(path, key.span(), Wrong::Misspelt { meant });
                    }
                    None => self.unknown(other, key.span(), &keys::ACCOUNT),
                },
            }
        }
        let credential = token.or(secret);
        let is_secret = credential.as_ref().is_some_and(Credential::is_secret);
        if self.fault.is_none() && is_secret && account.appid.is_empty() {
            self.fatal(&whole, name.span(), Wrong::NoAppid);
        }
        if self.fault.is_none() && credential.is_none() {
            self.fatal(&whole, name.span(), Wrong::NoCredential);
        }
        self.read.accounts.push(match (self.fault.take(), credential) {
            (None, Some(credential)) => Account { credential, ..account },
            (Some(problem), _) => Account::unusable(&account.name, Some(self.path), problem),
            (None, None) => return,
        });
    }

    /// Told, and the reason why this account is not used.
    fn fatal(&mut self, key: &str, span: Range<usize>, wrong: Wrong) {
        let problem = self.problem(key, span, wrong);
        self.fault.get_or_insert(problem);
    }

    fn appid(&mut self, key: &str, value: &Value<'_>) -> String {
        let Some(text) = text(value) else {
            self.fatal(key, value.span(), Wrong::Type { expected: "string" });
            return String::new();
        };
        if let Some(odd) = credential::odd_appid(&text) {
            self.odd(key, value, odd);
        }
        text
    }

    fn odd(&mut self, key: &str, value: &Value<'_>, odd: credential::Odd) {
        let wrong = Wrong::Credential(odd);
        if odd.is_warning() {
            self.problem(key, value.span(), wrong);
        } else {
            self.fatal(key, value.span(), wrong);
        }
    }

    /// A secret of this account as it is, or where it comes from.
    fn source(
        &mut self,
        key: &str,
        value: &Value<'_>,
        account: &str,
        kinds: &Kinds,
    ) -> Option<Credential> {
        if let Some(text) = value.get_ref().as_str() {
            self.read.has_secret = true;
            return self.literal(key, value, text, kinds);
        }
        let Some(table) = value.get_ref().as_table() else {
            self.fatal(key, value.span(), Wrong::Type { expected: "secret" });
            return None;
        };
        self.read.decides = true;
        let mut found = None;
        for (source, value) in table {
            match source.get_ref().as_ref() {
                "command" => match text(value) {
                    Some(command) => found = Some((kinds.command)(command)),
                    None => self.fatal(key, value.span(), Wrong::Type { expected: "string" }),
                },
                "env" => match text(value) {
                    Some(name) => {
                        self.read.secret_variables.push(name.clone());
                        found = self.of_variable(key, value, name, kinds);
                    }
                    None => self.fatal(key, value.span(), Wrong::Type { expected: "string" }),
                },
                "keyring" if !HAS_KEYRING => self.fatal(key, value.span(), Wrong::NoKeyring),
                "keyring" if value.get_ref().as_bool() == Some(true) => {
                    found = Some((kinds.keyring)(account.to_owned()));
                }
                "keyring" => self.fatal(key, value.span(), Wrong::Type { expected: "keyring" }),
                other => self.unknown(other, source.span(), &keys::SOURCES),
            }
        }
        if found.is_none() && self.fault.is_none() {
            self.fatal(key, value.span(), Wrong::Type { expected: "secret" });
        }
        found
    }

    fn of_variable(
        &mut self,
        key: &str,
        value: &Value<'_>,
        name: String,
        kinds: &Kinds,
    ) -> Option<Credential> {
        if let Some(text) = (self.variable)(&name).filter(|text| !text.trim().is_empty()) {
            return self.literal(key, value, &text, kinds);
        }
        self.fatal(key, value.span(), Wrong::NotInEnvironment { name });
        None
    }

    fn literal(
        &mut self,
        key: &str,
        value: &Value<'_>,
        text: &str,
        kinds: &Kinds,
    ) -> Option<Credential> {
        match (kinds.literal)(text) {
            Ok((credential, odd)) => {
                if let Some(odd) = odd {
                    self.odd(key, value, odd);
                }
                Some(credential)
            }
            Err(odd) => {
                self.odd(key, value, odd);
                None
            }
        }
    }

    fn address(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        let Some(text) = text(value) else {
            self.fatal(key, value.span(), Wrong::Type { expected: "string" });
            return None;
        };
        match url::api_base(&text) {
            Ok(base) => Some(base),
            Err(error) => {
                self.fatal(key, value.span(), Wrong::Address(error));
                None
            }
        }
    }

    fn proxy(&mut self, key: &str, value: &Value<'_>) -> Option<SecretString> {
        self.read.decides = true;
        let Some(text) = text(value) else {
            self.fatal(key, value.span(), Wrong::Type { expected: "string" });
            return None;
        };
        if !url::is_proxy(&text) {
            // It may be one with a password all the same.
            self.read.has_secret |= text.contains('@');
            self.fatal(key, value.span(), Wrong::Proxy);
            return None;
        }
        self.read.has_secret |= url::has_password(&text);
        Some(text.into())
    }

    /// The file is read now: one that is wrong is told before anything is sent.
    fn ca_file(&mut self, key: &str, value: &Value<'_>) -> Option<std::path::PathBuf> {
        self.read.decides = true;
        let path = text(value).map(std::path::PathBuf::from);
        let has_certificate = path.as_deref().is_some_and(|path| {
            let pem = regular::read(path, CERTIFICATES, Links::Follow).unwrap_or_default();
            Certificate::from_pem_bundle(&pem).is_ok_and(|found| !found.is_empty())
        });
        if !has_certificate {
            self.fatal(key, value.span(), Wrong::CaFile);
        }
        path
    }

    fn failover(&mut self, key: &str, value: &Value<'_>) -> Failover {
        self.read.decides = true;
        if let Some(yes) = value.get_ref().as_bool() {
            return if yes { Failover::Official } else { Failover::Never };
        }
        let Some(list) = value.get_ref().as_array() else {
            self.fatal(key, value.span(), Wrong::Type { expected: "failover" });
            return Failover::Never;
        };
        Failover::To(list.iter().filter_map(|item| self.address(key, item)).collect())
    }

    fn number(&mut self, key: &str, value: &Value<'_>) -> Option<NonZeroU32> {
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        if number.is_none() {
            self.wrong_type(key, value, "number");
        }
        number
    }
}

impl Account {
    /// An account that is set up and cannot be used. It holds nothing that could be sent.
    #[must_use]
    pub fn unusable(name: &str, file: Option<&std::path::Path>, problem: Problem) -> Self {
        let fault = crate::config::error::Error::Unusable {
            name: name.to_owned(),
            file: file.map(ToOwned::to_owned),
            problem: Box::new(problem),
        };
        let nothing = Credential::Token(SecretString::default());
        Self { fault: Some(fault), ..Self::new(name, nothing) }
    }
}
