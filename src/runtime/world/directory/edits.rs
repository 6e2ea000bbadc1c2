//! Changes of a list that a person makes.

use std::collections::HashSet;

use super::followers::{Followers, Removed};
use crate::{
    app::directory::{Edit, Edited, Marks, Target},
    follower::openid::OpenId,
    query::Query,
};

impl Followers {
    /// Make a change in which no other account has a part.
    pub fn edit(&mut self, edit: &Edit) -> Edited {
        self.revision += 1;
        let edited = match edit {
            Edit::Remove { target, query, selected } => {
                self.remove(target, query, selected.as_ref())
            }
            Edit::PutBack => self.put_back(),
            Edit::Anew { selected } => self.anew(selected.clone()),
            Edit::Insert { openid, before } => {
                let number = self.number(openid.clone());
                let at = before.as_ref().and_then(|before| self.place(before)).unwrap_or(0);
                let is_there = self
                    .at_mut(number)
                    .is_none_or(|kept| std::mem::replace(&mut kept.is_listed, true));
                if !is_there {
                    self.list.insert(at, number);
                }
                let select = Some(openid.clone());
                Edited { n: usize::from(!is_there), select, ..Edited::default() }
            }
            Edit::Forget(target) => {
                let numbers = self.target_numbers(target);
                self.forget(&numbers)
            }
            Edit::ForgetAll => {
                let all: Vec<u32> = (0..).take(self.rows.len()).collect();
                self.forget(&all)
            }
            Edit::TakeOver { .. } => Edited::default(),
        };
        Edited { listed: self.list.len(), listing: self.listing, ..edited }
    }

    /// Put those in that another account does not know, once.
    pub fn take_over(
        &mut self,
        strangers: Vec<OpenId>,
        selected: Option<OpenId>,
        before: Option<&OpenId>,
    ) -> Edited {
        let is_new = |openid: &OpenId| self.rows.get(openid).is_none_or(|kept| !kept.is_given);
        let new: Vec<OpenId> = strangers.into_iter().filter(is_new).collect();
        let n = new.len();
        if n > 0 {
            self.give(new, before);
        }
        let select = selected.filter(|openid| self.place(openid).is_some());
        let (listed, listing) = (self.list.len(), self.listing);
        Edited { n, select, listed, listing, is_gathered: false }
    }

    fn forget(&mut self, numbers: &[u32]) -> Edited {
        for number in numbers {
            if let Some(known) = self.at_mut(*number).and_then(|kept| kept.known.as_mut()) {
                known.is_stale = true;
            }
        }
        Edited { n: numbers.len(), ..Edited::default() }
    }

    fn remove(&mut self, target: &Target, query: &Query, selected: Option<&OpenId>) -> Edited {
        let gone: HashSet<u32> = self.target_numbers(target).into_iter().collect();
        if gone.is_empty() {
            return Edited::default();
        }
        let none = Marks::default();
        let marks = if let Target::Marked(marks) = target { marks } else { &none };
        let select = self.after(&gone, query, marks, selected);
        let stood = self.list.iter().copied().enumerate();
        let removed = stood.filter(|(_, number)| gone.contains(number)).collect();
        self.list.retain(|number| !gone.contains(number));
        for number in &gone {
            if let Some(kept) = self.at_mut(*number) {
                kept.is_listed = false;
            }
        }
        self.removed.push(Removed::Rows(removed));
        Edited { n: gone.len(), select, ..Edited::default() }
    }

    /// Who is selected when these are gone: the next that is shown behind the selected one, else the last
    /// before it.
    fn after(
        &self,
        gone: &HashSet<u32>,
        query: &Query,
        marks: &Marks,
        selected: Option<&OpenId>,
    ) -> Option<OpenId> {
        let selected = selected.and_then(|openid| self.place(openid))?;
        let listed = self.list.len();
        let shown = self.shown(query, marks);
        let places: Vec<usize> = shown.places(listed);
        let row = places.iter().position(|place| *place == selected).unwrap_or(0);
        let (before, behind) = places.split_at_checked(row)?;
        let mut near = behind.iter().chain(before.iter().rev()).filter_map(|place| {
            let number = *self.list.get(*place)?;
            (!gone.contains(&number)).then_some(number)
        });
        let number = near.next()?;
        self.at(number).map(|(openid, _)| openid.clone())
    }

    fn put_back(&mut self) -> Edited {
        match self.removed.pop() {
            None => Edited::default(),
            Some(Removed::Rows(rows)) => {
                let back: Vec<(usize, u32)> = rows
                    .into_iter()
                    .filter(|(_, number)| self.at(*number).is_some_and(|(_, kept)| !kept.is_listed))
                    .collect();
                let first = back.first().and_then(|(_, number)| self.at(*number));
                let select = first.map(|(openid, _)| openid.clone());
                for (_, number) in &back {
                    if let Some(kept) = self.at_mut(*number) {
                        kept.is_listed = true;
                    }
                }
                let n = back.len();
                self.list = merged(&self.list, &back);
                Edited { n, select, ..Edited::default() }
            }
            Some(Removed::List { list, given, selected }) => {
                self.replace_list(list, &given);
                let n = self.list.len();
                Edited { n, select: selected, is_gathered: true, ..Edited::default() }
            }
        }
    }

    /// Begin the list of the followers anew.
    fn anew(&mut self, selected: Option<OpenId>) -> Edited {
        let given: Vec<u32> = self
            .list
            .iter()
            .copied()
            .filter(|number| self.at(*number).is_some_and(|(_, kept)| kept.is_given))
            .collect();
        let list = self.replace_list(vec![], &[]);
        let is_gathered = !given.is_empty();
        if is_gathered {
            self.removed.push(Removed::List { list, given, selected });
        }
        Edited { is_gathered, ..Edited::default() }
    }

    /// Put another list in the place of this one.
    fn replace_list(&mut self, list: Vec<u32>, given: &[u32]) -> Vec<u32> {
        let before = std::mem::replace(&mut self.list, list);
        for kept in self.rows.values_mut() {
            (kept.is_listed, kept.is_given, kept.is_met) = (false, false, false);
        }
        for number in self.list.clone() {
            if let Some(kept) = self.at_mut(number) {
                kept.is_listed = true;
            }
        }
        for number in given {
            if let Some(kept) = self.at_mut(*number) {
                kept.is_given = true;
            }
        }
        self.listing += 1;
        before
    }
}

/// The list with these put back, each where it stood.
fn merged(list: &[u32], back: &[(usize, u32)]) -> Vec<u32> {
    let mut merged = Vec::with_capacity(list.len() + back.len());
    let mut rest = list.iter().copied();
    for (place, number) in back {
        while merged.len() < *place {
            let Some(next) = rest.next() else { break };
            merged.push(next);
        }
        merged.push(*number);
    }
    merged.extend(rest);
    merged
}
