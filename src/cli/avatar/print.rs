//! A picture where the cursor is, in a plain terminal, by viuer: it scrolls away as text does.
//!
//! viuer is told what the terminal can, because its own questions wait for ever where nothing
//! answers; and it is given a picture that fits its cells, because it takes every cell of a sixel
//! terminal for 6 × 12 pixels and stretches pictures to whole cells. It has only half-blocks, so
//! blocks are our own.

use std::io::{self, Write};

use image::{DynamicImage, Rgba, RgbaImage, imageops};
use ratatui::layout::Size;
use tokio::sync::mpsc::unbounded_channel;
use viuer::{Config, ViuError};

use crate::{
    app::picture::Drawn,
    avatar::image::{DecodedImage, fit},
    cli::coloured,
    config::images::Images,
    runtime::{
        graphics::{
            blocks, diagnostics,
            encode::Encoder,
            protocol::{Environment, Protocol, Selection},
        },
        pictures::{
            answers::Facts,
            ask::{Asked, DEADLINE, ask},
        },
    },
    words::UiLang,
};

/// What viuer takes for the pixels of a cell where it draws sixels.
const SIXEL_CELL: (u16, u16) = (6, 12);
/// It draws none wider, for the sake of an old xterm.
const SIXEL_WIDTH: u32 = 996;

/// Print it, and leave the cursor on the line below.
///
/// # Errors
/// When the terminal does not take it, in its own words; or when pictures are off, and why.
pub async fn print(picture: &DecodedImage, images: Images, lang: UiLang) -> Result<(), String> {
    let environment = Environment::new(|name| std::env::var(name).ok());
    let window = crossterm::terminal::window_size().map_err(|error| error.to_string())?;
    let cells = Size::new(window.columns, window.rows);
    let pixels = Size::new(window.width, window.height);
    let wanted = images;
    let facts = if wanted == Images::Off { Facts::default() } else { asked(&environment).await };
    let selection = Selection::new(wanted, &facts, &environment, cells, pixels);
    let Some(encoder) = selection.encoder else { return Err(diagnostics::say(&selection, lang)) };
    // The line of the prompt stays in sight.
    let room = Size::new(cells.width, cells.height.saturating_sub(1));
    if matches!(encoder.protocol(), Protocol::Blocks(_)) {
        return blocks(picture, encoder, room);
    }
    let (image, config) = prepared(picture, encoder, room, facts.background);
    let printed = tokio::task::spawn_blocking(move || draw(&image, &config, encoder.protocol()));
    printed.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
}

fn blocks(picture: &DecodedImage, encoder: Encoder, room: Size) -> Result<(), String> {
    let encoded = encoder.encode(picture, room).map_err(|error| error.to_string())?;
    let Drawn::Blocks(blocks) = encoded.drawn else { return Ok(()) };
    let mut out = io::stdout().lock();
    let mut lines = coloured::lines(&blocks).into_iter();
    lines.try_for_each(|line| writeln!(out, "{line}")).map_err(|error| error.to_string())
}

/// viuer asks the terminal once more. In raw mode, or the answer would be echoed.
fn draw(image: &DynamicImage, config: &Config, protocol: Protocol) -> Result<(), ViuError> {
    crossterm::terminal::enable_raw_mode()?;
    let drawn = sharp(image, config, protocol);
    crossterm::terminal::disable_raw_mode()?;
    drawn
}

fn sharp(image: &DynamicImage, config: &Config, protocol: Protocol) -> Result<(), ViuError> {
    let mut out = io::stdout();
    if protocol == Protocol::Sixel {
        // As in the screen: at the cursor, not in the corner.
        out.write_all(b"\x1b[?80l")?;
    }
    viuer::print(image, config)?;
    // Sixels leave the cursor beside the picture; in raw mode a line ends where it is.
    out.write_all(if protocol == Protocol::Sixel { b"\r\n" } else { b"\r" })?;
    Ok(out.flush()?)
}

/// What the terminal says of itself. What is typed meanwhile is lost, as with any command that
/// reads the terminal.
pub async fn asked(environment: &Environment) -> Facts {
    if crossterm::terminal::enable_raw_mode().is_err() {
        return Facts::default();
    }
    let (typed, _unread) = unbounded_channel();
    let asked = match ask(environment.question(), DEADLINE, typed) {
        Ok(asking) => asking.await,
        Err(_) => Asked::default(),
    };
    // The next read would report it.
    let _ = crossterm::terminal::disable_raw_mode();
    asked.facts
}

/// The picture and what viuer is told where there is a protocol, so that it comes out at its own pixel size.
#[must_use]
pub fn prepared(
    picture: &DecodedImage,
    encoder: Encoder,
    room: Size,
    background: Option<[u8; 3]>,
) -> (DynamicImage, Config) {
    let (own_width, own_height) = picture.pixels().dimensions();
    let protocol = encoder.protocol();
    let cell = (u32::from(encoder.cell().0), u32::from(encoder.cell().1));
    let box_width = u32::from(room.width) * cell.0;
    let (width, height) = match protocol {
        Protocol::Sixel => {
            let most = box_width.min(SIXEL_WIDTH);
            let (width, height) = fit(own_width, own_height, most, u32::from(room.height) * cell.1);
            // viuer draws what can be seen through in black. Where that would show, the picture is
            // made to end with a cell of viuer's, some pixels larger or smaller.
            if background.is_some() { (width, height) } else { whole_cells(width, height, most) }
        }
        Protocol::Kitty | Protocol::Direct | Protocol::Iterm2 | Protocol::Blocks(_) => {
            fit(own_width, own_height, box_width, u32::from(room.height) * cell.1)
        }
    };
    let small = picture.resized(width, height);
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
