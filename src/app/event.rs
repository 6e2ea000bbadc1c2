//! What comes in from the outside: the person, the terminal, and finished jobs.

use std::collections::HashMap;

use crossterm::event::KeyEvent;
use ratatui::layout::{Position, Size};

use crate::{
    app::{
        directory::Progress,
        effect::{Done, Ticket},
        fault::Fault,
        graphics::GraphicsMode,
    },
    follower::account_id::AccountId,
};

#[derive(Debug, Clone)]
pub enum Event {
    Key(KeyEvent),
    Paste(String),
    Click(Position),
    /// The wheel turned over this cell; rows, down is positive.
    Scroll(Position, i16),
    Resize(Size),
    /// How avatars are drawn from here on, and why so, in words. What was drawn before is out of
    /// date.
    Terminal(GraphicsMode, String),
    /// Calls of this account wait before they are tried again, and why; `None` when no more do.
    Waiting(AccountId, Option<String>),
    /// How many requests this program has sent for this account so far.
    RequestsSent(AccountId, u64),
    /// Something that the person must know and correct, in one line.
    Warning(String),
    /// So far all followers are brought in.
    Synced(AccountId, Progress),
    /// The directory has more of this account by now, or something else; and the names of its tags.
    Changed(AccountId, HashMap<i64, String>),
    /// Only sent while `Model::is_busy`.
    Tick,
    Done(Ticket, Result<Done, Fault>),
}
