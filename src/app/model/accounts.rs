//! The accounts that are set up, in the order of the configuration, and the one in front.

use crate::{
    app::model::account::{Account, AccountName},
    follower::account_id::AccountId,
};

/// All accounts, each once. Where none is set up there is one that is asked nothing: a pasted list
/// can be read all the same.
#[derive(Debug)]
pub struct Accounts {
    all: Vec<Account>,
    current: usize,
    are_set_up: bool,
}

impl Accounts {
    /// Where two names stand for the same account, the one in use counts, else the first.
    #[must_use]
    pub fn new(names: Vec<AccountName>, current: usize, lists_followers: bool) -> Self {
        let in_use = names.get(current).or(names.first()).cloned();
        let are_set_up = in_use.is_some();
        let in_use = in_use.unwrap_or_else(nobody);
        let mut all: Vec<Account> = vec![];
        for name in names {
            if all.iter().all(|account| *account.id() != name.id) {
                let name = if name.id == in_use.id { in_use.clone() } else { name };
                all.push(Account::new(name, lists_followers));
            }
        }
        if all.is_empty() {
            all.push(Account::new(in_use.clone(), lists_followers));
        }
        let current = all.iter().position(|account| *account.id() == in_use.id).unwrap_or(0);
        Self { all, current, are_set_up }
    }

    #[must_use]
    pub fn are_set_up(&self) -> bool {
        self.are_set_up
    }

    #[must_use]
    pub fn current(&self) -> &Account {
        self.all.get(self.current).expect("the current one is one of them")
    }

    pub fn current_mut(&mut self) -> &mut Account {
        self.all.get_mut(self.current).expect("the current one is one of them")
    }

    #[must_use]
    pub fn get(&self, id: &AccountId) -> Option<&Account> {
        self.all.iter().find(|account| account.id() == id)
    }

    pub fn get_mut(&mut self, id: &AccountId) -> Option<&mut Account> {
        self.all.iter_mut().find(|account| account.id() == id)
    }

    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut Account> {
        self.all.iter_mut()
    }

    #[must_use]
    pub fn is_current(&self, id: &AccountId) -> bool {
        self.current().id() == id
    }

    /// Its place in the order of the configuration.
    #[must_use]
    pub fn position(&self, id: &AccountId) -> Option<usize> {
        self.all.iter().position(|account| account.id() == id)
    }

    /// The one after the current one, round and round. `None` when there is no other.
    #[must_use]
    pub fn next(&self) -> Option<AccountId> {
        let next = self.all.get((self.current + 1) % self.all.len())?;
        (self.all.len() > 1).then(|| next.id().clone())
    }

    /// Put another one in front. The current one stays as it is.
    pub fn go_to(&mut self, id: &AccountId) {
        self.current = self.position(id).unwrap_or(self.current);
    }
}

/// The account where none is set up.
fn nobody() -> AccountName {
    AccountName {
        id: AccountId::Token { label: String::new(), api_base: None },
        name: String::new(),
        appid: String::new(),
        open_platform: None,
    }
}
