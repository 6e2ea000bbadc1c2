//! `config.toml`: read key by key, so that a mistake in one is told with its line and stops no other.

use std::{num::NonZeroU32, ops::Range, path::Path};

use secrecy::SecretString;
use toml::de::{DeTable, DeValue};

use crate::config::{
    Account, Credential, Failover, HAS_KEYRING,
    error::Error,
    images::Images,
    problem::{Problem, Wrong},
    url,
};

type Key<'a> = toml::Spanned<std::borrow::Cow<'a, str>>;
type Value<'a> = toml::Spanned<DeValue<'a>>;

/// Keys of the file, and of an account in it.
const KEYS: [&str; 3] = ["default_account", "images", "accounts"];
const ACCOUNT_KEYS: [&str; 13] = [
    "appid",
    "secret",
    "token",
    "api_base",
    "proxy",
    "open_platform",
    "avatar_hosts",
    "ca_file",
    "failover",
    "at_once",
    "batch",
    "per_second",
    "profile",
];
const SOURCES: [&str; 3] = ["command", "env", "keyring"];

/// What a file says.
#[derive(Debug, Default)]
pub struct Read {
    /// The default one first, then in the order of the file.
    pub accounts: Vec<Account>,
    /// How pictures are to be drawn.
    pub images: Option<Images>,
    pub problems: Vec<Problem>,
    /// The variables of the environment that it names as holding a secret.
    pub secret_variables: Vec<String>,
    /// Whether a secret or token stands in it as it is.
    pub has_secret: bool,
}

/// Read a file's text. Environment variables that it names are asked for by name.
///
/// # Errors
/// When it is not TOML, so that no key of it can be trusted.
pub fn read(
    text: &str,
    path: &Path,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Read, Error> {
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let why = error.message().trim().replace('\n', ", ");
        let problem =
            Problem { line: line(text, at), key: String::new(), wrong: Wrong::Syntax(why) };
        Error::File { file: path.to_owned(), problem }
    })?;
    let mut reader = Reader { text, variable, read: Read::default() };
    reader.file(table.get_ref());
    let mut read = reader.read;
    read.problems.sort_by_key(|problem| problem.line);
    Ok(read)
}

/// What a secret or a token becomes, by where it comes from.
struct Kinds {
    literal: fn(SecretString) -> Credential,
    command: fn(String) -> Credential,
    keyring: fn(String) -> Credential,
}

const SECRET: Kinds = Kinds {
    literal: Credential::Secret,
    command: Credential::SecretCommand,
    keyring: Credential::SecretKeyring,
};
const TOKEN: Kinds = Kinds {
    literal: Credential::Token,
    command: Credential::TokenCommand,
    keyring: Credential::TokenKeyring,
};

struct Reader<'a> {
    text: &'a str,
    variable: &'a dyn Fn(&str) -> Option<String>,
    read: Read,
}

