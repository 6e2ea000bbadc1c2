//! Credentials without their secrets, for what is shown.

use crate::{config::Credential, i18n::UiLang};

/// What kind of credential it is. Nothing of a secret is shown, not even its length.
#[must_use]
pub fn masked(credential: &Credential, lang: UiLang) -> String {
    let key = match credential {
        Credential::Token(_) => "accounts.token",
        Credential::Secret(_) => "accounts.secret",
        Credential::TokenCommand(_) => "accounts.token_command",
        Credential::SecretCommand(_) => "accounts.secret_command",
        Credential::TokenKeyring(_) => "accounts.token_keyring",
        Credential::SecretKeyring(_) => "accounts.secret_keyring",
    };
    lang.say(key).into_owned()
}
