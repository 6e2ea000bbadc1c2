//! An image as sixels: few colours, flat where it is flat, and no more bytes than a slow line takes.
//!
//! Sixels have a palette and runs of equal pixels. Colours that are not in the palette are mixed by
//! dots of those that are: the error of each pixel is spread over the next ones. `icy_sixel` does so
//! everywhere, and a hat of one green becomes dots of two. Here a pixel whose colour the palette nearly
//! has is that colour, and its error is spread no further, so that dots are left where they are needed.
//!
//! What this does was chosen by the error over the eight first avatars of the demo and four photographs
//! (`tests/it/avatar/sixels.rs` prints the table, `benches/README.md` keeps it).

use icy_sixel::{EncodeOptions, sixel_encode};
use image::RgbImage;
use quantette::{
    ImageRef, PaletteBuf, PaletteSize, Pipeline, QuantizeMethod,
    color_map::{IndexedColorMap, NearestNeighborColorMap},
    deps::palette::Srgb,
};

use super::error::{Error, failed};

/// How colours become those of a palette.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dither {
    pub colours: u16,
    /// How much of an error is spread: 0 for none of it, 1 for all.
    pub diffusion: f32,
    /// By how much a channel of a colour may be off without its error being spread, of 255.
    pub tolerance: f32,
}

/// What is tried in turn, until it is short enough: grain is left out first, colours after.
const TRIES: [Dither; 6] = [
    Dither { colours: 256, diffusion: 0.875, tolerance: 4.0 },
    Dither { colours: 256, diffusion: 0.0, tolerance: 0.0 },
    Dither { colours: 128, diffusion: 0.0, tolerance: 0.0 },
    Dither { colours: 64, diffusion: 0.0, tolerance: 0.0 },
    Dither { colours: 48, diffusion: 0.0, tolerance: 0.0 },
    Dither { colours: 32, diffusion: 0.0, tolerance: 0.0 },
];

/// The image as one string, drawn from the cursor on.
///
/// # Errors
/// When it cannot be encoded.
pub fn encoded(pixels: &RgbImage) -> Result<String, Error> {
    let enough = enough(pixels.as_raw().len() / 3);
    let mut shortest = String::new();
    for dither in TRIES {
        let data = dithered(pixels, dither)?;
        if shortest.is_empty() || data.len() < shortest.len() {
            shortest = data;
        }
        if shortest.len() <= enough {
            break;
        }
    }
    Ok(shortest)
}

/// The image as one string, in colours that are chosen so.
///
/// # Errors
/// When it cannot be encoded.
pub fn dithered(pixels: &RgbImage, dither: Dither) -> Result<String, Error> {
    let palette = palette(pixels, dither.colours)?;
    let mapped = mapped(pixels, &palette, dither);
    let side = |side: u32| usize::try_from(side).map_err(|error| failed(&error));
    let (width, height) = (side(pixels.width())?, side(pixels.height())?);
    let options = EncodeOptions {
        max_colors: 256,
        diffusion: 0.0,
        quantize_method: QuantizeMethod::from(palette),
    };
    sixel_encode(&mapped, width, height, &options).map_err(|error| failed(&error))
}

/// A byte and a half for each pixel, and the palette.
fn enough(pixels: usize) -> usize {
    pixels * 3 / 2 + 1500
}

