//! Avatars that are kept: decoded in memory, up to a weight, and encoded on disk.

pub mod disk;

use lru::LruCache;

use crate::{
    avatar::image::Avatar,
    follower::avatar_url::{AvatarSize, AvatarUrl},
};

/// Decoded avatars by address and size. What was not used for longest goes when they grow too heavy.
#[derive(Debug)]
pub struct MemoryCache {
    avatars: LruCache<(AvatarUrl, AvatarSize), Avatar>,
    weight: usize,
    limit: usize,
}

impl MemoryCache {
    /// Keeps at most this many bytes of pixels. What is heavier by itself is not kept at all.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { avatars: LruCache::unbounded(), weight: 0, limit }
    }

    /// The avatar, which thereby counts as used now.
    pub fn get(&mut self, key: &(AvatarUrl, AvatarSize)) -> Option<Avatar> {
        self.avatars.get(key).cloned()
    }

    pub fn insert(&mut self, key: (AvatarUrl, AvatarSize), avatar: Avatar) {
        if let Some(old) = self.avatars.pop(&key) {
            self.weight -= old.image.weight();
        }
        let weight = avatar.image.weight();
        if weight > self.limit {
            return;
        }
        while self.weight + weight > self.limit {
            let Some((_, oldest)) = self.avatars.pop_lru() else { break };
            self.weight -= oldest.image.weight();
        }
        self.weight += weight;
        self.avatars.put(key, avatar);
    }
}

#[cfg(test)]
mod tests {
    use image::RgbaImage;

    use super::*;
    use crate::avatar::image::DecodedImage;

    fn key(name: &str) -> (AvatarUrl, AvatarSize) {
        let url = AvatarUrl::new(&format!("http://wx.qlogo.cn/{name}/0")).expect("not empty");
        (url, AvatarSize::Full)
    }

    /// An avatar of this many pixels, of four bytes each.
    fn avatar(pixels: u32) -> Avatar {
        let image = DecodedImage::new(RgbaImage::new(pixels, 1));
        Avatar { image, requested: AvatarSize::Full, received: AvatarSize::Full }
    }

    fn has(cache: &MemoryCache, names: [&str; 4]) -> [bool; 4] {
        names.map(|name| cache.avatars.contains(&key(name)))
    }

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let mut cache = MemoryCache::new(3 * 4);
        for name in ["a", "b", "c"] {
            cache.insert(key(name), avatar(1));
        }
        assert_eq!(cache.get(&key("a")), Some(avatar(1)));
        cache.insert(key("d"), avatar(2));
        assert_eq!(has(&cache, ["a", "b", "c", "d"]), [true, false, false, true]);
        assert_eq!(cache.weight, 3 * 4);
    }

    #[test]
    fn what_is_too_heavy_is_not_kept_and_drives_nothing_out() {
        let mut cache = MemoryCache::new(3 * 4);
        cache.insert(key("a"), avatar(3));
        cache.insert(key("b"), avatar(4));
        assert_eq!(has(&cache, ["a", "b", "c", "d"]), [true, false, false, false]);
        cache.insert(key("a"), avatar(2));
        assert_eq!((cache.get(&key("a")), cache.weight), (Some(avatar(2)), 2 * 4));
        cache.insert(key("a"), avatar(9));
        assert_eq!((cache.get(&key("a")), cache.weight), (None, 0));
    }
}
