//! One account more in the text of a configuration file. What was in it stays as it was, comments and
//! order too.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

use crate::{
    config::{error::Error, file, problem},
    i18n::UiLang,
};

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
    let mut document: DocumentMut = old.parse().map_err(|error: toml_edit::TomlError| {
        let reason = error.message().trim().replace('\n', ", ");
        let wrong = problem::Wrong::Syntax(reason);
        let problem = problem::Problem { line: 0, key: String::new(), wrong };
        Error::File { file: path.to_owned(), problem: Box::new(problem) }.say(lang)
    })?;
    let mut whole = Table::new();
    whole.set_implicit(true);
    let accounts = document.entry("accounts").or_insert(Item::Table(whole));
    let is_inline = accounts.is_inline_table();
    let unfit = || lang.fill("accounts.unfit", &[("file", &path.to_string_lossy())]);
    let accounts = accounts.as_table_like_mut().ok_or_else(unfit)?;
    if accounts.contains_key(name) {
        return Err(lang.fill("accounts.exists", &[("name", name)]));
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
    let account = if is_inline {
        let mut table = InlineTable::new();
        table.insert("appid", appid.into());
        table.insert("secret", secret);
        Item::Value(table.into())
    } else {
        let mut table = Table::new();
        table.insert("appid", Item::Value(appid.into()));
        table.insert("secret", Item::Value(secret));
        if !old.trim().is_empty() {
            table.decor_mut().set_prefix("\n");
        }
        Item::Table(table)
    };
    accounts.insert(name, account);
    let new = document.to_string();
    // Whatever shape the file had: it is right only when it is read as was meant.
    let read = file::read(&new, path, &|_| Some("5a1f0c93e7b24d6880f3a9c2d4e6b71a".into()));
    let is_there = read.is_ok_and(|read| read.accounts.iter().any(|account| account.name == name));
    if is_there { Ok(new) } else { Err(unfit()) }
}
