//! OpenIDs, UnionIDs and avatar names with a number inside, which look like the real ones.
//!
//! A real OpenID has 28 characters and shares its first six with all others of the account. Ours
//! hold the follower's number, scrambled, and twelve characters that check it: a million followers
//! take no memory, and an OpenID of nobody is told from one of somebody without a list.

use super::rng::mix;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Ten letters hold a number of 60 bits, scrambled in two halves.
const HALF: u64 = (1 << 30) - 1;
const NUMBER_LETTERS: usize = 10;

/// The id of this number among those with this start, 22 characters longer than the start.
pub fn id(start: &str, number: u64) -> String {
    let scrambled = scramble(number, key(start));
    let mut id = String::with_capacity(start.len() + 22);
    id.push_str(start);
    let check = mix(scrambled ^ key(start));
    id.extend(letters(scrambled).take(NUMBER_LETTERS));
    id.extend(letters(check).take(NUMBER_LETTERS));
    id.extend(letters(mix(check)).take(2));
    id
}

/// The number in an id with this start. `None` when it was not made by [`id`].
pub fn number(start: &str, id: &str) -> Option<u64> {
    let held = id.strip_prefix(start)?.as_bytes().get(..NUMBER_LETTERS)?;
    let scrambled = held.iter().rev().try_fold(0, |bits: u64, letter| {
        let six = LETTERS.iter().position(|known| known == letter)?;
        Some(bits << 6 | u64::try_from(six).ok()?)
    })?;
    let number = unscramble(scrambled, key(start));
    (self::id(start, number) == id).then_some(number)
}

/// Whether a text could be an OpenID: 28 letters, digits, `_` and `-`.
pub fn is_well_formed(id: &str) -> bool {
    id.len() == 28 && id.bytes().all(|byte| LETTERS.contains(&byte))
}

/// Endless letters from these bits, six bits each.
pub fn letters(bits: u64) -> impl Iterator<Item = char> {
    let six = |bits: u64| usize::from(bits.to_le_bytes()[0] & 63);
    std::iter::successors(Some(bits), |bits| Some(bits.rotate_right(6)))
        .map(move |bits| char::from(LETTERS[six(bits)]))
}

fn key(start: &str) -> u64 {
    start.bytes().fold(0, |key, byte| mix(key ^ u64::from(byte)))
}

/// A Feistel network: every number of 60 bits has a partner, and nobody else's.
fn scramble(number: u64, key: u64) -> u64 {
    let (mut left, mut right) = (number >> 30 & HALF, number & HALF);
    for round in 0..4 {
        (left, right) = (right, left ^ stir(right, key, round));
    }
    left << 30 | right
}

fn unscramble(scrambled: u64, key: u64) -> u64 {
    let (mut left, mut right) = (scrambled >> 30 & HALF, scrambled & HALF);
    for round in (0..4).rev() {
        (left, right) = (right ^ stir(left, key, round), left);
    }
    left << 30 | right
}

fn stir(half: u64, key: u64, round: u64) -> u64 {
    mix(half ^ key ^ round << 40) & HALF
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_found_again_in_its_id_and_in_no_other() {
        for wanted in (0..2_000).chain([1 << 40, HALF, (1 << 60) - 1]) {
            let id = id("o6_bmj", wanted);
            assert!(is_well_formed(&id), "{id}");
            assert_eq!(number("o6_bmj", &id), Some(wanted), "{id}");
            assert_eq!(number("oNs9Zc", &id.replacen("o6_bmj", "oNs9Zc", 1)), None);
        }
        assert_eq!(number("o6_bmj", "o6_bmjrPTlm6_2sgVt7hMZOPfL2M"), None);
        assert_eq!(number("o6_bmj", "o6_bmj张三李四"), None);
        assert_eq!(number("o6_bmj", ""), None);
    }
}
