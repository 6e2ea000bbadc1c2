//! Files that only their owner may read: 0600 in folders of 0700, replaced as a whole.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

/// The rights of everybody but the owner.
#[cfg(unix)]
const OTHERS: u32 = 0o077;

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
///
/// # Errors
/// When it cannot be written. The old one is then still there.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let dir = path.parent().ok_or(io::ErrorKind::InvalidFilename)?;
    make_dir(dir)?;
    let mut file = tempfile::NamedTempFile::new_in(dir)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Whether nobody but the owner may read or change this.
#[must_use]
pub fn is_private(metadata: &fs::Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & OTHERS == 0;
    #[cfg(not(unix))]
    return !metadata.permissions().readonly() || metadata.is_file();
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

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
}
