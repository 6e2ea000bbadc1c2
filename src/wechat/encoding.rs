//! Answers that a proxy compressed although nobody asked for it, read within the same limits.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::wechat::error::Body;

/// How a body is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Gzip,
    Zlib,
    /// What some servers send when they say `deflate`.
    Deflate,
}

/// How this body is compressed, by its first bytes: the header may be wrong, or may have been cut
/// out. `None` for a plain one.
#[must_use]
pub fn of(header: &str, bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0x1f, 0x8b, ..] => Some(Encoding::Gzip),
        // No JSON begins with an x.
        [0x78, second, ..] if 0x7800_u16.wrapping_add(u16::from(*second)).is_multiple_of(31) => {
            Some(Encoding::Zlib)
        }
        [b'{' | b'[' | b'<' | b' ' | b'\n' | b'\r' | b'\t' | 0xef, ..] | [] => None,
        _ => header.trim().eq_ignore_ascii_case("deflate").then_some(Encoding::Deflate),
    }
}

/// The body as it was before. It is given up at the first byte over `most`.
///
/// # Errors
/// When it is larger, or broken.
pub fn decoded(encoding: Encoding, bytes: &[u8], most: usize) -> Result<Vec<u8>, Body> {
    let decoder: Box<dyn Read + '_> = match encoding {
        Encoding::Gzip => Box::new(MultiGzDecoder::new(bytes)),
        Encoding::Zlib => Box::new(ZlibDecoder::new(bytes)),
        Encoding::Deflate => Box::new(DeflateDecoder::new(bytes)),
    };
    let mut plain = vec![];
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    match decoder.take(limit).read_to_end(&mut plain) {
        Ok(_) if plain.len() > most => Err(Body::TooLarge),
        Ok(_) => Ok(plain),
        Err(_) => Err(Body::Truncated),
    }
}
