//! kitty graphics placed at the cursor, for terminals that have no placeholders: kitty before 0.28,
//! Konsole.
//!
//! Such a picture is no text: what is written over it does not remove it. So after each frame
//! `Placed` looks which picture the frame holds, and says what to write to take away another.

use base64::{Engine, prelude::BASE64_STANDARD};
use image::{
    ExtendedColorType, ImageEncoder, RgbImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use ratatui::buffer::{Buffer, Cell};

use super::encode::{Error, failed};

/// The most that one sequence may carry.
const CHUNK: usize = 4096;
/// How the order begins. `C=1` leaves the cursor, `q=2` asks for no answer.
const ORDER: &str = "\x1b_Ga=T,f=100,q=2,C=1,p=1,i=";

/// The bytes that show this picture at the cursor, pixel by pixel.
///
/// # Errors
/// When it cannot be encoded.
pub fn placed(pixels: &RgbImage, id: u32) -> Result<String, Error> {
    let text = BASE64_STANDARD.encode(png(pixels)?);
    let mut data = String::with_capacity(text.len() + text.len() / 256 + 64);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at_checked(CHUNK).unwrap_or((rest, ""));
        let more = u8::from(!after.is_empty());
        let order = if data.is_empty() { format!("{ORDER}{id},") } else { "\x1b_Gq=2,".to_owned() };
        data.extend([&order, &format!("m={more};")].map(String::as_str));
        data.push_str(chunk);
        data.push_str("\x1b\\");
        rest = after;
    }
    Ok(data)
}

/// The bytes that take a picture away and free it in the terminal.
#[must_use]
pub fn deleted(id: u32) -> String {
    format!("\x1b_Ga=d,d=I,q=2,i={id}\x1b\\")
}

/// Which picture is on the screen now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed {
    id: Option<u32>,
}

impl Placed {
    /// What to write after this frame, inside its synchronized update. The new picture is there by
    /// then, so nothing flickers.
    #[must_use]
    pub fn settle(&mut self, frame: &Buffer) -> String {
        let now = shown(frame);
        let before = std::mem::replace(&mut self.id, now);
        before.filter(|before| Some(*before) != now).map(deleted).unwrap_or_default()
    }

    /// What to write before the screen is given back: at the end, and when it is suspended.
    #[must_use]
    pub fn leave(&mut self) -> String {
        self.id.take().map(deleted).unwrap_or_default()
    }
}

/// The picture in a frame, found by the order in its first cell.
fn shown(frame: &Buffer) -> Option<u32> {
    let order = frame.content.iter().map(Cell::symbol).find_map(|symbol| {
        let is_order = symbol.len() > ORDER.len() && symbol.starts_with('\x1b');
        is_order.then(|| symbol.split_once(ORDER)).flatten()
    });
    order?.1.split(',').next()?.parse().ok()
}

fn png(pixels: &RgbImage) -> Result<Vec<u8>, Error> {
    let mut bytes = vec![];
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    encoder
        .write_image(pixels.as_raw(), pixels.width(), pixels.height(), ExtendedColorType::Rgb8)
        .map_err(|error| failed(&error))?;
    Ok(bytes)
}
