//! Avatars: each person's face is drawn from their number, in any size, and kept for a while.

mod canvas;
mod features;
mod hair;
mod head;
mod shape;

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use axum::body::Bytes;
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};

use super::people::notable::{GONE, NOT_A_PICTURE, ONLY_132};

/// What an address of a picture leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    Face(u64),
    /// WeChat answers with a placeholder and a header that says so.
    Gone,
    /// A page of a network that wants a login.
    Html,
}

/// The picture of a person in a size.
pub fn picture(number: u64, size: u16) -> Picture {
    match number {
        GONE => Picture::Gone,
        NOT_A_PICTURE => Picture::Html,
        ONLY_132 if size != 132 => Picture::Gone,
        _ => Picture::Face(number),
    }
}

/// The pixels of a size in an address: 0 stands for 640.
pub fn size(part: &str) -> Option<u16> {
    match part {
        "0" => Some(640),
        "46" => Some(46),
        "64" => Some(64),
        "96" => Some(96),
        "132" => Some(132),
        _ => None,
    }
}

/// How many bytes of pictures are kept.
const ROOM: usize = 16 << 20;
const QUALITY: u8 = 90;

/// Pictures that were drawn, the oldest first.
#[derive(Debug, Default)]
pub struct Faces(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    pictures: VecDeque<(Option<u64>, u16, Bytes)>,
    bytes: usize,
}

impl Faces {
    /// A face as JPEG, or the placeholder.
    pub fn jpeg(&self, face: Option<u64>, size: u16) -> Bytes {
        if let Some(jpeg) = self.kept().find(face, size) {
            return jpeg;
        }
        let pixels = match face {
            Some(number) => features::Features::of(number).draw(size),
            None => head::nobody(size),
        };
        let mut jpeg = vec![];
        let pixels_wide = u32::from(size);
        JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
            .encode(&pixels, pixels_wide, pixels_wide, ExtendedColorType::Rgb8)
            .expect("a square of this many pixels");
        let jpeg = Bytes::from(jpeg);
        self.kept().keep(face, size, jpeg.clone());
        jpeg
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn find(&self, face: Option<u64>, size: u16) -> Option<Bytes> {
        let found = self.pictures.iter().find(|(kept, at, _)| (*kept, *at) == (face, size));
        found.map(|(_, _, jpeg)| jpeg.clone())
    }

    fn keep(&mut self, face: Option<u64>, size: u16, jpeg: Bytes) {
        self.bytes += jpeg.len();
        self.pictures.push_back((face, size, jpeg));
        while self.bytes > ROOM {
            let Some((_, _, oldest)) = self.pictures.pop_front() else { return };
            self.bytes -= oldest.len();
        }
    }
}
