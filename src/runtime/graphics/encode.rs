//! An image in a box of cells, as the bytes or cells that show it.
//!
//! It is drawn at its own pixel size, cut down when the box is smaller, and never stretched. What is
//! left of the last row and column of cells stays empty.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use base64::{Engine, prelude::BASE64_STANDARD};
use image::{DynamicImage, Rgb, RgbImage, RgbaImage, codecs::jpeg::JpegEncoder, imageops};
use ratatui::layout::Size;

use super::{
    blocks::{self, Shape},
    error::{Error, failed},
    kitty,
    protocol::Protocol,
    sixel,
};
use crate::{
    app::graphics::{RenderedImage, Show},
    avatar::image::{DecodedImage, fit},
};

/// Assumed where a terminal tells no cell size: the shape of most fonts.
const COMMON_CELL: (u16, u16) = (8, 16);
/// A side of this many pixels fills every pane.
const ENOUGH: u32 = 8192;
/// Good enough that nobody sees it beside the JPEG that came.
const JPEG_QUALITY: u8 = 90;

/// Sixels go where the cursor is, not into the corner of the screen: DECSDM off. Off is what most
/// terminals begin with, and xterm has a setting for it.
const AT_CURSOR: &str = "\x1b[?80l";

/// Turns images into what this terminal draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoder {
    protocol: Protocol,
    cell: (u16, u16),
    background: [u8; 3],
    keeps_images: bool,
}

impl Encoder {
    /// Cells whose size is not known are taken for common ones.
    #[must_use]
    pub fn new(protocol: Protocol, cell: Option<(u16, u16)>, background: Option<[u8; 3]>) -> Self {
        let cell = cell.filter(|(width, height)| *width > 0 && *height > 0).unwrap_or(COMMON_CELL);
        Self { protocol, cell, background: background.unwrap_or_default(), keeps_images: false }
    }

    /// The same for a terminal that is known to keep an image that is not shown, or not to.
    #[must_use]
    pub const fn keeping_images(self, keeps_images: bool) -> Self {
        Self { keeps_images, ..self }
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
            .keeping_images(self.keeps_images)
    }

    /// The cells that an image of this many pixels covers in a box.
    #[must_use]
    pub fn cells(self, width: u32, height: u32, room: Size) -> Size {
        if matches!(self.protocol, Protocol::Blocks(_)) {
            // They are too few to be left unused: an avatar of 46 pixels would be 6 by 3 of them.
            let (width, height) = (width.max(1), height.max(1));
            let times = ENOUGH.div_ceil(width.min(height));
            let (width, height) = (width.saturating_mul(times), height.saturating_mul(times));
            return blocks::cells(width, height, room, self.cell);
        }
        let (width, height) = self.pixels(width, height, room);
        Size::new(
            cells_for(width, self.cell.0, room.width),
            cells_for(height, self.cell.1, room.height),
        )
    }

