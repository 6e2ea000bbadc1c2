//! The ways in which terminals take images.

use super::blocks::Shape;

/// A way to draw an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// kitty graphics, placed by characters: kitty from 0.28, Ghostty.
    Kitty,
    /// kitty graphics, placed at the cursor: kitty before 0.28, Konsole, and others that answer.
    Direct,
    Iterm2,
    Sixel,
    /// A few pixels in each cell, by a character and two colours.
    Blocks(Shape),
}
