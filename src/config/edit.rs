//! One account more in the text of a configuration file. What was in it stays as it was, to the byte: a
//! document of `toml_edit` is written with other line ends, and keys of one table together.

use std::{ops::Range, path::Path};

use secrecy::{ExposeSecret, SecretString};
use toml::de::DeTable;
use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

use crate::{config::file, i18n::UiLang};

/// Where the secret of a new account is to come from.
#[derive(Debug, Clone)]
pub enum Source {
    Literal(SecretString),
    Command(String),
    Env(String),
    /// It is put into the keyring when the account is written.
    Keyring(SecretString),
}

/// The text of a file with one account more.
///
/// # Errors
/// When there is an account of this name, something is missing, or the file cannot take it.
pub fn with_account(
    old: &str,
    path: &Path,
    name: &str,
    appid: &str,
    source: &Source,
    lang: UiLang,
) -> Result<String, String> {
    let (name, appid) = (name.trim(), appid.trim());
    let is_empty = match source {
        Source::Literal(secret) | Source::Keyring(secret) => {
            secret.expose_secret().trim().is_empty()
        }
        Source::Command(text) | Source::Env(text) => text.trim().is_empty(),
    };
    if name.is_empty() || appid.is_empty() || is_empty {
        return Err(lang.say("accounts.incomplete").into_owned());
    }
    let old = old.trim_start_matches('\u{feff}');
    // Its errors name the line as all our others do.
    file::read(old, path, &|_| None).map_err(|error| error.say(lang))?;
    let unfit = || lang.fill("accounts.unfit", &[("file", &path.to_string_lossy())]);
    let table = DeTable::parse(old).map_err(|_| unfit())?;
    let accounts = table.get_ref().iter().find(|(key, _)| key.get_ref() == "accounts");
    if let Some((_, accounts)) = accounts {
        let accounts = accounts.get_ref().as_table().ok_or_else(unfit)?;
        if accounts.keys().any(|key| key.get_ref() == name) {
            return Err(lang.fill("accounts.exists", &[("name", name)]));
        }
    }
    let one = |key: &str, value: Value| {
        let mut table = InlineTable::new();
        table.insert(key, value);
        Value::InlineTable(table)
    };
    let secret = match source {
        Source::Literal(secret) => Value::from(secret.expose_secret().trim()),
        Source::Command(command) => one("command", command.trim().into()),
        Source::Env(name) => one("env", name.trim().into()),
        Source::Keyring(_) => one("keyring", true.into()),
    };
    let mut account = InlineTable::new();
    account.insert("appid", appid.into());
    account.insert("secret", secret);
    let inside = accounts.and_then(|(_, accounts)| within_braces(old, accounts.span()));
    let new = match inside {
        Some(inside) => within(old, inside, name, account),
        None => behind(old, name, account),
    };
    // Whatever shape the file had: it is right only when it is read as was meant.
    let read = file::read(&new, path, &|_| Some("5a1f0c93e7b24d6880f3a9c2d4e6b71a".into()));
    let is_there = read.is_ok_and(|read| read.accounts.iter().any(|account| account.name == name));
    if is_there { Ok(new) } else { Err(unfit()) }
}

/// Where the keys of a table stand that is written in braces.
fn within_braces(text: &str, table: Range<usize>) -> Option<Range<usize>> {
    let inside = text.get(table.clone())?.strip_prefix('{')?.strip_suffix('}')?;
    Some(table.start + 1..table.start + 1 + inside.len())
}

/// The text with this account behind the others in their braces.
fn within(old: &str, inside: Range<usize>, name: &str, account: InlineTable) -> String {
    let mut one = InlineTable::new();
    one.insert(name, Value::InlineTable(account));
    let one = one.to_string();
    let one =
        one.strip_prefix('{').and_then(|one| one.strip_suffix('}')).unwrap_or_default().trim();
    let (before, after) = old.split_at_checked(inside.end).unwrap_or((old, ""));
    let others = before.trim_end();
    let space = before.get(others.len()..).filter(|space| !space.is_empty()).unwrap_or(" ");
    let between = if others.ends_with(['{', ',']) { " " } else { ", " };
    format!("{others}{between}{one}{space}{after}")
}

/// The text with a table for this account behind it.
fn behind(old: &str, name: &str, account: InlineTable) -> String {
    let (mut block, mut accounts) = (DocumentMut::new(), Table::new());
    accounts.set_implicit(true);
    accounts.insert(name, Item::Table(account.into_table()));
    block.insert("accounts", Item::Table(accounts));
    let between = match old {
        "" => "",
        old if old.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    format!("{old}{between}{block}")
}
