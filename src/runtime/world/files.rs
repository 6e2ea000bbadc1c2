//! Jobs that read what was pasted, write files and start viewers.

use crate::{
    app::{
        effect::{Done, Source},
        fault::Fault,
    },
    runtime::{faults, files, world::Outside},
    tables,
};

impl Outside {
    pub(super) async fn open_picture(&self, source: Source, name: String) -> Result<Done, Fault> {
        let picture = self.face(source).await?.picture;
        let folder = self.opened.clone();
        self.filed(move || files::open(&picture, &name, folder.as_deref())).await?;
        Ok(Done::Ended)
    }

    pub(super) async fn save(
        &self,
        source: Source,
        name: String,
        to: String,
    ) -> Result<Done, Fault> {
        let picture = self.face(source).await?.picture;
        let path = self.filed(move || files::save(&picture, &name, &to)).await?;
        Ok(Done::Saved(path.to_string_lossy().into_owned()))
    }

    /// A paste can be long.
    pub(super) async fn read(&self, text: String) -> Result<Done, Fault> {
        match tokio::task::spawn_blocking(move || tables::read(&text)).await {
            Ok(found) => Ok(Done::Read(found)),
            Err(_) => Err(faults::of_ours(self.lang)),
        }
    }

    /// Files and viewers can take their time.
    async fn filed<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, files::Error> + Send + 'static,
    ) -> Result<T, Fault> {
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done.map_err(|error| faults::of_file(&error, self.lang)),
            Err(_) => Err(faults::of_ours(self.lang)),
        }
    }
}
