//! An avatar's address to its picture in one call: memory, then the disk, then the network.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::task;

use crate::{
    avatar::{
        Error,
        cache::Recent,
        decode::Decoder,
        disk::Disk,
        fetch::{Fetched, Fetcher, Limits},
        picture::Picture,
        way::Way,
    },
    follower::avatar_url::{AvatarSize, AvatarUrl},
};

/// Decoded pictures in memory: some 450 of 132 × 132, or 19 of 640 × 640.
const MEMORY: usize = 32 * 1024 * 1024;

/// A picture as it was found, at its own pixel size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    pub picture: Picture,
    pub asked: AvatarSize,
    /// Another than was asked for when that one is not there, and the one that WeChat gave is.
    pub came: AvatarSize,
}

/// The avatars of one account. A clone shares what it holds.
#[derive(Debug, Clone)]
pub struct Album {
    fetcher: Fetcher,
    decoder: Decoder,
    disk: Option<Disk>,
    faces: Arc<Mutex<Recent<(AvatarUrl, AvatarSize), Face>>>,
}

impl Album {
    #[must_use]
    pub fn new(way: impl Into<Way>, limits: Limits) -> Self {
        Self {
            fetcher: Fetcher::new(way, limits),
            decoder: Decoder::default(),
            disk: None,
            faces: Arc::new(Mutex::new(Recent::new(MEMORY))),
        }
    }

    /// The same, with its pictures kept on disk as well.
    #[must_use]
    pub fn kept_on(self, disk: Disk) -> Self {
        Self { disk: Some(disk), ..self }
    }

    /// The picture, if it is in memory.
    #[must_use]
    pub fn in_memory(&self, address: &AvatarUrl, size: AvatarSize) -> Option<Face> {
        self.faces().find(&(address.clone(), size))
    }

    /// The picture, from memory, from the disk or from the network.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn face(&self, address: &AvatarUrl, asked: AvatarSize) -> Result<Face, Error> {
        if let Some(face) = self.in_memory(address, asked) {
            return Ok(face);
        }
        // An address that may not be fetched is not shown from the disk either.
        self.fetcher.check(address)?;
        if let Some(face) = self.on_disk(address, asked).await {
            return Ok(self.remember(address, face));
        }
        let fetched = self.fetcher.fetch(address, asked).await?;
        let face = match self.decoded(fetched).await {
            Err(error) if error.is_of_this_size() => self.given(address, asked, error).await?,
            other => other?,
        };
        if let Some(disk) = self.disk.clone() {
            let (address, face) = (address.clone(), face.clone());
            // Nobody waits for it.
            drop(task::spawn_blocking(move || disk.keep(&address, &face)));
        }
        Ok(self.remember(address, face))
    }

    async fn on_disk(&self, address: &AvatarUrl, asked: AvatarSize) -> Option<Face> {
        let (disk, address) = (self.disk.clone()?, address.clone());
        task::spawn_blocking(move || disk.find(&address, asked)).await.ok().flatten()
    }

    fn remember(&self, address: &AvatarUrl, face: Face) -> Face {
        let weight = face.picture.weight();
        self.faces().keep((address.clone(), face.asked), face.clone(), weight);
        face
    }

    /// The size that the address came with, when the one that was asked for cannot be read.
    async fn given(
        &self,
        address: &AvatarUrl,
        asked: AvatarSize,
        error: Error,
    ) -> Result<Face, Error> {
        let Some(given) = address.size().filter(|given| *given != asked) else { return Err(error) };
        let fetched = self.fetcher.fetch(address, given).await?;
        self.decoded(Fetched { asked, ..fetched }).await
    }

    async fn decoded(&self, fetched: Fetched) -> Result<Face, Error> {
        let Fetched { bytes, asked, came } = fetched;
        Ok(Face { picture: self.decoder.decode(bytes).await?, asked, came })
    }

    fn faces(&self) -> std::sync::MutexGuard<'_, Recent<(AvatarUrl, AvatarSize), Face>> {
        self.faces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
