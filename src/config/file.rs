//! `config.toml`: read key by key, so that a mistake in one is told with its line and stops no other.
//!
//! But what decides where secrets go is right, or its account is not used at all.

pub mod account;

use std::{ops::Range, path::Path};

use toml::de::{DeTable, DeValue};

use crate::{
    config::{
        Account,
        error::Error,
        images::Images,
        keys,
        problem::{Problem, Wrong},
    },
    text::nearest::nearest,
};

type Key<'a> = toml::Spanned<std::borrow::Cow<'a, str>>;
type Value<'a> = toml::Spanned<DeValue<'a>>;

/// More than a person writes. A larger file is not read at all.
pub const LARGEST: u64 = 1 << 20;
/// More problems than this are counted and not told.
const TOLD: usize = 20;

/// What a file says.
#[derive(Debug, Default)]
pub struct Read {
    /// The default one first, then in the order of the file.
    pub accounts: Vec<Account>,
    /// How avatars are to be drawn.
    pub images: Option<Images>,
    /// Whether anything is kept between runs.
    pub store: Option<bool>,
    /// For how many days somebody is kept who is not met again; 0: for ever.
    pub keep_days: Option<u32>,
    /// The first ones, by line.
    pub problems: Vec<Problem>,
    /// The variables of the environment that it names as holding a secret.
    pub secret_variables: Vec<String>,
    /// How many there are beyond those.
    pub untold: usize,
    /// Whether a secret, a token or a proxy's password stands in it as it is.
    pub has_secret: bool,
    /// Whether it says what is run, or where secrets come from and go.
    pub decides: bool,
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
    let lines = Lines::new(text);
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let reason = error.message().trim().replace('\n', ", ");
        let problem =
            Problem { line: lines.of(at), key: String::new(), wrong: Wrong::Syntax(reason) };
        Error::File { file: path.to_owned(), problem: Box::new(problem) }
    })?;
    let read = Read::default();
    let mut reader = Reader { lines, path, variable, read, fault: None, everybody: None };
    reader.file(table.get_ref());
    let mut read = reader.read;
    read.problems.sort_by_key(|problem| problem.line);
    Ok(read)
}

struct Reader<'a> {
    lines: Lines,
    path: &'a Path,
    variable: &'a dyn Fn(&str) -> Option<String>,
    read: Read,
    /// Why the account that is being read cannot be used.
    fault: Option<Problem>,
    /// Why none of the file's can be.
    everybody: Option<Problem>,
}

impl Reader<'_> {
    fn file(&mut self, table: &DeTable<'_>) {
        let (mut accounts, mut default) = (vec![], None);
        for (key, value) in by_line(table) {
            match key.get_ref().as_ref() {
                "default_account" => default = self.string(key.get_ref(), value),
                "images" => {
                    self.read.images = value.get_ref().as_str().and_then(Images::named);
                    if self.read.images.is_none() {
                        self.wrong_type("images", value, "images");
                    }
                }
                "store" => {
                    self.read.store = value.get_ref().as_bool();
                    if self.read.store.is_none() {
                        self.wrong_type("store", value, "bool");
                    }
                }
                "keep_days" => {
                    self.read.keep_days = number(value);
                    if self.read.keep_days.is_none() {
                        self.wrong_type("keep_days", value, "days");
                    }
                }
                "accounts" => match value.get_ref().as_table() {
                    Some(table) => accounts = by_line(table),
                    None => self.wrong_type("accounts", value, "table"),
                },
                other => match keys::decisive(other) {
                    // Written above the accounts it looks as if it were for all of them.
                    Some(meant) => {
                        self.read.decides = true;
                        let problem = self.problem(other, key.span(), Wrong::Misspelt { meant });
                        self.everybody.get_or_insert(problem);
                    }
                    None => self.unknown(other, key.span(), &keys::FILE),
                },
            }
        }
        for (name, value) in accounts {
            match value.get_ref().as_table() {
                Some(table) => self.account(name, table),
                None => self.wrong_type(&format!("accounts.{}", name.get_ref()), value, "table"),
            }
        }
        if let Some(problem) = self.everybody.take() {
            for account in &mut self.read.accounts {
                *account = Account::unusable(&account.name, Some(self.path), problem.clone());
            }
        }
        if let Some(default) = default {
            self.put_first(&default, table);
        }
    }

    fn put_first(&mut self, default: &str, table: &DeTable<'_>) {
        let found = self.read.accounts.iter().position(|account| account.name == *default);
        if let Some(at) = found {
            self.read.accounts[..=at].rotate_right(1);
            return;
        }
        let at = table.iter().find(|(key, _)| key.get_ref() == "default_account");
        let span = at.map_or(0..0, |(_, value)| value.span());
        let names: Vec<&str> =
            self.read.accounts.iter().map(|account| account.name.as_str()).collect();
        let meant = nearest(default, &names).map(ToOwned::to_owned);
        let name = default.to_owned();
        self.problem("default_account", span, Wrong::NoSuchAccount { name, meant });
    }

    fn strings(&mut self, key: &str, value: &Value<'_>) -> Vec<String> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "strings");
            return vec![];
        };
        list.iter().filter_map(|item| self.string(key, item)).collect()
    }

    fn string(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        let text = text(value);
        if text.is_none() {
            self.wrong_type(key, value, "string");
        }
        text
    }

    fn wrong_type(&mut self, key: &str, value: &Value<'_>, expected: &'static str) {
        self.problem(key, value.span(), Wrong::Type { expected });
    }

    fn unknown(&mut self, key: &str, span: Range<usize>, known: &[&'static str]) {
        // What is not told need not be guessed at either.
        let is_told = self.read.problems.len() < TOLD;
        let meant = is_told.then(|| nearest(key, known)).flatten().map(ToOwned::to_owned);
        self.problem(key, span, Wrong::Unknown { meant });
    }

    fn problem(&mut self, key: &str, span: Range<usize>, wrong: Wrong) -> Problem {
        let problem = Problem { line: self.lines.of(span.start), key: key.to_owned(), wrong };
        if self.read.problems.len() < TOLD {
            self.read.problems.push(problem.clone());
        } else {
            self.read.untold += 1;
        }
        problem
    }
}

/// A whole number that is not negative.
fn number(value: &Value<'_>) -> Option<u32> {
    let number = value.get_ref().as_integer()?;
    u32::from_str_radix(number.as_str(), number.radix()).ok()
}

/// What a table holds in the order in which it is written. It comes in that of the names.
fn by_line<'a, 'i>(table: &'a DeTable<'i>) -> Vec<(&'a Key<'i>, &'a Value<'i>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// A text that is not empty, without the space around it.
fn text(value: &Value<'_>) -> Option<String> {
    let text = value.get_ref().as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn new(text: &str) -> Self {
        Self(
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect(),
        )
    }

    /// The line of a byte of the text. The first is 1.
    fn of(&self, at: usize) -> usize {
        self.0.partition_point(|end| *end < at) + 1
    }
}
