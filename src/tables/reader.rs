//! Reads a text as it comes, line by line, and finds the OpenIDs in it.

use std::io;

use crate::{
    follower::{
        find::{self, Item, What},
        openid::{Doubt, Malformed, OpenId},
    },
    i18n::UiLang,
    tables::{
        alone::{inside, is_alone, is_comment, is_like_one, sample},
        cells::{self, Ends, cells, unwrapped},
        columns::{Columns, Word},
        encoding::Text,
        kind::{ENOUGH, Kind},
        lines::Lines,
        plain::plain,
        rows::Rows,
        scan::{Mark, Scanner},
        seen::Seen,
        sql::Sql,
        table::{Table, head},
    },
};

/// A quoted cell that goes on for more lines than this was not meant as one.
const MOST_LINES: usize = 64;
/// Why a file was not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    #[error(transparent)]
    Kind(Kind),
    #[error(transparent)]
    Io(io::Error),
}

impl Unread {
    /// Why, in words.
    #[must_use]
    pub fn say(&self, lang: UiLang) -> String {
        match self {
            Self::Kind(kind) => lang.say(kind.key()).into_owned(),
            Self::Io(error) => error.to_string(),
        }
    }
}

/// Bytes or text in, what was found out.
#[derive(Debug, Default)]
pub struct Reader {
    /// The first bytes, until there are enough of them to know the kind of the file.
    first: Vec<u8>,
    text: Option<Text>,
    lines: Lines,
    finder: Finder,
}

impl Reader {
    /// Read on.
    ///
    /// # Errors
    /// When it is no text: what it is.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Item>, Kind> {
        if self.text.is_some() {
            return Ok(self.decode(bytes, false));
        }
        self.first.extend_from_slice(bytes);
        // Whoever types into a pipe wants a response at the end of a line.
        let is_enough = self.first.len() >= ENOUGH || self.first.contains(&b'\n');
        if is_enough { self.begin() } else { Ok(vec![]) }
    }

    /// Read all that comes from here.
    ///
    /// # Errors
    /// When it is no text, or reading breaks off.
    pub fn read_from(&mut self, mut source: impl io::Read) -> Result<Vec<Item>, Unread> {
        let (mut buffer, mut items) = (vec![0; 64 * 1024], vec![]);
        loop {
            match source.read(&mut buffer) {
                Ok(0) => break,
                Ok(length) => {
                    let read = buffer.get(..length).unwrap_or_default();
                    items.extend(self.push(read).map_err(Unread::Kind)?);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Unread::Io(error)),
            }
        }
        items.extend(self.close().map_err(Unread::Kind)?);
        Ok(items)
    }

    /// Nothing more comes.
    ///
    /// # Errors
    /// When it is no text: what it is.
    pub fn close(&mut self) -> Result<Vec<Item>, Kind> {
        let mut items = if self.text.is_none() { self.begin()? } else { vec![] };
        items.extend(self.decode(&[], true));
        items.extend(self.finish());
        Ok(items)
    }

    fn begin(&mut self) -> Result<Vec<Item>, Kind> {
        let first = std::mem::take(&mut self.first);
        if let Some(kind) = Kind::of(&first) {
            return Err(kind);
        }
        let text = Text::of(&first);
        if !text.is_marked() && Kind::is_binary(&first) {
            return Err(Kind::Binary);
        }
        self.text = Some(text);
        Ok(self.decode(&first, false))
    }

    fn decode(&mut self, bytes: &[u8], is_last: bool) -> Vec<Item> {
        let mut decoded = String::new();
        if let Some(text) = &mut self.text {
            text.push(bytes, is_last, &mut decoded);
        }
        self.text(&decoded)
    }

    /// Read on in what is text already.
    pub fn text(&mut self, text: &str) -> Vec<Item> {
        let (finder, mut items) = (&mut self.finder, vec![]);
        self.lines.push(text, |line, is_end| finder.line(line, is_end, &mut items));
        items
    }

    /// What the last line holds, if it has no end.
    pub fn finish(&mut self) -> Vec<Item> {
        let (finder, mut items) = (&mut self.finder, vec![]);
        self.lines.finish(|line, is_end| finder.line(line, is_end, &mut items));
        finder.end(&mut items);
        items
    }

    /// One argument of the command line, which is not passed over whatever it is.
    pub fn argument(&mut self, text: &str) -> Vec<Item> {
        let mut items = self.text(text);
        items.extend(self.finish());
        (self.finder.table, self.finder.columns) = (None, Columns::default());
        match OpenId::parse(text) {
            Err(reason) if items.is_empty() => {
                vec![Item { line: 0, what: What::Malformed { text: sample(text), reason } }]
            }
            Ok(read) if items.is_empty() => {
                let (trimmed, doubt) = (read.trimmed, read.doubt);
                vec![Item { line: 0, what: What::Kept { openid: read.openid, trimmed, doubt } }]
            }
            _ => items,
        }
    }

    /// How many lines were read.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.finder.lines
    }
}

