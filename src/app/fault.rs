//! Why a job failed: what it was, how far it reaches, and what the person can do about it.

use crate::{
    app::{action::Action, keymap::key_of},
    i18n::UiLang,
};

/// A failure as the screen needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub kind: Kind,
    pub extent: Extent,
    /// Whether the same may succeed later without anybody doing anything.
    pub is_retryable: bool,
    /// A few words for a row of the list, with the code if there is one.
    pub short: String,
    /// What happened.
    pub message: String,
    /// What to do about it. `%{key}` in it stands for the key of `hint`.
    pub advice: Option<String>,
    /// The action that helps.
    pub hint: Option<Action>,
    /// All that is known of it, without anything secret, for a ticket.
    pub report: Option<String>,
}

/// What failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It cannot be an OpenID, so nobody was asked.
    MalformedOpenId,
    /// The API said no.
    Api,
    Credentials,
    Network,
    Http,
    /// The response cannot be read.
    Body,
    Offline,
    Cancelled,
    Avatar,
    File,
    /// This program itself.
    Broken,
}

/// How far a failure reaches: what need not be asked any more until somebody has acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What was asked for, and nothing else.
    Row,
    /// Everything of this account.
    Account,
    /// Every account.
    Everything,
}

impl Fault {
    /// What to do about it, with the key as it is written now.
    #[must_use]
    pub fn advice(&self) -> Option<String> {
        let key = self.hint.map(key_of).unwrap_or_default();
        self.advice.as_ref().map(|advice| advice.replace("%{key}", &key))
    }

    /// That it can be asked for again: at once, or when what is advised is done. `None` where it would
    /// only fail once more.
    #[must_use]
    pub fn again(&self, ui_lang: UiLang) -> Option<String> {
        let key = match (self.is_retryable, &self.advice) {
            (true, _) => "fault.again",
            (false, Some(_)) => "fault.then_again",
            (false, None) => return None,
        };
        Some(ui_lang.fill(key, &[("key", &key_of(Action::Refresh))]))
    }

    /// What happened and what to do about it, in one line.
    #[must_use]
    pub fn line(&self) -> String {
        match self.advice() {
            Some(advice) => format!("{} {advice}", self.message),
            None => self.message.clone(),
        }
    }
}
