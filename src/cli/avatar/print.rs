//! An avatar where the cursor is, in a plain terminal, by viuer: it scrolls away as text does.
//!
//! viuer is told what the terminal can, because its own questions wait for ever where nothing
//! answers; and it is given an avatar that fits its cells, because it takes every cell of a sixel
//! terminal for 6 × 12 pixels and stretches avatars to whole cells. It has only half-blocks, so
//! blocks are our own.

use std::io::{self, Write};

use image::{DynamicImage, Rgba, RgbaImage, imageops};
use ratatui::layout::Size;
use viuer::{Config, ViuError};

use crate::{
    app::graphics::Show,
    avatar::image::{DecodedImage, fit},
    cli::coloured,
    config::images::Images,
    i18n::UiLang,
    runtime::{
        colours::Depth,
        graphics::{
            blocks, capabilities::Terminal, diagnostics, encode::Encoder, protocol::Protocol,
        },
    },
};

/// What viuer takes for the pixels of a cell where it draws sixels.
const SIXEL_CELL: (u16, u16) = (6, 12);
/// It draws none wider, for the sake of an old xterm.
const SIXEL_WIDTH: u32 = 996;

/// Print it, and leave the cursor on the line below.
///
/// # Errors
/// When the terminal does not take it, in its own words; or when avatars are off, and why.
pub async fn print(image: &DecodedImage, images: Images, lang: UiLang) -> Result<(), String> {
    let terminal = Terminal::learn(images, |name| std::env::var(name).ok()).await;
    let Some(encoder) = terminal.selection.encoder else {
        return Err(diagnostics::say(&terminal.selection, lang));
    };
    // The line of the prompt stays in sight.
    let room = Size::new(terminal.size.width, terminal.size.height.saturating_sub(1));
    if matches!(encoder.protocol(), Protocol::Blocks(_)) {
        return blocks(image, encoder, room, terminal.depth);
    }
    let (image, config) = prepared(image, encoder, room, terminal.facts.background);
    let printed = tokio::task::spawn_blocking(move || draw(&image, &config, encoder));
    printed.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
}

/// At its own size, as where there is a protocol: here is no pane to fill.
fn blocks(image: &DecodedImage, encoder: Encoder, room: Size, depth: Depth) -> Result<(), String> {
    let (width, height) = image.pixels().dimensions();
    let own = blocks::cells(width, height, room, encoder.cell());
    let rendered = encoder.encode(image, own).map_err(|error| error.to_string())?;
    let Show::Blocks(blocks) = rendered.show else { return Ok(()) };
    let mut out = io::stdout().lock();
    let mut lines = coloured::lines(&blocks, depth).into_iter();
    lines.try_for_each(|line| writeln!(out, "{line}")).map_err(|error| error.to_string())
}

/// viuer asks the terminal once more. In raw mode, or the response would be echoed.
fn draw(image: &DynamicImage, config: &Config, encoder: Encoder) -> Result<(), ViuError> {
    crossterm::terminal::enable_raw_mode()?;
    let drawn = sharp(image, config, encoder);
    crossterm::terminal::disable_raw_mode()?;
    drawn
}

fn sharp(image: &DynamicImage, config: &Config, encoder: Encoder) -> Result<(), ViuError> {
    let mut out = io::stdout();
    let (before, after) = around(image.height(), encoder);
    out.write_all(before.as_bytes())?;
    out.flush()?;
    viuer::print(image, config)?;
    out.write_all(after.as_bytes())?;
    Ok(out.flush()?)
}

/// What is written before an image of this many pixels, and after it. Terminals leave the cursor in
/// different places: xterm in the last row of sixels, foot 1.13 in the one below. So the rows are made
/// first, and the cursor is put below them.
#[must_use]
pub fn around(height: u32, encoder: Encoder) -> (String, String) {
    let rows = height.div_ceil(u32::from(encoder.cell().1));
    let lines = "\n".repeat(usize::try_from(rows).unwrap_or_default());
    // As in the screen: at the cursor, not in the corner.
    let at_cursor = if encoder.protocol() == Protocol::Sixel { "\x1b[?80l" } else { "" };
    let before = format!("{lines}\x1b[{rows}A{at_cursor}\x1b7");
    (before, format!("\x1b8\x1b[{rows}B\r"))
}

/// The avatar and what viuer is told where there is a protocol, so that it comes out at its own pixel size.
#[must_use]
pub fn prepared(
    image: &DecodedImage,
    encoder: Encoder,
    room: Size,
    background: Option<[u8; 3]>,
) -> (DynamicImage, Config) {
    let (own_width, own_height) = image.pixels().dimensions();
    let protocol = encoder.protocol();
    let cell = (u32::from(encoder.cell().0), u32::from(encoder.cell().1));
    let box_width = u32::from(room.width) * cell.0;
    let (width, height) = match protocol {
        Protocol::Sixel => {
            let most = box_width.min(SIXEL_WIDTH);
            let (width, height) = fit(own_width, own_height, most, u32::from(room.height) * cell.1);
            // viuer draws what can be seen through in black. Where that would show, the avatar is
            // made to end with a cell of viuer's, some pixels larger or smaller.
            if background.is_some() { (width, height) } else { whole_cells(width, height, most) }
        }
        Protocol::Kitty | Protocol::Direct | Protocol::Iterm2 | Protocol::Blocks(_) => {
            fit(own_width, own_height, box_width, u32::from(room.height) * cell.1)
        }
    };
    let small = image.resized(width, height);
    let step = match protocol {
        Protocol::Sixel => (u32::from(SIXEL_CELL.0), u32::from(SIXEL_CELL.1)),
        Protocol::Kitty | Protocol::Direct | Protocol::Iterm2 | Protocol::Blocks(_) => cell,
    };
    let (columns, rows) = (width.div_ceil(step.0), height.div_ceil(step.1));
    let [red, green, blue] = background.unwrap_or_default();
    let behind = Rgba([red, green, blue, if protocol == Protocol::Sixel { 255 } else { 0 }]);
    let mut whole = RgbaImage::from_pixel(columns * step.0, rows * step.1, behind);
    imageops::replace(&mut whole, &small, 0, 0);
    let config = Config {
        transparent: true,
        absolute_offset: false,
        width: Some(columns),
        height: Some(rows),
        use_kitty: matches!(protocol, Protocol::Kitty | Protocol::Direct),
        use_iterm: protocol == Protocol::Iterm2,
        use_sixel: protocol == Protocol::Sixel,
        ..Config::default()
    };
    (DynamicImage::ImageRgba8(whole), config)
}

fn whole_cells(width: u32, height: u32, most: u32) -> (u32, u32) {
    let (cell_width, cell_height) = SIXEL_CELL;
    let columns = u16::try_from(most / u32::from(cell_width)).unwrap_or(u16::MAX);
    let size = blocks::cells(width, height, Size::new(columns, u16::MAX), SIXEL_CELL);
    (u32::from(size.width) * u32::from(cell_width), u32::from(size.height) * u32::from(cell_height))
}