#[derive(Debug, Default)]
struct Finder {
    lines: usize,
    seen: Seen,
    table: Option<Table>,
    /// Lines of a record whose quoted cell goes on, and where they began.
    open: Vec<String>,
    scanner: Scanner,
    sql: Sql,
    rows: Rows,
    columns: Columns,
}

impl Finder {
    fn line(&mut self, line: &str, is_end: bool, items: &mut Vec<Item>) {
        self.lines += usize::from(is_end);
        let number = self.lines.max(1) + usize::from(!is_end && self.lines > 0);
        if find::is_exact(line) && !self.has_begun() {
            // Nearly every line of a long list.
            return self.take(line, Mark::Alone, number, items);
        }
        let mut found = vec![];
        if self.open.is_empty()
            && self.sql.line(line, |value, mark, column| {
                found.push((column, Word { text: value.to_owned(), mark, line: number }));
            })
        {
            for row in found.chunk_by(|(before, _), (column, _)| before < column) {
                self.sort(row.iter().map(|(_, word)| word.clone()).collect(), items);
            }
            return;
        }
        if self.open.is_empty() && self.rows.begins(line) {
            let mut rows = vec![];
            self.rows.push(line, |row| rows.push(row.to_owned()));
            if is_end {
                // In a page the end of a line is a blank.
                self.rows.push(" ", |row| rows.push(row.to_owned()));
            }
            for row in rows {
                self.record(&row, number, items);
            }
            return;
        }
        match self.table {
            Some(table) if is_end => self.row(line, table, number, items),
            _ => self.words(line, number, is_end, items),
        }
    }

    /// Whether something goes on that says what the next line is: a cell, a value or a key of a `UnionID`
    /// may stand before it.
    fn has_begun(&self) -> bool {
        !self.open.is_empty()
            || self.sql.is_in_value()
            || self.rows.is_in_cell()
            || self.scanner.is_waiting()
    }

    /// A row whose cells are known already.
    fn record(&mut self, row: &str, number: usize, items: &mut Vec<Item>) {
        if let Some(table) = head(row) {
            self.table = Some(table);
            return;
        }
        let cell = self.table.and_then(|table| {
            (table.between == '\t').then(|| row.split('\t').nth(table.column).unwrap_or_default())
        });
        match cell {
            Some(cell) if !cells::is_empty(cell) => {
                self.take(&plain(cell), Mark::Column, number, items);
            }
            Some(_) => {}
            None => self.words(row, number, true, items),
        }
    }

    /// A row of a table, or the next line of one.
    fn row(&mut self, line: &str, table: Table, number: usize, items: &mut Vec<Item>) {
        if self.open.is_empty() && line.trim().is_empty() {
            return;
        }
        if table.between == ' ' {
            let ids: Vec<&str> =
                line.split_whitespace().filter(|word| find::is_exact(word)).collect();
            return match ids.get(table.column) {
                Some(openid) if ids.len() == table.width => {
                    self.take(openid, Mark::Column, number, items);
                }
                _ => self.words(line, number, true, items),
            };
        }
        self.open.push(line.to_owned());
        let record = self.open.join("\n");
        let (row, ends) = cells(&record, table.between);
        if ends == Ends::Quoted {
            if self.open.len() >= MOST_LINES {
                self.give_up(items);
            }
            return;
        }
        let first = number + 1 - self.open.len();
        self.open.clear();
        if let Some(table) = head(&record) {
            self.table = Some(table);
            return;
        }
        let cell = row.get(table.column).map(|cell| unwrapped(cell));
        let is_one = |cell: &str| find::is_exact(unwrapped(cell));
        match cell {
            Some(cell) if is_one(cell) || row.len() == table.width => {
                let cell = plain(cell).into_owned();
                if !cells::is_empty(&cell) {
                    self.take(&cell, Mark::Column, first, items);
                }
            }
            // A separator in a cell without quotes, a footer, or text behind the table.
            _ => self.words(&record, first, true, items),
        }
    }

