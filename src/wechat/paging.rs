//! A list that goes round: pages of `user/get` that name each other, or bring nobody new.
//!
//! A cursor that comes again, or a page of the same people behind a cursor that is always new, would
//! be asked for until the day's calls are used up.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
};

use crate::wechat::{Page, error::Body};

/// What came so far of one list, from its start on. Numbers stand for texts: a million followers take
/// 16 MiB, and not ten times that.
#[derive(Debug, Default)]
pub struct Paging {
    hasher: RandomState,
    starts: HashSet<u64>,
    people: HashSet<u64>,
}

impl Paging {
    /// A page that was asked for from `from`, with its `next` only if that leads on.
    ///
    /// # Errors
    /// When it brings nobody new and still names a next one.
    pub fn follow(&mut self, from: Option<&str>, mut page: Page) -> Result<Page, Body> {
        if from.is_none() {
            self.starts.clear();
            self.people.clear();
        }
        let is_first_time = self.starts.insert(self.hasher.hash_one(from));
        let mut is_new = false;
        for openid in &page.openids {
            is_new |= self.people.insert(self.hasher.hash_one(openid.as_str()));
        }
        let Some(next) = page.next.as_deref() else { return Ok(page) };
        // A page that is asked for once more may well lead to where one has been.
        if !is_first_time {
            return Ok(page);
        }
        if !is_new {
            return Err(Body::Circular);
        }
        if self.starts.contains(&self.hasher.hash_one(Some(next))) {
            page.next = None;
        }
        Ok(page)
    }
}
