//! What the program asks of the outside: plain data, done by `runtime` only.

use std::{collections::HashMap, sync::Arc, time::Duration};

use ratatui::layout::Size;

use crate::{
    app::{
        graphics::{GraphicsMode, RenderedAvatar},
        response::{Page, Quota, Response},
    },
    follower::{
        account_id::AccountId,
        avatar_url::{AvatarSize, AvatarUrl},
        find::Found,
        lang::Lang,
        openid::OpenId,
    },
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Start a job. A running job in the same slot is ended first.
    Run {
        ticket: Ticket,
        after: Duration,
        job: Job,
    },
    /// End the job in this slot, if one runs.
    Stop(Slot),
    Copy(String),
    /// Write everything anew, whatever the terminal shows.
    Redraw,
    Suspend,
    Leave(Leave),
}

/// Why the screen is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    Quit,
    /// To come back with the demo.
    Demo,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// One page of `cgi-bin/user/get`.
    Followers { account: AccountId, after: Option<OpenId> },
    /// One `cgi-bin/user/info`.
    Follower { account: AccountId, openid: OpenId, lang: Lang },
    /// The same by a call of its own, never in a batch.
    Verify { account: AccountId, openid: OpenId, lang: Lang },
    /// `cgi-bin/openapi/quota/get` for `user/info`.
    Quota { account: AccountId },
    /// `cgi-bin/tags/get`.
    Tags { account: AccountId },
    /// An avatar, made ready for the terminal.
    Avatar(AvatarRequest),
    /// Open an avatar in the system's viewer, in a file with a name like this.
    OpenAvatar { source: Source, name: String },
    /// Write an avatar to this file as it was typed; into a folder under this name.
    Save { source: Source, name: String, to: String },
    /// Find the OpenIDs in a text that somebody pasted or typed.
    Read(String),
    /// Ask what can be asked of the terminal at any time. What it says comes as `Event::Terminal`.
    Terminal,
    /// Only wait.
    Wait,
}

/// What a job has brought.
#[derive(Debug, Clone)]
pub enum Done {
    Followers(Page),
    /// Of `Job::Follower` and of `Job::Verify`.
    Follower(Arc<Response>),
    Quota(Quota),
    Tags(HashMap<i64, String>),
    Avatar(RenderedAvatar),
    Read(Found),
    /// The file, as one would find it.
    Saved(String),
    /// Nothing but that it has ended.
    Ended,
}

/// One avatar at one size, for one area, drawn in one way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AvatarRequest {
    pub account: AccountId,
    pub url: AvatarUrl,
    pub size: AvatarSize,
    pub cells: Size,
    pub graphics_mode: GraphicsMode,
}

/// Where an avatar comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub account: AccountId,
    pub url: AvatarUrl,
    pub size: AvatarSize,
}

/// What a job is for. At most one runs for each.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Slot {
    List(AccountId),
    Row(AccountId, OpenId),
    Verify(AccountId),
    Quota(AccountId),
    Tags(AccountId),
    AvatarLoad(AvatarRequest),
    OpenAvatar,
    Save,
    /// Each text by itself: a second paste does not end the reading of the first.
    Read(u64),
    Terminal,
    Notice,
    Rest,
}

/// Names one run of a job, so that a late response can be told from the current one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ticket {
    pub slot: Slot,
    pub serial: u64,
}
