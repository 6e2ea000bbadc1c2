//! Secrets that a command of the person's prints: `pass show wechat/shop`, `ssh gw get-token`.

use std::{process::Stdio, time::Duration};

use secrecy::SecretString;
use tokio::{
    io::{AsyncRead, AsyncReadExt},
    process::{Child, Command},
    time::timeout,
};

use crate::{
    config::credential::{self, Odd},
    wechat::error::{Credentials, Error},
};

/// Long enough to type a passphrase, short enough to notice a command that waits for nothing.
pub const LONGEST: Duration = Duration::from_secs(30);
/// A token has up to 512 characters, and may stand in the JSON that brought it.
pub const MOST: usize = 4096;
/// After the command has ended, what it has printed lies in the pipe. Who keeps the pipe open then is
/// not waited for.
const REST: Duration = Duration::from_millis(500);

/// Why a command gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// It ended with this status. `None`: by a signal, or it could not be run.
    Status(Option<i32>),
    /// It did not end in time, and was ended with all that it had started.
    Hangs,
    /// It printed more than is read, and was ended too.
    TooMuch,
}

/// A credential, and what is odd about it, though it is used.
pub type Given = (SecretString, Option<Odd>);

/// The token that the command prints.
///
/// # Errors
/// When it fails, takes longer than `longest`, or prints something else.
pub async fn run(command: &str, longest: Duration) -> Result<Given, Error> {
    let text = text(command, longest).await?;
    let (token, wrapping) =
        credential::token(&text).map_err(|_| Error::Credentials(Credentials::CommandRubbish))?;
    Ok((token, wrapping.map(Odd::Wrapped)))
}

/// The `AppSecret` on the first line of what the command prints.
///
/// # Errors
/// When it fails, takes longer than `longest`, or prints something else.
pub async fn secret(command: &str, longest: Duration) -> Result<Given, Error> {
    checked_secret(&text(command, longest).await?)
}

/// The secret on the first line of a text.
///
/// # Errors
/// When there is none.
pub fn checked_secret(text: &str) -> Result<Given, Error> {
    let line = text.trim_start_matches(['\r', '\n']).lines().next().unwrap_or_default();
    match credential::secret(line) {
        Ok(given) => Ok(given),
        Err(Odd::NoSecret) => Err(Error::Credentials(Credentials::CommandRubbish)),
        Err(odd) => Err(Error::Credentials(Credentials::Odd(odd))),
    }
}

async fn text(command: &str, longest: Duration) -> Result<String, Error> {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]);
    let printed = output(shell, longest, MOST).await.map_err(|failed| {
        Error::Credentials(match failed {
            Failed::Status(status) => Credentials::CommandFailed { status },
            Failed::Hangs => Credentials::CommandHangs,
            Failed::TooMuch => Credentials::CommandRubbish,
        })
    })?;
    String::from_utf8(printed).map_err(|_| Error::Credentials(Credentials::CommandRubbish))
}

/// What a command prints, at most this much in at most this time. What it says on standard error is
/// dropped, as it may hold a secret.
///
/// # Errors
/// When it fails. If it still runs then, it is ended with everything that it has started.
pub async fn output(
    mut command: Command,
    longest: Duration,
    most: usize,
) -> Result<Vec<u8>, Failed> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    let mut child = command.spawn().map_err(|_| Failed::Status(None))?;
    let mut group = Group::of(&child);
    let mut stdout = child.stdout.take().expect("it was asked for");
    let mut printed = vec![];
    let status = {
        let read_and_wait = async {
            let mut is_open = true;
            loop {
                tokio::select! {
                    // What was printed before the end is read before the end is seen.
                    biased;
                    read = more(&mut stdout, &mut printed, most), if is_open => is_open = read?,
                    status = child.wait() => return status.map_err(|_| Failed::Status(None)),
                }
            }
        };
        timeout(longest, read_and_wait).await.unwrap_or(Err(Failed::Hangs))?
    };
    // It has ended by itself: what it leaves running in the background is its own affair.
    group.release();
    if !status.success() {
        return Err(Failed::Status(status.code()));
    }
    let rest = async {
        while more(&mut stdout, &mut printed, most).await? {}
        Ok(())
    };
    timeout(REST, rest).await.unwrap_or(Ok(()))?;
    Ok(printed)
}

/// Whether there may be more after this.
async fn more(
    from: &mut (impl AsyncRead + Unpin),
    printed: &mut Vec<u8>,
    most: usize,
) -> Result<bool, Failed> {
    let mut buffer = [0; 4096];
    let read = from.read(&mut buffer).await.unwrap_or(0);
    printed.extend_from_slice(buffer.get(..read).unwrap_or_default());
    if printed.len() > most { Err(Failed::TooMuch) } else { Ok(read > 0) }
}

/// The command and all that it has started, ended together when nobody waits for it any more.
struct Group(Option<i32>);

impl Group {
    fn of(child: &Child) -> Self {
        Self(child.id().and_then(|id| i32::try_from(id).ok()))
    }

    fn release(&mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(id) = self.0 {
            use nix::{sys::signal, unistd::Pid};
            // It may have ended in this very moment.
            let _ = signal::killpg(Pid::from_raw(id), signal::Signal::SIGKILL);
        }
    }
}
