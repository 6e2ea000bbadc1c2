//! SQL dumps: which column of an INSERT holds OpenIDs, from its own list or from CREATE TABLE.
//!
//! A dump has statements of any length on one line, so values are read letter by letter and only one
//! is ever kept. What is no INSERT, CREATE TABLE or COPY is not taken for SQL at all.

mod statement;

use std::collections::HashMap;

use crate::tables::{
    heads::{Means, means, openid_column},
    scan::Mark,
};
use statement::{begins, created, inserted, statement_end, word_at};

/// A value longer than this is no id.
const LONGEST_VALUE: usize = 256;
/// What stands before VALUES, and a CREATE TABLE, may be this long.
const LONGEST_HEAD: usize = 64 * 1024;

/// Reads dumps line by line.
#[derive(Debug, Default)]
pub struct Sql {
    columns: HashMap<String, Vec<String>>,
    state: State,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Idle,
    /// A CREATE TABLE, or an INSERT up to its VALUES.
    Head(String),
    Values(Values),
    /// Rows of `PostgreSQL`'s COPY, with the place of their OpenIDs.
    Copy(Option<usize>),
}

/// Which values are sought, and where in them the reading is.
#[derive(Debug, Default)]
struct Values {
    columns: Vec<String>,
    openids: Option<usize>,
    /// How many brackets are open.
    depth: usize,
    index: usize,
    quote: Option<char>,
    is_escaped: bool,
    /// A quote was closed: another one right behind it is a letter.
    is_closed: bool,
    was_quoted: bool,
    value: String,
}

impl Sql {
    /// Take in a line if it belongs to a statement, and hand on what may be OpenIDs, with its place in
    /// its row. Whether it did.
    pub fn line(&mut self, line: &str, mut take: impl FnMut(&str, Mark, usize)) -> bool {
        let mut rest = line;
        loop {
            match &mut self.state {
                State::Idle if begins(rest) => self.state = State::Head(String::new()),
                State::Idle => return !std::ptr::eq(rest, line) && rest.trim().is_empty(),
                State::Head(head) => {
                    head.push_str(rest);
                    head.push('\n');
                    match self.head() {
                        Some(after) => {
                            rest = rest.get(rest.len().saturating_sub(after)..).unwrap_or_default();
                        }
                        None => return true,
                    }
                    if rest.is_empty() {
                        return true;
                    }
                }
                State::Values(values) => match values.read(rest, &mut take) {
                    Some(after) => {
                        self.state = State::Idle;
                        rest = after;
                        if rest.trim().is_empty() {
                            return true;
                        }
                    }
                    None => return true,
                },
                State::Copy(column) => {
                    if rest.trim_end() == "\\." {
                        self.state = State::Idle;
                    } else if let Some(cell) = column.and_then(|at| rest.split('\t').nth(at))
                        && cell != "\\N"
                    {
                        take(cell, Mark::Column, 0);
                    }
                    return true;
                }
            }
        }
    }

    /// Whether the next line belongs to a value. Between values it may be of a text that only begins as SQL.
    #[must_use]
    pub fn is_in_value(&self) -> bool {
        matches!(self.state, State::Copy(_) | State::Values(Values { quote: Some(_), .. }))
    }

    /// What stands before the values, once it is whole: how many bytes of the last line follow it.
    fn head(&mut self) -> Option<usize> {
        let State::Head(head) = &self.state else { return None };
        let upper = head.to_ascii_uppercase();
        if upper.trim_start().starts_with("CREATE") {
            let end = statement_end(head)?;
            let after = head.len() - end - 1;
            if let Some((name, columns)) = created(head.get(..end).unwrap_or_default()) {
                self.columns.insert(name, columns);
            }
            self.state = State::Idle;
            return Some(after.saturating_sub(1));
        }
        if let Some(at) = word_at(&upper, "VALUES") {
            let (name, own) = inserted(head.get(..at).unwrap_or_default());
            let columns = own.or_else(|| self.columns.get(&name).cloned()).unwrap_or_default();
            let openids = openid_column(columns.iter().map(String::as_str));
            let after = head.len() - (at + "VALUES".len()) - 1;
            self.state = State::Values(Values { columns, openids, ..Values::default() });
            return Some(after);
        }
        if upper.trim_start().starts_with("COPY") && upper.contains("FROM STDIN") {
            let (_, own) = inserted(head);
            let column = own.and_then(|own| openid_column(own.iter().map(String::as_str)));
            self.state = State::Copy(column);
            return Some(0);
        }
        if statement_end(head).is_some() || head.len() > LONGEST_HEAD {
            self.state = State::Idle;
            return Some(0);
        }
        None
    }
}

