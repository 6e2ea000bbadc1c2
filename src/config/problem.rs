//! One mistake in the configuration file, and how it is said.

use std::path::Path;

use crate::{config::error::Error, words::UiLang};

/// Where it stands and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The first line is 1.
    pub line: usize,
    /// `accounts.shop.appid`, or the word that is none.
    pub key: String,
    pub wrong: Wrong,
}

/// What is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// The file cannot be read on from here. The text is that of the TOML parser, in English.
    Syntax(String),
    Unknown {
        meant: Option<String>,
    },
    /// `expected` is the end of a key of the catalogue.
    Type {
        expected: &'static str,
    },
    Address(Box<Error>),
    Proxy,
    NotInEnvironment {
        name: String,
    },
    NoKeyring,
    NoAppid,
    NoCredential,
    NoSuchAccount {
        name: String,
        meant: Option<String>,
    },
}

impl Problem {
    /// File, line, key and what is wrong with it, in one line.
    #[must_use]
    pub fn say(&self, file: &Path, lang: UiLang) -> String {
        let file = file.display().to_string();
        let place = format!("{file}:{}", self.line);
        let what = self.wrong.say(&self.key, lang);
        if self.key.is_empty() {
            format!("{place}: {what}")
        } else {
            format!("{place}: {}: {what}", self.key)
        }
    }
}

impl Wrong {
    fn say(&self, key: &str, lang: UiLang) -> String {
        let meant = |said: String, meant: &Option<String>| match meant {
            Some(meant) => {
                format!("{said} {}", lang.fill("config.did_you_mean", &[("meant", meant)]))
            }
            None => said,
        };
        match self {
            Self::Syntax(why) => lang.fill("config.syntax", &[("why", why)]),
            Self::Unknown { meant: word } => {
                meant(lang.fill("config.unknown_key", &[("key", key)]), word)
            }
            Self::Type { expected } => {
                let expected = lang.say(&format!("config.expected_{expected}")).into_owned();
                lang.fill("config.wrong_type", &[("expected", &expected)])
            }
            Self::Address(error) => error.say(lang),
            Self::Proxy => lang.say("config.bad_proxy").into_owned(),
            Self::NotInEnvironment { name } => {
                lang.fill("config.not_in_environment", &[("name", name)])
            }
            Self::NoKeyring => lang.say("config.no_keyring").into_owned(),
            Self::NoAppid => lang.say("config.no_appid").into_owned(),
            Self::NoCredential => lang.say("config.no_credential").into_owned(),
            Self::NoSuchAccount { name, meant: word } => {
                meant(lang.fill("config.no_such_account", &[("name", name)]), word)
            }
        }
    }
}
