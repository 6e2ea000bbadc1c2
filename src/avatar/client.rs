//! An avatar's address to its image in one call: memory, then the disk, then the network.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::task;

use crate::{
    avatar::{
        Error,
        cache::{MemoryCache, disk::Disk},
        decode::Decoder,
        fetch::{Fetched, Fetcher, Limits},
        image::Avatar,
        transport::Transport,
    },
    follower::avatar_url::{AvatarSize, AvatarUrl},
};

/// Decoded images in memory: some 450 of 132 × 132, or 19 of 640 × 640.
const MEMORY: usize = 32 * 1024 * 1024;

/// The avatars of one account. A clone shares what it holds.
#[derive(Debug, Clone)]
pub struct AvatarClient {
    fetcher: Fetcher,
    decoder: Decoder,
    disk: Option<Disk>,
    avatars: Arc<Mutex<MemoryCache>>,
}

impl AvatarClient {
    #[must_use]
    pub fn new(transport: impl Into<Transport>, limits: Limits) -> Self {
        Self {
            fetcher: Fetcher::new(transport, limits),
            decoder: Decoder::default(),
            disk: None,
            avatars: Arc::new(Mutex::new(MemoryCache::new(MEMORY))),
        }
    }

    /// The same, with its avatars kept on disk as well.
    #[must_use]
    pub fn with_disk(self, disk: Disk) -> Self {
        Self { disk: Some(disk), ..self }
    }

    /// The avatar, if it is in memory.
    #[must_use]
    pub fn in_memory(&self, address: &AvatarUrl, size: AvatarSize) -> Option<Avatar> {
        self.avatars().get(&(address.clone(), size))
    }

    /// The avatar, from memory, from the disk or from the network.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn avatar(
        &self,
        address: &AvatarUrl,
        requested: AvatarSize,
    ) -> Result<Avatar, Error> {
        if let Some(avatar) = self.in_memory(address, requested) {
            return Ok(avatar);
        }
        // An address that may not be fetched is not shown from the disk either.
        self.fetcher.check(address)?;
        if let Some(avatar) = self.on_disk(address, requested).await {
            return Ok(self.remember(address, avatar));
        }
        let fetched = self.fetcher.fetch(address, requested).await?;
        let avatar = match self.decoded(fetched).await {
            Err(error) if error.is_of_this_size() => self.given(address, requested, error).await?,
            other => other?,
        };
        if !avatar.image.is_whole() {
            return Ok(avatar);
        }
        if let Some(disk) = self.disk.clone() {
            let (address, avatar) = (address.clone(), avatar.clone());
            // Nobody waits for it.
            drop(task::spawn_blocking(move || disk.keep(&address, &avatar)));
        }
        Ok(self.remember(address, avatar))
    }

    async fn on_disk(&self, address: &AvatarUrl, requested: AvatarSize) -> Option<Avatar> {
        let (disk, address) = (self.disk.clone()?, address.clone());
        task::spawn_blocking(move || disk.find(&address, requested)).await.ok().flatten()
    }

    fn remember(&self, address: &AvatarUrl, avatar: Avatar) -> Avatar {
        self.avatars().insert((address.clone(), avatar.requested), avatar.clone());
        avatar
    }

    /// The size that the address came with, when the one that was asked for cannot be read.
    async fn given(
        &self,
        address: &AvatarUrl,
        requested: AvatarSize,
        error: Error,
    ) -> Result<Avatar, Error> {
        let Some(given) = address.size().filter(|given| *given != requested) else {
            return Err(error);
        };
        let fetched = self.fetcher.fetch(address, given).await?;
        self.decoded(Fetched { requested, ..fetched }).await
    }

    async fn decoded(&self, fetched: Fetched) -> Result<Avatar, Error> {
        let Fetched { bytes, requested, received } = fetched;
        Ok(Avatar { image: self.decoder.decode(bytes).await?, requested, received })
    }

    fn avatars(&self) -> std::sync::MutexGuard<'_, MemoryCache> {
        self.avatars.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
