//! One mistake in the configuration, and how it is said.

use std::path::Path;

use crate::{
    config::{credential::Odd, url},
    i18n::UiLang,
    text::{cut_middle, shown::Shown},
};

/// A key longer than this many cells is cut: it is none of ours.
const LONGEST: usize = 80;

/// Where it stands and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The first line is 1. 0: it does not stand in the file, but in the environment, or in what a
    /// command or the keyring gave.
    pub line: usize,
    /// `accounts.shop.appid`, the word that is none, or an environment variable.
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
    /// A key that is not there, and is near one that decides where secrets go.
    Misspelt {
        meant: &'static str,
    },
    /// `expected` is the end of a key of the catalogue.
    Type {
        expected: &'static str,
    },
    Address(url::Error),
    Proxy,
    /// A proxy of the environment, which would be passed by.
    EnvironmentProxy,
    CaFile,
    Credential(Odd),
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
    /// What is odd about the credential that a command or the keyring gave for this account.
    #[must_use]
    pub fn of_given(account: &str, odd: Odd) -> Self {
        let kind = if matches!(odd, Odd::Wrapped(_)) { "token" } else { "secret" };
        let key = format!("accounts.{account}.{kind}");
        Self { line: 0, key, wrong: Wrong::Credential(odd) }
    }

    /// Whether everything is used all the same.
    #[must_use]
    pub const fn is_warning(&self) -> bool {
        matches!(&self.wrong, Wrong::Credential(odd) if odd.is_warning())
    }

    /// File, line, key and what is wrong with it, in one line.
    #[must_use]
    pub fn say(&self, file: Option<&Path>, lang: UiLang) -> String {
        let location = match file {
            Some(file) if self.line > 0 => format!("{}:{}: ", file.display(), self.line),
            Some(_) | None => String::new(),
        };
        let key = Shown::new(&self.key).to_string();
        let key = cut_middle(&key, LONGEST);
        let what = self.wrong.say(lang);
        let key = if key.is_empty() { String::new() } else { format!("{key}: ") };
        Shown::new(format!("{location}{key}{what}")).to_string()
    }
}

impl Wrong {
    fn say(&self, lang: UiLang) -> String {
        let meant = |said: String, meant: Option<&str>| match meant {
            Some(meant) => {
                format!("{said} {}", lang.fill("config.did_you_mean", &[("meant", meant)]))
            }
            None => said,
        };
        match self {
            Self::Syntax(reason) => lang.fill("config.syntax", &[("why", reason)]),
            Self::Unknown { meant: word } => {
                meant(lang.say("config.unknown_key").into_owned(), word.as_deref())
            }
            Self::Misspelt { meant: word } => {
                let said = meant(lang.say("config.unknown_key").into_owned(), Some(word));
                format!("{said} {}", lang.fill("config.misspelt", &[("meant", word)]))
            }
            Self::Type { expected } => {
                let expected = lang.say(&format!("config.expected_{expected}")).into_owned();
                lang.fill("config.wrong_type", &[("expected", &expected)])
            }
            Self::Address(error) => error.say(lang),
            Self::Proxy => lang.say("config.bad_proxy").into_owned(),
            Self::EnvironmentProxy => lang.say("config.bad_environment_proxy").into_owned(),
            Self::CaFile => lang.say("config.bad_ca_file").into_owned(),
            Self::Credential(odd) => odd.say(lang),
            Self::NotInEnvironment { name } => {
                lang.fill("config.not_in_environment", &[("name", name)])
            }
            Self::NoKeyring => lang.say("config.no_keyring").into_owned(),
            Self::NoAppid => lang.say("config.no_appid").into_owned(),
            Self::NoCredential => lang.say("config.no_credential").into_owned(),
            Self::NoSuchAccount { name, meant: word } => {
                meant(lang.fill("config.no_such_account", &[("name", name)]), word.as_deref())
            }
        }
    }
}
