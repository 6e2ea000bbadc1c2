//! The list of OpenIDs: which are shown, which is selected, and which part is in sight.

use std::collections::HashSet;

use crate::{app::model::filter::Filter, follower::openid::OpenId};

/// The OpenIDs in their order, and a window over them.
#[derive(Debug, Clone, Default)]
pub struct List {
    all: Vec<OpenId>,
    known: HashSet<OpenId>,
    /// Places in `all` that pass the filter, in order.
    shown: Vec<usize>,
    pub filter: Filter,
    pub selected: usize,
    pub offset: usize,
}

impl List {
    #[must_use]
    pub fn current(&self) -> Option<&OpenId> {
        self.get(self.selected)
    }

    /// The OpenID in a shown row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&OpenId> {
        self.shown.get(row).and_then(|&at| self.all.get(at))
    }

    /// How many pass the filter.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.shown.len()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn all(&self) -> impl Iterator<Item = &OpenId> {
        self.all.iter()
    }

    pub fn all_shown(&self) -> impl Iterator<Item = &OpenId> {
        self.shown.iter().filter_map(|&at| self.all.get(at))
    }

    /// The rows in sight, from the top.
    pub fn in_sight(&self, height: usize) -> impl Iterator<Item = (usize, &OpenId)> {
        (self.offset..self.shown.len().min(self.offset + height))
            .filter_map(|row| self.get(row).map(|openid| (row, openid)))
    }

    /// How many are listed behind the selected one, shown or not.
    #[must_use]
    pub fn behind(&self) -> usize {
        let position = self.shown.get(self.selected).copied().unwrap_or(0);
        self.all.len().saturating_sub(position)
    }

    #[must_use]
    pub fn has(&self, openid: &OpenId) -> bool {
        self.known.contains(openid)
    }

    /// Put new ones at the end, and leave out those that are there. The caller refilters.
    pub fn append(&mut self, openids: impl IntoIterator<Item = OpenId>) {
        for openid in openids {
            if self.known.insert(openid.clone()) {
                self.all.push(openid);
            }
        }
    }

    /// Put new ones in front of the selected one, and leave out those that are there.
    pub fn insert(&mut self, openids: Vec<OpenId>) {
        let at = self.shown.get(self.selected).copied().unwrap_or(0);
        let new: Vec<OpenId> =
            openids.into_iter().filter(|openid| self.known.insert(openid.clone())).collect();
        self.all.splice(at..at, new);
    }

    /// Take these out, and say where each stood.
    pub fn remove(&mut self, openids: &HashSet<OpenId>) -> Vec<(usize, OpenId)> {
        let gone: Vec<(usize, OpenId)> = self
            .all
            .iter()
            .enumerate()
            .filter(|(_, id)| openids.contains(*id))
            .map(|(at, id)| (at, id.clone()))
            .collect();
        self.all.retain(|openid| !openids.contains(openid));
        self.known.retain(|openid| !openids.contains(openid));
        gone
    }

    /// Put back what was taken out, each where it stood.
    pub fn restore(&mut self, gone: Vec<(usize, OpenId)>) {
        for (at, openid) in gone {
            if self.known.insert(openid.clone()) {
                self.all.insert(at.min(self.all.len()), openid);
            }
        }
    }

    /// Work out anew what is shown. The selected one stays selected while it is shown; else the
    /// nearest one behind it is.
    pub fn refilter(&mut self, selected: Option<&OpenId>, takes: impl Fn(&OpenId) -> bool) {
        self.shown =
            (0..self.all.len()).filter(|&at| self.all.get(at).is_some_and(&takes)).collect();
        let position =
            selected.and_then(|wanted| self.all.iter().position(|openid| openid == wanted));
        if let Some(position) = position {
            self.selected = self.shown.partition_point(|&at| at < position);
        }
        self.selected = self.selected.min(self.shown.len().saturating_sub(1));
    }

    /// Show this one or do not, in its place. The selected one stays selected while it is shown.
    pub fn refit(&mut self, openid: &OpenId, is_taken: bool) {
        let Some(position) = self.all.iter().position(|other| other == openid) else { return };
        match (self.shown.binary_search(&position), is_taken) {
            (Err(row), true) => {
                let is_above = row <= self.selected && !self.shown.is_empty();
                self.shown.insert(row, position);
                self.selected += usize::from(is_above);
            }
            (Ok(row), false) => {
                self.shown.remove(row);
                self.selected -= usize::from(row < self.selected);
            }
            (Ok(_), true) | (Err(_), false) => {}
        }
        self.selected = self.selected.min(self.shown.len().saturating_sub(1));
    }

    pub fn select(&mut self, openid: &OpenId) {
        let row = self.all_shown().position(|shown| shown == openid);
        self.selected = row.unwrap_or(self.selected);
    }

    pub fn step(&mut self, by: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// Move the window as little as it takes to keep the selection in sight.
    pub fn settle(&mut self, height: usize) {
        let height = height.max(1);
        self.selected = self.selected.min(self.shown.len().saturating_sub(1));
        let lowest = (self.selected + 1).saturating_sub(height);
        let full = self.shown.len().saturating_sub(height);
        self.offset = self.offset.clamp(lowest, self.selected).min(full.max(lowest));
    }

    /// Move the window and let the selection follow into it.
    pub fn scroll(&mut self, by: isize, height: usize) {
        let full = self.shown.len().saturating_sub(height);
        self.offset = self.offset.saturating_add_signed(by).min(full);
        let last = (self.offset + height).saturating_sub(1);
        self.selected = self.selected.clamp(self.offset, last.max(self.offset));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(n: usize) -> List {
        let mut list = List::default();
        list.append((0..n).filter_map(|n| OpenId::received(&format!("o{n:02}"))));
        list.refilter(None, |_| true);
        list
    }

    #[test]
    fn the_window_moves_as_little_as_it_takes() {
        let mut list = list(20);
        let mut offsets = vec![];
        for by in [4, 1, 1, -1, -5, 19, -3] {
            list.step(by);
            list.settle(5);
            offsets.push(list.offset);
        }
        assert_eq!(offsets, [0, 1, 2, 2, 0, 15, 15]);
    }

    #[test]
    fn what_is_put_back_stands_where_it_stood() {
        let mut list = list(6);
        let before: Vec<OpenId> = list.all().cloned().collect();
        let taken: HashSet<OpenId> = [1, 2, 5].iter().map(|&at| before[at].clone()).collect();
        let gone = list.remove(&taken);
        assert_eq!(list.len(), 3);
        list.restore(gone);
        assert_eq!(list.all().cloned().collect::<Vec<_>>(), before);
    }

    #[test]
    fn a_filter_that_hides_the_selected_one_selects_the_next_behind_it() {
        let mut list = list(10);
        list.selected = 4;
        let selected = list.current().cloned();
        list.refilter(selected.as_ref(), |openid| ["o02", "o07", "o09"].contains(&openid.as_str()));
        assert_eq!(list.current().map(OpenId::as_str), Some("o07"));
    }
}
