//! A random number generator without state: everything made up follows from a number and a salt.

/// Sixty-four bits that look random and are always the same for this number (splitmix64).
pub fn mix(number: u64) -> u64 {
    let mut bits = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The draw of one person for one question. Another salt is another question.
pub fn draw(number: u64, salt: u64) -> u64 {
    mix(mix(salt) ^ number)
}

/// Whether a draw falls among `share` of a hundred.
pub fn is_among(bits: u64, share: u64) -> bool {
    bits % 100 < share
}

/// One of these, by a draw.
pub fn pick<T>(choices: &[T], bits: u64) -> &T {
    let count = u64::try_from(choices.len()).unwrap_or(1);
    &choices[usize::try_from(bits % count).unwrap_or(0)]
}
