//! Chinese by the letters of its sound: `wxm`, `wangxm` and `wangxiaoming` find 王小明.
//!
//! A match begins at a character. Each character is taken by its whole syllable, its first letter, or `zh`,
//! `ch`, `sh`; the last one also by any beginning of its syllable, so that a name is found while it is
//! typed. ü is `v` or `u`. Characters that are no Chinese match as they are.

use std::ops::Range;

use pinyin::ToPinyin;

use super::{fold::fold, readings};

/// Longer words than this are nobody's name by sound: the states of a match are the bits of a `u64`.
const LONGEST: usize = 63;

/// Whether a word may be meant by its sound: small letters, and no more than a name has.
#[must_use]
pub fn may_be_sound(word: &str) -> bool {
    !word.is_empty()
        && word.chars().count() <= LONGEST
        && word.chars().all(|c| c.is_ascii_lowercase() || c == 'ü')
}

/// The letters of a word that may be meant by its sound, with `v` for ü.
fn letters(word: &str) -> Vec<u8> {
    word.chars().map(|c| u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(b'v')).collect()
}

/// Where a text sounds like this word for the first time, in bytes. `None` where it does not, and for words
/// that [`may_be_sound`] denies.
#[must_use]
pub fn find(word: &str, text: &str) -> Option<Range<usize>> {
    if !may_be_sound(word) || text.is_ascii() {
        return None;
    }
    let word = letters(word);
    text.char_indices().find_map(|(start, _)| {
        let rest = text.get(start..)?;
        Some(start..start + length(&word, rest)?)
    })
}

/// How many bytes of a text, from its beginning, sound like this word.
fn length(word: &[u8], text: &str) -> Option<usize> {
    let whole = 1_u64 << word.len();
    // Bit n: the first n letters are taken by the characters so far.
    let mut taken = 1_u64;
    for (at, c) in text.char_indices() {
        let mut next = 0;
        for from in (0..word.len()).filter(|from| taken & (1 << from) != 0) {
            let rest = word.get(from..).unwrap_or_default();
            for length in steps(c, rest) {
                next |= 1 << (from + length);
            }
        }
        if next & whole != 0 {
            return Some(at + c.len_utf8());
        }
        if next == 0 {
            return None;
        }
        taken = next;
    }
    None
}

/// How many letters of what is left of the word this character can take.
fn steps(c: char, rest: &[u8]) -> Vec<usize> {
    let mut steps = vec![];
    each_reading(c, |reading| {
        let reading = reading.as_bytes();
        let common = reading.iter().zip(rest).take_while(|(one, other)| one == other).count();
        let is_initial = matches!(reading.get(..2), Some(b"zh" | b"ch" | b"sh"));
        if common == 0 {
            return;
        }
        steps.push(1);
        if is_initial && common >= 2 {
            steps.push(2);
        }
        // The whole syllable, or the word ends within it.
        if common == reading.len() || common == rest.len() {
            steps.push(common);
        }
    });
    if steps.is_empty() {
        let mut same = 0;
        for folded in fold(c) {
            let mut bytes = [0; 4];
            let bytes = folded.encode_utf8(&mut bytes).as_bytes();
            if !rest.get(same..).is_some_and(|rest| rest.starts_with(bytes)) {
                return steps;
            }
            same += bytes.len();
        }
        steps.push(same);
    }
    steps
}

/// A text as it sounds, to put texts in order by: Chinese by the first reading of each character.
#[must_use]
pub fn sound(text: &str) -> String {
    let mut sound = String::with_capacity(text.len());
    for c in text.chars() {
        match c.to_pinyin().filter(|_| !c.is_ascii()) {
            Some(reading) => {
                sound.push_str(reading.plain());
                sound.push(' ');
            }
            None => sound.extend(fold(c)),
        }
    }
    sound
}

/// All readings of a character, without tones, with ü as `v` and as `u`.
pub fn each_reading(c: char, mut take: impl FnMut(&str)) {
    if c.is_ascii() {
        return;
    }
    let mut both = |reading: &str| {
        if reading.contains(['ü', 'v']) {
            take(&reading.replace(['ü', 'v'], "v"));
            take(&reading.replace(['ü', 'v'], "u"));
        } else {
            take(reading);
        }
    };
    match readings::several(c) {
        Some(several) => several.iter().for_each(|reading| both(reading)),
        None => {
            if let Some(reading) = c.to_pinyin() {
                both(reading.plain());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(word: &str, text: &'a str) -> Option<&'a str> {
        find(word, text).and_then(|range| text.get(range))
    }

    #[test]
    fn a_name_is_found_by_initials_by_syllables_and_by_a_mixture() {
        for word in ["wxm", "wangxm", "wxiaom", "wangxiaoming", "wangx", "wa", "w", "xiaom", "m"] {
            assert!(find(word, "王小明").is_some(), "{word}");
        }
        assert_eq!(found("xm", "老王小明明"), Some("小明"));
        for (word, name) in
            [("zhs", "张三"), ("zs", "张三"), ("zhangs", "张三"), ("zhansan", "展三")]
        {
            assert_eq!(found(word, name), Some(name), "{word}");
        }
    }

    #[test]
    fn a_match_begins_at_a_character_and_only_the_last_syllable_may_be_cut() {
        for (word, name) in
            [("ang", "王小明"), ("waxm", "王小明"), ("wxmx", "王小明"), ("xw", "王小明")]
        {
            assert_eq!(found(word, name), None, "{word}");
        }
    }

    #[test]
    fn the_second_reading_and_both_spellings_of_the_umlaut_find_too() {
        for word in ["zengl", "cengl", "zl", "cl"] {
            assert_eq!(found(word, "曾丽"), Some("曾丽"), "{word}");
        }
        for word in ["lvbu", "lubu", "lüb", "lb"] {
            assert_eq!(found(word, "吕布"), Some("吕布"), "{word}");
        }
    }

    #[test]
    fn letters_between_characters_match_as_they_are() {
        assert_eq!(found("awang", "Ａ王"), Some("Ａ王"));
        assert_eq!(found("wvip", "王VIP客户"), Some("王VIP"));
    }

    #[test]
    fn what_is_not_meant_by_sound_is_not_sought_by_it() {
        assert_eq!(find("WX", "王小"), None);
        assert_eq!(find("w x", "王小"), None);
        assert_eq!(find("", "王小"), None);
        assert_eq!(find(&"w".repeat(64), &"王".repeat(80)), None);
        assert_eq!(found(&"w".repeat(63), &"王".repeat(63)), Some("王".repeat(63).as_str()));
    }
}
