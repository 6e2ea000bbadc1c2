//! What a list shows: which followers, narrowed by what, in which order.
//!
//! One grammar for the screen's `/`, `fanscope find` and `fanscope export`. A [`Query`] is plain data: the
//! same query over the same rows is the same list, whoever answers it. What a filter means is
//! [`filter::Filter::matches`] over one row; everything faster must give the same answer.

pub mod filter;
pub mod fold;
pub mod order;
pub mod period;
pub mod pinyin;
pub mod row;
pub mod syntax;
pub mod word;

mod readings;

use crate::follower::{openid::OpenId, unionid::UnionId};
use filter::Filter;
use order::Order;

/// A list, said in full.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    pub source: Source,
    pub filter: Filter,
    pub order: Order,
}

impl Query {
    /// Whether what is known of the followers decides who is shown, and where.
    #[must_use]
    pub fn depends_on_rows(&self) -> bool {
        !self.filter.is_empty() || self.order.by != order::By::Listed
    }
}

/// Whom a list is taken from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Source {
    /// Everybody who is known to follow the account or to have followed it.
    #[default]
    Followers,
    /// OpenIDs that were given or pasted, in the order in which they were.
    Picked(Vec<OpenId>),
    /// All followers, in all accounts of one open platform, with this UnionID.
    Person(UnionId),
}
