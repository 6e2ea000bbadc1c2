//! A list of the followers that is read page by page: it stands beside the last one until it is whole, and what is
//! done of it is never done again, whenever the program ends.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{
    Store,
    account::{account, account_or_new},
    error::Error,
    history::What,
};
use crate::follower::{account_id::AccountId, openid::OpenId};

/// A list that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// In Unix seconds.
    pub begun_at: i64,
    /// Where the next page starts. `None`: at the beginning.
    pub next: Option<String>,
    /// How many are in it so far.
    pub listed: usize,
}

/// What a list came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Listed {
    pub listed: usize,
    /// Those that no list had before.
    pub new: usize,
    /// Those that the list before had, and this one has not. `None`: this one is not whole, so it says nothing of
    /// who has left.
    pub left: Option<usize>,
}

impl Store {
    /// The list that was begun and is not done, if there is one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn listing(&self, id: &AccountId) -> Result<Option<Listing>, Error> {
        let reader = self.reader();
        let Some(account) = account(&reader, id)? else { return Ok(None) };
        let begun: Option<(i64, Option<String>)> = reader
            .prepare_cached("SELECT begun_at, next FROM listing WHERE account = ?1")?
            .query_row([account], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((begun_at, next)) = begun else { return Ok(None) };
        let listed = count(&reader, "SELECT count(*) FROM listed WHERE account = ?1", account)?;
        Ok(Some(Listing { begun_at, next, listed }))
    }

    /// Begin a list, whatever came of the one before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin_listing(&self, id: &AccountId, at: i64) -> Result<(), Error> {
        let id = id.clone();
        self.write(move |transaction| {
            let account = account_or_new(transaction, &id)?;
            transaction.execute("DELETE FROM listed WHERE account = ?1", [account])?;
            transaction.execute(
                "INSERT OR REPLACE INTO listing (account, begun_at, next) VALUES (?1, ?2, NULL)",
                params![account, at],
            )?;
            Ok(())
        })
    }

    /// Put a page behind those that are there, with where the next one starts. How many of it were not there.
    ///
    /// # Errors
    /// When it cannot be written. None of it is there then.
    pub fn stage(
        &self,
        id: &AccountId,
        openids: Vec<OpenId>,
        next: Option<String>,
    ) -> Result<usize, Error> {
        let id = id.clone();
        self.write(move |transaction| {
            let account = account_or_new(transaction, &id)?;
            let last = "SELECT coalesce(max(place), -1) FROM listed WHERE account = ?1";
            let mut place: i64 = transaction.query_row(last, [account], |row| row.get(0))?;
            let mut insert = transaction.prepare_cached(
                "INSERT OR IGNORE INTO listed (account, openid, place) VALUES (?1, ?2, ?3)",
            )?;
            let mut new = 0_usize;
            for openid in &openids {
                place = place.saturating_add(1);
                new =
                    new.saturating_add(insert.execute(params![account, openid.as_str(), place])?);
            }
            transaction.execute(
                "UPDATE listing SET next = ?2 WHERE account = ?1",
                params![account, next],
            )?;
            Ok(new)
        })
    }

    /// Put the list in the place of the one before. Who was in that one and is not in this one has left, if this
    /// one is whole: but for those who were met after it was begun.
    ///
    /// # Errors
    /// When it cannot be written. The list before is there then.
    pub fn finish_listing(&self, id: &AccountId, is_whole: bool) -> Result<Listed, Error> {
        let id = id.clone();
        self.write(move |transaction| {
            let account = account_or_new(transaction, &id)?;
            let begun_at: i64 = transaction.query_row(
                "SELECT begun_at FROM listing WHERE account = ?1",
                [account],
                |row| row.get(0),
            )?;
            let left = if is_whole { Some(leave(transaction, account, begun_at)?) } else { None };
            let new = count(
                transaction,
                "SELECT count(*) FROM listed AS l LEFT JOIN follower AS f
                     ON f.account = l.account AND f.openid = l.openid
                 WHERE l.account = ?1 AND f.place IS NULL",
                account,
            )?;
            let listed =
                count(transaction, "SELECT count(*) FROM listed WHERE account = ?1", account)?;
            // Who stands where they stood is not written again.
            transaction.execute(
                "INSERT INTO follower (account, openid, place)
                     SELECT account, openid, place FROM listed WHERE account = ?1 ORDER BY place
                 ON CONFLICT (account, openid) DO UPDATE SET place = excluded.place
                     WHERE place IS NOT excluded.place",
                [account],
            )?;
            transaction.execute("DELETE FROM listed WHERE account = ?1", [account])?;
            transaction.execute("DELETE FROM listing WHERE account = ?1", [account])?;
            if is_whole {
                let done = "UPDATE account SET listed_at = ?2 WHERE id = ?1";
                transaction.execute(done, params![account, begun_at])?;
            }
            Ok(Listed { listed, new, left })
        })
    }

    /// Those of the list of whom nothing was said since this moment, by their numbers, behind one of them; and how
    /// many they are in all where `limit` is 0.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn due(
        &self,
        id: &AccountId,
        before: i64,
        behind: i64,
        limit: usize,
    ) -> Result<Vec<(i64, OpenId)>, Error> {
        let reader = self.reader();
        let Some(account) = account(&reader, id)? else { return Ok(vec![]) };
        let mut select = reader.prepare_cached(
            "SELECT id, openid FROM follower
             WHERE account = ?1 AND id > ?2 AND place IS NOT NULL AND coalesce(seen_at, 0) < ?3
             ORDER BY id LIMIT ?4",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let due = select.query_map(params![account, behind, before, limit], |row| {
            let openid: String = row.get(1)?;
            Ok(OpenId::received(&openid).map(|openid| (row.get(0), openid)))
        })?;
        let mut found = vec![];
        for one in due {
            if let Some((number, openid)) = one? {
                found.push((number?, openid));
            }
        }
        Ok(found)
    }

    /// How many of the list nothing was said of since this moment.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub fn count_due(&self, id: &AccountId, before: i64) -> Result<usize, Error> {
        let reader = self.reader();
        let Some(account) = account(&reader, id)? else { return Ok(0) };
        let due = "SELECT count(*) FROM follower
             WHERE account = ?1 AND place IS NOT NULL AND coalesce(seen_at, 0) < ?2";
        let n: i64 = reader.query_row(due, params![account, before], |row| row.get(0))?;
        Ok(usize::try_from(n).unwrap_or(0))
    }
}