impl Reader<'_> {
    fn file(&mut self, table: &DeTable<'_>) {
        let (mut accounts, mut default) = (vec![], None);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "default_account" => default = self.string(key.get_ref(), value),
                "images" => {
                    self.read.images = value.get_ref().as_str().and_then(Images::named);
                    if self.read.images.is_none() {
                        self.wrong_type("images", value, "images");
                    }
                }
                "accounts" => match value.get_ref().as_table() {
                    Some(table) => accounts.extend(table.iter()),
                    None => self.wrong_type("accounts", value, "table"),
                },
                other => self.unknown(other, key.span(), &KEYS),
            }
        }
        accounts.sort_by_key(|(name, _)| name.span().start);
        for (name, value) in accounts {
            match value.get_ref().as_table() {
                Some(table) => self.account(name, table),
                None => self.wrong_type(&format!("accounts.{}", name.get_ref()), value, "table"),
            }
        }
        let Some(default) = default else { return };
        let found = self.read.accounts.iter().position(|account| account.name == default);
        if let Some(at) = found {
            self.read.accounts[..=at].rotate_right(1);
            return;
        }
        let at = table.iter().find(|(key, _)| key.get_ref() == "default_account");
        let span = at.map_or(0..0, |(_, value)| value.span());
        let names: Vec<&str> =
            self.read.accounts.iter().map(|account| account.name.as_str()).collect();
        let meant = nearest(&default, &names).map(ToOwned::to_owned);
        self.problem("default_account", span, Wrong::NoSuchAccount { name: default, meant });
    }

    fn account(&mut self, name: &Key<'_>, table: &DeTable<'_>) {
        let mut account = Account::new(name.get_ref(), Credential::Token(SecretString::default()));
        let (mut secret, mut token) = (None, None);
        for (key, value) in table {
            let path = format!("accounts.{}.{}", name.get_ref(), key.get_ref());
            let path = path.as_str();
            match key.get_ref().as_ref() {
                "appid" => account.appid = self.string(path, value).unwrap_or_default(),
                "secret" => secret = self.source(path, value, name.get_ref(), &SECRET),
                "token" => token = self.source(path, value, name.get_ref(), &TOKEN),
                "api_base" => {
                    if let Some(base) = self.address(path, value) {
                        account.api_base = base;
                    }
                }
                "proxy" => account.proxy = self.proxy(path, value),
                "open_platform" => account.open_platform = self.string(path, value),
                "avatar_hosts" => account.avatar_hosts = self.strings(path, value),
                "ca_file" => account.ca_file = self.string(path, value).map(Into::into),
                "failover" => account.failover = self.failover(path, value),
                "at_once" => account.limits.at_once = self.number(path, value),
                "batch" => account.limits.batch = self.number(path, value),
                "per_second" => account.limits.per_second = self.number(path, value),
                "profile" => {}
                other => self.unknown(other, key.span(), &ACCOUNT_KEYS),
            }
        }
        let path = format!("accounts.{}", name.get_ref());
        match token.or(secret) {
            Some(
                Credential::Secret(_) | Credential::SecretCommand(_) | Credential::SecretKeyring(_),
            ) if account.appid.is_empty() => {
                self.problem(&path, name.span(), Wrong::NoAppid);
            }
            Some(credential) => self.read.accounts.push(Account { credential, ..account }),
            None if self.read.problems.iter().any(|problem| problem.key.starts_with(&path)) => {}
            None => self.problem(&path, name.span(), Wrong::NoCredential),
        }
    }

    /// A secret of this account as it is, or where it comes from.
    fn source(
        &mut self,
        key: &str,
        value: &Value<'_>,
        account: &str,
        kinds: &Kinds,
    ) -> Option<Credential> {
        if let Some(text) = value.get_ref().as_str() {
            self.read.has_secret = true;
            return Some((kinds.literal)(text.to_owned().into()));
        }
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, value, "secret");
            return None;
        };
        let mut found = None;
        for (source, value) in table {
            match source.get_ref().as_ref() {
                "command" => found = self.string(key, value).map(kinds.command),
                "env" => {
                    let name = self.string(key, value)?;
                    self.read.secret_variables.push(name.clone());
                    match (self.variable)(&name).filter(|text| !text.trim().is_empty()) {
                        Some(text) => found = Some((kinds.literal)(text.trim().to_owned().into())),
                        None => self.problem(key, value.span(), Wrong::NotInEnvironment { name }),
                    }
                }
                "keyring" if !HAS_KEYRING => {
                    self.problem(key, value.span(), Wrong::NoKeyring);
                }
                "keyring" if value.get_ref().as_bool() == Some(true) => {
                    found = Some((kinds.keyring)(account.to_owned()));
                }
                "keyring" => self.wrong_type(key, value, "keyring"),
                other => self.unknown(other, source.span(), &SOURCES),
            }
        }
        found
    }

    fn address(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        let text = self.string(key, value)?;
        match url::api_base(&text) {
            Ok(base) => Some(base),
            Err(error) => {
                self.problem(key, value.span(), Wrong::Address(Box::new(error)));
                None
            }
        }
    }

    fn proxy(&mut self, key: &str, value: &Value<'_>) -> Option<SecretString> {
        let text = self.string(key, value)?;
        if url::is_proxy(&text) {
            return Some(text.into());
        }
        self.problem(key, value.span(), Wrong::Proxy);
        None
    }

    fn failover(&mut self, key: &str, value: &Value<'_>) -> Failover {
        if let Some(yes) = value.get_ref().as_bool() {
            return if yes { Failover::Official } else { Failover::Never };
        }
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "failover");
            return Failover::Never;
        };
        Failover::To(list.iter().filter_map(|item| self.address(key, item)).collect())
    }

    fn number(&mut self, key: &str, value: &Value<'_>) -> Option<NonZeroU32> {
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        if number.is_none() {
            self.wrong_type(key, value, "number");
        }
        number
    }

    fn strings(&mut self, key: &str, value: &Value<'_>) -> Vec<String> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "strings");
            return vec![];
        };
        list.iter().filter_map(|item| self.string(key, item)).collect()
    }

    fn string(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(|text| text.trim().to_owned());
        if text.as_ref().is_none_or(String::is_empty) {
            self.wrong_type(key, value, "string");
        }
        text.filter(|text| !text.is_empty())
    }

    fn wrong_type(&mut self, key: &str, value: &Value<'_>, expected: &'static str) {
        self.problem(key, value.span(), Wrong::Type { expected });
    }

    fn unknown(&mut self, key: &str, span: Range<usize>, known: &[&'static str]) {
        let meant = nearest(key, known).map(ToOwned::to_owned);
        self.problem(key, span, Wrong::Unknown { meant });
    }

    fn problem(&mut self, key: &str, span: Range<usize>, wrong: Wrong) {
        let line = line(self.text, span.start);
        self.read.problems.push(Problem { line, key: key.to_owned(), wrong });
    }
}

/// The line of a byte of the text. The first is 1.
fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// The known word that was probably meant: at most a third of it differs.
fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |word: &str| word.to_lowercase().replace(['-', '_', ' '], "");
    let word = plain(word);
    let far = |other: &&&str| distance(&word, &plain(other));
    let nearest = known.iter().min_by_key(far)?;
    (far(&nearest) <= nearest.chars().count().div_ceil(3)).then_some(*nearest)
}

/// How many letters must be changed, added, dropped or swapped with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], at + 1);
        for (column, known) in other.iter().enumerate() {
            let change = before + usize::from(letter != *known);
            before = row[column + 1];
            row[column + 1] = change.min(before + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}
