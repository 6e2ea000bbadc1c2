//! What is asked of the directory, and what it says. The Model holds the part of a list that it shows, and
//! never the list.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use crate::{
    app::{fault::Fault, response::Response},
    follower::{account_id::AccountId, lang::Lang, openid::OpenId},
    query::{Query, row::State},
};

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsRequest {
    pub account: AccountId,
    pub query: Query,
    pub marks: Marks,
    /// Which rows of it, the first is 0. Where the anchor lies elsewhere, as many rows around it.
    pub range: Range<usize>,
    /// Whose place is wanted.
    pub anchor: Option<OpenId>,
}

/// The rows of a list from `first` on, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Window {
    pub first: usize,
    pub rows: Vec<Head>,
    /// How many the query shows.
    pub total: usize,
    /// How many are listed, shown or not.
    pub listed: usize,
    /// How many of those the filter could search: of the others only the OpenID is known.
    pub searched: usize,
    /// How many of those are marked.
    pub marked: usize,
    /// The row of the anchor; where it is not shown, the row that stands in its place.
    pub anchor_at: Option<usize>,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub openid: OpenId,
    /// Its place among all that are listed, shown or not.
    pub place: usize,
    pub is_marked: bool,
    pub known: Known,
}

/// What is known of a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// The newest response, and the language it was asked in.
    pub response: Option<(Lang, Arc<Response>)>,
    /// Why the last call about it failed.
    pub fault: Option<(Lang, Fault)>,
    /// Whether it is to be asked again.
    pub is_stale: bool,
}

impl Window {
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&Head> {
        self.rows.get(row.checked_sub(self.first)?)
    }

    pub fn get_mut(&mut self, row: usize) -> Option<&mut Head> {
        self.rows.get_mut(row.checked_sub(self.first)?)
    }

    /// The row in which somebody stands.
    #[must_use]
    pub fn position(&self, openid: &OpenId) -> Option<usize> {
        let at = self.rows.iter().position(|head| head.openid == *openid)?;
        Some(self.first + at)
    }

    /// Whether these rows are here, as far as there are so many.
    #[must_use]
    pub fn covers(&self, rows: &Range<usize>) -> bool {
        let end = rows.end.min(self.total);
        rows.start >= end || (self.first <= rows.start && self.first + self.rows.len() >= end)
    }
}

/// Who is marked: what the person did, one on top of the other. A mark is kept for an OpenID, not for a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    layers: Vec<Layer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layer {
    /// Whoever this shows is marked.
    Add(Query),
    /// Whoever this shows is marked if they were not, and the other way round.
    Invert(Query),
    /// The same for these, one by one.
    Flip(BTreeSet<OpenId>),
}

impl Marks {
    /// Whether nobody was ever marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    pub fn add(&mut self, query: Query) {
        self.layers.push(Layer::Add(query));
    }

    /// Twice the same is nothing.
    pub fn invert(&mut self, query: Query) {
        let is_undone = !query.filter.depends_on_marks();
        if is_undone && self.layers.last() == Some(&Layer::Invert(query.clone())) {
            self.layers.pop();
        } else {
            self.layers.push(Layer::Invert(query));
        }
    }

    pub fn flip(&mut self, openid: OpenId) {
        let Some(Layer::Flip(openids)) = self.layers.last_mut() else {
            self.layers.push(Layer::Flip(BTreeSet::from([openid])));
            return;
        };
        if !openids.remove(&openid) {
            openids.insert(openid);
        } else if openids.is_empty() {
            self.layers.pop();
        }
    }

    /// Whether a response about somebody can mark them or not.
    #[must_use]
    pub fn depend_on_rows(&self) -> bool {
        self.layers.iter().any(|layer| match layer {
            Layer::Add(query) | Layer::Invert(query) => query.depends_on_rows(),
            Layer::Flip(_) => false,
        })
    }

    /// Whether somebody is marked, of whom `shows` says which queries show them, given whether they are
    /// marked so far.
    #[must_use]
    pub fn has(&self, openid: &OpenId, shows: impl Fn(&Query, bool) -> bool) -> bool {
        self.layers.iter().fold(false, |is_marked, layer| match layer {
            Layer::Add(query) => is_marked || shows(query, is_marked),
            Layer::Invert(query) => is_marked != shows(query, is_marked),
            Layer::Flip(openids) => is_marked != openids.contains(openid),
        })
    }
}

/// Whom an action is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    One(OpenId),
    Marked(Marks),
}

/// A change of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Take these off the list that `query` shows, in which `selected` is in front.
    Remove { target: Target, query: Query, selected: Option<OpenId> },
    /// Put back what was taken off last: rows, or a whole list that gave way to that of the followers.
    PutBack,
    /// Begin the list of the followers anew.
    Anew { selected: Option<OpenId> },
    /// Put one in front of another, unless it is there.
    Insert { openid: OpenId, before: Option<OpenId> },
    /// Put in who was given in another account, is not known to be its own, and was not yet given here.
    TakeOver { from: AccountId, selected: Option<OpenId>, before: Option<OpenId> },
    /// Ask about these again when they are next in sight.
    Forget(Target),
    /// The same for all.
    ForgetAll,
}

/// What a change on its way is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Remove,
    PutBack,
    Anew,
    Insert,
    TakeOver,
    Forget,
}

impl Change {
    #[must_use]
    pub const fn of(edit: &Edit) -> Self {
        match edit {
            Edit::Remove { .. } => Self::Remove,
            Edit::PutBack => Self::PutBack,
            Edit::Anew { .. } => Self::Anew,
            Edit::Insert { .. } => Self::Insert,
            Edit::TakeOver { .. } => Self::TakeOver,
            Edit::Forget(_) | Edit::ForgetAll => Self::Forget,
        }
    }
}

/// What a change came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edited {
    /// How many were changed.
    pub n: usize,
    /// Who is selected now; `None` when that did not change.
    pub select: Option<OpenId>,
    /// How many are listed now.
    pub listed: usize,
    /// Whether a list that somebody gathered gave way, and can be put back; or was put back.
    pub is_gathered: bool,
    /// Which listing of the followers the list belongs to.
    pub listing: u64,
}

/// A page of followers, taken into the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// How many are listed now.
    pub listed: usize,
    /// Whether the page listed anybody for the first time.
    pub brought_somebody: bool,
    pub total: usize,
    /// Where the next page starts. `None` after the last.
    pub next: Option<OpenId>,
}

/// How far all followers are brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Those that are listed, or asked about.
    pub done: usize,
    /// Of about so many.
    pub of: usize,
}

/// That all followers are brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Synced {
    pub listed: usize,
    /// How many were asked about.
    pub requested: usize,
    /// How many have left since the list before. `None`: the list is not whole, so it does not say.
    pub left: Option<usize>,
}

/// One person as an account knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kin {
    pub account: AccountId,
    pub openid: OpenId,
    pub state: State,
    /// Unix seconds.
    pub followed_at: Option<i64>,
}
