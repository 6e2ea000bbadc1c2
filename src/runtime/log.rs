//! The log file: `$XDG_STATE_HOME/fanscope/fanscope.log`, of ours only, and without ids or secrets.

use std::{
    fs::{self, OpenOptions},
    path::Path,
    sync::Mutex,
};

use tracing_subscriber::EnvFilter;

use crate::config::{
    private,
    regular::{self, Links},
};

/// More than this is moved away, so that the log never fills a disk.
const LARGEST: u64 = 1024 * 1024;

/// Log into a file in this folder. A log that cannot be written is done without.
pub fn begin(folder: &Path) {
    let _ = private::make_dir(folder);
    let file = folder.join("fanscope.log");
    if fs::symlink_metadata(&file).is_ok_and(|file| file.is_file() && file.len() > LARGEST) {
        let _ = fs::rename(&file, folder.join("fanscope.log.1"));
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // A pipe in its place would hold up the start until somebody reads it.
    let Ok(file) = regular::open(&file, &mut options, Links::Follow) else { return };
    // Only what we say ourselves: HTTP libraries log addresses, and those hold the token.
    let _ = tracing_subscriber::fmt()
        .with_writer(Mutex::new(file))
        .with_ansi(false)
        .with_env_filter(EnvFilter::new("off,fanscope=info"))
        .try_init();
}
