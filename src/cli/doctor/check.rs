//! One thing that was looked at: what it is, how it stands, and what to do about it.

use std::fmt;

use crate::i18n::UiLang;

/// One line of the diagnosis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub name: Name,
    pub state: State,
    pub found: String,
    /// Empty when there is nothing to do.
    pub action: String,
}

/// What was looked at, and of which account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub what: What,
    pub account: Option<String>,
}

/// How it stands. A warning stops nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Ok,
    Warning,
    Wrong,
}

/// What there is to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Terminal,
    Colours,
    Graphics,
    Locale,
    UiLang,
    Config,
    Account,
    Network,
    Clock,
    Token,
    Whitelist,
    Permission,
    Quota,
    /// A refusal that is about none of these.
    Api,
    ConfigFolder,
    DataFolder,
    CacheFolder,
    StateFolder,
}

impl Check {
    /// What the catalogue says under this key of `doctor`, and under the same with `_action`.
    #[must_use]
    pub fn said(
        what: What,
        state: State,
        key: &str,
        values: &[(&str, &str)],
        lang: UiLang,
    ) -> Self {
        let action = format!("doctor.{key}_action");
        let action =
            if UiLang::knows(&action) { lang.fill(&action, values) } else { String::new() };
        let found = lang.fill(&format!("doctor.{key}"), values);
        Self { name: what.into(), state, found, action }
    }

    /// The same, of this account.
    #[must_use]
    pub fn of(mut self, account: &str) -> Self {
        self.name.account = Some(account.to_owned());
        self
    }
}

impl Name {
    /// The name on the screen.
    #[must_use]
    pub fn say(&self, lang: UiLang) -> String {
        let what = lang.say(&format!("doctor.name_{}", self.what.as_str()));
        match &self.account {
            Some(account) => format!("{account}: {what}"),
            None => what.into_owned(),
        }
    }
}

impl From<What> for Name {
    fn from(what: What) -> Self {
        Self { what, account: None }
    }
}

/// The name in JSON, the same in each language: `locale`, `shop/token`.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.account {
            Some(account) => write!(f, "{account}/{}", self.what.as_str()),
            None => f.write_str(self.what.as_str()),
        }
    }
}

impl State {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Wrong => "wrong",
        }
    }

    #[must_use]
    pub const fn glyph(self) -> &'static str {
        match self {
            Self::Ok => "✓",
            Self::Warning => "!",
            Self::Wrong => "✗",
        }
    }
}

impl What {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Colours => "colours",
            Self::Graphics => "graphics",
            Self::Locale => "locale",
            Self::UiLang => "ui_language",
            Self::Config => "config",
            Self::Account => "account",
            Self::Network => "network",
            Self::Clock => "clock",
            Self::Token => "token",
            Self::Whitelist => "whitelist",
            Self::Permission => "permission",
            Self::Quota => "quota",
            Self::Api => "api",
            Self::ConfigFolder => "config_folder",
            Self::DataFolder => "data_folder",
            Self::CacheFolder => "cache_folder",
            Self::StateFolder => "state_folder",
        }
    }
}
