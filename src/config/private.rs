//! Files that only their owner may read: 0600 in folders of 0700, replaced as a whole.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use crate::config::{
    regular::{self, Links},
    tidy,
};

/// The rights of everybody but the owner.
#[cfg(unix)]
const OTHERS: u32 = 0o077;
#[cfg(unix)]
const OTHERS_READ: u32 = 0o044;
#[cfg(unix)]
const OTHERS_WRITE: u32 = 0o022;
/// In a folder with this bit nobody takes away or renames what is another's.
#[cfg(unix)]
const STICKY: u32 = 0o1000;
/// How long to wait for another process that writes the same file.
const LONGEST: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(10);
/// More links than this in a row lead nowhere.
const LINKS: usize = 8;

/// Make a folder, and those above it, for the owner alone. One that is there stays as it is.
///
/// # Errors
/// When it cannot be made.
pub fn make_dir(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// Write a file for the owner alone. Whoever reads it meanwhile sees the old one or the new one whole.
/// A link stays a link: the file that it names is the one that is replaced.
///
/// # Errors
/// When it cannot be written. The old one is then still there.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = target(path)?;
    let dir = folder(&target)?;
    make_dir(dir)?;
    replace(&target, bytes)
}

/// Replace a file by what is made of it, while no other process does. `most` bytes of it are read;
/// one that is not there is empty.
///
/// # Errors
/// When it cannot be read or written, or nothing is made of it: the file is then as it was.
pub fn update<E: From<io::Error>>(
    path: &Path,
    most: u64,
    change: impl FnOnce(Vec<u8>) -> Result<Vec<u8>, E>,
) -> Result<(), E> {
    let target = target(path)?;
    let dir = folder(&target)?;
    make_dir(dir)?;
    let _lock = lock(dir)?;
    let old = match regular::read(&target, most, Links::Follow) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => vec![],
        read => read?,
    };
    replace(&target, &change(old)?)?;
    Ok(())
}

/// The folder itself is the lock, so that no file for it is left lying about.
fn lock(dir: &Path) -> io::Result<Option<File>> {
    #[cfg(not(unix))]
    return Ok(None);
    #[cfg(unix)]
    {
        let dir = File::open(dir)?;
        let end = Instant::now() + LONGEST;
        loop {
            match dir.try_lock() {
                Ok(()) => return Ok(Some(dir)),
                Err(fs::TryLockError::WouldBlock) if Instant::now() < end => thread::sleep(POLL),
                Err(fs::TryLockError::WouldBlock) => return Err(io::ErrorKind::TimedOut.into()),
                // Some network file systems have no locks at all.
                Err(fs::TryLockError::Error(_)) => return Ok(None),
            }
        }
    }
}

fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let dir = folder(target)?;
    if let Ok(about) = fs::metadata(target)
        && !about.is_file()
    {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    tidy::sweep_unfinished(dir);
    let mut file = tidy::unfinished(dir)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(target)?;
    // The name too must outlive a loss of power. A folder that cannot be synced is still renamed.
    #[cfg(unix)]
    let _ = File::open(dir).and_then(|dir| dir.sync_all());
    Ok(())
}

/// The file at the end of the links, which need not be there.
fn target(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..LINKS {
        let Ok(next) = fs::read_link(&target) else { return Ok(target) };
        target = folder(&target)?.join(next);
    }
    Err(io::ErrorKind::InvalidFilename.into())
}

/// The folder of a file. That of a bare name is the one we are in.
fn folder(path: &Path) -> io::Result<&Path> {
    let dir = path.parent().ok_or(io::ErrorKind::InvalidFilename)?;
    Ok(if dir.as_os_str().is_empty() { Path::new(".") } else { dir })
}

/// Whether nobody but the owner may read or change this.
#[must_use]
pub fn is_private(metadata: &fs::Metadata) -> bool {
    #[cfg(unix)]
    return mode(metadata) & OTHERS == 0 && is_ours(metadata);
    #[cfg(not(unix))]
    return !metadata.permissions().readonly() || metadata.is_file();
}

/// Whether others may read this.
#[must_use]
pub fn others_read(metadata: &fs::Metadata) -> bool {
    #[cfg(unix)]
    return mode(metadata) & OTHERS_READ != 0 || !is_ours(metadata);
    #[cfg(not(unix))]
    return false;
}

/// Whether others may change this.
#[must_use]
pub fn others_write(metadata: &fs::Metadata) -> bool {
    #[cfg(unix)]
    return mode(metadata) & OTHERS_WRITE != 0 || !is_ours(metadata);
    #[cfg(not(unix))]
    return false;
}

/// The folder in which others may put another file in the place of this one: that of the path, or that
/// of the file which it is a link to.
#[must_use]
pub fn open_folder(path: &Path) -> Option<PathBuf> {
    let end = fs::canonicalize(path).ok();
    let folders = [Some(path), end.as_deref()].into_iter().flatten();
    folders.filter_map(|path| folder(path).ok()).find_map(|dir| {
        let about = fs::metadata(dir).ok()?;
        #[cfg(unix)]
        let is_open = others_write(&about) && mode(&about) & STICKY == 0;
        #[cfg(not(unix))]
        let is_open = others_write(&about);
        is_open.then(|| dir.to_owned())
    })
}

#[cfg(unix)]
fn mode(metadata: &fs::Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions())
}

/// Whether it is this user's or root's, who can change it anyway.
#[cfg(unix)]
fn is_ours(metadata: &fs::Metadata) -> bool {
    let owner = std::os::unix::fs::MetadataExt::uid(metadata);
    owner == 0 || owner == nix::unistd::geteuid().as_raw()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn what_is_written_is_for_the_owner_alone_also_where_others_could_read_before() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a/b/secret");
        write(&path, b"old").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("opened");
        assert!(!is_private(&fs::metadata(&path).expect("there")));
        write(&path, b"new").expect("written");
        assert_eq!(fs::read(&path).expect("there"), b"new");
        assert!(is_private(&fs::metadata(&path).expect("there")));
        assert!(is_private(&fs::metadata(dir.path().join("a")).expect("there")));
    }

    #[test]
    fn a_link_stays_a_link_also_when_its_file_is_not_there_yet() {
        let dir = tempfile::tempdir().expect("a folder");
        let (link, real) = (dir.path().join("link"), dir.path().join("real/file"));
        symlink("real/file", &link).expect("made");
        for bytes in [b"one", b"two"] {
            write(&link, bytes).expect("written");
            assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
            assert_eq!(fs::read(&real).expect("there"), bytes);
        }
        let round = dir.path().join("round");
        symlink(&round, &round).expect("made");
        assert!(write(&round, b"x").is_err());
    }

    #[test]
    fn what_cannot_be_changed_leaves_the_file_as_it_was_and_nothing_beside_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("file");
        write(&path, b"old").expect("written");
        let refused = update(&path, 10, |_| Err(io::Error::other("no")));
        assert!(refused.is_err());
        let large: io::Result<()> = update(&path, 2, Ok);
        assert_eq!(large.map_err(|error| error.kind()), Err(io::ErrorKind::FileTooLarge));
        assert_eq!(fs::read(&path).expect("there"), b"old");
        assert_eq!(fs::read_dir(dir.path()).expect("readable").count(), 1);
    }
}
