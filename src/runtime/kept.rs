//! The directory on disk as the program uses it: whether it is wanted, its words, and what goes into it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::{
    avatar::cache::disk::{Disk, LIMIT},
    config::{Account, Config, paths::Paths},
    follower::{avatar_url::AvatarUrl, lang::Lang},
    i18n::UiLang,
    store::{
        Store,
        error::{Error, Unusable},
        purge::{Purged, Whom},
        row::{Observation, Source, Stored},
    },
    text,
    wechat::{Response, batch, scrub::Scrubber},
};

/// A day, in seconds.
const DAY: i64 = 86_400;

/// Where the directory lies.
#[must_use]
pub fn path() -> Option<PathBuf> {
    Paths::find().map(|paths| paths.data.join("directory.db"))
}

/// What came of opening the directory.
#[derive(Debug)]
pub enum Opened {
    /// The person wants none, or nobody's account can have one.
    Unwanted,
    /// It is there. `is_new`: it was made just now, which must be said.
    Open {
        store: Store,
        is_new: bool,
    },
    Unusable(Unusable),
}

/// Open the directory, if the person wants one and one of these accounts can have one. A token does not say
/// whose it is. Without the network none is made.
#[must_use]
pub fn open(config: &Config, accounts: &[Account], no_store: bool, is_offline: bool) -> Opened {
    let is_wanted = !no_store && config.store.unwrap_or(true);
    let can_have = accounts.iter().any(|account| !account.id().is_by_token());
    let Some(path) = path().filter(|_| is_wanted && can_have) else { return Opened::Unwanted };
    let is_new = !path.exists();
    if is_new && is_offline {
        return Opened::Unwanted;
    }
    match Store::open(&path) {
        Ok(store) => {
            if let Some(days) = config.keep_days.filter(|days| *days > 0)
                && let Err(error) = purge_old(&store, days)
            {
                tracing::warn!(%error, "those who are to be kept no longer are still there");
            }
            Opened::Open { store, is_new }
        }
        Err(error) => Opened::Unusable(error),
    }
}

/// The moment so many days ago, in Unix seconds.
#[must_use]
pub fn days_ago(days: u32) -> i64 {
    Timestamp::now().as_second().saturating_sub(i64::from(days).saturating_mul(DAY))
}

/// Take out who was not met for so many days.
fn purge_old(store: &Store, days: u32) -> Result<(), Error> {
    let whom = Whom::NotSince(days_ago(days));
    if store.would_purge(whom.clone())? > 0 {
        purge(store, whom)?;
    }
    Ok(())
}

/// Take somebody out for good, with their avatars: what was taken, and how many avatars that were.
///
/// # Errors
/// When they cannot be taken out of the directory.
pub fn purge(store: &Store, whom: Whom) -> Result<(Purged, usize), Error> {
    let is_all = whom == Whom::Everybody;
    let purged = store.purge(whom)?;
    let disk = Paths::find().map(|paths| Disk::new(paths.cache.join("avatars"), LIMIT));
    let files = disk.map_or(0, |disk| {
        if is_all {
            return disk.forget_all();
        }
        let addresses = purged.avatars.iter().filter_map(|address| AvatarUrl::new(address));
        addresses.map(|address| disk.forget(&address)).sum()
    });
    Ok((purged, files))
}

/// That something is kept from now on, where, and how that is ended.
#[must_use]
pub fn is_kept(store: &Store, lang: UiLang) -> String {
    lang.fill("store.kept", &[("path", &store.path().map(shown).unwrap_or_default())])
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

/// What goes into the directory of a response.
#[must_use]
pub fn observation(response: &Response, lang: Lang, source: Source) -> Observation {
    Observation {
        follower: response.follower.clone(),
        body: compact(&response.body),
        lang,
        source,
        at: response.fetched_at,
    }
}

/// The API's object without what stands between its parts: the same whichever call it came by.
#[must_use]
pub fn compact(body: &str) -> String {
    let value = serde_json::from_str::<serde_json::Value>(body);
    value.map_or_else(|_| body.to_owned(), |value| value.to_string())
}

/// A response as it was kept. Who is missing in a list since then does not follow any more, whatever the API said
/// before. `None`: nothing was said of them.
#[must_use]
pub fn response(stored: &Stored) -> Option<Response> {
    let said = stored.said.as_ref()?;
    // There is nothing secret in it: that was cut out before it was kept.
    let body = Scrubber::default().text(said.body.clone());
    let mut response = batch::response(body.json().ok()?, said.at)?;
    response.follower.follows = said.follows;
    Some(response)
}

fn shown(path: &Path) -> String {
    text::visible(&path.to_string_lossy()).into_owned()
}
