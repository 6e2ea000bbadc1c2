//! Which OpenIDs came before.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
};

/// Remembers OpenIDs by two hashes of 64 bits each, so that a million take 36 MB and not 100; half as
/// much again for the moment in which the table grows. Two different ones are the same to it once in
/// 10^26 lists of that length.
#[derive(Debug, Default)]
pub struct Seen {
    hashers: [RandomState; 2],
    hashes: HashSet<[u64; 2]>,
}

impl Seen {
    /// Whether it was not there before.
    pub fn insert(&mut self, openid: &str) -> bool {
        let hashes = self.hashers.each_ref().map(|hasher| hasher.hash_one(openid));
        self.hashes.insert(hashes)
    }
}
