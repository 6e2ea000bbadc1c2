//! The list: what it shows, who is selected, and the part of it that is at hand.

use std::ops::Range;

use crate::{
    app::{
        directory::{Head, Marks, RowsRequest, Window},
        effect::Ticket,
        fault::Fault,
        model::load::{Key, Load},
    },
    follower::{account_id::AccountId, openid::OpenId},
    query::{Query, filter::Filter},
};

/// So many screens are at hand above and below what is in sight.
const BESIDE: usize = 2;

/// A list, and a window over it.
#[derive(Debug, Clone, Default)]
pub struct List {
    pub query: Query,
    /// The row that is selected, the first is 0.
    pub selected: usize,
    /// The row on top.
    pub offset: usize,
    /// Who is selected, as soon as that is known. The row follows them through every change.
    anchor: Option<OpenId>,
    window: Load<RowsRequest, Window>,
    /// The window is not what the directory has by now.
    is_stale: bool,
}

/// What was shown stays until the new rows are there.
impl Key for RowsRequest {
    const MAY_STAY: bool = true;
}

impl List {
    /// What is at hand, from the newest response of the directory.
    #[must_use]
    pub fn window(&self) -> Option<&Window> {
        self.window.value()
    }

    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.window.fault()
    }

    /// Who is selected. `None` also while their row is not at hand.
    #[must_use]
    pub fn current(&self) -> Option<&OpenId> {
        let head = self.head(self.selected)?;
        self.anchor.as_ref().is_none_or(|anchor| *anchor == head.openid).then_some(&head.openid)
    }

    /// Who is or will be selected.
    #[must_use]
    pub fn anchor(&self) -> Option<&OpenId> {
        self.anchor.as_ref()
    }

    /// Whether somebody is selected of whom it is not known yet who it is.
    #[must_use]
    pub fn is_between(&self) -> bool {
        self.current().is_none() && (self.shown() > 0 || self.anchor.is_some())
    }

    #[must_use]
    pub fn head(&self, row: usize) -> Option<&Head> {
        self.window()?.get(row)
    }

    /// How many the filter shows.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.window().map_or(0, |window| window.total)
    }

    /// How many are listed, shown or not.
    #[must_use]
    pub fn listed(&self) -> usize {
        self.window().map_or(0, |window| window.listed)
    }

    /// Whether what is at hand is what the directory has, as far as is known.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        !self.is_stale && matches!(self.window, Load::Ready { .. })
    }

    /// Whether nobody is listed, as far as is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.listed() == 0
    }

    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.query.filter
    }

    /// The rows in sight that are at hand, from the top.
    pub fn in_sight(&self, height: usize) -> impl Iterator<Item = (usize, &Head)> {
        (self.offset..self.shown().min(self.offset.saturating_add(height)))
            .filter_map(|row| self.head(row).map(|head| (row, head)))
    }

    /// Those at hand.
    pub fn at_hand(&self) -> impl Iterator<Item = &Head> {
        self.window().into_iter().flat_map(|window| &window.rows)
    }

    /// How many are listed behind the selected one, shown or not.
    #[must_use]
    pub fn behind(&self) -> usize {
        let place = self.head(self.selected).map_or(self.selected, |head| head.place);
        self.listed().saturating_sub(place)
    }

    /// Show something else. The selected one stays selected while it is shown.
    pub fn show(&mut self, query: Query) {
        if self.query != query {
            self.query = query;
            self.forget();
        }
    }

    pub fn narrow(&mut self, filter: Filter) {
        self.show(Query { filter, ..self.query.clone() });
    }

    /// Select this one, wherever it stands.
    pub fn select(&mut self, openid: OpenId) {
        if self.anchor.as_ref() != Some(&openid) {
            let row = self.window().and_then(|window| window.position(&openid));
            self.selected = row.unwrap_or(self.selected);
            self.anchor = Some(openid);
        }
    }

    /// The directory has other rows by now. What is at hand is shown until they are here.
    pub fn forget(&mut self) {
        self.is_stale = true;
    }

    /// Stand on top of a list that begins anew.
    pub fn start_over(&mut self) {
        (self.selected, self.offset, self.anchor) = (0, 0, None);
        self.is_stale = true;
    }

    pub fn step(&mut self, by: isize) {
        let last = self.shown().saturating_sub(1);
        self.go_to(self.selected.saturating_add_signed(by).min(last));
    }

    /// Select the row with this number.
    pub fn go_to(&mut self, row: usize) {
        if row != self.selected {
            self.selected = row;
            self.anchor = self.head(row).map(|head| head.openid.clone());
        }
    }

    /// Move the window as little as it takes to keep the selection in sight.
    pub fn settle_offset(&mut self, height: usize) {
        let height = height.max(1);
        let lowest = self.selected.saturating_add(1).saturating_sub(height);
        let full = self.shown().saturating_sub(height);
        self.offset = self.offset.clamp(lowest, self.selected).min(full.max(lowest));
    }

    /// Move what is in sight, and let the selection follow into it.
    pub fn scroll(&mut self, by: isize, height: usize) {
        let full = self.shown().saturating_sub(height);
        self.offset = self.offset.saturating_add_signed(by).min(full);
        let last = (self.offset + height).saturating_sub(1);
        self.go_to(self.selected.clamp(self.offset, last.max(self.offset)));
    }

    /// The rows to ask for now, if any are: with a window of this height over them.
    #[must_use]
    pub fn wanted(&self, height: usize) -> Option<Range<usize>> {
        let height = height.max(1);
        let around = |screens: usize| {
            let margin = height.saturating_mul(screens);
            let end = self.offset.saturating_add(height).saturating_add(margin);
            self.offset.saturating_sub(margin)..end
        };
        let is_on_its_way = match &self.window {
            Load::Loading { key, .. } => {
                key.query == self.query && self.is_at_hand_in(key) && within(&key.range, self)
            }
            Load::Ready { value, .. } => {
                !self.is_stale
                    && value.covers(&around(1))
                    && (self.current().is_some() || value.total == 0)
            }
            Load::Failed { .. } => !self.is_stale,
            Load::Idle { .. } => false,
        };
        (!is_on_its_way).then(|| around(BESIDE))
    }

    /// Whether the response to this request will say where the selection is.
    fn is_at_hand_in(&self, request: &RowsRequest) -> bool {
        self.anchor.is_none() || request.anchor.is_some()
    }

    /// These rows are asked for from now on.
    pub fn start(&mut self, account: AccountId, marks: Marks, range: Range<usize>, ticket: Ticket) {
        let (query, anchor) = (self.query.clone(), self.anchor.clone());
        self.is_stale = false;
        self.window.start(RowsRequest { account, query, marks, range, anchor }, ticket);
    }

    /// What was asked for, while it is on its way.
    #[must_use]
    pub fn request(&self) -> Option<&RowsRequest> {
        self.window.key().filter(|_| self.window.is_loading())
    }

    /// Take in the rows that were asked for. Whether they were waited for.
    pub fn settle(&mut self, ticket: &Ticket, response: Result<Window, Fault>) -> bool {
        let requested = self.window.key().and_then(|request| request.anchor.clone());
        if !self.window.settle(ticket, response) {
            return false;
        }
        let Load::Ready { value: window, .. } = &self.window else { return true };
        let last = window.total.saturating_sub(1);
        let (row, is_known) = match &self.anchor {
            Some(anchor) if requested.as_ref() == Some(anchor) => (window.anchor_at, true),
            // It was gone on meanwhile.
            Some(anchor) => {
                let row = window.position(anchor);
                (row, row.is_some())
            }
            None => (None, true),
        };
        self.selected = row.unwrap_or(self.selected).min(last);
        if is_known {
            self.anchor = window.get(self.selected).map(|head| head.openid.clone());
        } else {
            self.is_stale = true;
        }
        true
    }

    /// Mark or unmark the selected one where it stands: who that is.
    pub fn flip(&mut self) -> Option<OpenId> {
        let openid = self.current()?.clone();
        match &mut self.window {
            Load::Ready { value, .. } => {
                if let Some(head) = value.get_mut(self.selected) {
                    head.is_marked = !head.is_marked;
                    let by = if head.is_marked { 1 } else { -1 };
                    value.marked = value.marked.saturating_add_signed(by);
                }
            }
            // What is on its way does not know of it.
            Load::Loading { .. } | Load::Idle { .. } | Load::Failed { .. } => self.forget(),
        }
        Some(openid)
    }
}

/// Whether the rows in sight are among those that are asked for.
fn within(range: &Range<usize>, list: &List) -> bool {
    range.contains(&list.offset) && range.contains(&list.selected)
}
