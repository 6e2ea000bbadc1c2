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

use super::people::notable::{GONE, NOT_AN_IMAGE, ONLY_132};

/// What an address of an avatar leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Image {
    Face(u64),
    /// WeChat answers with a placeholder and a header that says so.
    Gone,
    /// A page of a network that wants a login.
    Html,
}

/// The avatar of a person in a size.
pub fn avatar(number: u64, size: u16) -> Image {
    match number {
        GONE => Image::Gone,
        NOT_AN_IMAGE => Image::Html,
        ONLY_132 if size != 132 => Image::Gone,
        _ => Image::Face(number),
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

/// How many bytes of avatars are kept.
const ROOM: usize = 16 << 20;
const QUALITY: u8 = 90;

/// Avatars that were drawn, the oldest first.
#[derive(Debug, Default)]
pub struct Avatars(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    avatars: VecDeque<(Option<u64>, u16, Bytes)>,
    bytes: usize,
}

impl Avatars {
    /// A face as JPEG, or the placeholder.
    pub fn jpeg(&self, avatar: Option<u64>, size: u16) -> Bytes {
        if let Some(jpeg) = self.kept().find(avatar, size) {
            return jpeg;
        }
        let pixels = match avatar {
            Some(number) => features::Features::of(number).draw(size),
            None => head::nobody(size),
        };
        let mut jpeg = vec![];
        let pixels_wide = u32::from(size);
        JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
            .encode(&pixels, pixels_wide, pixels_wide, ExtendedColorType::Rgb8)
            .expect("a square of this many pixels");
        let jpeg = Bytes::from(jpeg);
        self.kept().keep(avatar, size, jpeg.clone());
        jpeg
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn find(&self, avatar: Option<u64>, size: u16) -> Option<Bytes> {
        let found = self.avatars.iter().find(|(kept, at, _)| (*kept, *at) == (avatar, size));
        found.map(|(_, _, jpeg)| jpeg.clone())
    }

    fn keep(&mut self, avatar: Option<u64>, size: u16, jpeg: Bytes) {
        self.bytes += jpeg.len();
        self.avatars.push_back((avatar, size, jpeg));
        while self.bytes > ROOM {
            let Some((_, _, oldest)) = self.avatars.pop_front() else { return };
            self.bytes -= oldest.len();
        }
    }
}
