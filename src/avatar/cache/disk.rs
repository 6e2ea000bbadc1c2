//! Avatars kept on disk between runs, for this person only.
//!
//! What is kept is our own encoding of the pixels, not the bytes that came, so that nothing a
//! decoder could stumble over is read a second time. A file says for which address and size it is,
//! and is believed only then: names are hashes, and an avatar must never stand beside another's name.

use std::{
    fs::{self, File},
    hash::{DefaultHasher, Hash, Hasher},
    io::{Cursor, Read, Write},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use image::{DynamicImage, ImageFormat, codecs::jpeg::JpegEncoder};

use crate::{
    avatar::{
        decode, fetch,
        image::{Avatar, DecodedImage},
    },
    config::{
        private,
        regular::{self, Links},
        tidy,
    },
    follower::avatar_url::{AvatarSize, AvatarUrl},
};

/// The whole folder.
pub const LIMIT: u64 = 200 * 1024 * 1024;
/// Avatars of up to this many pixels are kept without loss.
const SMALL: u32 = 200 * 200;
/// So good that a second encoding is not seen.
const QUALITY: u8 = 95;
/// The first line of a file, with the version of its form.
const MARK: &str = "fanscope avatar 1";

/// A folder of avatars. What cannot be read or written is simply not kept.
#[derive(Debug, Clone)]
pub struct Disk {
    folder: PathBuf,
    limit: u64,
    /// What lies in the folder, as far as we know: looked up once, and again when it grows too large.
    total: Arc<Mutex<Option<u64>>>,
}

impl Disk {
    #[must_use]
    pub fn new(folder: PathBuf, limit: u64) -> Self {
        Self { folder, limit, total: Arc::default() }
    }

    /// The avatar at this address and size, if it is kept. It thereby counts as used now.
    #[must_use]
    pub fn find(&self, address: &AvatarUrl, requested: AvatarSize) -> Option<Avatar> {
        tidy::is_folder(&self.folder).then_some(())?;
        let path = self.path(address, requested);
        let file = regular::open(&path, File::options().read(true), Links::Refuse).ok()?;
        let most = fetch::Limits::default().bytes * 4;
        let mut bytes = vec![];
        (&file).take(u64::try_from(most).ok()?).read_to_end(&mut bytes).ok()?;
        let (received, body) = unlabelled(&bytes, address, requested)?;
        let image = decode::decode(body).ok()?;
        // A clock that cannot be written makes it older than it is, no more.
        let _ = file.set_modified(SystemTime::now());
        Some(Avatar { image, requested, received })
    }

    /// Keep it, and drop what was not used for longest when the folder grows too large.
    pub fn keep(&self, address: &AvatarUrl, avatar: &Avatar) {
        // A full disk or a folder of another's: the avatar is shown all the same.
        let Some(written) = self.write(address, avatar) else { return };
        let mut total = self.total.lock().unwrap_or_else(PoisonError::into_inner);
        let known = total.map(|total| total + written);
        *total = Some(known.filter(|total| *total <= self.limit).unwrap_or_else(|| self.tidy()));
    }

    /// Delete the avatar at this address in all sizes: how many files that were.
    #[must_use]
    pub fn forget(&self, address: &AvatarUrl) -> usize {
        let paths = AvatarSize::ALL.map(|size| self.path(address, size));
        paths.iter().filter(|path| fs::remove_file(path).is_ok()).count()
    }

    /// Delete all that is kept: how many files that were.
    #[must_use]
    pub fn forget_all(&self) -> usize {
        if !tidy::is_folder(&self.folder) {
            return 0;
        }
        tidy::sweep_unfinished(&self.folder);
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let ours = entries.filter(|entry| entry.file_name().to_str().is_some_and(is_kept));
        ours.filter(|entry| fs::remove_file(entry.path()).is_ok()).count()
    }

    /// Whole or not at all: two programs may write it, and the power may go.
    fn write(&self, address: &AvatarUrl, avatar: &Avatar) -> Option<u64> {
        let body = encoded(&avatar.image)?;
        private::make_dir(&self.folder).ok()?;
        // What lies where a link leads is not ours to fill, nor to tidy.
        if !tidy::is_folder(&self.folder) {
            return None;
        }
        // Made so that only its owner can read it.
        let mut file = tidy::unfinished(&self.folder).ok()?;
        let label = label(address, avatar.requested, avatar.received);
        file.write_all(label.as_bytes()).ok()?;
        file.write_all(&body).ok()?;
        file.persist(self.path(address, avatar.requested)).ok()?;
        u64::try_from(label.len() + body.len()).ok()
    }

    /// Look at all files, and when they are too much, drop the oldest until there is room for a while.
    /// What is left is the response.
    fn tidy(&self) -> u64 {
        if !tidy::is_folder(&self.folder) {
            return 0;
        }
        tidy::sweep_unfinished(&self.folder);
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let entries = entries.filter(|entry| entry.file_name().to_str().is_some_and(is_kept));
        let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
            .filter_map(|entry| {
                // Of the entry itself, not of what a link leads to.
                let about = entry.metadata().ok().filter(fs::Metadata::is_file)?;
                Some((about.modified().ok()?, about.len(), entry.path()))
            })
            .collect();
        let mut total: u64 = files.iter().map(|(_, length, _)| length).sum();
        if total <= self.limit {
            return total;
        }
        files.sort();
        for (_, length, path) in files {
            if total <= self.limit - self.limit / 10 {
                break;
            }
            if fs::remove_file(path).is_ok() {
                total -= length;
            }
        }
        total
    }

    fn path(&self, address: &AvatarUrl, size: AvatarSize) -> PathBuf {
        let hash = |seed: u8| {
            let mut hasher = DefaultHasher::new();
            (seed, address, size).hash(&mut hasher);
            hasher.finish()
        };
        self.folder.join(format!("{:016x}{:016x}", hash(1), hash(2)))
    }
}

fn label(address: &AvatarUrl, requested: AvatarSize, received: AvatarSize) -> String {
    format!("{MARK}\n{requested} {received} {address}\n")
}

/// The size that came, and the encoded avatar, when the file is about this address and size.
fn unlabelled<'a>(
    bytes: &'a [u8],
    address: &AvatarUrl,
    requested: AvatarSize,
) -> Option<(AvatarSize, &'a [u8])> {
    AvatarSize::ALL.into_iter().find_map(|received| {
        let body = bytes.strip_prefix(label(address, requested, received).as_bytes())?;
        Some((received, body))
    })
}

fn encoded(image: &DecodedImage) -> Option<Vec<u8>> {
    let pixels = image.pixels();
    let is_opaque = pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let mut bytes = vec![];
    if is_opaque && pixels.width() * pixels.height() > SMALL {
        let opaque = DynamicImage::ImageRgba8(pixels.clone()).into_rgb8();
        opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)).ok()?;
    } else {
        pixels.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).ok()?;
    }
    Some(bytes)
}

/// Whether a file is an avatar of ours, by its name.
fn is_kept(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
