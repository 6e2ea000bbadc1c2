//! Which images the terminal has, so that none is sent twice.

use lru::LruCache;

use super::kitty;

/// Images that the terminal holds for us at once: some 40 MB, were all of them as large as a screen.
const MOST: usize = 48;

/// The numbers of the images that the terminal has. When they are too many, the one that was not shown
/// for longest goes.
#[derive(Debug)]
pub struct Transmitted(LruCache<u32, ()>);

impl Default for Transmitted {
    fn default() -> Self {
        Self(LruCache::unbounded())
    }
}

impl Transmitted {
    /// This image is shown now. Whether it must be sent first, and what frees another for it.
    pub fn add(&mut self, id: u32) -> (bool, String) {
        let is_new = self.0.put(id, ()).is_none();
        let oldest = if self.0.len() > MOST { self.0.pop_lru() } else { None };
        (is_new, oldest.map(|(oldest, ())| kitty::free(oldest)).unwrap_or_default())
    }

    /// The terminal has none any more: another screen was shown, or this one was emptied.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_is_not_given_more_images_than_it_can_hold() {
        let mut transmitted = Transmitted::default();
        for id in 1..=48 {
            assert_eq!(transmitted.add(id), (true, String::new()));
        }
        assert_eq!(transmitted.add(1), (false, String::new()), "it has that one");
        assert_eq!(transmitted.add(49), (true, kitty::free(2)), "1 was shown since");
        assert_eq!(transmitted.add(2), (true, kitty::free(3)));
        transmitted.forget();
        assert_eq!(transmitted.add(49), (true, String::new()));
    }
}
