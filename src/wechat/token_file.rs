//! The token of one account on disk, so that all processes of a person use the same one.
//!
//! Whoever wants a new one holds the lock while asking for it; the others wait and then find it there.
//! Everything here may fail and only costs a request: `stable_token` hands out the same token again.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::config::{
    private,
    regular::{self, Links},
};

/// How often to look whether another process is done.
const POLL: Duration = Duration::from_millis(20);
/// A process that holds the lock for longer than its own request may take is not waited for.
const LONGEST: Duration = Duration::from_secs(15);
/// No token lives longer: a file that says so was written by another clock.
const LIFE: Duration = Duration::from_hours(2);
/// More than a token and what stands beside it.
const LARGEST: u64 = 64 << 10;

/// Where the token of an account at an endpoint lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFile {
    path: PathBuf,
    appid: String,
    api_base: String,
}

/// Held while a new token is asked for. It ends with this value, or with the process.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl TokenFile {
    /// The file in this folder. Its name tells account and endpoint, never the secret.
    #[must_use]
    pub fn new(dir: &Path, appid: &str, api_base: &str) -> Self {
        let plain =
            |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric() && c != '.', "_");
        let host = api_base.split_once("://").map_or(api_base, |(_, rest)| rest);
        let path = dir.join(format!("token-{}-{}.json", plain(appid), plain(host)));
        Self { path, appid: appid.to_owned(), api_base: api_base.to_owned() }
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Wait until no other process asks for this token. `None` when there can be no lock.
    pub async fn lock(&self) -> Option<Lock> {
        private::make_dir(self.path.parent()?).ok()?;
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let path = self.path.with_extension("lock");
        let file = regular::open(&path, &mut options, Links::Refuse).ok()?;
        let end = Instant::now().checked_add(LONGEST)?;
        while let Err(error) = file.try_lock() {
            let is_held = matches!(error, fs::TryLockError::WouldBlock);
            if !is_held || Instant::now() > end {
                return None;
            }
            sleep(POLL).await;
        }
        Some(Lock { _file: file })
    }

    /// The token, and how long it may still be used. `None` when there is none, it is over, it is
    /// another account's, or others could have read or changed it.
    #[must_use]
    pub fn read(&self) -> Option<(SecretString, Duration)> {
        let file = regular::open(&self.path, File::options().read(true), Links::Refuse).ok()?;
        // The rights of what is read, whatever lies there by then.
        if !private::is_private(&file.metadata().ok()?) {
            return None;
        }
        let bytes = regular::bytes(&file, LARGEST).ok()?;
        let object: Value = serde_json::from_slice(&bytes).ok()?;
        if object.get("appid")? != &self.appid || object.get("api_base")? != &self.api_base {
            return None;
        }
        let until = Duration::from_secs(object.get("use_until")?.as_u64()?);
        let left = until.checked_sub(now()).filter(|left| !left.is_zero() && *left <= LIFE)?;
        let text = object.get("access_token")?.as_str()?.to_owned();
        Some((text.into(), left))
    }

    /// Keep a token that may be used for this long.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, token: &SecretString, left: Duration) -> io::Result<()> {
        let object = json!({
            "appid": self.appid,
            "api_base": self.api_base,
            "access_token": token.expose_secret(),
            "use_until": now().saturating_add(left).as_secs(),
        });
        private::write(&self.path, object.to_string().as_bytes())
    }
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
