//! The log file: `$XDG_STATE_HOME/fanscope/fanscope.log`, of ours only, and without ids or secrets.

use std::{
    fs::{self, OpenOptions},
    path::Path,
    sync::Mutex,
};

use tracing_subscriber::EnvFilter;

/// More than this is moved away, so that the log never fills a disk.
const LARGEST: u64 = 1024 * 1024;

/// Log into a file in this folder. A log that cannot be written is done without.
pub fn begin(folder: &Path) {
    let _ = private_folder(folder);
    let file = folder.join("fanscope.log");
    if fs::metadata(&file).is_ok_and(|file| file.len() > LARGEST) {
        let _ = fs::rename(&file, folder.join("fanscope.log.1"));
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let Ok(file) = options.open(file) else { return };
    // Only what we say ourselves: HTTP libraries log addresses, and those hold the token.
    let _ = tracing_subscriber::fmt()
        .with_writer(Mutex::new(file))
        .with_ansi(false)
        .with_env_filter(EnvFilter::new("off,fanscope=info"))
        .try_init();
}

fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
