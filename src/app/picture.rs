//! A picture as the terminal takes it.

use std::{fmt, sync::Arc};

use ratatui::layout::Size;
use ratatui_image::protocol::{Protocol, halfblocks::HalfBlock};

use crate::follower::avatar_url::AvatarSize;

/// A picture ready for the terminal: drawing it costs nothing more.
#[derive(Clone)]
pub struct Picture {
    pub protocol: Arc<Protocol>,
    pub asked: AvatarSize,
    /// The size that came, when the one asked for cannot be had.
    pub came: AvatarSize,
    /// Width and height of the picture as it came, in pixels.
    pub pixels: (u32, u32),
}

impl Picture {
    /// The cells that it covers.
    #[must_use]
    pub fn size(&self) -> Size {
        self.protocol.size()
    }

    /// Bytes that it holds in memory.
    #[must_use]
    pub fn weight(&self) -> usize {
        match &*self.protocol {
            Protocol::Sixel(sixel) => sixel.data.len(),
            Protocol::ITerm2(iterm2) => iterm2.data.len(),
            Protocol::Halfblocks(_) | Protocol::Kitty(_) => {
                let size = self.size();
                usize::from(size.width) * usize::from(size.height) * size_of::<HalfBlock>()
            }
        }
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells = self.size();
        let (wide, high) = self.pixels;
        write!(f, "Picture({wide}×{high} pixels in {}×{} cells)", cells.width, cells.height)
    }
}
