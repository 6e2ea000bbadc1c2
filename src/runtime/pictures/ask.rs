//! Asks the terminal what it can, while the screen is already drawn and keys are already typed.
//!
//! crossterm's reader would make keys of the answers, so this comes before it: until the answers are
//! here, or the deadline is, the terminal is read here, and what was typed is sent on at once. The
//! first poll of crossterm's `EventStream` must come after. Nothing is left behind that reads.

use std::{
    fs::File,
    io::{self, IsTerminal, Read, Write},
    os::fd::AsFd,
    time::{Duration, Instant},
};

use crossterm::event::Event;
use nix::{
    errno::Errno,
    poll::{PollFd, PollFlags, PollTimeout, poll},
    sys::termios::{FlushArg, tcflush},
};
use tokio::{sync::mpsc::UnboundedSender, task};

use super::{
    answers::{Answers, Facts},
    late::Late,
};

/// How long to wait for terminals. It costs nothing but sharp pictures a moment later.
pub const DEADLINE: Duration = Duration::from_millis(300);
/// How long an `ESC` waits to be more than the key.
const ESCAPE: Duration = Duration::from_millis(30);
/// How long an answer that has begun is waited for beyond the deadline.
const GRACE: Duration = Duration::from_millis(100);

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub facts: Facts,
    /// To be put behind crossterm's reader, for what comes too late.
    pub late: Late,
}

/// Write the question, and listen for the answers. Raw mode must be on. What is typed meanwhile goes
/// to `typed` at once.
///
/// It is written before this returns, so that it cannot fall into the middle of a frame.
///
/// # Errors
/// When there is no terminal.
pub fn ask(
    question: &str,
    deadline: Duration,
    typed: UnboundedSender<Event>,
) -> io::Result<impl Future<Output = Asked> + Send + 'static> {
    let tty = terminal()?;
    let is_asked = !question.is_empty();
    if is_asked {
        let mut out = io::stdout().lock();
        out.write_all(question.as_bytes())?;
        out.flush()?;
    }
    let listening = task::spawn_blocking(move || {
        if is_asked { listen(&tty, deadline, &typed) } else { Asked::default() }
    });
    Ok(async move { listening.await.unwrap_or_default() })
}

/// Throw away what waits to be read: at the end, so that no answer reaches the shell.
pub fn hush() {
    if let Ok(tty) = terminal() {
        // When it fails there is nothing better to do.
        let _ = tcflush(&tty, FlushArg::TCIFLUSH);
    }
}

/// Where crossterm reads too. Not `io::stdin()`, whose buffer would keep what is read too far.
fn terminal() -> io::Result<File> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Ok(File::from(stdin.as_fd().try_clone_to_owned()?));
    }
    File::open("/dev/tty")
}

/// Read until the answers are complete, or the time is over.
#[must_use]
pub fn listen(mut tty: &File, deadline: Duration, typed: &UnboundedSender<Event>) -> Asked {
    let mut answers = Answers::default();
    let mut end = Instant::now() + deadline;
    let mut buffer = [0; 1024];
    let send = |events: Vec<Event>| {
        for event in events {
            // The loop is gone only when the program ends.
            let _ = typed.send(event);
        }
    };
    let mut is_graced = false;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let is_key = !answers.begun().is_empty() && answers.begun_answer().is_empty();
        if answers.facts.complete && !is_key && answers.begun_answer().is_empty() {
            break;
        }
        let wait = if is_key { left.min(ESCAPE) } else { left };
        match is_readable(tty, wait) {
            Ok(true) => match tty.read(&mut buffer) {
                Ok(0) | Err(_) => break,
                Ok(length) => send(answers.push(buffer.get(..length).unwrap_or_default())),
            },
            Ok(false) if is_key => send(answers.finish()),
            Ok(false) if !answers.begun_answer().is_empty() && !is_graced => {
                is_graced = true;
                end = Instant::now() + GRACE;
            }
            Ok(false) | Err(_) => break,
        }
    }
    let late = Late::after(answers.begun_answer());
    send(answers.finish());
    Asked { facts: answers.facts, late }
}

/// Whether there is something to read, after waiting for at most this long.
fn is_readable(tty: &File, wait: Duration) -> nix::Result<bool> {
    let end = Instant::now() + wait;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let mut polled = [PollFd::new(tty.as_fd(), PollFlags::POLLIN)];
        match poll(&mut polled, PollTimeout::try_from(left).unwrap_or(PollTimeout::MAX)) {
            // A signal, a resize most likely.
            Err(Errno::EINTR) => {}
            other => return other.map(|count| count > 0),
        }
    }
}
