//! A face as the demo serves it, and how far what is seen is from it.

use std::collections::BTreeMap;

use image::{Rgb, RgbImage, imageops};

/// Less colourful than this, and it may be text.
const COLOURFUL: u8 = 48;

/// A picture in the size in which it was asked for.
pub struct Face {
    pub pixels: RgbImage,
    /// The colours that much of it has and text has not, in steps of 16.
    colours: Vec<[u8; 3]>,
}

impl Face {
    pub fn new(pixels: RgbImage) -> Self {
        let mut counts: BTreeMap<[u8; 3], u32> = BTreeMap::new();
        for pixel in pixels.pixels().filter(|pixel| is_colourful(**pixel)) {
            *counts.entry(step(*pixel)).or_default() += 1;
        }
        let enough = pixels.width() * pixels.height() / 50;
        let colours = counts.into_iter().filter(|(_, count)| *count > enough).map(|(at, _)| at);
        Self { colours: colours.collect(), pixels }
    }

    /// Whether this pixel could be one of the face.
    pub fn has(&self, pixel: Rgb<u8>) -> bool {
        is_colourful(pixel) && self.colours.contains(&step(pixel))
    }

    /// How far this is from the face when both are so many pixels wide and high: the mean difference
    /// of a channel, of 255.
    pub fn apart(&self, seen: &RgbImage, side: u32) -> f64 {
        let [face, seen] = [&self.pixels, seen].map(|picture| coarse(picture, side));
        difference(&face, &seen)
    }

    /// The mean colours of the four quarters, from the left and from the top.
    pub fn quarters(picture: &RgbImage) -> [[u8; 3]; 4] {
        let quarters = coarse(picture, 2);
        [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(x, y)| quarters.get_pixel(x, y).0)
    }
}

/// The mean difference of a channel of two pictures of one size.
pub fn difference(one: &RgbImage, other: &RgbImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let pairs = one.as_raw().iter().zip(other.as_raw());
    let sum: u64 = pairs.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / one.as_raw().len() as f64
}

/// A square of this many pixels, each the mean of what it stands for.
fn coarse(picture: &RgbImage, side: u32) -> RgbImage {
    // Not `resize`, whose filters reach over to the neighbours.
    let steps = side * 8;
    let fine = imageops::resize(picture, steps, steps, imageops::FilterType::Triangle);
    imageops::thumbnail(&fine, side, side)
}

fn step(pixel: Rgb<u8>) -> [u8; 3] {
    pixel.0.map(|channel| channel / 16)
}

fn is_colourful(pixel: Rgb<u8>) -> bool {
    let [red, green, blue] = pixel.0;
    red.max(green).max(blue) - red.min(green).min(blue) >= COLOURFUL
}
