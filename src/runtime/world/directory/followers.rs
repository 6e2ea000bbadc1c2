//! The followers of one account: what is known of each, and the list in which they stand.

use std::{collections::HashMap, sync::Arc};

use indexmap::IndexMap;

use crate::{
    app::{
        directory::{Kin, Known, Listed},
        fault::Fault,
        response::{Page, Response},
    },
    follower::{account_id::AccountId, lang::Lang, openid::OpenId, unionid::UnionId},
    query::row::State,
};

/// Everybody who was met in an account. Each has a number, by the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Followers {
    pub rows: IndexMap<OpenId, Kept>,
    /// The numbers of those in the list, in its order.
    pub list: Vec<u32>,
    /// Which listing of the followers the list belongs to.
    pub listing: u64,
    /// Counted up by each change, so that what was worked out before is known to be old.
    pub revision: u64,
    /// What was taken off the list, the newest last.
    pub removed: Vec<Removed>,
    pub tags: HashMap<i64, String>,
    /// Who has this `UnionID`.
    pub people: HashMap<UnionId, Vec<u32>>,
}

/// What is known of one of them.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub known: Option<Box<Known>>,
    pub is_listed: bool,
    /// Somebody pasted them, or gave them at the start.
    pub is_given: bool,
    /// A page of this listing had them.
    pub is_met: bool,
}

/// What can be put back.
#[derive(Debug)]
pub(super) enum Removed {
    /// Each with the place in which it stood.
    Rows(Vec<(usize, u32)>),
    /// A whole list, those in it that were given, and who was selected.
    List { list: Vec<u32>, given: Vec<u32>, selected: Option<OpenId> },
}

impl Kept {
    pub fn response(&self) -> Option<&Arc<Response>> {
        let known = self.known.as_ref()?;
        known.response.as_ref().map(|(_, response)| response)
    }

    pub fn state(&self) -> State {
        match self.response() {
            Some(response) if response.follower.follows => State::Following,
            Some(_) => State::Left,
            None => State::Unknown,
        }
    }
}

impl Followers {
    pub fn at(&self, number: u32) -> Option<(&OpenId, &Kept)> {
        self.rows.get_index(usize::try_from(number).ok()?)
    }

    pub fn at_mut(&mut self, number: u32) -> Option<&mut Kept> {
        let (_, kept) = self.rows.get_index_mut(usize::try_from(number).ok()?)?;
        Some(kept)
    }

    /// The number of this one, who is met now if they were not before.
    pub fn number(&mut self, openid: OpenId) -> u32 {
        let entry = self.rows.entry(openid);
        let number = u32::try_from(entry.index()).unwrap_or(u32::MAX);
        entry.or_default();
        number
    }

    /// Where somebody stands in the list.
    pub fn place(&self, openid: &OpenId) -> Option<usize> {
        let (number, _, kept) = self.rows.get_full(openid)?;
        let number = u32::try_from(number).ok().filter(|_| kept.is_listed)?;
        self.list.iter().position(|other| *other == number)
    }

    /// Put these into the list in front of another, or on top, and leave out those that are there: how
    /// many were.
    pub fn give(
        &mut self,
        openids: impl IntoIterator<Item = OpenId>,
        before: Option<&OpenId>,
    ) -> usize {
        let at = before.and_then(|before| self.place(before)).unwrap_or(0);
        let (mut new, mut there) = (vec![], 0);
        for openid in openids {
            let number = self.number(openid);
            let Some(kept) = self.at_mut(number) else { continue };
            kept.is_given = true;
            if std::mem::replace(&mut kept.is_listed, true) {
                there += 1;
            } else {
                new.push(number);
            }
        }
        self.list.splice(at..at, new);
        self.revision += 1;
        there
    }

    /// Take in a page of this listing.
    pub fn list(&mut self, page: Page, listing: u64) -> Listed {
        let mut brought_somebody = false;
        if listing == self.listing {
            for openid in page.openids {
                let number = self.number(openid);
                let Some(kept) = self.at_mut(number) else { continue };
                let is_there = std::mem::replace(&mut kept.is_listed, true);
                // Who was pasted or kept before a page listed them is new once.
                brought_somebody |= !std::mem::replace(&mut kept.is_met, true);
                if !is_there {
                    self.list.push(number);
                }
            }
            self.revision += 1;
        }
        let (listed, total) = (self.list.len(), page.total);
        Listed { listed, brought_somebody, total, next: page.next }
    }

    /// Keep what was said about one of them.
    pub fn put(&mut self, openid: &OpenId, lang: Lang, said: Result<Arc<Response>, Fault>) {
        let number = self.number(openid.clone());
        let Some(kept) = self.at_mut(number) else { return };
        let known = kept.known.get_or_insert_default();
        known.is_stale = false;
        let unionid = match said {
            Ok(response) => {
                known.fault = None;
                let unionid = response.follower.unionid.clone();
                known.response = Some((lang, response));
                unionid
            }
            Err(fault) => {
                known.fault = Some((lang, fault));
                None
            }
        };
        if let Some(unionid) = unionid {
            self.person(unionid, number);
        }
        self.revision += 1;
    }

    /// Begin with what was kept.
    pub fn begin_with(&mut self, rows: Vec<(OpenId, Option<Known>)>, lists_followers: bool) {
        for (openid, known) in rows {
            let unionid = known.as_ref().and_then(|known| known.response.as_ref());
            let unionid = unionid.and_then(|(_, response)| response.follower.unionid.clone());
            let number = self.number(openid);
            let Some(kept) = self.at_mut(number) else { continue };
            let is_there = kept.is_listed;
            kept.is_listed |= lists_followers;
            let when = |known: &Known| known.response.as_ref().map(|(_, it)| it.fetched_at);
            let is_newer = match (&kept.known, &known) {
                (Some(here), Some(there)) => when(there) > when(here),
                (here, _) => here.is_none(),
            };
            if is_newer {
                kept.known = known.map(Box::new);
            }
            if lists_followers && !is_there {
                self.list.push(number);
            }
            if let Some(unionid) = unionid {
                self.person(unionid, number);
            }
        }
        self.revision += 1;
    }

    fn person(&mut self, unionid: UnionId, number: u32) {
        let people = self.people.entry(unionid).or_default();
        if !people.contains(&number) {
            people.push(number);
        }
    }

    pub fn name_tags(&mut self, names: HashMap<i64, String>) {
        self.tags = names;
        self.revision += 1;
    }

    /// The given ones that are not known to be this account's, in the order of the list. Those that it
    /// answered about are: an OpenID belongs to one account, so no other one is asked.
    pub fn strangers(&self) -> Vec<OpenId> {
        let listed = self.list.iter().filter_map(|number| self.at(*number));
        let strangers = listed.filter(|(_, kept)| kept.is_given && kept.response().is_none());
        strangers.map(|(openid, _)| openid.clone()).collect()
    }

    /// Who has this `UnionID` here.
    pub fn kin(&self, account: &AccountId, unionid: &UnionId) -> Vec<Kin> {
        let numbers = self.people.get(unionid).into_iter().flatten();
        let rows = numbers.filter_map(|number| self.at(*number));
        let with_it = rows.filter_map(|(openid, kept)| {
            let follower = &kept.response()?.follower;
            // They may have another one by now.
            (follower.unionid.as_ref() == Some(unionid)).then(|| Kin {
                account: account.clone(),
                openid: openid.clone(),
                state: kept.state(),
                followed_at: follower.followed_at,
            })
        });
        with_it.collect()
    }
}