    /// Lines that were held back for a quote that never ended are lines of their own.
    fn give_up(&mut self, items: &mut Vec<Item>) {
        let open = std::mem::take(&mut self.open);
        let first = (self.lines + 1).saturating_sub(open.len());
        for (number, line) in (first..).zip(&open) {
            self.words(line, number, true, items);
        }
    }

    /// What is left at the end of the text.
    fn end(&mut self, items: &mut Vec<Item>) {
        self.give_up(items);
        let mut rows = vec![];
        self.rows.finish(|row| rows.push(row.to_owned()));
        for row in rows {
            self.record(&row, self.lines.max(1), items);
        }
        self.release(items);
    }

    /// A line that is no row of a table.
    fn words(&mut self, line: &str, number: usize, is_end: bool, items: &mut Vec<Item>) {
        let raw = line;
        let line = plain(raw);
        let trimmed = line.trim();
        if is_end && trimmed.is_empty() {
            return self.scanner.forget();
        }
        if is_comment(trimmed) {
            return;
        }
        if is_end && let Some(table) = head(raw).or_else(|| head(&line)) {
            self.table = Some(table);
            return;
        }
        if is_end && !self.scanner.is_waiting() && (is_alone(trimmed) || find::is_broken(trimmed)) {
            self.scanner.forget();
            return self.take(trimmed, Mark::Alone, number, items);
        }
        let (mut scanner, mut found) = (std::mem::take(&mut self.scanner), vec![]);
        scanner.scan(&line, |word, mark| {
            found.push(Word { text: word.to_owned(), mark, line: number });
        });
        self.scanner = scanner;
        self.sort(found, items);
    }

    /// Take the words of one line or row, once it is known whether they are of several columns.
    fn sort(&mut self, row: Vec<Word>, items: &mut Vec<Item>) {
        for word in self.columns.row(row) {
            self.take_now(&word.text, word.mark, word.line, items);
        }
    }

    /// Take one candidate behind those that were held back.
    fn take(&mut self, text: &str, mark: Mark, line: usize, items: &mut Vec<Item>) {
        self.release(items);
        self.take_now(text, mark, line, items);
    }

    fn release(&mut self, items: &mut Vec<Item>) {
        for word in self.columns.release() {
            self.take_now(&word.text, word.mark, word.line, items);
        }
    }

    /// Take one candidate, as far as what marks it goes.
    fn take_now(&mut self, text: &str, mark: Mark, line: usize, items: &mut Vec<Item>) {
        let text = inside(text);
        let is_meant = match mark {
            Mark::Column => true,
            Mark::Alone | Mark::Key => {
                find::is_meant(unwrapped(text)) || find::is_broken(text) || is_like_one(text)
            }
            Mark::Word => false,
        };
        let what = match OpenId::parse(unwrapped(text)) {
            Err(Malformed::Empty) => return,
            Err(_) if !is_meant => return,
            Err(reason) => What::Malformed { text: sample(text), reason },
            Ok(read)
                if matches!(mark, Mark::Alone | Mark::Word)
                    && self.columns.is_other(read.openid.as_str()) =>
            {
                What::OtherColumn(read.openid)
            }
            Ok(read) => {
                let is_one = match (mark, read.doubt) {
                    (Mark::Word, None) => find::is_exact(read.openid.as_str()),
                    (Mark::Word, Some(Doubt::Length(_))) => find::is_near(read.openid.as_str()),
                    (Mark::Word, Some(Doubt::FirstLetter(_))) => false,
                    (_, doubt) => doubt.is_none() || is_meant,
                };
                if !is_one {
                    return;
                }
                if self.seen.insert(read.openid.as_str()) {
                    let (trimmed, doubt) = (read.trimmed, read.doubt);
                    What::Kept { openid: read.openid, trimmed, doubt }
                } else {
                    What::Duplicate(read.openid)
                }
            }
        };
        items.push(Item { line, what });
    }
}
