//! What `batchget` answers, row by row, and the lookups that wait to go along with others.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use serde_json::{Map, Value};
use tokio::sync::oneshot;

use crate::{
    follower::{lang::Lang, openid::OpenId},
    wechat::{Response, decode, error::Error, scrub::Shown, wire},
};

/// The most that `batchget` takes; one more is 40032.
pub const LARGEST: usize = 100;

/// Lookups that wait for others, by language.
#[derive(Debug, Default)]
pub struct Gathering {
    waiting: Mutex<HashMap<Lang, Vec<Waiting>>>,
}

#[derive(Debug)]
pub struct Waiting {
    pub openid: OpenId,
    pub response: oneshot::Sender<Result<Response, Error>>,
}

impl Gathering {
    /// Add one: whether it is the first of its batch, and the batch once it is full.
    pub fn add(&self, lang: Lang, one: Waiting, full: usize) -> (bool, Option<Vec<Waiting>>) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let batch = waiting.entry(lang).or_default();
        batch.push(one);
        if batch.len() >= full {
            return (false, Some(std::mem::take(batch)));
        }
        (batch.len() == 1, None)
    }

    pub fn take(&self, lang: Lang) -> Vec<Waiting> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.remove(&lang).unwrap_or_default()
    }
}

/// A row of `user_info_list`. `None` when it names nobody, or says no about somebody.
#[must_use]
pub fn response(row: Shown<Value>, fetched_at: i64) -> Option<Response> {
    let row = row.map(object).some()?;
    if wire::number(row.get("errcode")).is_some() {
        return None;
    }
    let body = row.clone().map(|row| text(&row));
    let object = row.map(decode::trimmed);
    Some(Response { follower: decode::follower(&object)?, object, body, fetched_at })
}

/// The rows of a response. `None` when it has no list of them.
#[must_use]
pub fn rows(mut response: Map<String, Value>) -> Option<Vec<Value>> {
    match response.remove("user_info_list") {
        Some(Value::Array(rows)) => Some(rows),
        _ => None,
    }
}

fn object(row: Value) -> Option<Map<String, Value>> {
    match row {
        Value::Object(row) => Some(row),
        _ => None,
    }
}

fn text(row: &Map<String, Value>) -> String {
    serde_json::to_string(row).unwrap_or_default()
}
