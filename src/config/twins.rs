//! Several names for one account: it is shown once, and nobody should wonder where the others are.

use crate::{config::Account, i18n::UiLang};

/// Of each account that is another one under a second name, which of them is used. The one in use
/// comes before all others, as on the screen.
#[must_use]
pub fn twins(accounts: &[Account], in_use: usize, lang: UiLang) -> Vec<String> {
    let first = accounts.get(in_use);
    let others = accounts.iter().enumerate().filter(|(at, _)| *at != in_use);
    let mut shown: Vec<&Account> = vec![];
    let mut said = vec![];
    for account in first.into_iter().chain(others.map(|(_, account)| account)) {
        let Some(used) = shown.iter().find(|used| used.id() == account.id()) else {
            shown.push(account);
            continue;
        };
        let values = [("other", &*account.name), ("used", &*used.name)];
        let key = if used.name == account.name { "config.same_name" } else { "config.twins" };
        said.push(lang.fill(key, &values));
    }
    said
}
