//! An image as the terminal takes it: orders of a graphics protocol, or cells that are coloured.

use std::{fmt, sync::Arc};

use ratatui::layout::{Position, Size};

use crate::follower::avatar_url::AvatarSize;

/// An avatar ready for the terminal: drawing it costs nothing more.
#[derive(Clone)]
pub struct RenderedAvatar {
    pub image: Arc<RenderedImage>,
    pub requested: AvatarSize,
    /// The size that came, when the one requested cannot be had.
    pub received: AvatarSize,
    /// Width and height of the image as it came, in pixels.
    pub pixels: (u32, u32),
}

/// An image for this terminal: what the encoder knows of it, all the way to the output.
#[derive(Clone, PartialEq, Eq)]
pub struct RenderedImage {
    /// Its number, in this process and in a terminal that counts images.
    pub id: u32,
    /// The cells that it covers.
    pub size: Size,
    /// The pixels of it that are seen, in width and height.
    pub pixels: (u32, u32),
    /// Sent once, before it is shown for the first time. Empty where all of it is sent with each
    /// show: the protocol knows nothing else, or the terminal is not known to keep images.
    pub transmit: String,
    pub show: Show,
    /// Takes it off the screen. Empty where what is written over it does.
    pub hide: String,
}

/// What shows an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Show {
    /// Bytes, written with the cursor in the upper left cell, to which they bring it back.
    Bytes(String),
    /// Characters that cover parts of their cells.
    Blocks(Blocks),
}

/// An image of coloured cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocks {
    /// Width and height in cells.
    pub size: Size,
    /// Row by row, each from the left: as many as `size` says.
    pub cells: Vec<Block>,
}

/// One cell. Colours are red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    pub glyph: char,
    /// Where the glyph covers the cell.
    pub ink: [u8; 3],
    /// The rest of it.
    pub paper: [u8; 3],
}

/// An image beside the cells of a frame, which leaves its place alone.
#[derive(Debug, Clone)]
pub struct Placement {
    pub at: Position,
    pub image: Arc<RenderedImage>,
}

impl PartialEq for Placement {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.image.id) == (other.at, other.image.id)
    }
}

impl Eq for Placement {}

impl RenderedAvatar {
    /// The cells that it covers.
    #[must_use]
    pub fn size(&self) -> Size {
        self.image.size
    }

    /// Bytes that it holds in memory.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.image.weight()
    }
}

impl RenderedImage {
    /// Whether it is shown by bytes beside the frame, and not by its cells.
    #[must_use]
    pub const fn is_placed(&self) -> bool {
        matches!(self.show, Show::Bytes(_))
    }

    /// Bytes that it holds in memory.
    #[must_use]
    pub fn weight(&self) -> usize {
        let show = match &self.show {
            Show::Bytes(bytes) => bytes.len(),
            Show::Blocks(blocks) => size_of_val(blocks.cells.as_slice()),
        };
        self.transmit.len() + show + self.hide.len()
    }
}

impl fmt::Debug for RenderedAvatar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells = self.size();
        let (wide, high) = self.pixels;
        write!(f, "RenderedAvatar({wide}×{high} pixels in {}×{} cells)", cells.width, cells.height)
    }
}

impl fmt::Debug for RenderedImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Size { width, height } = self.size;
        let (id, weight) = (self.id, self.weight());
        match self.show {
            Show::Bytes(_) => write!(f, "Bytes({id}: {weight} for {width}×{height} cells)"),
            Show::Blocks(_) => write!(f, "Blocks({id}: {width}×{height})"),
        }
    }
}

/// How avatars are drawn here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GraphicsMode {
    /// `--images off`.
    Off,
    /// By a way with this name, with cells of this width and height in pixels.
    By(&'static str, (u16, u16)),
}

impl GraphicsMode {
    /// Width and height of a cell in pixels; those of a common font where it was not asked for.
    #[must_use]
    pub const fn cell(self) -> (u16, u16) {
        match self {
            Self::Off => (8, 16),
            Self::By(_, cell) => cell,
        }
    }
}
