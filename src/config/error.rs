//! What can be wrong with the configuration, and how that is said.

use crate::words::UiLang;

/// Something is set and cannot be used, or nothing is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(UiLang::En))]
pub enum Error {
    NoAccount,
    UnknownAccount {
        name: String,
        known: Vec<String>,
    },
    /// An appid without a secret, or the other way round.
    Half {
        missing: &'static str,
    },
    /// Not an address at all, or one with a query or a password in it.
    BadUrl {
        url: String,
    },
    /// `http://` to another machine: the access token would be readable on the way.
    Clear {
        url: String,
    },
}

impl Error {
    /// What is wrong and what to do, in one or two sentences.
    #[must_use]
    pub fn say(&self, lang: UiLang) -> String {
        match self {
            Self::NoAccount => lang.say("config.no_account").into_owned(),
            Self::UnknownAccount { name, known } => {
                lang.fill("config.unknown_account", &[("name", name), ("known", &known.join(", "))])
            }
            Self::Half { missing } => lang.fill("config.half", &[("missing", missing)]),
            Self::BadUrl { url } => lang.fill("config.bad_url", &[("url", url)]),
            Self::Clear { url } => lang.fill("config.clear", &[("url", url)]),
        }
    }
}
