//! A decoded image, and the same image smaller.

use std::{fmt, sync::Arc};

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbaImage;

use crate::follower::avatar_url::AvatarSize;

/// An avatar as it was found, at its own pixel size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Avatar {
    pub image: DecodedImage,
    pub requested: AvatarSize,
    /// Another than was requested when that one is not there, and the one that WeChat gave is.
    pub received: AvatarSize,
}

/// Pixels that cost nothing to pass on.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodedImage {
    pixels: Arc<RgbaImage>,
    is_whole: bool,
}

impl DecodedImage {
    #[must_use]
    pub fn new(pixels: RgbaImage) -> Self {
        Self { pixels: Arc::new(pixels), is_whole: true }
    }

    /// The same of bytes that ended too early: what came of it is shown, and not kept.
    #[must_use]
    pub fn cut_short(self) -> Self {
        Self { is_whole: false, ..self }
    }

    /// Whether all of it came.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.is_whole
    }

    #[must_use]
    pub fn pixels(&self) -> &RgbaImage {
        &self.pixels
    }

    /// Bytes that it holds in memory.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.pixels.as_raw().len()
    }

    /// This wide and high, whatever its shape was.
    #[must_use]
    pub fn resized(&self, width: u32, height: u32) -> RgbaImage {
        self.scaled(width, height, FilterType::Lanczos3)
    }

    /// The same, with each pixel the plain mean of those it stands for: for pixels so large that
    /// they are seen as squares. With them avatars come a tenth nearer to the avatar than with
    /// Lanczos, which overshoots at edges.
    #[must_use]
    pub fn averaged(&self, width: u32, height: u32) -> RgbaImage {
        self.scaled(width, height, FilterType::Box)
    }

    fn scaled(&self, width: u32, height: u32, smaller: FilterType) -> RgbaImage {
        let (width, height) = (width.max(1), height.max(1));
        if self.pixels.dimensions() == (width, height) {
            return RgbaImage::clone(&self.pixels);
        }
        let mut small = RgbaImage::new(width, height);
        let is_smaller = width <= self.pixels.width() && height <= self.pixels.height();
        // Lanczos rings around edges when it enlarges, which only blocks do, by a pixel or two.
        let filter = if is_smaller { smaller } else { FilterType::CatmullRom };
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter));
        Resizer::new()
            .resize(&*self.pixels, &mut small, &options)
            .expect("both are RGBA, and neither is empty");
        small
    }
}

impl fmt::Debug for DecodedImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodedImage({}x{})", self.pixels.width(), self.pixels.height())
    }
}

/// The size in which an avatar of this size is drawn in a box: its own, or smaller, never larger,
/// in its own proportion.
#[must_use]
pub fn fit(width: u32, height: u32, box_width: u32, box_height: u32) -> (u32, u32) {
    if width <= box_width && height <= box_height {
        return (width, height);
    }
    // Which side is cut down more, told without fractions.
    let [w, h, bw, bh] = [width, height, box_width, box_height].map(u64::from);
    let rounded = |of: u64, by: u64| u32::try_from((of + by / 2) / by.max(1)).unwrap_or(u32::MAX);
    if w * bh > h * bw {
        (box_width, rounded(h * bw, w).clamp(1, box_height.max(1)))
    } else {
        (rounded(w * bh, h).clamp(1, box_width.max(1)), box_height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_cut_down_in_its_proportion_and_never_enlarged() {
        assert_eq!(fit(46, 46, 160, 160), (46, 46));
        assert_eq!(fit(640, 640, 200, 160), (160, 160));
        assert_eq!(fit(640, 320, 160, 160), (160, 80));
        assert_eq!(fit(320, 640, 160, 160), (80, 160));
        assert_eq!(fit(4096, 1, 100, 100), (100, 1));
        assert_eq!(fit(1, 4096, 100, 100), (1, 100));
    }

    #[test]
    fn a_smaller_image_is_made_of_all_pixels() {
        let stripes =
            RgbaImage::from_fn(64, 64, |x, _| image::Rgba([if x % 2 == 0 { 0 } else { 255 }; 4]));
        let opaque = RgbaImage::from_fn(64, 64, |x, y| {
            let [shade, ..] = stripes.get_pixel(x, y).0;
            image::Rgba([shade, shade, shade, 255])
        });
        let small = DecodedImage::new(opaque).resized(8, 8);
        // Skipping pixels would give black or white.
        assert!(small.pixels().all(|pixel| (100..156).contains(&pixel.0[0])), "{small:?}");
    }
}
