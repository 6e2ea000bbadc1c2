//! A rectangle of pixels.

use std::fmt;

use image::{RgbImage, imageops};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

impl Area {
    pub fn right(self) -> u32 {
        self.left + self.width
    }

    pub fn bottom(self) -> u32 {
        self.top + self.height
    }

    pub fn contains(self, x: u32, y: u32) -> bool {
        self.left <= x && x < self.right() && self.top <= y && y < self.bottom()
    }

    /// What a picture shows there.
    pub fn of(self, picture: &RgbImage) -> RgbImage {
        imageops::crop_imm(picture, self.left, self.top, self.width, self.height).to_image()
    }

    /// The smallest rectangle around all pixels in it for which this is so.
    pub fn around(
        self,
        picture: &RgbImage,
        is_so: impl Fn(&image::Rgb<u8>) -> bool,
    ) -> Option<Self> {
        let mut found: Option<[u32; 4]> = None;
        for y in self.top..self.bottom().min(picture.height()) {
            for x in self.left..self.right().min(picture.width()) {
                if is_so(picture.get_pixel(x, y)) {
                    let [left, top, right, bottom] = found.unwrap_or([x, y, x, y]);
                    found = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
                }
            }
        }
        let [left, top, right, bottom] = found?;
        Some(Self { left, top, width: right - left + 1, height: bottom - top + 1 })
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{} at {},{}", self.width, self.height, self.left, self.top)
    }
}
