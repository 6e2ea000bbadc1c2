//! Each account as it is set up, without its secret.

use crate::{
    cli::{
        doctor::check::{Check, State, What},
        masked::masked,
    },
    config::{Account, Config, credential::odd_appid},
    i18n::UiLang,
    text::cut_middle,
};

/// The accounts that are meant, and what is to be said when there are none.
#[must_use]
pub fn meant<'a>(
    config: &'a Config,
    name: Option<&str>,
    lang: UiLang,
) -> (Vec<&'a Account>, Option<Check>) {
    if config.accounts.is_empty() {
        return (vec![], Some(Check::said(What::Account, State::Wrong, "no_account", &[], lang)));
    }
    if name.is_none() {
        return (config.accounts.iter().collect(), None);
    }
    let named = config.accounts.iter().find(|account| Some(account.name.as_str()) == name);
    match (named, config.account(name)) {
        (Some(account), _) | (None, Ok(account)) => (vec![account], None),
        (None, Err(error)) => {
            let values = [("why", &*error.say(lang))];
            let said = Check::said(What::Account, State::Wrong, "unknown_account", &values, lang);
            (vec![], Some(said))
        }
    }
}

/// Its appid and the kind of its credential.
#[must_use]
pub fn check(account: &Account, lang: UiLang) -> Check {
    if let Some(fault) = &account.fault {
        let values = [("why", &*fault.say(lang))];
        let check = Check::said(What::Account, State::Wrong, "account_unusable", &values, lang);
        return check.of(&account.name);
    }
    let appid = short(&account.appid);
    let credential = masked(&account.credential, lang);
    let values = [("appid", &*appid), ("credential", &*credential)];
    let (state, key) = if odd_appid(&account.appid).is_none() {
        (State::Ok, "account")
    } else if account.appid.is_empty() && !account.credential.is_secret() {
        (State::Ok, "account_without_appid")
    } else {
        // Not shown: the secret may have been pasted in its place.
        (State::Warning, "odd_appid")
    };
    Check::said(What::Account, state, key, &values, lang).of(&account.name)
}

/// As much of an appid as one knows it by: `wx7d…b396`.
#[must_use]
pub fn short(appid: &str) -> String {
    cut_middle(appid, 9).into_owned()
}
