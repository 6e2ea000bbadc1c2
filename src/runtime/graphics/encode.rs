//! A picture in a box of cells, as the bytes or cells that show it.
//!
//! It is drawn at its own pixel size, cut down when the box is smaller, and never stretched. What is
//! left of the last row and column of cells stays empty.

use std::{
    fmt,
    hash::{BuildHasher, Hasher, RandomState},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use base64::{Engine, prelude::BASE64_STANDARD};
use image::{DynamicImage, Rgb, RgbImage, RgbaImage, codecs::jpeg::JpegEncoder, imageops};
use ratatui::layout::Size;
use ratatui_image::protocol::{Protocol as Carried, iterm2::Iterm2, sixel::Sixel};

use super::{
    blocks::{self, Shape},
    kitty,
    protocol::Protocol,
    sixel,
};
use crate::{
    app::picture::Drawn,
    avatar::image::{DecodedImage, fit},
};

/// Assumed where a terminal tells no cell size: the shape of most fonts.
const COMMON_CELL: (u16, u16) = (8, 16);
/// Good enough that nobody sees it beside the JPEG that came.
const JPEG_QUALITY: u8 = 90;

/// Sixels go where the cursor is, not into the corner of the screen: DECSDM off. Off is what most
/// terminals begin with, and xterm has a setting for it.
const AT_CURSOR: &str = "\x1b[?80l";

/// Turns pictures into what this terminal draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoder {
    protocol: Protocol,
    cell: (u16, u16),
    background: [u8; 3],
}

/// A picture ready for the screen: drawing it costs nothing more.
#[derive(Clone)]
pub struct Encoded {
    pub drawn: Drawn,
    /// The cells that it covers.
    pub size: Size,
    /// The pixels that are seen, of width and height.
    pub pixels: (u32, u32),
    /// Its number in the terminal, where it has one: to delete it there.
    pub id: Option<u32>,
}

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encoded({}x{})", self.size.width, self.size.height)
    }
}

/// Reason a picture cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The box has no cell.
    #[error("no room for a picture")]
    NoRoom,
    #[error("the picture cannot be encoded: {0}")]
    Encoding(String),
}

impl Encoder {
    /// Cells whose size is not known are taken for common ones.
    #[must_use]
    pub fn new(protocol: Protocol, cell: Option<(u16, u16)>, background: Option<[u8; 3]>) -> Self {
        let cell = cell.filter(|(width, height)| *width > 0 && *height > 0).unwrap_or(COMMON_CELL);
        Self { protocol, cell, background: background.unwrap_or_default() }
    }

    /// What every terminal shows, for as long as nothing is known about this one.
    #[must_use]
    pub fn blocks(shape: Shape) -> Self {
        Self::new(Protocol::Blocks(shape), None, None)
    }

    #[must_use]
    pub const fn protocol(self) -> Protocol {
        self.protocol
    }

    /// Width and height of a cell in pixels.
    #[must_use]
    pub const fn cell(self) -> (u16, u16) {
        self.cell
    }

    /// The same way to draw, after the window has changed: a new font changes the cells.
    #[must_use]
    pub fn with_cell(self, cell: Option<(u16, u16)>) -> Self {
        Self::new(self.protocol, cell.or(Some(self.cell)), Some(self.background))
    }

    /// The cells that a picture of this many pixels covers in a box.
    #[must_use]
    pub fn cells(self, width: u32, height: u32, room: Size) -> Size {
        if matches!(self.protocol, Protocol::Blocks(_)) {
            return blocks::cells(width, height, room, self.cell);
        }
        let (width, height) = self.pixels(width, height, room);
        Size::new(
            cells_for(width, self.cell.0, room.width),
            cells_for(height, self.cell.1, room.height),
        )
    }

    /// The picture for a box of cells. Takes milliseconds: not for the thread that draws.
    ///
    /// # Errors
    /// When there is no room, or an encoder fails.
    pub fn encode(self, picture: &DecodedImage, room: Size) -> Result<Encoded, Error> {
        if room.width == 0 || room.height == 0 {
            return Err(Error::NoRoom);
        }
        let room = Size::new(room.width, room.height.min(kitty::MOST_ROWS));
        let (own_width, own_height) = picture.pixels().dimensions();
        let size = self.cells(own_width, own_height, room);
        let (width, height) = match self.protocol {
            Protocol::Blocks(shape) => shape.pixels(size),
            Protocol::Kitty | Protocol::Direct | Protocol::Iterm2 | Protocol::Sixel => {
                self.pixels(own_width, own_height, room)
            }
        };
        let pixels = match self.protocol {
            Protocol::Blocks(_) => picture.averaged(width, height),
            Protocol::Kitty | Protocol::Direct | Protocol::Iterm2 | Protocol::Sixel => {
                picture.resized(width, height)
            }
        };
        let mut id = None;
        let drawn = match self.protocol {
            Protocol::Blocks(shape) => {
                Drawn::Blocks(blocks::drawn(&self.opaque(&pixels), size, shape))
            }
            Protocol::Sixel => {
                let opaque = DynamicImage::ImageRgb8(self.opaque(&pixels)).into_rgba8();
                let data = AT_CURSOR.to_owned() + &cleared(size) + &sixel::encoded(&opaque)?;
                in_first_cell(data, size)
            }
            Protocol::Iterm2 => {
                let data = iterm2(&self.opaque(&pixels), size)?;
                Drawn::Bytes(Carried::ITerm2(Iterm2 { data, size, is_tmux: false }))
            }
            Protocol::Direct => {
                let number = *id.insert(next_id());
                let opaque = DynamicImage::ImageRgb8(self.opaque(&pixels));
                in_first_cell(cleared(size) + &kitty::at_cursor(&opaque, number)?, size)
            }
            Protocol::Kitty => {
                let number = *id.insert(next_id());
                let whole = self.on_whole_cells(&pixels, size);
                in_first_cell(kitty::by_placeholders(&whole, number, size)?, size)
            }
        };
        Ok(Encoded { drawn, size, pixels: (width, height), id })
    }

