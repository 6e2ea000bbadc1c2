//! kitty graphics: an image is sent under a number, then shown at the cursor, or by placeholders.
//!
//! At the cursor where there are no placeholders: kitty before 0.28, Konsole. Such an image is no text,
//! and what is written over it does not remove it: it must be hidden.

use base64::{Engine, prelude::BASE64_STANDARD};
use image::{
    DynamicImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use ratatui::layout::Size;

use super::error::{Error, failed};

/// The most that one sequence may carry.
const CHUNK: usize = 4096;
/// The character that stands for one cell of an image.
const PLACEHOLDER: char = '\u{10eeee}';
/// The marks that number the rows of placeholders: the first of kitty's list of 297. The first one
/// also says "column 0" and "no fourth byte of the number".
const ROWS: [char; 64] = [
    '\u{305}', '\u{30d}', '\u{30e}', '\u{310}', '\u{312}', '\u{33d}', '\u{33e}', '\u{33f}',
    '\u{346}', '\u{34a}', '\u{34b}', '\u{34c}', '\u{350}', '\u{351}', '\u{352}', '\u{357}',
    '\u{35b}', '\u{363}', '\u{364}', '\u{365}', '\u{366}', '\u{367}', '\u{368}', '\u{369}',
    '\u{36a}', '\u{36b}', '\u{36c}', '\u{36d}', '\u{36e}', '\u{36f}', '\u{483}', '\u{484}',
    '\u{485}', '\u{486}', '\u{487}', '\u{592}', '\u{593}', '\u{594}', '\u{595}', '\u{597}',
    '\u{598}', '\u{599}', '\u{59c}', '\u{59d}', '\u{59e}', '\u{59f}', '\u{5a0}', '\u{5a1}',
    '\u{5a8}', '\u{5a9}', '\u{5ab}', '\u{5ac}', '\u{5af}', '\u{5c4}', '\u{610}', '\u{611}',
    '\u{612}', '\u{613}', '\u{614}', '\u{615}', '\u{616}', '\u{617}', '\u{657}', '\u{658}',
];

/// The most rows that placeholders can number.
pub const MOST_ROWS: u16 = 64;

/// The bytes that send an image under a number.
///
/// # Errors
/// When it cannot be encoded.
pub fn transmit(pixels: &DynamicImage, id: u32) -> Result<String, Error> {
    transmission(pixels, id, "a=t,f=100")
}

/// The bytes that show an image at the cursor, pixel by pixel. `C=1` leaves the cursor where it is.
#[must_use]
pub fn place(id: u32) -> String {
    format!("\x1b_Ga=p,q=2,C=1,p=1,i={id}\x1b\\")
}

/// The bytes that take an image off the screen. The terminal keeps it, to show it again.
#[must_use]
pub fn hide(id: u32) -> String {
    format!("\x1b_Ga=d,d=i,q=2,i={id}\x1b\\")
}

/// The bytes that take an image off the screen and free it.
#[must_use]
pub fn free(id: u32) -> String {
    format!("\x1b_Ga=d,d=I,q=2,i={id}\x1b\\")
}

/// The bytes that send an image that placeholders will show. It must be as large as these cells.
///
/// # Errors
/// When it cannot be encoded.
pub fn transmit_for_placeholders(
    pixels: &DynamicImage,
    id: u32,
    size: Size,
) -> Result<String, Error> {
    transmission(pixels, id, &format!("a=T,U=1,f=100,c={},r={}", size.width, size.height))
}

/// The text that shows an image from the cursor on, which stays. What is written over it takes it away.
#[must_use]
pub fn placeholders(id: u32, size: Size) -> String {
    let mut text = "\x1b7".to_owned();
    // The number of the image is the colour of its placeholders.
    let [_, red, green, blue] = id.to_be_bytes();
    for (down, mark) in ROWS.iter().take(usize::from(size.height)).enumerate() {
        if down > 0 {
            // From where it began, whatever happened at the end of the row before.
            text.extend(["\x1b8\x1b[", &down.to_string(), "B"]);
        }
        text.extend([format!("\x1b[38;2;{red};{green};{blue}m")]);
        text.extend([PLACEHOLDER, *mark, ROWS[0], ROWS[0]]);
        text.extend(std::iter::repeat_n(PLACEHOLDER, usize::from(size.width.saturating_sub(1))));
    }
    text.push_str("\x1b8");
    text
}

/// In chunks, each of which but the last says that more comes.
fn transmission(pixels: &DynamicImage, id: u32, order: &str) -> Result<String, Error> {
    let text = BASE64_STANDARD.encode(png(pixels)?);
    let mut data = String::with_capacity(text.len() + text.len() / 256 + 64);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at_checked(CHUNK).unwrap_or((rest, ""));
        let first = if data.is_empty() {
            format!("\x1b_Gq=2,i={id},{order},")
        } else {
            "\x1b_Gq=2,".to_owned()
        };
        let more = format!("m={};", u8::from(!after.is_empty()));
        data.extend([&first, &more, chunk, "\x1b\\"]);
        rest = after;
    }
    Ok(data)
}

/// Without the lowest bit of each colour: nobody sees it, and in a photograph it is noise, which no
/// compression makes smaller. It saves a quarter. Level 6 would save a tenth more and take three
/// times as long.
fn png(pixels: &DynamicImage) -> Result<Vec<u8>, Error> {
    let mut pixels = pixels.clone();
    let quiet = |value: &mut u8| *value = (*value & !1) | (*value >> 7);
    match &mut pixels {
        DynamicImage::ImageRgb8(rgb) => rgb.iter_mut().for_each(quiet),
        DynamicImage::ImageRgba8(rgba) => rgba.iter_mut().for_each(quiet),
        _ => {}
    }
    let mut bytes = vec![];
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Level(2), FilterType::Adaptive);
    pixels.write_with_encoder(encoder).map_err(|error| failed(&error))?;
    Ok(bytes)
}
