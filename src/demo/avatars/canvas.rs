//! A square of pixels that shapes are painted on.

use super::shape::Shape;

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colour(pub [f32; 3]);

impl Colour {
    /// A colour as it is written on the web, `0xrrggbb`.
    pub fn hex(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self([red, green, blue].map(f32::from))
    }

    /// This much nearer to another colour.
    pub fn towards(self, other: Self, share: f32) -> Self {
        let [red, green, blue] = self.0;
        let [to_red, to_green, to_blue] = other.0;
        let mix = |from: f32, to: f32| from + (to - from) * share;
        Self([mix(red, to_red), mix(green, to_green), mix(blue, to_blue)])
    }

    pub fn darker(self, share: f32) -> Self {
        self.towards(Self([20.0, 14.0, 30.0]), share)
    }

    pub fn lighter(self, share: f32) -> Self {
        self.towards(Self([255.0; 3]), share)
    }
}

/// Small avatars are painted this much larger and shrunk, so that thin lines stay even.
const OVERSAMPLE: u16 = 3;
const LARGE: u16 = 200;

#[derive(Debug)]
pub struct Canvas {
    /// Of the avatar, in pixels.
    size: u16,
    /// Painted pixels for each one of the avatar, in each direction.
    grain: u16,
    pixels: Vec<Colour>,
}

impl Canvas {
    pub fn new(size: u16, colour: Colour) -> Self {
        let grain = if size > LARGE { 1 } else { OVERSAMPLE };
        let count = usize::from(size * grain).pow(2);
        Self { size, grain, pixels: vec![colour; count] }
    }

    /// Paint a shape, its edge as thin as a pixel.
    pub fn paint(&mut self, colour: Colour, shape: &Shape) {
        self.wash(colour, 1.0, shape);
    }

    /// Paint a shape that lets this much of what is under it through: 1 lets nothing.
    pub fn wash(&mut self, colour: Colour, strength: f32, shape: &Shape) {
        let side = self.size * self.grain;
        let scale = f32::from(side);
        let [left, top, right, bottom] = shape.bounds().map(|edge| edge * scale);
        let (columns, rows) = (span(left, right, side), span(top, bottom, side));
        for row in rows {
            let y = (f32::from(row) + 0.5) / scale;
            for column in columns.clone() {
                let x = (f32::from(column) + 0.5) / scale;
                let cover = (0.5 - shape.distance((x, y)) * scale).clamp(0.0, 1.0) * strength;
                if cover > 0.0 {
                    let at = usize::from(row) * usize::from(side) + usize::from(column);
                    self.pixels[at] = self.pixels[at].towards(colour, cover);
                }
            }
        }
    }

    /// The finished avatar, three bytes a pixel.
    pub fn finish(&self) -> Vec<u8> {
        let side = usize::from(self.size * self.grain);
        let grain = usize::from(self.grain);
        let share = 1.0 / f32::from(self.grain * self.grain);
        let mut bytes = Vec::with_capacity(usize::from(self.size) * usize::from(self.size) * 3);
        for row in (0..side).step_by(grain) {
            for column in (0..side).step_by(grain) {
                let mut sum = [0.0; 3];
                for y in row..row + grain {
                    for Colour(colour) in &self.pixels[y * side + column..][..grain] {
                        for (total, part) in sum.iter_mut().zip(colour) {
                            *total += part * share;
                        }
                    }
                }
                bytes.extend(sum.map(byte));
            }
        }
        bytes
    }
}

/// The rows or columns between two edges, and one more on either side for the soft edge.
fn span(from: f32, to: f32, side: u16) -> std::ops::Range<u16> {
    whole(from - 1.0).min(side)..whole(to + 2.0).min(side)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "floats saturate")]
fn whole(number: f32) -> u16 {
    number as u16
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "floats saturate")]
fn byte(number: f32) -> u8 {
    number.round() as u8
}
