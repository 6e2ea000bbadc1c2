//! Reading from the directory: one follower, everybody of an account, everybody with one `UnionID`.

use std::{
    collections::{HashMap, HashSet},
    str::FromStr,
};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    Store,
    account::account,
    error::Error,
    row::{Known, Said, Source, Stored},
};
use crate::follower::{
    account_id::AccountId, lang::Lang, openid::OpenId, scene::Scene, unionid::UnionId,
};

/// What a [`Stored`] is read from. Those that were listed come in that order, the others behind them in the
/// order in which they were met.
const COLUMNS: &str =
    "openid, place, body, lang, source, seen_at, follows, followed_at, unionid, nickname,
    remark, tags, country, province, city, scene, qr_scene, qr_scene_str, id";

impl Store {
    /// One follower, if they were ever met.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn get(&self, id: &AccountId, openid: &OpenId) -> Result<Option<Stored>, Error> {
        let reader = self.reader();
        let Some(account) = account(&reader, id)? else { return Ok(None) };
        let select = format!("SELECT {COLUMNS} FROM follower WHERE account = ?1 AND openid = ?2");
        let stored = reader
            .prepare_cached(&select)?
            .query_row(params![account, openid.as_str()], stored)
            .optional()?;
        stored.map(|stored| with_known(&reader, stored)).transpose()
    }

    /// Everybody of an account, one after the other, in the list's order. `take` says whether to go on.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn each(&self, id: &AccountId, mut take: impl FnMut(Stored) -> bool) -> Result<(), Error> {
        let reader = self.reader();
        let Some(account) = account(&reader, id)? else { return Ok(()) };
        let select = format!(
            "SELECT {COLUMNS} FROM follower WHERE account = ?1 ORDER BY place IS NULL, place, id"
        );
        let mut select = reader.prepare_cached(&select)?;
        // Few have any: to look for each one would take longer than everything else.
        let mut known = known_of_all(&reader, account)?;
        let mut rows = select.query([account])?;
        while let Some(row) = rows.next()? {
            let (number, stored) = stored(row)?;
            let known = known.remove(&number).unwrap_or_default();
            if !take(Stored { known, ..stored }) {
                break;
            }
        }
        Ok(())
    }

    /// The `UnionIDs` that more than one of an account have.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn conflicts(&self, id: &AccountId) -> Result<HashSet<String>, Error> {
        let reader = self.reader();
        let Some(account) = account(&reader, id)? else { return Ok(HashSet::new()) };
        let mut select = reader.prepare_cached(
            "SELECT unionid FROM follower WHERE account = ?1 AND unionid IS NOT NULL
             GROUP BY unionid HAVING count(*) > 1",
        )?;
        let conflicts = select.query_map([account], |row| row.get(0))?;
        Ok(conflicts.collect::<rusqlite::Result<_>>()?)
    }

    /// How many of an account were met.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub fn count(&self, id: &AccountId) -> Result<usize, Error> {
        let reader = self.reader();
        let Some(account) = account(&reader, id)? else { return Ok(0) };
        let count = "SELECT count(*) FROM follower WHERE account = ?1";
        let count: i64 = reader.query_row(count, [account], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Everybody with this `UnionID` in these accounts, in the order of the accounts. Only accounts of one open
    /// platform share `UnionIDs`, so the caller names them.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn person(
        &self,
        ids: &[AccountId],
        unionid: &UnionId,
    ) -> Result<Vec<(AccountId, Stored)>, Error> {
        let reader = self.reader();
        let select = format!(
            "SELECT {COLUMNS} FROM follower WHERE account = ?1 AND unionid = ?2 ORDER BY id"
        );
        let mut people = vec![];
        for id in ids {
            let Some(account) = account(&reader, id)? else { continue };
            let mut select = reader.prepare_cached(&select)?;
            let mut rows = select.query(params![account, unionid.as_str()])?;
            while let Some(row) = rows.next()? {
                people.push((id.clone(), with_known(&reader, stored(row)?)?));
            }
        }
        Ok(people)
    }

    /// The names of the tags of an account, as far as they are known.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn tags(&self, id: &AccountId) -> Result<HashMap<i64, String>, Error> {
        let reader = self.reader();
        let Some(account) = account(&reader, id)? else { return Ok(HashMap::new()) };
        let mut select = reader.prepare_cached("SELECT id, name FROM tag WHERE account = ?1")?;
        let tags = select.query_map([account], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(tags.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether the file is in order, in `SQLite`'s own words if it is not.
    ///
    /// # Errors
    /// When it cannot be looked through.
    pub fn check(&self) -> Result<Option<String>, Error> {
        let said: String =
            self.reader().pragma_query_value(None, "quick_check", |row| row.get(0))?;
        Ok((said != "ok").then_some(said))
    }
}

/// A row, and its number.
fn stored(row: &Row<'_>) -> rusqlite::Result<(i64, Stored)> {
    let openid: String = row.get(0)?;
    let Some(openid) = OpenId::received(&openid) else {
        return Err(rusqlite::Error::InvalidColumnName(openid));
    };
    let said = match row.get::<_, Option<String>>(2)? {
        None => None,
        Some(body) => Some(said(row, body)?),
    };
    Ok((row.get(18)?, Stored { openid, place: row.get(1)?, said, known: vec![] }))
}

fn said(row: &Row<'_>, body: String) -> rusqlite::Result<Said> {
    let (lang, source): (String, String) = (row.get(3)?, row.get(4)?);
    let tags: Option<String> = row.get(11)?;
    let place: [Option<String>; 3] = [row.get(12)?, row.get(13)?, row.get(14)?];
    let place: Vec<String> = place.into_iter().flatten().collect();
    let scene: Option<String> = row.get(15)?;
    Ok(Said {
        body,
        lang: Lang::from_str(&lang).unwrap_or_default(),
        source: Source::read(&source),
        at: row.get(5)?,
        follows: row.get(6)?,
        followed_at: row.get(7)?,
        unionid: row.get(8)?,
        nickname: row.get(9)?,
        remark: row.get(10)?,
        tags: numbers(tags.as_deref().unwrap_or_default()),
        place: (!place.is_empty()).then(|| place.join(" ")),
        scene: scene.as_deref().and_then(Scene::new),
        qr_scene: row.get(16)?,
        qr_scene_str: row.get(17)?,
    })
}

fn numbers(list: &str) -> Vec<i64> {
    let inner = list.trim_start_matches('[').trim_end_matches(']');
    inner.split(',').filter_map(|number| number.parse().ok()).collect()
}

/// What is known of everybody of an account from elsewhere, by their numbers.
fn known_of_all(
    connection: &Connection,
    account: i64,
) -> rusqlite::Result<HashMap<i64, Vec<Known>>> {
    let mut select = connection.prepare_cached(
        "SELECT known.field, known.value, known.source, known.at, known.follower FROM known JOIN follower ON follower.id = known.follower
         WHERE follower.account = ?1 ORDER BY known.field, known.at DESC",
    )?;
    let mut rows = select.query([account])?;
    let mut all: HashMap<i64, Vec<Known>> = HashMap::new();
    while let Some(row) = rows.next()? {
        all.entry(row.get(4)?).or_default().push(known(row)?);
    }
    Ok(all)
}

fn known(row: &Row<'_>) -> rusqlite::Result<Known> {
    let source: String = row.get(2)?;
    let (field, value, at) = (row.get(0)?, row.get(1)?, row.get(3)?);
    Ok(Known { field, value, source: Source::read(&source), at })
}

fn with_known(connection: &Connection, (id, stored): (i64, Stored)) -> Result<Stored, Error> {
    let mut select = connection.prepare_cached(
        "SELECT field, value, source, at FROM known WHERE follower = ?1 ORDER BY field, at DESC",
    )?;
    let known = select.query_map([id], known)?;
    Ok(Stored { known: known.collect::<rusqlite::Result<_>>()?, ..stored })
}
