//! What the program asks of the outside: plain data, done by `runtime` only.

use std::time::Duration;

use ratatui::layout::Size;

use crate::{
    app::picture::Drawing,
    follower::{
        avatar_url::{AvatarSize, AvatarUrl},
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

/// Which account, by its place in `Model::accounts`.
pub type AccountAt = usize;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// One page of `cgi-bin/user/get`.
    Followers { account: AccountAt, after: Option<OpenId> },
    /// One `cgi-bin/user/info`.
    Follower { account: AccountAt, openid: OpenId, lang: Lang },
    /// The same by a call of its own, never in a batch.
    Verify { account: AccountAt, openid: OpenId, lang: Lang },
    /// `cgi-bin/openapi/quota/get` for `user/info`.
    Quota { account: AccountAt },
    /// `cgi-bin/tags/get`.
    Tags { account: AccountAt },
    /// A picture, made ready for the terminal.
    Avatar(Shot),
    /// Open a picture in the system's viewer, in a file with a name like this.
    OpenPicture { source: Source, name: String },
    /// Write a picture to this file as it was typed; into a folder under this name.
    Save { source: Source, name: String, to: String },
    /// What can be asked of the terminal at any time.
    Terminal,
    /// Only wait.
    Wait,
}

/// One picture at one size, for one area, drawn in one way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shot {
    pub account: AccountAt,
    pub url: AvatarUrl,
    pub size: AvatarSize,
    pub cells: Size,
    pub drawing: Drawing,
}

/// Where a picture comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub account: AccountAt,
    pub url: AvatarUrl,
    pub size: AvatarSize,
}

/// What a job is for. At most one runs for each.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Slot {
    List,
    Row(AccountAt, OpenId),
    Verify,
    Quota,
    Tags,
    Face(Shot),
    OpenPicture,
    Save,
    Terminal,
    Notice,
    Rest,
}

/// Names one run of a job, so that a late answer can be told from the current one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ticket {
    pub slot: Slot,
    pub serial: u64,
}
