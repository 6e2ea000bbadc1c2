//! The directory for commands: where it is, whether it is wanted, and what is said when it cannot be had.

use std::path::{Path, PathBuf};

use crate::{
    cli::{
        Shared,
        lookup::row::{Kept, Row},
        say,
    },
    config::{Account, Config, paths::Paths},
    follower::lang::Lang,
    i18n::UiLang,
    store::{
        Store,
        error::{Error, Unusable},
        row::{Observation, Said, Source, Stored},
    },
    text,
    wechat::{self, Response, batch, scrub::Scrubber},
};

/// Where the directory lies.
#[must_use]
pub fn path() -> Option<PathBuf> {
    Paths::find().map(|paths| paths.data.join("directory.db"))
}

/// The directory, if the person wants one and the account can have one. The first time that something is kept,
/// that is said. What cannot be opened is said too, and nothing else fails for it.
#[must_use]
pub fn wanted(shared: &Shared, config: &Config, account: &Account, lang: UiLang) -> Option<Store> {
    let is_wanted = !shared.no_store && config.store.unwrap_or(true);
    // A token does not say whose it is.
    let path = path().filter(|_| is_wanted && !account.id().is_by_token())?;
    let is_new = !path.exists();
    if is_new && shared.offline {
        return None;
    }
    match Store::open(&path) {
        Ok(store) => {
            if is_new {
                say::complain(&lang.fill("store.kept", &[("path", &shown(&path))]));
            }
            Some(store)
        }
        Err(error) => {
            say::complain(&unusable(&error, lang));
            None
        }
    }
}

/// The directory to read from.
///
/// # Errors
/// That there is none, or why it cannot be used, in words.
pub fn to_read(lang: UiLang) -> Result<Store, String> {
    let nowhere = || lang.say("store.none").into_owned();
    let path = path().filter(|path| path.exists()).ok_or_else(nowhere)?;
    Store::open(&path).map_err(|error| unusable(&error, lang))
}

/// Why a directory cannot be used, and what can be done.
#[must_use]
pub fn unusable(error: &Unusable, lang: UiLang) -> String {
    match error {
        Unusable::NotOurs(path) => lang.fill("store.not_ours", &[("path", &shown(path))]),
        Unusable::Newer { path, found, known } => {
            let values = [
                ("path", &*shown(path)),
                ("found", &found.to_string()),
                ("known", &known.to_string()),
            ];
            lang.fill("store.newer", &values)
        }
        Unusable::Damaged { path, reason } => {
            lang.fill("store.damaged", &[("path", &*shown(path)), ("why", reason)])
        }
        Unusable::Closed { path, reason } => {
            lang.fill("store.closed", &[("path", &*shown(path)), ("why", reason)])
        }
    }
}

/// Why something could not be read or written.
#[must_use]
pub fn failed(error: &Error, lang: UiLang) -> String {
    if error.is_full() {
        return lang.say("store.full").into_owned();
    }
    lang.fill("store.failed", &[("why", &error.to_string())])
}

/// What goes into the directory of an answer.
#[must_use]
pub fn observation(response: &Response, lang: Lang, source: Source) -> Observation {
    Observation {
        follower: response.follower.clone(),
        body: (*response.body).clone(),
        lang,
        source,
        at: response.fetched_at,
    }
}

/// An answer as it was kept. `None` when what was kept names nobody, which nothing of ours writes.
#[must_use]
pub fn response(said: &Said) -> Option<Response> {
    // There is nothing secret in it: that was cut out before it was kept.
    let body = Scrubber::default().text(said.body.clone());
    batch::response(body.json().ok()?, said.at)
}

/// A row of what is kept, as it is printed.
#[must_use]
pub fn row(stored: Stored) -> Row {
    let openid = stored.openid.to_string();
    let response = stored.said.as_ref().and_then(response);
    let result = response.ok_or(wechat::error::Error::Offline);
    let has_response = stored.said.is_some();
    Row { kept: Some(Kept { has_response, known: stored.known }), ..Row::new(openid, result) }
}

fn shown(path: &Path) -> String {
    text::visible(&path.to_string_lossy()).into_owned()
}
