//! Each account as it is set up, without its secret.

use crate::{
    cli::{
        accounts::masked,
        doctor::check::{Check, State, What},
    },
    config::{Account, Config, Credential},
    text::cut_middle,
    words::UiLang,
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
    match config.account(name) {
        Ok(account) => (vec![account], None),
        Err(error) => {
            let values = [("why", &*error.say(lang))];
            let said = Check::said(What::Account, State::Wrong, "unknown_account", &values, lang);
            (vec![], Some(said))
        }
    }
}

/// Its appid and the kind of its credential.
#[must_use]
pub fn check(account: &Account, lang: UiLang) -> Check {
    let appid = short(&account.appid);
    let credential = masked(&account.credential, lang);
    let values = [("appid", &*appid), ("credential", &*credential)];
    let is_token = match account.credential {
        Credential::Token(_) | Credential::TokenCommand(_) | Credential::TokenKeyring(_) => true,
        Credential::Secret(_) | Credential::SecretCommand(_) | Credential::SecretKeyring(_) => {
            false
        }
    };
    let (state, key) = if is_appid(&account.appid) {
        (State::Ok, "account")
    } else if account.appid.is_empty() && is_token {
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

fn is_appid(text: &str) -> bool {
    let digits = text.strip_prefix("wx");
    digits.is_some_and(|digits| {
        digits.len() == 16 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}
