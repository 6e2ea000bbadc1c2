//! Syllables of Hangul, which come in letters too: only some terminals put these together.

/// Takes in a vowel or a last consonant of Hangul: it and what it belongs to become one syllable,
/// because only some terminals put them together. `false` when it is neither.
pub(super) fn syllable(shown: &mut String, c: char) -> bool {
    const FIRST: u32 = 0x1100;
    const VOWEL: u32 = 0x1161;
    const LAST: u32 = 0x11a7;
    const SYLLABLE: u32 = 0xac00;
    if !matches!(c, '\u{1161}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}') {
        return false;
    }
    let Some(before) = shown.chars().next_back() else { return true };
    let (before, part) = (u32::from(before), u32::from(c));
    let whole = match (before, part) {
        (0x1100..=0x1112, 0x1161..=0x1175) => {
            SYLLABLE + ((before - FIRST) * 21 + (part - VOWEL)) * 28
        }
        (0xac00..=0xd7a3, 0x11a8..=0x11c2) if (before - SYLLABLE).is_multiple_of(28) => {
            before + (part - LAST)
        }
        // Of an old script, or alone: it has no place of its own.
        _ => return true,
    };
    if let Some(whole) = char::from_u32(whole) {
        shown.pop();
        shown.push(whole);
    }
    true
}
