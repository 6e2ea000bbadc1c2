//! What is taken away without being asked: old files whose names we gave, in folders that are no links.

use std::{fs, io, path::Path, time::Duration};

use tempfile::NamedTempFile;

/// Files that are not finished yet, beside the one that they will replace.
const START: &str = ".fanscope-";
const END: &str = ".tmp";
/// Those of earlier versions: this and six letters or digits, in folders of ours.
const FORMER: &str = ".tmp";
const RANDOM: usize = 6;
/// Nobody writes one file for so long.
const UNFINISHED: Duration = Duration::from_hours(1);

/// A file for the owner alone that takes another's place when it is whole.
///
/// # Errors
/// When it cannot be made.
pub fn unfinished(dir: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(START).suffix(END).rand_bytes(RANDOM).tempfile_in(dir)
}

/// Take away what processes left that were ended while they wrote.
pub fn sweep_unfinished(dir: &Path) {
    // Another folder may hold the files of another program with such names.
    let is_our_folder = dir.components().any(|part| part.as_os_str() == "fanscope");
    sweep(dir, UNFINISHED, |name| {
        let ours = name.strip_prefix(START).and_then(|rest| rest.strip_suffix(END));
        let former = name.strip_prefix(FORMER).filter(|_| is_our_folder);
        ours.or(former).is_some_and(is_random)
    });
}

/// Take away regular files of this age whose name we gave. A folder that is a link is left alone: what
/// lies where it leads is not ours.
pub fn sweep(dir: &Path, age: Duration, is_ours: impl Fn(&str) -> bool) {
    if !is_folder(dir) {
        return;
    }
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        if !entry.file_name().to_str().is_some_and(&is_ours) {
            continue;
        }
        // Of the entry itself, not of what it may be a link to.
        let Ok(about) = entry.metadata() else { continue };
        let since = about.modified().ok().and_then(|at| at.elapsed().ok());
        if about.is_file() && since.is_some_and(|since| since > age) {
            // One that cannot be removed is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether this is a folder, and no link to one.
#[must_use]
pub fn is_folder(dir: &Path) -> bool {
    fs::symlink_metadata(dir).is_ok_and(|about| about.is_dir())
}

/// Whether a part of a name was made by chance.
#[must_use]
pub fn is_random(text: &str) -> bool {
    text.len() == RANDOM && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(all(test, unix))]
mod tests {
    use std::{
        fs::File,
        os::unix::fs::symlink,
        path::PathBuf,
        time::{Duration, SystemTime},
    };

    use super::*;

    fn old(path: &Path) {
        fs::write(path, "x").expect("written");
        let before = SystemTime::now() - Duration::from_hours(100);
        File::options().write(true).open(path).expect("there").set_modified(before).expect("ours");
    }

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).expect("readable").flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn filled(dir: PathBuf) -> PathBuf {
        fs::create_dir_all(&dir).expect("made");
        for name in [".fanscope-aB3xYz.tmp", ".tmpaB3xYz", ".tmp", "config.toml", ".fanscope-a.tmp"]
        {
            old(&dir.join(name));
        }
        fs::write(dir.join(".fanscope-123456.tmp"), "x").expect("written");
        dir
    }

    #[test]
    fn unfinished_files_of_ours_go_and_nothing_else() {
        let home = tempfile::tempdir().expect("a folder");
        let ours = filled(home.path().join("fanscope"));
        sweep_unfinished(&ours);
        let left = [".fanscope-123456.tmp", ".fanscope-a.tmp", ".tmp", "config.toml"];
        assert_eq!(names(&ours), left);
        let others = filled(home.path().join("others"));
        sweep_unfinished(&others);
        let left = [".fanscope-123456.tmp", ".fanscope-a.tmp", ".tmp", ".tmpaB3xYz", "config.toml"];
        assert_eq!(names(&others), left);
    }

    #[test]
    fn nothing_is_taken_away_behind_a_link() {
        let home = tempfile::tempdir().expect("a folder");
        let others = filled(home.path().join("others"));
        let link = home.path().join("fanscope");
        symlink(&others, &link).expect("made");
        sweep_unfinished(&link);
        assert_eq!(names(&others).len(), 6);
        let ours = home.path().join("mine/fanscope");
        fs::create_dir_all(&ours).expect("made");
        symlink(others.join("config.toml"), ours.join(".fanscope-aB3xYz.tmp")).expect("made");
        sweep_unfinished(&ours);
        assert_eq!(names(&ours), [".fanscope-aB3xYz.tmp"]);
        assert!(others.join("config.toml").exists());
    }
}
