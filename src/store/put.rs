//! Writing down what was said: the newest answer takes the place of the one before, and what changed is history.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{
    Store,
    account::account_or_new,
    error::Error,
    history::What,
    row::{Observation, Source},
};
use crate::follower::{
    account_id::AccountId, avatar_url::AvatarUrl, openid::OpenId, scene::Scene, unionid::UnionId,
};

/// What writing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Put {
    /// Those of whom the API had said nothing before.
    pub new: usize,
    /// Those of whom it said something else.
    pub changed: usize,
    pub unchanged: usize,
}

/// What is compared with the newest answer.
struct Before {
    id: i64,
    body: Option<String>,
    lang: Option<String>,
    seen_at: Option<i64>,
    follows: bool,
    nickname: Option<String>,
    remark: Option<String>,
    tags: Option<String>,
    avatar: Option<String>,
    unionid: Option<String>,
}

impl Store {
    /// Write down what the API said, all of it or nothing.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put(&self, account: &AccountId, said: Vec<Observation>) -> Result<Put, Error> {
        let account = account.clone();
        self.write(move |transaction| {
            let account = account_or_new(transaction, &account)?;
            let mut put = Put::default();
            for observation in &said {
                one(transaction, account, observation, &mut put)?;
            }
            Ok(put)
        })
    }

    /// Write down that these follow, in the order of `user/get`: behind those that are listed already. Who is
    /// there already stays in their place.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn list(&self, account: &AccountId, openids: Vec<OpenId>) -> Result<(), Error> {
        let account = account.clone();
        self.write(move |transaction| {
            let account = account_or_new(transaction, &account)?;
            let last = "SELECT coalesce(max(place), -1) FROM follower WHERE account = ?1";
            let last: i64 = transaction.query_row(last, [account], |row| row.get(0))?;
            let mut insert = transaction.prepare_cached(
                "INSERT INTO follower (account, openid, place) VALUES (?1, ?2, ?3)
                 ON CONFLICT (account, openid) DO UPDATE SET place = excluded.place WHERE place IS NULL",
            )?;
            let mut place = last;
            for openid in &openids {
                place = place.saturating_add(1);
                insert.execute(params![account, openid.as_str(), place])?;
            }
            Ok(())
        })
    }

    /// The names of the tags of an account, which take the place of those before.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn name_tags(&self, account: &AccountId, names: Vec<(i64, String)>) -> Result<(), Error> {
        let account = account.clone();
        self.write(move |transaction| {
            let account = account_or_new(transaction, &account)?;
            transaction.execute("DELETE FROM tag WHERE account = ?1", [account])?;
            let mut insert = transaction.prepare_cached(
                "INSERT OR REPLACE INTO tag (account, id, name) VALUES (?1, ?2, ?3)",
            )?;
            for (id, name) in &names {
                insert.execute(params![account, id, name])?;
            }
            Ok(())
        })
    }
}

fn one(
    transaction: &Transaction<'_>,
    account: i64,
    said: &Observation,
    put: &mut Put,
) -> rusqlite::Result<()> {
    let openid = said.follower.openid.as_str();
    let before = transaction
        .prepare_cached(
            "SELECT id, body, lang, seen_at, follows, nickname, remark, tags, avatar, unionid
             FROM follower WHERE account = ?1 AND openid = ?2",
        )?
        .query_row(params![account, openid], before)
        .optional()?;
    let id = if let Some(before) = &before {
        before.id
    } else {
        let insert = "INSERT INTO follower (account, openid) VALUES (?1, ?2)";
        transaction.prepare_cached(insert)?.execute(params![account, openid])?;
        transaction.last_insert_rowid()
    };
    let is_same = |before: &Before| {
        before.body.as_deref() == Some(&said.body)
            && before.lang.as_deref() == Some(said.lang.as_str())
    };
    if before.as_ref().is_some_and(is_same) {
        let touch = "UPDATE follower SET seen_at = ?2 WHERE id = ?1 AND seen_at <> ?2";
        transaction.prepare_cached(touch)?.execute(params![id, said.at])?;
        put.unchanged = put.unchanged.saturating_add(1);
        return Ok(());
    }
    if let Some(before) = before.filter(|before| before.body.is_some()) {
        changes(transaction, &before, said)?;
        put.changed = put.changed.saturating_add(1);
    } else {
        put.new = put.new.saturating_add(1);
    }
    let follower = &said.follower;
    transaction
        .prepare_cached(
            "UPDATE follower SET source = ?2, lang = ?3, body = ?4, seen_at = ?5, follows = ?6,
                 followed_at = ?7, unionid = CASE WHEN ?6 THEN ?8 ELSE coalesce(?8, unionid) END, nickname = ?9, remark = ?10, tags = ?11, country = ?12,
                 province = ?13, city = ?14, scene = ?15, qr_scene = ?16, qr_scene_str = ?17, avatar = ?18
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            said.source.text(),
            said.lang.as_str(),
            said.body,
            said.at,
            follower.follows,
            follower.followed_at,
            follower.unionid.as_ref().map(UnionId::as_str),
            follower.nickname,
            follower.remark,
            tags(&follower.tags),
            follower.country,
            follower.province,
            follower.city,
            follower.scene.as_ref().map(Scene::as_str),
            follower.qr_scene,
            follower.qr_scene_str,
            follower.avatar.as_ref().map(AvatarUrl::as_str),
        ])?;
    Ok(())
}

