//! What goes wrong on purpose: a script of faults by endpoint and number of the request.

use std::{
    ops::{Bound, RangeBounds},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use super::{endpoint::Endpoint, refusal::Refusal};

/// One thing that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// This status and these bytes instead of the response.
    Reply { status: u16, content_type: &'static str, body: Vec<u8> },
    /// HTTP 200 and an error of the API, with a `rid`.
    Refuse(Refusal),
    /// Another host is to be asked.
    Redirect(String),
    /// The right response, this much later.
    Delay(Duration),
    /// The right response, so many bytes at a time with a rest after each.
    Trickle { bytes: usize, rest: Duration },
    /// No answer, ever.
    Hang,
    /// The connection is reset before a byte is answered.
    Reset,
    /// The right head, so many bytes of the body, and the connection is reset.
    ResetAfter(usize),
    /// The right head with the right length, so many bytes of the body, and the connection ends.
    TruncateTo(usize),
    /// A body that begins like JSON and has this many bytes, none of which is kept in memory.
    Huge(u64),
    /// The right body with these bytes before it.
    Prefix(Vec<u8>),
    /// One machine of so many has not heard of the token: each such request is refused with 40001.
    /// The token stays what it is, and is handed out again.
    StaleMachine { of: u64 },
    /// Another program asked for tokens: all that the account has are invalid, this call's too.
    InvalidateToken,
    /// The time of all tokens of the account has run out, this call's too.
    ExpireToken,
    /// The right rows of `batchget`, wrongly put together.
    Rows(Rows),
}

/// What `batchget` does to its rows. A number is the place of a row, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// The other way round.
    Shuffled,
    Missing(usize),
    Doubled(usize),
    /// A row of a follower who was not asked about, in place of this one.
    Foreign(usize),
    /// The row of a follower says that they do not follow, as live batches have done.
    NotFollowing(usize),
    /// One unknown OpenID refuses the whole batch, as some live batches do and others do not.
    AllOrNothing,
}

impl Fault {
    /// An error of the API in its own words.
    #[must_use]
    pub fn refuse(errcode: i64) -> Self {
        Self::Refuse(Refusal::new(errcode))
    }

    /// HTTP 200 and this body as JSON.
    #[must_use]
    pub fn body(body: impl Into<Vec<u8>>) -> Self {
        let content_type = "application/json; encoding=utf-8";
        Self::Reply { status: 200, content_type, body: body.into() }
    }

    /// This status and a page of HTML.
    #[must_use]
    pub fn html(status: u16) -> Self {
        let body = format!(
            "<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
        );
        Self::Reply { status, content_type: "text/html", body: body.into() }
    }

    /// How the front end of the real API sheds load: neither HTTP 200 nor JSON.
    #[must_use]
    pub fn fast_reject() -> Self {
        Self::Reply { status: 503, content_type: "text/plain", body: b"FastReject".to_vec() }
    }
}

/// The script. Requests are numbered for each endpoint from 1, as `/__stats` counts them.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Vec<Entry>>);

#[derive(Debug)]
struct Entry {
    endpoint: Endpoint,
    requests: (Bound<u64>, Bound<u64>),
    fault: Fault,
}

impl Faults {
    /// Let these requests of an endpoint fail: `1..=3`, `5..`, `..`. What was set last counts.
    pub fn set(&self, endpoint: Endpoint, requests: impl RangeBounds<u64>, fault: Fault) {
        let requests = (requests.start_bound().cloned(), requests.end_bound().cloned());
        self.script().push(Entry { endpoint, requests, fault });
    }

    /// From now on nothing goes wrong.
    pub fn clear(&self) {
        self.script().clear();
    }

    pub(super) fn of(&self, endpoint: Endpoint, request: u64) -> Option<Fault> {
        let script = self.script();
        let hit = |entry: &&Entry| entry.endpoint == endpoint && entry.requests.contains(&request);
        script.iter().rev().find(hit).map(|entry| entry.fault.clone())
    }

    fn script(&self) -> std::sync::MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
