//! What changed about a follower, and between which two looks.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Store, account::account, error::Error};
use crate::follower::{account_id::AccountId, openid::OpenId};

/// One change. It happened after `seen_before` and not after `seen_at`, both in Unix seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub what: What,
    /// As the API wrote it; tags as a JSON list of their numbers. `None`: nothing.
    pub before: Option<String>,
    pub after: Option<String>,
    pub seen_before: Option<i64>,
    pub seen_at: i64,
}

/// What can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// They came back: they did not follow at the look before.
    Followed,
    Unfollowed,
    Nickname,
    Remark,
    Tags,
    Avatar,
    UnionId,
}

impl What {
    pub const ALL: [Self; 7] = [
        Self::Followed,
        Self::Unfollowed,
        Self::Nickname,
        Self::Remark,
        Self::Tags,
        Self::Avatar,
        Self::UnionId,
    ];

    /// As it stands in the file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Followed => "followed",
            Self::Unfollowed => "unfollowed",
            Self::Nickname => "nickname",
            Self::Remark => "remark",
            Self::Tags => "tags",
            Self::Avatar => "avatar",
            Self::UnionId => "unionid",
        }
    }
}

impl Store {
    /// What changed about a follower, the oldest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn history(&self, account_id: &AccountId, openid: &OpenId) -> Result<Vec<Event>, Error> {
        let reader = self.reader();
        let Some(account) = account(&reader, account_id)? else { return Ok(vec![]) };
        Ok(history(&reader, account, openid)?)
    }
}

fn history(connection: &Connection, account: i64, openid: &OpenId) -> rusqlite::Result<Vec<Event>> {
    let by_openid = "SELECT id FROM follower WHERE account = ?1 AND openid = ?2";
    let follower: Option<i64> = connection
        .prepare_cached(by_openid)?
        .query_row(params![account, openid.as_str()], |row| row.get(0))
        .optional()?;
    let mut select = connection.prepare_cached(
        "SELECT what, before, after, seen_before, seen_at FROM history WHERE follower = ?1 ORDER BY id",
    )?;
    let events = select.query_map([follower], |row| {
        let what: String = row.get(0)?;
        let what = What::ALL.into_iter().find(|known| known.as_str() == what);
        let (before, after) = (row.get(1)?, row.get(2)?);
        let (seen_before, seen_at) = (row.get(3)?, row.get(4)?);
        // A kind that this version does not know was written by one that reads this version's files.
        Ok(what.map(|what| Event { what, before, after, seen_before, seen_at }))
    })?;
    events.filter_map(Result::transpose).collect()
}