    /// The image for a box of cells. Takes milliseconds: not for the thread that draws.
    ///
    /// # Errors
    /// When there is no room, or an encoder fails.
    pub fn encode(self, image: &DecodedImage, room: Size) -> Result<RenderedImage, Error> {
        if room.width == 0 || room.height == 0 {
            return Err(Error::NoRoom);
        }
        let room = Size::new(room.width, room.height.min(kitty::MOST_ROWS));
        let (own_width, own_height) = image.pixels().dimensions();
        let size = self.cells(own_width, own_height, room);
        let pixels = match self.protocol {
            Protocol::Blocks(shape) => {
                let (width, height) = shape.pixels(size);
                image.averaged(width, height)
            }
            Protocol::Kitty | Protocol::Direct | Protocol::Iterm2 | Protocol::Sixel => {
                let (width, height) = self.pixels(own_width, own_height, room);
                image.resized(width, height)
            }
        };
        let id = next_id();
        let shown = |show| RenderedImage {
            id,
            size,
            pixels: pixels.dimensions(),
            transmit: String::new(),
            show,
            hide: String::new(),
        };
        let opaque = self.opaque(&pixels);
        Ok(match self.protocol {
            Protocol::Blocks(shape) => shown(Show::Blocks(blocks::drawn(&opaque, size, shape))),
            Protocol::Sixel => {
                let data = AT_CURSOR.to_owned() + &sixel::encoded(&opaque)?;
                shown(Show::Bytes(on_empty_cells(size, &data)))
            }
            Protocol::Iterm2 => shown(Show::Bytes(on_empty_cells(size, &iterm2(&opaque)?))),
            Protocol::Direct => {
                let transmit = kitty::transmit(&DynamicImage::ImageRgb8(opaque), id)?;
                if self.keeps_images {
                    let show = Show::Bytes(on_empty_cells(size, &kitty::place(id)));
                    RenderedImage { transmit, hide: kitty::hide(id), ..shown(show) }
                } else {
                    // xterm.js 6.1 frees an image when it is hidden, and others may: so all of it is
                    // sent each time, and nothing is left in the terminal.
                    let show = on_empty_cells(size, &(transmit + &kitty::place(id)));
                    RenderedImage { hide: kitty::free(id), ..shown(Show::Bytes(show)) }
                }
            }
            Protocol::Kitty => {
                let whole = self.on_whole_cells(opaque, size);
                let transmit = kitty::transmit_for_placeholders(&whole, id, size)?;
                RenderedImage { transmit, ..shown(Show::Bytes(kitty::placeholders(id, size))) }
            }
        })
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
            let mix = |front: u8, back: u8| {
                let (front, back, alpha) = (u32::from(front), u32::from(back), u32::from(alpha));
                u8::try_from((front * alpha + back * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
            };
            *to = Rgb([mix(red, back_red), mix(green, back_green), mix(blue, back_blue)]);
        }
        opaque
    }

    /// kitty stretches an image to the cells it is given, so these must be its size exactly. What is
    /// added can be seen through, whatever is behind.
    fn on_whole_cells(self, opaque: RgbImage, size: Size) -> DynamicImage {
        let width = u32::from(size.width) * u32::from(self.cell.0);
        let height = u32::from(size.height) * u32::from(self.cell.1);
        if opaque.dimensions() == (width, height) {
            return DynamicImage::ImageRgb8(opaque);
        }
        let mut whole = RgbaImage::new(width, height);
        imageops::replace(&mut whole, &DynamicImage::ImageRgb8(opaque).into_rgba8(), 0, 0);
        DynamicImage::ImageRgba8(whole)
    }
}

fn cells_for(pixels: u32, cell: u16, most: u16) -> u16 {
    u16::try_from(pixels.div_ceil(u32::from(cell))).unwrap_or(u16::MAX).min(most)
}

/// JPEG, a fifth of a PNG.
fn iterm2(pixels: &RgbImage) -> Result<String, Error> {
    let mut jpeg = vec![];
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY);
    pixels.write_with_encoder(encoder).map_err(|error| failed(&error))?;
    let (length, width, height) = (jpeg.len(), pixels.width(), pixels.height());
    let mut data = format!(
        "\x1b]1337;File=inline=1;size={length};width={width}px;height={height}px;doNotMoveCursor=1:"
    );
    BASE64_STANDARD.encode_string(&jpeg, &mut data);
    data.push('\x07');
    Ok(data)
}

/// Bytes that draw an image at the cursor, which stays. Its cells are emptied first, because it covers
/// not all of the last ones.
fn on_empty_cells(size: Size, data: &str) -> String {
    let Size { width, height } = size;
    let line = format!("\x1b[{width}X\x1b[1B");
    format!("\x1b7{}\x1b8{data}\x1b8", line.repeat(usize::from(height)))
}

/// A number for an image, of three bytes, as many as a colour has. They are counted from anywhere, so
/// that two programs in one window rarely have the same; the first comes again after 16 million.
fn next_id() -> u32 {
    static FIRST: OnceLock<u32> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    const MOST: u32 = 0x00ff_ffff;
    let first = *FIRST.get_or_init(|| {
        let random = RandomState::new().build_hasher().finish();
        u32::try_from(random % u64::from(MOST)).unwrap_or_default()
    });
    let count = COUNT.fetch_add(1, Ordering::Relaxed) % MOST;
    // 0 is no number.
    (first + count) % MOST + 1
}
