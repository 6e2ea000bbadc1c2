//! What can be wrong with the configuration as a whole, and how that is said.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    config::{problem::Problem, url},
    i18n::UiLang,
    text::shown::Shown,
};

/// Something is set and cannot be used, or nothing is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(UiLang::En))]
pub enum Error {
    NoAccount,
    UnknownAccount {
        name: String,
        known: Vec<String>,
    },
    /// What decides where this account's secrets go is not right, so nothing is sent for it.
    Unusable {
        name: String,
        file: Option<PathBuf>,
        problem: Box<Problem>,
    },
    /// An appid without a secret, or the other way round.
    Half {
        missing: &'static str,
    },
    /// What `--api-base` or its variable says.
    Address(url::Error),
    /// The file cannot be read at all.
    Unreadable {
        file: PathBuf,
        reason: Unreadable,
    },
    /// The file holds a secret, and others can read it.
    Open {
        file: PathBuf,
    },
    /// The file says what is run or where secrets go, and others can change it.
    Writable {
        file: PathBuf,
    },
    /// The same, and others can put another file in its place.
    WritableFolder {
        file: PathBuf,
        folder: PathBuf,
    },
    /// The file is no TOML.
    File {
        file: PathBuf,
        problem: Box<Problem>,
    },
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    Missing,
    Folder,
    /// A pipe or a device.
    NoFile,
    TooLarge,
    NotUtf8,
    /// What the system says, in its own words.
    Other(String),
}

impl From<&io::Error> for Unreadable {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::IsADirectory => Self::Folder,
            io::ErrorKind::InvalidInput => Self::NoFile,
            io::ErrorKind::FileTooLarge => Self::TooLarge,
            _ => Self::Other(error.to_string()),
        }
    }
}

impl Error {
    /// What is wrong and what to do, in one or two sentences of one line.
    #[must_use]
    pub fn say(&self, lang: UiLang) -> String {
        let said = match self {
            Self::NoAccount => lang.say("config.no_account").into_owned(),
            Self::UnknownAccount { name, known } => {
                lang.fill("config.unknown_account", &[("name", name), ("known", &known.join(", "))])
            }
            Self::Unusable { name, file, problem } => {
                let problem = problem.say(file.as_deref(), lang);
                lang.fill("config.unusable", &[("name", name), ("problem", &problem)])
            }
            Self::Half { missing } => lang.fill("config.half", &[("missing", missing)]),
            Self::Address(reason) => {
                format!("--api-base, FANSCOPE_API_BASE: {}", reason.say(lang))
            }
            Self::Unreadable { file, reason } => {
                let (key, said) = match reason {
                    Unreadable::Missing => ("config.missing", ""),
                    Unreadable::Folder => ("config.folder", ""),
                    Unreadable::NoFile => ("config.no_file", ""),
                    Unreadable::TooLarge => ("config.too_large", ""),
                    Unreadable::NotUtf8 => ("config.not_utf8", ""),
                    Unreadable::Other(said) => ("config.unreadable", said.as_str()),
                };
                lang.fill(key, &[("file", &file.to_string_lossy()), ("why", said)])
            }
            Self::Open { file } => with_command("config.open", file, file, lang),
            Self::Writable { file } => with_command("config.writable", file, file, lang),
            Self::WritableFolder { file, folder } => {
                with_command("config.writable_folder", file, folder, lang)
            }
            Self::File { file, problem } => problem.say(Some(file), lang),
        };
        Shown::new(said).to_string()
    }
}

/// A text with a path that a shell takes as it is.
fn with_command(key: &str, file: &Path, path: &Path, lang: UiLang) -> String {
    let quoted = format!("'{}'", path.to_string_lossy().replace('\'', "'\\''"));
    lang.fill(key, &[("file", &file.to_string_lossy()), ("path", &quoted)])
}