/// Those of the list before who are not in the new one, and were not met since that was begun.
const GONE: &str = "account = ?1 AND place IS NOT NULL AND coalesce(seen_at, 0) < ?2
    AND coalesce(follows, 1)
    AND NOT EXISTS (SELECT 1 FROM listed WHERE listed.account = follower.account
        AND listed.openid = follower.openid)";

/// Note of those who are in the list before and not in the new one that they have left, and take them out of it.
fn leave(transaction: &Transaction<'_>, account: i64, begun_at: i64) -> rusqlite::Result<usize> {
    let listed_at: Option<i64> =
        transaction.query_row("SELECT listed_at FROM account WHERE id = ?1", [account], |row| {
            row.get(0)
        })?;
    // Without a list before there is nobody to miss.
    if listed_at.is_none() {
        return Ok(0);
    }
    transaction.execute(
        &format!(
            "INSERT INTO history (follower, what, seen_before, seen_at)
                 SELECT id, ?3, coalesce(seen_at, ?4), ?2 FROM follower WHERE {GONE}"
        ),
        params![account, begun_at, What::Unfollowed.as_str(), listed_at],
    )?;
    transaction.execute(
        &format!("UPDATE follower SET follows = 0, place = NULL WHERE {GONE}"),
        params![account, begun_at],
    )
}

fn count(connection: &Connection, select: &str, account: i64) -> rusqlite::Result<usize> {
    let n: i64 = connection.prepare_cached(select)?.query_row([account], |row| row.get(0))?;
    Ok(usize::try_from(n).unwrap_or(0))
}
