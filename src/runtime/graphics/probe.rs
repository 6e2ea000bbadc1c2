//! Asks the terminal what it can, and gathers what it replies.
//!
//! Asking is writing: the replies come by the same road as the keys, through the reader and the
//! decoder, whenever they come. So nothing here waits in front of the keys, and a reply after the
//! deadline still counts: over a slow line images become sharp a moment later.

use std::{
    io::{self, Write},
    time::{Duration, Instant},
};

use nix::sys::termios::{FlushArg, tcflush};

use super::{replies::Facts, selection::Environment};
use crate::{
    config::images::Images,
    runtime::{
        input::{
            decoder::{Decoder, Item},
            reader::Reader,
        },
        terminal,
    },
};

/// How long to wait for terminals. It costs nothing but sharp images a moment later.
pub const DEADLINE: Duration = Duration::from_millis(300);

/// A question that was asked, and what was replied so far.
#[derive(Debug, Clone)]
pub struct Probe {
    facts: Facts,
    /// When silence is taken for a response. `None` once something was made of the replies.
    until: Option<Instant>,
}

impl Probe {
    /// Write the question. It is whole before this returns, so that it cannot fall into the middle of a
    /// frame. A question of nothing is answered at once.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn send(question: &str, deadline: Duration) -> io::Result<Self> {
        if !question.is_empty() {
            let mut out = io::stdout().lock();
            out.write_all(question.as_bytes())?;
            out.flush()?;
        }
        let wait = if question.is_empty() { Duration::ZERO } else { deadline };
        Ok(Self { facts: Facts::default(), until: Some(Instant::now() + wait) })
    }

    /// Take in a reply. The facts, when they are complete now.
    pub fn take(&mut self, reply: &[u8]) -> Option<Facts> {
        self.facts.take(reply);
        if !self.facts.complete {
            return None;
        }
        self.until = None;
        Some(self.facts.clone())
    }

    /// When `expire` is to be called.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.until
    }

    /// The time is over: what was replied until now.
    pub fn expire(&mut self) -> Facts {
        self.until = None;
        self.facts.clone()
    }
}

/// What the terminal says of itself, for commands that have no screen. What is typed meanwhile is
/// lost, as with any command that reads the terminal.
pub async fn learn(wanted: Images, environment: &Environment) -> Facts {
    let question = environment.question();
    if wanted == Images::Off || question.is_empty() {
        return Facts::default();
    }
    send(question).await.unwrap_or_default()
}

/// In raw mode, or the replies would be echoed and wait for a line end.
async fn send(question: &str) -> io::Result<Facts> {
    let tty = terminal::open()?;
    crossterm::terminal::enable_raw_mode()?;
    let facts = match (Reader::start(tty), Probe::send(question, DEADLINE)) {
        (Ok(mut reader), Ok(probe)) => Ok(gather(&mut reader, probe).await),
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    // A reply that comes later would be typed into the shell.
    hush();
    crossterm::terminal::disable_raw_mode()?;
    facts
}

/// Read until the replies are complete, or the time is over.
pub async fn gather(reader: &mut Reader, mut probe: Probe) -> Facts {
    let mut decoder = Decoder::default();
    while let Some(until) = probe.deadline() {
        let read = tokio::time::timeout_at(until.into(), reader.next()).await;
        let Ok(Some(bytes)) = read else { break };
        for item in decoder.push(&bytes, Instant::now()) {
            let Item::Reply(reply) = item else { continue };
            if let Some(facts) = probe.take(&reply) {
                return facts;
            }
        }
    }
    probe.expire()
}

/// Throw away what waits to be read: at the end, so that no reply reaches the shell.
pub fn hush() {
    if let Ok(tty) = terminal::open() {
        // When it fails there is nothing better to do.
        let _ = tcflush(&tty, FlushArg::TCIFLUSH);
    }
}
