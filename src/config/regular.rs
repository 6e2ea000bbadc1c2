//! Files of the disk, and nothing else: a pipe or a device in a file's place would be waited for.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read},
    path::Path,
};

/// Whether links are followed to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    Follow,
    /// A link in its place is an error: the file is one that we made.
    Refuse,
}

/// Open a regular file. It never waits: not for somebody to write into a pipe, nor for a device.
///
/// # Errors
/// When it cannot be opened, or is something else (`InvalidInput`, `IsADirectory`).
pub fn open(path: &Path, options: &mut OpenOptions, links: Links) -> io::Result<File> {
    // To open a device can have an effect, so it is not even tried.
    let seen = match links {
        Links::Follow => fs::metadata(path),
        Links::Refuse => fs::symlink_metadata(path),
    };
    match seen {
        Ok(about) => check(&about)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    #[cfg(unix)]
    {
        use nix::fcntl::OFlag;
        let flags = match links {
            Links::Follow => OFlag::O_NONBLOCK,
            Links::Refuse => OFlag::O_NONBLOCK | OFlag::O_NOFOLLOW,
        };
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags.bits());
    }
    let file = options.open(path)?;
    check(&file.metadata()?)?;
    Ok(file)
}

/// The bytes of a regular file.
///
/// # Errors
/// When it cannot be read, is something else, or is larger than this (`FileTooLarge`).
pub fn read(path: &Path, most: u64, links: Links) -> io::Result<Vec<u8>> {
    bytes(&open(path, File::options().read(true), links)?, most)
}

/// The bytes of an open file.
///
/// # Errors
/// When it cannot be read, or is larger than this.
pub fn bytes(file: &File, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![];
    // One more shows that there is more. The length that is told may be none, as in /proc.
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

fn check(about: &fs::Metadata) -> io::Result<()> {
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if about.is_file() {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"))
}

#[cfg(all(test, unix))]
mod tests {
    use nix::{sys::stat::Mode, unistd::mkfifo};

    use super::*;

    #[test]
    fn a_pipe_a_device_a_folder_and_a_link_are_no_files_and_nothing_waits() {
        let dir = tempfile::tempdir().expect("a folder");
        let at = |name: &str| dir.path().join(name);
        mkfifo(&at("pipe"), Mode::S_IRWXU).expect("made");
        fs::write(at("file"), b"12345").expect("written");
        std::os::unix::fs::symlink(at("file"), at("link")).expect("made");
        let kind = |path: &Path, links| read(path, 5, links).map_err(|error| error.kind());
        let refused = Err(io::ErrorKind::InvalidInput);
        for links in [Links::Follow, Links::Refuse] {
            assert_eq!(kind(&at("pipe"), links), refused);
            assert_eq!(kind(Path::new("/dev/zero"), links), refused);
            assert_eq!(kind(dir.path(), links), Err(io::ErrorKind::IsADirectory));
            assert_eq!(kind(&at("none"), links), Err(io::ErrorKind::NotFound));
            assert_eq!(kind(&at("file"), links), Ok(b"12345".to_vec()));
        }
        assert_eq!(kind(&at("link"), Links::Follow), Ok(b"12345".to_vec()));
        assert_eq!(kind(&at("link"), Links::Refuse), refused);
        let large = read(&at("file"), 4, Links::Follow).expect_err("too large");
        assert_eq!(large.kind(), io::ErrorKind::FileTooLarge);
    }
}
