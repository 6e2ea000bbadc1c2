//! Jobs that fetch an avatar and make it ready for the terminal.

use std::sync::Arc;

use crate::{
    app::{
        effect::{Done, Shot, Source},
        fault::Fault,
        picture::Picture,
    },
    avatar::album::Face,
    runtime::{faults, world::Outside},
    wechat::error::Error,
};

impl Outside {
    /// The picture at this address as it came, or as it was kept.
    pub(super) async fn face(&self, source: Source) -> Result<Face, Fault> {
        let Source { account, url, size } = source;
        if self.is_offline {
            return Err(self.fault(&account, &Error::Offline));
        }
        let face = self.session(&account)?.album.face(&url, size).await;
        face.map_err(|error| faults::of_avatar(&error, self.lang))
    }

    pub(super) async fn avatar(&self, shot: Shot) -> Result<Done, Fault> {
        let Shot { account, url, size, cells, .. } = shot;
        let face = self.face(Source { account, url, size }).await?;
        let pixels = face.picture.pixels().dimensions();
        let canvas = self.canvas.clone();
        // Who is stopped while they wait for a permit never takes one.
        let permit = Arc::clone(&self.encoders).acquire_owned().await;
        let encoding = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            canvas.encode(&face.picture, cells)
        });
        match encoding.await {
            Ok(Ok(encoded)) => Ok(Done::Avatar(Picture {
                drawn: Arc::new(encoded.drawn),
                asked: face.asked,
                came: face.came,
                pixels,
            })),
            Ok(Err(_)) | Err(_) => Err(faults::of_ours(self.lang)),
        }
    }
}
