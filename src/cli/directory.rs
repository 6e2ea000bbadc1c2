//! The directory for commands: where it is, whether it is wanted, and what is said when it cannot be had.

use crate::{
    cli::{
        Shared,
        lookup::row::{Kept, Row},
        say,
    },
    config::{Account, Config},
    i18n::UiLang,
    runtime::kept::{self, Opened},
    store::{Store, row::Stored},
    wechat,
};

/// The directory, if the person wants one and the account can have one. The first time that something is kept,
/// that is said. What cannot be opened is said too, and nothing else fails for it.
#[must_use]
pub fn wanted(shared: &Shared, config: &Config, account: &Account, lang: UiLang) -> Option<Store> {
    match kept::open(config, std::slice::from_ref(account), shared.no_store, shared.offline) {
        Opened::Unwanted => None,
        Opened::Open { store, is_new } => {
            if is_new {
                say::complain(&kept::is_kept(&store, lang));
            }
            Some(store)
        }
        Opened::Unusable(error) => {
            say::complain(&kept::unusable(&error, lang));
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
    let path = kept::path().filter(|path| path.exists()).ok_or_else(nowhere)?;
    Store::open(&path).map_err(|error| kept::unusable(&error, lang))
}

/// A row of what is kept, as it is printed.
#[must_use]
pub fn row(stored: Stored) -> Row {
    let openid = stored.openid.to_string();
    let response = kept::response(&stored);
    let result = response.ok_or(wechat::error::Error::Offline);
    let has_response = stored.said.is_some();
    Row { kept: Some(Kept { has_response, known: stored.known }), ..Row::new(openid, result) }
}