impl Values {
    /// Read on. What follows the end of the statement, if it ends here.
    fn read<'a>(
        &mut self,
        text: &'a str,
        take: &mut impl FnMut(&str, Mark, usize),
    ) -> Option<&'a str> {
        for (at, c) in text.char_indices() {
            if let Some(quote) = self.quote {
                match c {
                    _ if self.is_escaped => {
                        self.is_escaped = false;
                        self.keep(c);
                    }
                    '\\' => self.is_escaped = true,
                    c if c == quote => {
                        self.quote = None;
                        self.is_closed = true;
                    }
                    c => self.keep(c),
                }
                continue;
            }
            let was_closed = std::mem::take(&mut self.is_closed);
            match c {
                '\'' | '"' => {
                    if was_closed {
                        self.keep(c);
                    } else {
                        self.value.clear();
                    }
                    self.quote = Some(c);
                    self.was_quoted = true;
                }
                '(' => {
                    self.depth += 1;
                    if self.depth == 1 {
                        self.begin(0);
                    }
                }
                ')' => {
                    if self.depth == 1 {
                        self.end(take);
                    }
                    self.depth = self.depth.saturating_sub(1);
                }
                ',' if self.depth == 1 => {
                    self.end(take);
                    self.begin(self.index + 1);
                }
                ';' if self.depth == 0 => return text.get(at + 1..),
                c if self.depth >= 1 && !self.was_quoted => self.keep(c),
                _ => {}
            }
        }
        if self.quote.is_some() {
            self.keep('\n');
        }
        None
    }

    fn begin(&mut self, index: usize) {
        self.index = index;
        self.value.clear();
        self.was_quoted = false;
    }

    fn keep(&mut self, c: char) {
        if self.value.len() < LONGEST_VALUE {
            self.value.push(c);
        }
    }

    fn end(&self, take: &mut impl FnMut(&str, Mark, usize)) {
        let decoded;
        let value = if self.was_quoted {
            self.value.as_str()
        } else {
            // `0x6f36…`, as binary columns are dumped.
            decoded = self.value.trim().strip_prefix("0x").and_then(decode).unwrap_or_default();
            decoded.as_str()
        };
        if value.is_empty() {
            return;
        }
        match self.openids {
            Some(column) if column == self.index => take(value, Mark::Column, self.index),
            Some(_) => {}
            None => {
                let name = self.columns.get(self.index).map_or("", String::as_str);
                if means(name) != Means::Other {
                    take(value, Mark::Word, self.index);
                }
            }
        }
    }
}

/// Pairs of hexadecimal digits as text.
fn decode(digits: &str) -> Option<String> {
    if digits.len() > 2 * LONGEST_VALUE || !digits.is_ascii() {
        return None;
    }
    let pairs = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    String::from_utf8(pairs.collect::<Option<Vec<u8>>>()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Vec<(String, Mark)> {
        let (mut sql, mut found) = (Sql::default(), vec![]);
        for line in text.lines() {
            sql.line(line, |value, mark, _| found.push((value.to_owned(), mark)));
        }
        found
    }

    fn column(values: &[&str]) -> Vec<(String, Mark)> {
        values.iter().map(|value| ((*value).to_owned(), Mark::Column)).collect()
    }

    #[test]
    fn an_insert_names_its_columns_itself() {
        let text = "INSERT INTO `db`.`wechat` (`id`, `openid`, `unionid`) VALUES\n(1, 'oA', 'oU'),\n(2,'oB','oV');";
        assert_eq!(taken(text), column(&["oA", "oB"]));
    }

    #[test]
    fn without_its_own_list_the_table_says_the_columns() {
        let text = "CREATE TABLE `t` (\n `id` int(10) COMMENT 'a, (b;',\n `unionid` varchar(50),\n `openid` varchar(50),\n PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\ninsert into t values (1,'oU','oA'),(2,NULL,'oB');INSERT INTO t VALUES (3,'oV','oC');";
        assert_eq!(taken(text), column(&["oA", "oB", "oC"]));
    }

    #[test]
    fn quotes_escapes_and_line_ends_within_values_are_read() {
        let text = "INSERT INTO t (name, openid) VALUES ('it''s; (a, \\'b\\')', 'oA'), ('two\nlines', \"oB\"), (_binary 'x', 0x6f43);";
        assert_eq!(taken(text), column(&["oA", "oB", "oC"]));
    }

    #[test]
    fn a_table_that_nobody_knows_gives_words_and_no_unionids() {
        assert_eq!(taken("INSERT INTO t VALUES ('oA', 5);"), [("oA".to_owned(), Mark::Word)]);
        let text = "INSERT INTO t (id, unionid) VALUES ('oA', 'oU');";
        assert_eq!(taken(text), [("oA".to_owned(), Mark::Word)]);
    }

    #[test]
    fn copy_of_postgresql_is_read_by_its_columns_up_to_its_end() {
        let text = "COPY public.fans (id, openid, name) FROM stdin;\n1\toA\tx\n2\t\\N\ty\n3\toB\t\\N\n\\.\nno more";
        assert_eq!(taken(text), column(&["oA", "oB"]));
    }

    #[test]
    fn other_text_is_no_sql() {
        let mut sql = Sql::default();
        for line in ["copy that", "insert coin", "Create a ticket", "values: 1", ""] {
            assert!(!sql.line(line, |_, _, _| {}), "{line}");
        }
    }
}
