//! Text without what typing does not mind: capital letters and full-width forms.

/// A character in small letters and of half width. Nearly always one character.
pub fn fold(c: char) -> impl Iterator<Item = char> {
    half_width(c).to_lowercase()
}

/// The text in small letters, its full-width letters and signs as those of the keyboard.
#[must_use]
pub fn folded(text: &str) -> String {
    text.chars().flat_map(fold).collect()
}

/// A full-width letter or sign as the one on the keyboard; the ideographic space as a space.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => {
            let code = u32::from(c) - 0xff01 + 0x21;
            char::from_u32(code).unwrap_or(c)
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_full_width_forms_fold_and_scripts_stay() {
        assert_eq!(folded("ＶＩＰ　Müller ÀÉ 王ß！～"), "vip müller àé 王ß!~");
    }
}
