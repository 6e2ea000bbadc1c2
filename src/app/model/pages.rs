//! How far the followers of an account are read, page by page.

use std::collections::HashSet;

use crate::{app::model::load::Load, follower::openid::OpenId};

/// So many pages are asked for after one key, and no more until the next: whatever a server answers,
/// it cannot be made to answer without end. With WeChat's pages of 10,000 one is enough.
pub const BUDGET: usize = 10;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// Off when the list began with given OpenIDs.
    pub is_on: bool,
    /// By where it starts: `None` is the first.
    pub page: Load<Option<OpenId>, ()>,
    /// Where the next page starts: `None` within when it is the first; `None` when all is read.
    pub next: Option<Option<OpenId>>,
    /// How many followers the API says there are.
    pub total: usize,
    /// Reading ended because the API lists the same followers again, and not all were listed.
    pub is_cut_short: bool,
    /// How many pages may be asked for before the next key.
    pub budget: usize,
    /// Where pages started so far.
    starts: HashSet<OpenId>,
    /// Which listing the pages belong to: what comes late belongs to an earlier one.
    pub listing: u64,
}

impl Pages {
    #[must_use]
    pub fn new(is_on: bool) -> Self {
        Self {
            is_on,
            page: Load::default(),
            next: Some(None),
            total: 0,
            is_cut_short: false,
            budget: BUDGET,
            starts: HashSet::new(),
            listing: 0,
        }
    }

    /// Go on at this place, unless the page brought nobody new or the place was met before: such a
    /// server would be asked for ever. Whether reading ended so.
    pub fn go_on(&mut self, next: Option<OpenId>, brought_somebody: bool) -> bool {
        let Some(next) = next else {
            self.next = None;
            return false;
        };
        let is_moving = brought_somebody && self.starts.insert(next.clone());
        self.next = is_moving.then_some(Some(next));
        !is_moving
    }
}
