//! What all requests share: who follows, which tokens are out, what was asked and what goes wrong.

use std::{sync::OnceLock, time::Duration};

use super::{
    account::{ACCOUNTS, Account},
    avatars::Avatars,
    endpoint::Stats,
    faults::Faults,
    people,
    tokens::Tokens,
    usage::Usage,
};

/// What all requests share.
#[derive(Debug)]
pub struct Server {
    pub base: String,
    pub followers: usize,
    pub latency: Duration,
    pub tokens: Tokens,
    usage: [Usage; ACCOUNTS.len()],
    tag_counts: [OnceLock<Vec<u64>>; ACCOUNTS.len()],
    pub stats: Stats,
    pub faults: Faults,
    pub avatars: Avatars,
}

impl Server {
    pub fn new(base: String, followers: usize, latency: Duration) -> Self {
        Self {
            base,
            followers,
            latency,
            tokens: Tokens::default(),
            usage: Default::default(),
            tag_counts: Default::default(),
            stats: Stats::default(),
            faults: Faults::default(),
            avatars: Avatars::default(),
        }
    }

    pub fn usage(&self, account: &Account) -> &Usage {
        &self.usage[index(account)]
    }

    pub fn tag_counts(&self, account: &Account) -> &[u64] {
        self.tag_counts[index(account)].get_or_init(|| count_tags(account, self.followers))
    }
}

fn index(account: &Account) -> usize {
    ACCOUNTS.iter().position(|known| *known == account).unwrap_or(0)
}

/// How many followers have each tag of the account.
fn count_tags(account: &Account, followers: usize) -> Vec<u64> {
    let mut counts = vec![0; account.tags.len()];
    for index in 0..account.total(followers) {
        for tag in people::tags(account, index) {
            let index = account.tags.iter().position(|(id, _)| *id == tag);
            if let Some(count) = index.and_then(|index| counts.get_mut(index)) {
                *count += 1;
            }
        }
    }
    counts
}
