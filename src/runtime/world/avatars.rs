//! Jobs that fetch an avatar and make it ready for the terminal.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::{
    app::{
        effect::{AvatarRequest, Done, Source},
        fault::Fault,
        graphics::RenderedAvatar,
    },
    avatar::image::Avatar,
    i18n::UiLang,
    runtime::{faults, graphics::Graphics, world::sessions::Sessions},
    wechat::error::Error,
};

/// Where avatars come from, and how they are made ready.
#[derive(Debug, Clone)]
pub struct Avatars {
    sessions: Arc<Sessions>,
    graphics: Graphics,
    /// Permits for avatars that are made ready: the selected one's, and one ahead of it.
    encoders: Arc<Semaphore>,
}

impl Avatars {
    #[must_use]
    pub fn new(sessions: Arc<Sessions>, graphics: Graphics) -> Self {
        Self { sessions, graphics, encoders: Arc::new(Semaphore::new(2)) }
    }

    #[must_use]
    pub fn lang(&self) -> UiLang {
        self.sessions.lang
    }

    /// The avatar at this address as it came, or as it was kept.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn avatar(&self, source: Source) -> Result<Avatar, Fault> {
        let Source { account, url, size } = source;
        if self.sessions.is_offline {
            return Err(self.sessions.fault(&account, &Error::Offline));
        }
        let avatar = self.sessions.avatars(&account)?.avatar(&url, size).await;
        avatar.map_err(|error| faults::of_avatar(&error, self.lang()))
    }

    /// # Errors
    /// Why there is none, or that it cannot be drawn.
    pub async fn ready(&self, request: AvatarRequest) -> Result<Done, Fault> {
        let AvatarRequest { account, url, size, cells, .. } = request;
        let avatar = self.avatar(Source { account, url, size }).await?;
        let pixels = avatar.image.pixels().dimensions();
        let graphics = self.graphics.clone();
        // Who is stopped while they wait for a permit never takes one.
        let permit = Arc::clone(&self.encoders).acquire_owned().await;
        let encoding = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            graphics.encode(&avatar.image, cells)
        });
        match encoding.await {
            Ok(Ok(encoded)) => Ok(Done::Avatar(RenderedAvatar {
                image: Arc::new(encoded),
                requested: avatar.requested,
                received: avatar.received,
                pixels,
            })),
            Ok(Err(_)) | Err(_) => Err(faults::of_ours(self.lang())),
        }
    }
}
