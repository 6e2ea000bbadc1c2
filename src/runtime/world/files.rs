//! Jobs that read what was pasted, write files and start viewers.

use std::path::Path;

use crate::{
    app::{
        effect::{Done, Source},
        fault::Fault,
    },
    i18n::UiLang,
    runtime::{faults, files, world::avatars::Avatars},
    tables,
};

/// Open an avatar in the system's viewer, in a file of this folder.
pub(super) async fn open(
    avatars: &Avatars,
    source: Source,
    name: String,
    folder: Option<&Path>,
) -> Result<Done, Fault> {
    let image = avatars.avatar(source).await?.image;
    let folder = folder.map(Path::to_owned);
    let opening = move || files::open(&image, &name, folder.as_deref());
    filed(opening, avatars.lang()).await?;
    Ok(Done::Ended)
}

/// Write an avatar to this file as it was typed; into a folder under this name.
pub(super) async fn save(
    avatars: &Avatars,
    source: Source,
    name: String,
    to: String,
) -> Result<Done, Fault> {
    let image = avatars.avatar(source).await?.image;
    let path = filed(move || files::save(&image, &name, &to), avatars.lang()).await?;
    Ok(Done::Saved(path.to_string_lossy().into_owned()))
}

/// Find the OpenIDs in what was pasted, which can be long.
pub(super) async fn read(text: String, lang: UiLang) -> Result<Done, Fault> {
    match tokio::task::spawn_blocking(move || tables::read(&text)).await {
        Ok(found) => Ok(Done::Read(found, 0)),
        Err(_) => Err(faults::of_ours(lang)),
    }
}

/// Files and viewers can take their time.
async fn filed<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, files::Error> + Send + 'static,
    lang: UiLang,
) -> Result<T, Fault> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| faults::of_file(&error, lang)),
        Err(_) => Err(faults::of_ours(lang)),
    }
}
