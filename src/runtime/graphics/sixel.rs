//! A picture as sixels, with no more bytes than a slow line takes.
//!
//! Sixels have a palette and runs of equal pixels, so what makes a photograph smooth, many colours
//! mixed by dots, is what makes it long. Grain is left out first, colours after.

use icy_sixel::{EncodeOptions, sixel_encode};
use image::RgbaImage;

use super::encode::{Error, failed};

/// What is tried in turn: how many colours, and how strongly the error of each pixel is spread.
const TRIES: [(u16, f32); 6] =
    [(256, 0.875), (256, 0.0), (128, 0.0), (64, 0.0), (48, 0.0), (32, 0.0)];

/// The picture as one string, drawn from the cursor on.
///
/// # Errors
/// When it cannot be encoded.
pub fn encoded(pixels: &RgbaImage) -> Result<String, Error> {
    let side = |side: u32| usize::try_from(side).map_err(|error| failed(&error));
    let (width, height) = (side(pixels.width())?, side(pixels.height())?);
    let mut shortest = String::new();
    for (max_colors, diffusion) in TRIES {
        let options = EncodeOptions { max_colors, diffusion, ..EncodeOptions::default() };
        let data = sixel_encode(pixels.as_raw(), width, height, &options);
        let data = data.map_err(|error| failed(&error))?;
        if shortest.is_empty() || data.len() < shortest.len() {
            shortest = data;
        }
        if shortest.len() <= enough(width * height) {
            break;
        }
    }
    Ok(shortest)
}

/// A byte and a half for each pixel, and the palette.
fn enough(pixels: usize) -> usize {
    pixels * 3 / 2 + 1500
}