/// At most so many colours, each of which sixels can name: they count from 0 to 100.
fn palette(pixels: &RgbImage, colours: u16) -> Result<PaletteBuf<Srgb<u8>>, Error> {
    let colour = |pixel: &image::Rgb<u8>| Srgb::new(pixel.0[0], pixel.0[1], pixel.0[2]);
    let colours_of: Vec<Srgb<u8>> = pixels.pixels().map(colour).collect();
    let image = ImageRef::new(pixels.width(), pixels.height(), &colours_of);
    let size = PaletteSize::from_u16_clamped(colours);
    let palette = Pipeline::new()
        .palette_size(size)
        .input_image(image.map_err(|error| failed(&error))?)
        .output_srgb8_palette()
        .map(PaletteBuf::into_vec)
        .unwrap_or_default();
    let mut nameable: Vec<Srgb<u8>> = palette
        .into_iter()
        .map(|Srgb { red, green, blue, .. }| {
            Srgb::new(nameable(red), nameable(green), nameable(blue))
        })
        .collect();
    nameable.sort_unstable_by_key(|colour| (colour.red, colour.green, colour.blue));
    nameable.dedup();
    PaletteBuf::try_from(nameable).map_err(|_| Error::Encoding("a palette of no colours".into()))
}

/// The nearest of 101 steps, as the least value that `icy_sixel` cuts down to it.
fn nameable(value: u8) -> u8 {
    let step = (u32::from(value) * 100 + 127) / 255;
    u8::try_from((step * 255).div_ceil(100)).unwrap_or(u8::MAX)
}

/// Each pixel in a colour of the palette, as RGBA.
fn mapped(pixels: &RgbImage, palette: &PaletteBuf<Srgb<u8>>, dither: Dither) -> Vec<u8> {
    let colours: Vec<[f32; 3]> = palette
        .as_slice()
        .iter()
        .map(|colour| [colour.red, colour.green, colour.blue].map(f32::from))
        .collect();
    let as_numbers: Vec<Srgb<f32>> =
        colours.iter().map(|[red, green, blue]| Srgb::new(*red, *green, *blue)).collect();
    let Ok(as_numbers) = PaletteBuf::try_from(as_numbers) else { return vec![] };
    let nearest_of = NearestNeighborColorMap::<Srgb<f32>, f32, 3>::new(as_numbers);
    let nearest = |[red, green, blue]: [f32; 3]| {
        let index = nearest_of.palette_index(&Srgb::new(red, green, blue));
        colours.get(usize::from(index)).copied().unwrap_or_default()
    };
    let width = pixels.width() as usize;
    // The errors that this line and the next are given, with a pixel more at both ends.
    let (mut errors, mut below) = (vec![[0.0; 3]; width + 2], vec![[0.0; 3]; width + 2]);
    let mut mapped = Vec::with_capacity(width * pixels.height() as usize * 4);
    for line in pixels.rows() {
        for (x, pixel) in line.enumerate() {
            let own = pixel.0.map(f32::from);
            let flat = nearest(own);
            let is_near = apart(own, flat).into_iter().all(|off| off.abs() <= dither.tolerance);
            let chosen = if is_near || dither.diffusion <= 0.0 {
                flat
            } else {
                let given = errors.get(x + 1).copied().unwrap_or_default();
                let wanted = [0, 1, 2].map(|at| (own[at] + given[at]).clamp(0.0, 255.0));
                let chosen = nearest(wanted);
                let error = apart(wanted, chosen).map(|off| off * dither.diffusion);
                spread(&mut errors, x + 2, error, 7.0 / 16.0);
                spread(&mut below, x, error, 3.0 / 16.0);
                spread(&mut below, x + 1, error, 5.0 / 16.0);
                spread(&mut below, x + 2, error, 1.0 / 16.0);
                chosen
            };
            // They were bytes, and are still as large.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "0 to 255"
            )]
            mapped.extend(chosen.map(|value| value as u8));
            mapped.push(u8::MAX);
        }
        std::mem::swap(&mut errors, &mut below);
        below.fill([0.0; 3]);
    }
    mapped
}

fn apart(one: [f32; 3], other: [f32; 3]) -> [f32; 3] {
    [0, 1, 2].map(|at| one[at] - other[at])
}

fn spread(line: &mut [[f32; 3]], at: usize, error: [f32; 3], part: f32) {
    let Some(given) = line.get_mut(at) else { return };
    for (given, error) in given.iter_mut().zip(error) {
        *given += error * part;
    }
}
