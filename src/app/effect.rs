//! What the program asks of the outside: plain data, done by `runtime` only.

use std::{collections::HashMap, sync::Arc, time::Duration};

use ratatui::layout::Size;

use crate::{
    app::{
        directory::{Edit, Edited, Kin, Listed, Marks, RowsRequest, Synced, Window},
        graphics::{GraphicsMode, RenderedAvatar},
        response::{Page, Quota, Response},
    },
    follower::{
        account_id::AccountId,
        avatar_url::{AvatarSize, AvatarUrl},
        find::Found,
        lang::Lang,
        openid::OpenId,
        unionid::UnionId,
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
    /// Rows of a list, from the directory.
    Rows(Box<RowsRequest>),
    /// Change a list in the directory.
    Edit { account: AccountId, edit: Box<Edit> },
    /// The OpenIDs of the marked ones, a line each, in the order of the list.
    Marked { account: AccountId, marks: Marks },
    /// Bring all followers into the directory: pages of `user/get`, and `batchget` for those of whom nothing was
    /// said lately.
    Sync { account: AccountId, lang: Lang },
    /// What changed about a follower, in words.
    History { account: AccountId, openid: OpenId },
    /// Who else was seen with a `UnionID`, in any account.
    Kin(UnionId),
    /// One page of `cgi-bin/user/get`, for this listing.
    Followers { account: AccountId, after: Option<OpenId>, listing: u64 },
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
    /// Find the OpenIDs in a text that somebody pasted or typed, and put them into the list in front of
    /// this one.
    Read { account: AccountId, text: String, before: Option<OpenId> },
    /// Ask what can be asked of the terminal at any time. What it says comes as `Event::Terminal`.
    Terminal,
    /// Only wait.
    Wait,
}

/// What a job has brought.
#[derive(Debug, Clone)]
pub enum Done {
    Rows(Window),
    Edited(Edited),
    /// The OpenIDs, and how many.
    Marked(String, usize),
    Kin(Vec<Kin>),
    Synced(Synced),
    /// A line for each change, the newest first.
    History(Vec<String>),
    /// A page as the API sent it. The directory makes `Listed` of it.
    Followers(Page),
    Listed(Listed),
    /// Of `Job::Follower` and of `Job::Verify`.
    Follower(Arc<Response>),
    Quota(Quota),
    Tags(HashMap<i64, String>),
    Avatar(RenderedAvatar),
    /// What was found, and how many of them the list had already.
    Read(Found, usize),
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
    Rows(AccountId),
    /// Each change by itself: a second one does not end the first.
    Edit(AccountId, u64),
    Marked(AccountId),
    Kin,
    Sync(AccountId),
    History,
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
