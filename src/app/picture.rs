//! A picture as the terminal takes it: bytes that draw it, or cells that are coloured.

use std::{fmt, sync::Arc};

use ratatui::layout::Size;
use ratatui_image::protocol::Protocol;

use crate::follower::avatar_url::AvatarSize;

/// A picture ready for the terminal: drawing it costs nothing more.
#[derive(Clone)]
pub struct Picture {
    pub drawn: Arc<Drawn>,
    pub asked: AvatarSize,
    /// The size that came, when the one asked for cannot be had.
    pub came: AvatarSize,
    /// Width and height of the picture as it came, in pixels.
    pub pixels: (u32, u32),
}

/// What is put on the screen.
#[derive(Clone)]
pub enum Drawn {
    /// Orders of a graphics protocol.
    Bytes(Protocol),
    /// Characters that cover parts of their cells.
    Blocks(Blocks),
}

/// A picture of coloured cells.
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

impl Picture {
    /// The cells that it covers.
    #[must_use]
    pub fn size(&self) -> Size {
        self.drawn.size()
    }

    /// Bytes that it holds in memory.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.drawn.weight()
    }
}

impl Drawn {
    /// The cells that it covers.
    #[must_use]
    pub fn size(&self) -> Size {
        match self {
            Self::Bytes(protocol) => protocol.size(),
            Self::Blocks(blocks) => blocks.size,
        }
    }

    /// The orders that draw it at the cursor. `None` when it is made of cells.
    #[must_use]
    pub fn bytes(&self) -> Option<&str> {
        match self {
            Self::Bytes(Protocol::Sixel(sixel)) => Some(&sixel.data),
            Self::Bytes(Protocol::ITerm2(iterm2)) => Some(&iterm2.data),
            // Never made: the first draws only in a frame, and our own cells stand for the other.
            Self::Bytes(Protocol::Kitty(_) | Protocol::Halfblocks(_)) | Self::Blocks(_) => None,
        }
    }

    /// Bytes that it holds in memory.
    #[must_use]
    pub fn weight(&self) -> usize {
        match self {
            Self::Bytes(_) => self.bytes().map_or(0, str::len),
            Self::Blocks(blocks) => size_of_val(blocks.cells.as_slice()),
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

impl fmt::Debug for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Size { width, height } = self.size();
        let weight = self.weight();
        match self {
            Self::Bytes(_) => write!(f, "Bytes({weight} for {width}×{height} cells)"),
            Self::Blocks(_) => write!(f, "Blocks({width}×{height})"),
        }
    }
}

/// How pictures are drawn here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drawing {
    /// `--images off`.
    Off,
    /// By a way with this name, with cells of this width and height in pixels.
    By(&'static str, (u16, u16)),
}

impl Drawing {
    /// Width and height of a cell in pixels; those of a common font where it was not asked for.
    #[must_use]
    pub const fn cell(self) -> (u16, u16) {
        match self {
            Self::Off => (8, 16),
            Self::By(_, cell) => cell,
        }
    }
}
