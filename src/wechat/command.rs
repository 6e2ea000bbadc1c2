//! Secrets that a command of the person's prints: `pass show wechat/shop`, `ssh gw get-token`.

use std::{process::Stdio, time::Duration};

use secrecy::SecretString;
use tokio::process::Command;

use crate::wechat::error::{Credentials, Error};

/// Long enough to type a passphrase, short enough to notice a command that waits for nothing.
pub const LONGEST: Duration = Duration::from_secs(30);
/// A token has up to 512 characters.
const MOST: usize = 4096;

/// What the command prints: one word on its first line. What it says on stderr is not shown, as it
/// may hold the secret.
///
/// # Errors
/// When it fails, takes longer than `longest`, or prints something else.
pub async fn run(command: &str, longest: Duration) -> Result<SecretString, Error> {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let failed = |why| Error::Credentials(why);
    let output = tokio::time::timeout(longest, shell.output())
        .await
        .map_err(|_| failed(Credentials::CommandHangs))?
        .map_err(|_| failed(Credentials::CommandFailed { status: None }))?;
    if !output.status.success() {
        let status = output.status.code();
        return Err(failed(Credentials::CommandFailed { status }));
    }
    let text = String::from_utf8(output.stdout).unwrap_or_default();
    word(&text).ok_or(failed(Credentials::CommandRubbish))
}

/// The secret on the first line of a text, if it can be one.
#[must_use]
pub fn word(text: &str) -> Option<SecretString> {
    let word = text.lines().next().unwrap_or_default().trim();
    let is_word = word.bytes().all(|byte| byte.is_ascii_graphic());
    (!word.is_empty() && word.len() <= MOST && is_word).then(|| word.to_owned().into())
}
