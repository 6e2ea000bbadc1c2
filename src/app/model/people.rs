//! One person, several accounts: who was seen in this run with the same UnionID.

use std::collections::HashMap;

use crate::{
    app::{effect::AccountAt, event::Answer},
    follower::{openid::OpenId, unionid::UnionId},
};

/// Followers by UnionID, in the order in which they were seen.
#[derive(Debug, Clone, Default)]
pub struct People {
    by: HashMap<UnionId, Vec<(AccountAt, OpenId)>>,
}

impl People {
    /// Remember under which UnionID somebody was seen in an account.
    pub fn note(&mut self, account: AccountAt, answer: &Answer) {
        let Some(unionid) = &answer.follower.unionid else { return };
        let seen = self.by.entry(unionid.clone()).or_default();
        let one = (account, answer.follower.openid.clone());
        if !seen.contains(&one) {
            seen.push(one);
            seen.sort();
        }
    }

    /// Where this person was seen, ordered by account.
    pub fn seen(&self, unionid: &UnionId) -> impl Iterator<Item = &(AccountAt, OpenId)> {
        self.by.get(unionid).into_iter().flatten()
    }
}
