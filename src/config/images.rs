//! How the person wants images to be drawn: `--images`, or `images` in the file.

use clap::ValueEnum;

/// A way to draw images, or `auto` to ask the terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Images {
    #[default]
    Auto,
    Kitty,
    Iterm2,
    Sixel,
    Blocks,
    Off,
}

impl Images {
    /// The way with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }
}
