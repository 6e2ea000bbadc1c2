//! What can be wrong with the configuration, and how that is said.

use std::path::PathBuf;

use crate::{config::problem::Problem, words::UiLang};

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
    /// The file cannot be read at all.
    Unreadable {
        file: PathBuf,
        why: Unreadable,
    },
    /// The file holds a secret, and others can read it.
    Open {
        file: PathBuf,
    },
    /// The file is no TOML.
    File {
        file: PathBuf,
        problem: Problem,
    },
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    Missing,
    Folder,
    NotUtf8,
    /// What the system says, in its own words.
    Other(String),
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
            Self::Unreadable { file, why } => {
                let file = file.display().to_string();
                let (key, said) = match why {
                    Unreadable::Missing => ("config.missing", ""),
                    Unreadable::Folder => ("config.folder", ""),
                    Unreadable::NotUtf8 => ("config.not_utf8", ""),
                    Unreadable::Other(said) => ("config.unreadable", said.as_str()),
                };
                lang.fill(key, &[("file", &file), ("why", said)])
            }
            Self::Open { file } => {
                lang.fill("config.open", &[("file", &file.display().to_string())])
            }
            Self::File { file, problem } => problem.say(file, lang),
        }
    }
}
