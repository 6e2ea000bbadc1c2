//! Other programs that we start: clipboard tools, viewers, tmux. None of them gets our secrets.
//!
//! A child has the environment of its parent, and keeps it for as long as it lives: a browser that
//! opens an image, and all that is started from it, could read an `AppSecret` there. Commands of the
//! configuration that fetch a secret are not started here: what they need is the person's business.

use std::{
    collections::BTreeSet,
    io,
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// The variables in which secrets are by our own convention.
const SECRETS: [&str; 3] = ["FANSCOPE_ACCESS_TOKEN", "FANSCOPE_SECRET", "FANSCOPE_TEAM_PASSWORD"];
/// How often it is looked whether a program has ended.
const POLL: Duration = Duration::from_millis(20);

/// The variables that the configuration names as holding a secret.
static NAMED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// From now on no program gets these variables: those that the configuration takes secrets from.
pub fn keep_back(names: impl IntoIterator<Item = String>) {
    NAMED.lock().unwrap_or_else(PoisonError::into_inner).extend(names);
}

/// A program to start, without our secrets.
#[must_use]
pub fn foreign(name: &str) -> Command {
    without_secrets(Command::new(name))
}

/// A command that another crate made, without our secrets.
#[must_use]
pub fn without_secrets(mut command: Command) -> Command {
    for name in SECRETS {
        command.env_remove(name);
    }
    for name in NAMED.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        command.env_remove(name);
    }
    command
}

/// Start the first of these that works, beside us: it outlives us, and has no part in our terminal. One
/// that still runs after `wait` works.
///
/// # Errors
/// Why the last of them did not.
pub fn start_one(commands: Vec<Command>, wait: Duration) -> io::Result<()> {
    let mut failed = io::Error::from(io::ErrorKind::NotFound);
    for command in commands {
        match start(without_secrets(command), wait) {
            Ok(()) => return Ok(()),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

fn start(mut command: Command, wait: Duration) -> io::Result<()> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Not in our group: neither our ^C nor our ^Z is for it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn()?;
    let end = Instant::now() + wait;
    while Instant::now() < end {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(io::Error::other(format!("{command:?}: {status}"))),
            None => thread::sleep(POLL),
        }
    }
    // Somebody must wait for it, or it stays in the table of processes until we end.
    thread::Builder::new().spawn(move || child.wait())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_gets_none_of_our_secrets() {
        keep_back(["TESTS_OWN_SECRET".to_owned()]);
        let removed: BTreeSet<_> = foreign("true")
            .get_envs()
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| name.to_string_lossy().into_owned())
            .collect();
        for name in SECRETS.into_iter().chain(["TESTS_OWN_SECRET"]) {
            assert!(removed.contains(name), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_first_that_works_is_started() {
        let shell = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            command
        };
        let wait = Duration::from_secs(30);
        let works = vec![Command::new("no-such-program"), shell("exit 3"), shell("exit 0")];
        assert!(start_one(works, wait).is_ok());
        let error = start_one(vec![shell("exit 3")], wait).expect_err("it fails");
        assert!(error.to_string().contains("exit status: 3"), "{error}");
        assert!(start_one(vec![], wait).is_err());
        let long = Instant::now();
        assert!(start_one(vec![shell("sleep 60")], Duration::ZERO).is_ok());
        assert!(long.elapsed() < wait);
    }
}