    fn pixels(self, width: u32, height: u32, room: Size) -> (u32, u32) {
        let box_width = u32::from(room.width) * u32::from(self.cell.0);
        let box_height = u32::from(room.height) * u32::from(self.cell.1);
        fit(width, height, box_width, box_height)
    }

    /// On the terminal's background, for what knows no transparency.
    fn opaque(self, pixels: &RgbaImage) -> RgbImage {
        let mut opaque = RgbImage::new(pixels.width(), pixels.height());
        for (from, to) in pixels.pixels().zip(opaque.pixels_mut()) {
            let [red, green, blue, alpha] = from.0;
            let [back_red, back_green, back_blue] = self.background;
            let mix = |over: u8, under: u8| {
                let (over, under, alpha) = (u32::from(over), u32::from(under), u32::from(alpha));
                u8::try_from((over * alpha + under * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
            };
            *to = Rgb([mix(red, back_red), mix(green, back_green), mix(blue, back_blue)]);
        }
        opaque
    }

    /// kitty stretches a picture to the cells it is given, so these must be its size exactly. What is
    /// added can be seen through, whatever is behind.
    fn on_whole_cells(self, pixels: &RgbaImage, size: Size) -> DynamicImage {
        let width = u32::from(size.width) * u32::from(self.cell.0);
        let height = u32::from(size.height) * u32::from(self.cell.1);
        let opaque = self.opaque(pixels);
        if pixels.dimensions() == (width, height) {
            return DynamicImage::ImageRgb8(opaque);
        }
        let mut whole = RgbaImage::new(width, height);
        imageops::replace(&mut whole, &DynamicImage::ImageRgb8(opaque).into_rgba8(), 0, 0);
        DynamicImage::ImageRgba8(whole)
    }
}

/// Bytes that draw all of a picture, and no text in its other cells. Sixel or not: that is the one
/// form in which ratatui-image takes bytes as they are. Its own kitty graphics send every pixel
/// as it is, more than twice as much, and are not sent again after the screen was another's.
fn in_first_cell(data: String, size: Size) -> Drawn {
    Drawn::Bytes(Carried::Sixel(Sixel { data, size, is_tmux: false }))
}

fn cells_for(pixels: u32, cell: u16, most: u16) -> u16 {
    u16::try_from(pixels.div_ceil(u32::from(cell))).unwrap_or(u16::MAX).min(most)
}

/// JPEG, a fifth of the PNG that ratatui-image would send. The cells are emptied first, because the
/// picture covers not all of the last ones.
fn iterm2(pixels: &RgbImage, size: Size) -> Result<String, Error> {
    let mut jpeg = vec![];
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY);
    pixels.write_with_encoder(encoder).map_err(|error| failed(&error))?;
    let (length, width, height) = (jpeg.len(), pixels.width(), pixels.height());
    let mut data = cleared(size)
        + &format!(
            "\x1b]1337;File=inline=1;size={length};width={width}px;height={height}px;doNotMoveCursor=1:"
        );
    BASE64_STANDARD.encode_string(&jpeg, &mut data);
    data.push('\x07');
    Ok(data)
}

/// Empties this many cells from the cursor on, and leaves the cursor where it was.
fn cleared(size: Size) -> String {
    let Size { width, height } = size;
    let line = format!("\x1b[{width}X\x1b[1B");
    line.repeat(usize::from(height)) + &format!("\x1b[{height}A")
}

/// A number for a picture, of three bytes, as many as a colour has. They are counted from anywhere, so
/// that two programs in one window rarely have the same; the first comes again after 16 million.
fn next_id() -> u32 {
    static FIRST: OnceLock<u32> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    const MOST: u32 = 0x00ff_ffff;
    let first = *FIRST.get_or_init(|| {
        let chance = RandomState::new().build_hasher().finish();
        u32::try_from(chance % u64::from(MOST)).unwrap_or_default()
    });
    let count = COUNT.fetch_add(1, Ordering::Relaxed) % MOST;
    // 0 is no number.
    (first + count) % MOST + 1
}

pub(super) fn failed(error: &dyn fmt::Display) -> Error {
    Error::Encoding(error.to_string())
}
