//! Our folders: whether they can be written, and whether others can read them.

use std::{
    fs::{self, Metadata},
    io,
    path::Path,
};

use crate::{
    cli::doctor::check::{Check, State, What},
    config::{paths::Paths, private},
    i18n::UiLang,
};

/// Each of the four folders. `None` when this person has no home.
#[must_use]
pub fn checks(paths: Option<&Paths>, lang: UiLang) -> Vec<Check> {
    let Some(paths) = paths else {
        return vec![Check::said(What::ConfigFolder, State::Warning, "no_home", &[], lang)];
    };
    let folders = [
        (What::ConfigFolder, &paths.config),
        (What::DataFolder, &paths.data),
        (What::CacheFolder, &paths.cache),
        (What::StateFolder, &paths.state),
    ];
    folders.map(|(what, folder)| check(what, folder, lang)).to_vec()
}

/// One folder and the files right in it.
#[must_use]
pub fn check(what: What, folder: &Path, lang: UiLang) -> Check {
    let said = |state, key, path: &Path, mode: &str, reason: &str| {
        let values = [("folder", &*path.display().to_string()), ("mode", mode), ("why", reason)];
        Check::said(what, state, key, &values, lang)
    };
    let metadata = match fs::metadata(folder) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return match can_be_made(folder) {
                Ok(()) => said(State::Ok, "folder_later", folder, "", ""),
                Err(error) => {
                    said(State::Wrong, "folder_impossible", folder, "", &error.to_string())
                }
            };
        }
        Err(error) => {
            return said(State::Wrong, "folder_unreadable", folder, "", &error.to_string());
        }
    };
    let mode_here = mode(&metadata);
    if !metadata.is_dir() {
        return said(State::Wrong, "folder_is_none", folder, &mode_here, "");
    }
    if let Err(error) = write_into(folder) {
        return said(State::Wrong, "folder_read_only", folder, &mode_here, &error.to_string());
    }
    if !private::is_private(&metadata) {
        return said(State::Warning, "folder_open", folder, &mode_here, "");
    }
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let open = files.filter_map(|file| Some((file.path(), file.metadata().ok()?)));
    let open = open.filter(|(_, file)| file.is_file() && !private::is_private(file)).min_by(
        // The order of a folder is nobody's; the same one is named each time.
        |(one, _), (other, _)| one.cmp(other),
    );
    match open {
        Some((file, metadata)) => {
            said(State::Warning, "folder_file_open", &file, &mode(&metadata), "")
        }
        None => said(State::Ok, "folder", folder, &mode_here, ""),
    }
}

/// Whether the nearest folder above that is there takes another one.
fn can_be_made(folder: &Path) -> io::Result<()> {
    let above = folder.ancestors().find(|folder| folder.exists());
    above.map_or(Err(io::ErrorKind::NotFound.into()), write_into)
}

/// Mode bits lie where a disk is mounted for reading only, so it is tried. Nothing stays.
fn write_into(folder: &Path) -> io::Result<()> {
    tempfile::tempfile_in(folder).map(drop)
}

/// `0600`. Empty where there are no modes.
#[must_use]
pub fn mode(metadata: &Metadata) -> String {
    #[cfg(unix)]
    {
        let bits = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions());
        format!("{:04o}", bits & 0o7777)
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        String::new()
    }
}
