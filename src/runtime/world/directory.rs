//! Everybody who was met in this run, in memory: lists are asked of it, and what the API says is kept in it.
//!
//! The Model holds the rows that it shows. Who stands in which list, in which order, and what is known of all
//! the others is here, so that a million OpenIDs are one row more or less to the screen.

mod edits;
mod followers;
mod order;
mod search;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    app::{
        directory::{Edit, Edited, Kin, Known, Target, Window},
        effect::{Done, Job},
        fault::{Extent, Fault},
    },
    follower::{account_id::AccountId, openid::OpenId, unionid::UnionId},
    text,
};
use followers::Followers;
use search::Shown;

/// The directory of all accounts. Clones are the same directory.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    accounts: Arc<Mutex<HashMap<AccountId, Account>>>,
}

/// One account, and what its list showed last.
#[derive(Debug, Default)]
struct Account {
    followers: Followers,
    shown: Option<Shown>,
}

impl Directory {
    /// Put these into the list of an account, as somebody gave them: in front of `before`, or on top. How
    /// many were there already.
    pub fn give(
        &self,
        account: &AccountId,
        openids: impl IntoIterator<Item = OpenId>,
        before: Option<&OpenId>,
    ) -> usize {
        self.accounts().entry(account.clone()).or_default().followers.give(openids, before)
    }

    /// Begin with what was kept: whoever is known already is known better.
    pub fn begin_with(
        &self,
        account: &AccountId,
        rows: Vec<(OpenId, Option<Known>)>,
        lists_followers: bool,
    ) {
        let mut accounts = self.accounts();
        let Account { followers, .. } = accounts.entry(account.clone()).or_default();
        followers.begin_with(rows, lists_followers);
    }

    /// The names of the tags of an account, unless they are known already.
    pub fn name_tags(&self, account: &AccountId, names: HashMap<i64, String>) {
        let mut accounts = self.accounts();
        let Account { followers, .. } = accounts.entry(account.clone()).or_default();
        if followers.tags.is_empty() {
            followers.name_tags(names);
        }
    }

    /// What the directory says by itself. `None` for what is asked of others.
    #[must_use]
    pub fn respond(&self, job: &Job) -> Option<Done> {
        Some(match job {
            Job::Rows(request) => {
                let mut accounts = self.accounts();
                let window = match accounts.get_mut(&request.account) {
                    Some(Account { followers, shown }) => followers.window(request, shown),
                    None => Window::default(),
                };
                Done::Rows(window)
            }
            Job::Edit { account, edit } => Done::Edited(self.edit(account, edit)),
            Job::Marked { account, marks } => {
                let target = Target::Marked(marks.clone());
                let accounts = self.accounts();
                let openids = accounts
                    .get(account)
                    .map_or(vec![], |account| account.followers.targets(&target));
                // What a server sent as an OpenID may hold orders and line ends.
                let lines = openids.iter().map(|openid| text::visible(openid.as_str()));
                let n = openids.len();
                Done::Marked(lines.collect::<Vec<_>>().join("\n"), n)
            }
            Job::Kin(unionid) => Done::Kin(self.kin(unionid)),
            _ => return None,
        })
    }

    /// Keep what others said, and say what has become of it.
    ///
    /// # Errors
    /// What the others failed with.
    pub fn keep(&self, job: &Job, response: Result<Done, Fault>) -> Result<Done, Fault> {
        let mut accounts = self.accounts();
        match (job, response) {
            (Job::Followers { account, listing, .. }, Ok(Done::Followers(page))) => {
                let Account { followers, .. } = accounts.entry(account.clone()).or_default();
                Ok(Done::Listed(followers.list(page, *listing)))
            }
            (
                Job::Follower { account, openid, lang } | Job::Verify { account, openid, lang },
                response,
            ) => {
                let is_of_the_row = match &response {
                    Ok(_) => true,
                    // A single call that fails says nothing against what a batch brought.
                    Err(fault) => {
                        fault.extent == Extent::Row && matches!(job, Job::Follower { .. })
                    }
                };
                if is_of_the_row {
                    let said = match &response {
                        Ok(Done::Follower(response)) => Ok(Arc::clone(response)),
                        Err(fault) => Err(fault.clone()),
                        Ok(_) => return response,
                    };
                    let Account { followers, .. } = accounts.entry(account.clone()).or_default();
                    followers.put(openid, *lang, said);
                }
                response
            }
            (Job::Tags { account }, Ok(Done::Tags(names))) => {
                let Account { followers, .. } = accounts.entry(account.clone()).or_default();
                followers.name_tags(names.clone());
                Ok(Done::Tags(names))
            }
            (Job::Read { account, before, .. }, Ok(Done::Read(found, _))) => {
                let Account { followers, .. } = accounts.entry(account.clone()).or_default();
                let there = followers.give(found.kept().cloned(), before.as_ref());
                Ok(Done::Read(found, there))
            }
            (_, response) => response,
        }
    }

    fn edit(&self, account: &AccountId, edit: &Edit) -> Edited {
        let mut accounts = self.accounts();
        let (strangers, selected) = match edit {
            Edit::TakeOver { from, selected, .. } => {
                let strangers =
                    accounts.get(from).map_or(vec![], |from| from.followers.strangers());
                let selected = selected.clone().filter(|selected| strangers.contains(selected));
                (strangers, selected)
            }
            _ => (vec![], None),
        };
        let Account { followers, .. } = accounts.entry(account.clone()).or_default();
        match edit {
            Edit::TakeOver { before, .. } => {
                followers.take_over(strangers, selected, before.as_ref())
            }
            edit => followers.edit(edit),
        }
    }

    fn kin(&self, unionid: &UnionId) -> Vec<Kin> {
        let accounts = self.accounts();
        let kin = accounts.iter().flat_map(|(id, account)| account.followers.kin(id, unionid));
        kin.collect()
    }

    fn accounts(&self) -> MutexGuard<'_, HashMap<AccountId, Account>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
