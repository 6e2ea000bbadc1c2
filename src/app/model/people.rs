//! One person, several accounts: who was seen in this run with the same UnionID.

use std::collections::HashMap;

use crate::{
    app::response::Response,
    follower::{account_id::AccountId, openid::OpenId, unionid::UnionId},
};

/// Followers by UnionID, in the order in which they were seen.
#[derive(Debug, Clone, Default)]
pub struct People {
    by: HashMap<UnionId, Vec<(AccountId, OpenId)>>,
}

impl People {
    /// Remember under which UnionID somebody was seen in an account.
    pub fn note(&mut self, account: &AccountId, response: &Response) {
        let Some(unionid) = &response.follower.unionid else { return };
        let seen = self.by.entry(unionid.clone()).or_default();
        let one = (account.clone(), response.follower.openid.clone());
        if !seen.contains(&one) {
            seen.push(one);
        }
    }

    /// Where this person was seen.
    pub fn seen(&self, unionid: &UnionId) -> impl Iterator<Item = &(AccountId, OpenId)> {
        self.by.get(unionid).into_iter().flatten()
    }
}
