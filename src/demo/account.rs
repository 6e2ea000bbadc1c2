//! The two accounts, and who follows them.
//!
//! The shop is followed by the persons 0, 1, 2 and so on; the service by two of three of them and
//! by others of its own, so that the same person has an OpenID in both and one UnionID.

use super::ids;

/// An Official Account of the stand-in.
#[derive(Debug, PartialEq, Eq)]
pub struct Account {
    pub name: &'static str,
    pub appid: &'static str,
    pub secret: &'static str,
    /// The first characters of each OpenID of the account.
    pub(super) start: &'static str,
    pub(super) tags: &'static [(u32, &'static str)],
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Shop,
    Service,
}

pub const SHOP: Account = Account {
    name: "shop",
    appid: "wx7d0e5a41c8f2b396",
    secret: "5a1f0c93e7b24d6880f3a9c2d4e6b71a",
    start: "o6_bmj",
    tags: &[
        (2, "星标组"),
        (100, "VIP"),
        (101, "老客"),
        (102, "新客"),
        (103, "投诉"),
        (104, "Wholesale"),
        (128, "直播间"),
    ],
    kind: Kind::Shop,
};

pub const SERVICE: Account = Account {
    name: "service",
    appid: "wx2b94c6f07e13ad58",
    secret: "c07be2d1943f5a6688d20e9f71b3a45c",
    start: "oNs9Zc",
    tags: &[
        (2, "星标组"),
        (100, "售后"),
        (101, "待回访"),
        (102, "已解决"),
        (103, "Beta"),
        (105, "保修期内"),
    ],
    kind: Kind::Service,
};

pub const ACCOUNTS: [&Account; 2] = [&SHOP, &SERVICE];

/// Where the numbers begin of those who follow the service only.
const SERVICE_ONLY: u64 = 1 << 40;
/// The OpenID that the documentation of the API shows, and its place in the shop's list.
pub(super) const DOCUMENTED: &str = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";
pub(super) const DOCUMENTED_AT: u64 = 5;
/// The place where the shop's list has an OpenID that answers 40003, and the number in it.
const STALE_AT: u64 = 19;
const STALE: u64 = 1 << 41;

impl Account {
    /// The account with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        ACCOUNTS.into_iter().find(|account| account.name == name)
    }

    /// How many follow this account when `followers` follow the shop.
    #[must_use]
    pub fn total(&self, followers: usize) -> u64 {
        let total = match self.kind {
            Kind::Shop => followers,
            Kind::Service => followers - followers / 3,
        };
        u64::try_from(total).unwrap_or(u64::MAX)
    }

    /// The OpenID at this place of the list.
    pub(super) fn openid(&self, index: u64) -> String {
        if self.kind == Kind::Shop && index == DOCUMENTED_AT {
            DOCUMENTED.to_owned()
        } else {
            ids::id(self.start, index)
        }
    }

    /// The OpenID that `user/get` lists at this place: one that is nobody's (any more) stands in the
    /// shop's list for the person who has that place.
    pub(super) fn listed(&self, index: u64) -> String {
        if self.kind == Kind::Shop && index == STALE_AT {
            ids::id(self.start, STALE)
        } else {
            self.openid(index)
        }
    }

    /// The place of an OpenID that `user/get` listed.
    pub(super) fn listed_index(&self, openid: &str, followers: usize) -> Option<u64> {
        if self.kind == Kind::Shop && openid == ids::id(self.start, STALE) {
            return Some(STALE_AT);
        }
        self.index(openid, followers)
    }

    /// The place of an OpenID in the list. `None` when it is nobody's in this account.
    pub(super) fn index(&self, openid: &str, followers: usize) -> Option<u64> {
        if self.kind == Kind::Shop && openid == DOCUMENTED {
            return Some(DOCUMENTED_AT);
        }
        let index = ids::number(self.start, openid)?;
        let is_listed = index < self.total(followers) && self.openid(index) == openid;
        is_listed.then_some(index)
    }

    /// Who stands at this place of the list: a number that both accounts know a person by.
    pub(super) const fn person(&self, index: u64) -> u64 {
        match self.kind {
            Kind::Service if index % 3 == 1 => SERVICE_ONLY + index,
            Kind::Shop | Kind::Service => index,
        }
    }
}

/// The OpenIDs of an account in the order of its list, when `followers` follow the shop.
pub fn openids(account: &Account, followers: usize) -> impl Iterator<Item = String> {
    (0..account.total(followers)).map(|index| account.openid(index))
}
