//! Lists without a head that have several ids on each line: which of their columns is the account's.
//!
//! Nothing in one value tells an OpenID from a `UnionID`. But all OpenIDs of an account begin with the
//! same six characters, and so do all `UnionIDs` of an open platform, with others: on WeChat's own page on
//! `batchget` they are `otvxTs…` and `oR5Gjj…`. So where two lines have ids in the same columns, and those
//! of each column begin alike but not as those of the first one, only one of the columns can be of the
//! account. It is taken to be the first: so the API's objects have it, and the tables of the systems that
//! were looked at. One line alone shows no column, and all of it is asked about.

use crate::{
    follower::find::{self, beginning},
    tables::scan::Mark,
};

/// More ids on a line are a list and no row.
const MOST: usize = 8;

/// A word that may be an OpenID, and what says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub mark: Mark,
    pub line: usize,
}

/// What is known of the columns so far.
#[derive(Debug, Default)]
pub struct Columns {
    /// A row whose ids begin differently, until another one like it shows whether they are columns.
    held: Vec<Word>,
    /// How ids begin that are not of the account.
    others: Vec<String>,
}

impl Columns {
    /// Take in the words of a row. What comes back can be taken now, in its order.
    pub fn row(&mut self, row: Vec<Word>) -> Vec<Word> {
        let may_be_one = |word: &Word| {
            word.mark != Mark::Word || find::is_exact(&word.text) || find::is_near(&word.text)
        };
        if !row.iter().any(may_be_one) {
            return vec![];
        }
        let ids = self.ids(&row);
        let own = ids.first().map(|id| beginning(id));
        let differs = ids.iter().any(|id| Some(beginning(id)) != own);
        if !differs || ids.len() > MOST {
            let mut words = self.release();
            words.extend(row);
            return words;
        }
        let before = self.ids(&self.held);
        let are_columns = before.len() == ids.len()
            && before.iter().zip(&ids).all(|(a, b)| a != b && beginning(a) == beginning(b));
        let mut words = if are_columns {
            let others = ids.iter().map(|id| beginning(id)).filter(|start| Some(*start) != own);
            let others: Vec<String> = others.map(str::to_owned).collect();
            self.others.extend(others);
            self.release()
        } else {
            let words = self.release();
            self.held = row;
            return words;
        };
        words.extend(row);
        words
    }

    /// What was held back: no row like it came.
    pub fn release(&mut self) -> Vec<Word> {
        std::mem::take(&mut self.held)
    }

    /// Whether this id, which no head and no key marks, is of another column than the account's.
    #[must_use]
    pub fn is_other(&self, id: &str) -> bool {
        !self.others.is_empty()
            && find::is_exact(id)
            && self.others.iter().any(|start| start == beginning(id))
    }

    fn ids<'a>(&self, row: &'a [Word]) -> Vec<&'a str> {
        let ids = row.iter().filter(|word| word.mark == Mark::Word).map(|word| &*word.text);
        ids.filter(|text| find::is_exact(text) && !self.is_other(text)).collect()
    }
}
