//! Bytes to pixels, where neither a bomb nor a panic of a decoder can hurt the rest.
//!
//! The header is read and judged first: an image of 20,000 × 20,000 white pixels is 50 kB on the
//! wire and 1.6 GB in memory.

use std::{
    io::Cursor,
    panic::{self, AssertUnwindSafe},
    sync::Arc,
    time::Duration,
};

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    error::LimitErrorKind, metadata::Orientation,
};
use tokio::{sync::Semaphore, task, time};

use crate::avatar::{Error, image::DecodedImage};

/// The largest width and height.
pub const SIDE: u32 = 4096;
/// The largest avatar in memory, as RGBA and as the decoder writes it.
pub const BYTES: u64 = 64 * 1024 * 1024;
/// A decoder that takes longer is left alone. Its thread ends when it does.
const TIMEOUT: Duration = Duration::from_secs(5);
/// What `WeChat` serves by report, and what its servers could turn to.
const FORMATS: [ImageFormat; 4] =
    [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];

/// Decodes beside the loop, at most two at a time. A clone shares the two places.
#[derive(Debug, Clone)]
pub struct Decoder {
    permits: Arc<Semaphore>,
}

impl Default for Decoder {
    fn default() -> Self {
        Self { permits: Arc::new(Semaphore::new(2)) }
    }
}

impl Decoder {
    /// The avatar in these bytes.
    ///
    /// # Errors
    /// When they are no avatar, or one that is too large.
    pub async fn decode(&self, bytes: Vec<u8>) -> Result<DecodedImage, Error> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let work = task::spawn_blocking(move || {
            // Held by the thread: an avatar that nobody waits for any more still takes its place.
            let _permit = permit;
            decode(&bytes)
        });
        match time::timeout(TIMEOUT, work).await {
            Ok(Ok(done)) => done,
            Ok(Err(_)) => Err(Error::Broken),
            Err(_) => Err(Error::TooSlow),
        }
    }
}

/// The avatar in these bytes, right way up. Of an animation, the first frame.
///
/// # Errors
/// When they are no avatar, or one that is too large.
pub fn decode(bytes: &[u8]) -> Result<DecodedImage, Error> {
    // The decoders are other people's code on other people's bytes.
    panic::catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or(Err(Error::Broken))
}

fn read(bytes: &[u8]) -> Result<DecodedImage, Error> {
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    let format = image::guess_format(bytes).map_err(|_| Error::NotAnImage)?;
    if !FORMATS.contains(&format) {
        return Err(Error::NotAnImage);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|error| fault(&error))?;
    let (width, height) = decoder.dimensions();
    let rgba = u64::from(width) * u64::from(height) * 4;
    if width > SIDE || height > SIDE || rgba.max(decoder.total_bytes()) > BYTES {
        return Err(Error::TooManyPixels);
    }
    if width == 0 || height == 0 {
        return Err(Error::Broken);
    }
    let orientation = orientation(&mut decoder);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    image.apply_orientation(orientation);
    let image = DecodedImage::new(image.into_rgba8());
    let is_cut = format == ImageFormat::Jpeg && is_cut_short(bytes);
    Ok(if is_cut { image.cut_short() } else { image })
}

/// How the camera was held. Some programs write EXIF into WebP and PNG as it stands in a JPEG, with a
/// name in front, at which `ImageDecoder::orientation` stops.
fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    let exif = decoder.exif_metadata().ok().flatten().unwrap_or_default();
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(&exif);
    Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms)
}

/// Whether a JPEG ends before its end mark. The decoder makes grey of what is missing, and says nothing.
/// In the data of the image a byte of ones is never followed by the mark's other byte; in what stands
/// before it may be another JPEG, a thumbnail.
fn is_cut_short(bytes: &[u8]) -> bool {
    const SCAN: u8 = 0xda;
    let mut at = 2;
    while let Some([0xff, kind, high, low]) = bytes.get(at..at + 4) {
        if *kind == SCAN {
            let data = bytes.get(at..).unwrap_or_default();
            return !data.windows(2).any(|pair| pair == [0xff, 0xd9]);
        }
        // A byte of ones may be repeated before a mark.
        at += if *kind == 0xff { 1 } else { 2 + usize::from(u16::from_be_bytes([*high, *low])) };
    }
    true
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(BYTES);
    limits
}

fn fault(error: &ImageError) -> Error {
    match error {
        ImageError::Limits(limit) => match limit.kind() {
            LimitErrorKind::DimensionError | LimitErrorKind::InsufficientMemory => {
                Error::TooManyPixels
            }
            _ => Error::Broken,
        },
        _ => Error::Broken,
    }
}
