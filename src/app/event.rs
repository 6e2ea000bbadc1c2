//! What comes in from the outside: the person, the terminal, and finished jobs.

use std::{collections::HashMap, sync::Arc};

use crossterm::event::KeyEvent;
use ratatui::layout::{Position, Size};

use crate::{
    app::{
        effect::{AccountAt, Ticket},
        picture::{Drawing, Picture},
    },
    follower::{Follower, openid::OpenId},
};

#[derive(Debug, Clone)]
pub enum Event {
    Key(KeyEvent),
    Paste(String),
    Click(Position),
    /// The wheel turned over this cell; rows, down is positive.
    Scroll(Position, i16),
    Resize(Size),
    /// How pictures are drawn from here on, and why so, in words. What was drawn before is out of
    /// date.
    Terminal(Drawing, String),
    /// Calls wait before they are tried again, and why; `None` when no more do.
    Waiting(Option<String>),
    /// How many requests this program has sent for this account so far.
    Sent(AccountAt, u64),
    /// Only sent while `Model::is_busy`.
    Tick,
    Done(Ticket, Outcome),
}

/// What became of a job.
#[derive(Debug, Clone)]
pub enum Outcome {
    Followers(Result<Page, Fault>),
    Follower(Result<Arc<Answer>, Fault>),
    Verified(Result<Arc<Answer>, Fault>),
    Quota(Result<Quota, Fault>),
    Tags(Result<HashMap<i64, String>, Fault>),
    Avatar(Result<Picture, Fault>),
    Opened(Result<(), Fault>),
    /// The file, as one would find it.
    Saved(Result<String, Fault>),
    /// How pictures are drawn from here on, and why so.
    Terminal(Drawing, String),
    Waited,
}

/// One page of the followers of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub openids: Vec<OpenId>,
    /// How many followers there are in all; it moves while pages are read.
    pub total: usize,
    /// Where the next page starts. `None` after the last.
    pub next: Option<OpenId>,
}

/// What the API said of one follower.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub follower: Follower,
    /// The body as received, made valid JSON, without anything secret.
    pub raw: String,
    /// Unix seconds.
    pub fetched_at: i64,
}

/// Calls of `user/info` today, as the API counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    pub used: u64,
    /// 0 when the API does not say.
    pub limit: u64,
}

/// Why a job failed, in words for the person, and what they can do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// A few words for a row of the list, with the code if there is one.
    pub short: String,
    pub text: String,
    pub hint: Option<String>,
    /// All that is known of it, without anything secret, for a ticket.
    pub report: Option<String>,
}