fn before(row: &Row<'_>) -> rusqlite::Result<Before> {
    Ok(Before {
        id: row.get(0)?,
        body: row.get(1)?,
        lang: row.get(2)?,
        seen_at: row.get(3)?,
        follows: row.get::<_, Option<bool>>(4)?.unwrap_or(false),
        nickname: row.get(5)?,
        remark: row.get(6)?,
        tags: row.get(7)?,
        avatar: row.get(8)?,
        unionid: row.get(9)?,
    })
}

/// Write down what is otherwise than before. Of one who does not follow the API says next to nothing: that a
/// remark or a `UnionID` is not said any more is then no change of it. A name and an avatar that are not said any more are
/// kept beside, as WeChat has withdrawn both.
fn changes(
    transaction: &Transaction<'_>,
    before: &Before,
    said: &Observation,
) -> rusqlite::Result<()> {
    let after = &said.follower;
    let both_follow = before.follows && after.follows;
    let note = |what: What, from: Option<&str>, to: Option<&str>| -> rusqlite::Result<()> {
        transaction
            .prepare_cached(
                "INSERT INTO history (follower, what, before, after, seen_before, seen_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![before.id, what.as_str(), from, to, before.seen_at, said.at])?;
        Ok(())
    };
    if before.follows != after.follows {
        note(if after.follows { What::Followed } else { What::Unfollowed }, None, None)?;
    }
    let avatar = after.avatar.as_ref().map(AvatarUrl::as_str);
    let unionid = after.unionid.as_ref().map(UnionId::as_str);
    let withdrawn = [
        (What::Nickname, "nickname", &before.nickname, after.nickname.as_deref()),
        (What::Avatar, "avatar", &before.avatar, avatar),
    ];
    for (what, field, from, to) in withdrawn {
        match (from, to) {
            (Some(from), None) => keep(transaction, before, field, from)?,
            (from, Some(to)) if from.as_deref() != Some(to) => {
                note(what, from.as_deref(), Some(to))?;
            }
            _ => {}
        }
    }
    if both_follow {
        let (old, new) = (before.remark.as_deref(), after.remark.as_deref());
        if old != new {
            note(What::Remark, old, new)?;
        }
        let (old, new) = (before.tags.as_deref(), tags(&after.tags));
        if old != new.as_deref() {
            note(What::Tags, old, new.as_deref())?;
        }
    }
    let old = before.unionid.as_deref();
    let is_said = unionid.is_some() || both_follow;
    if is_said && old != unionid {
        note(What::UnionId, old, unionid)?;
    }
    Ok(())
}

/// Keep a value beside what the API says, which does not say it any more.
fn keep(
    transaction: &Transaction<'_>,
    before: &Before,
    field: &str,
    value: &str,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO known (follower, field, source, value, at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (follower, field, source) DO UPDATE SET value = excluded.value, at = excluded.at",
        )?
        .execute(params![before.id, field, Source::Api.text(), value, before.seen_at.unwrap_or(0)])?;
    Ok(())
}

/// The numbers of tags in a form of their own order. `None`: no tag.
fn tags(tags: &[i64]) -> Option<String> {
    let mut tags: Vec<i64> = tags.to_vec();
    tags.sort_unstable();
    let numbers: Vec<String> = tags.iter().map(ToString::to_string).collect();
    (!numbers.is_empty()).then(|| format!("[{}]", numbers.join(",")))
}
