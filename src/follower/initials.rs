//! What stands in place of an avatar: one or two letters on a calm colour, the same for the same
//! person each time.

use super::openid::OpenId;

/// Dark enough for white letters on each (4.5 to 1 or more), and apart for most colour-blind eyes by
/// lightness as well as by hue.
const CALM: [[u8; 3]; 8] = [
    [0x3b, 0x5b, 0x92],
    [0x8c, 0x4a, 0x5e],
    [0x2f, 0x6f, 0x62],
    [0x6b, 0x4c, 0x9a],
    [0x7a, 0x5c, 0x2e],
    [0x2a, 0x64, 0x78],
    [0x5d, 0x63, 0x33],
    [0x4d, 0x4d, 0x66],
];

/// One sign of a Chinese name, the first letters of two words of another, or the end of the OpenID.
#[must_use]
pub fn initials(name: Option<&str>, openid: &OpenId) -> String {
    let words = name.unwrap_or_default().split(|c: char| !c.is_alphanumeric());
    let mut firsts = words.filter_map(|word| word.chars().next());
    match (firsts.next(), firsts.next()) {
        (Some(one), _) if is_wide(one) => one.to_string(),
        (Some(one), Some(two)) if !is_wide(two) => {
            one.to_uppercase().chain(two.to_uppercase()).collect()
        }
        (Some(one), _) => one.to_uppercase().collect(),
        (None, _) => {
            let letters = openid.as_str().chars().filter(char::is_ascii_alphanumeric);
            let mut last: Vec<char> = letters.rev().take(2).collect();
            last.reverse();
            last.into_iter().collect()
        }
    }
}

/// The colour of this person: red, green, blue.
#[must_use]
pub fn colour(openid: &OpenId) -> [u8; 3] {
    // FNV-1a: spread out, and the same in each run and release, which std's does not promise.
    let hash = openid
        .as_str()
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let position = usize::try_from(hash >> 16).unwrap_or_default();
    let position = position.checked_rem(CALM.len()).unwrap_or_default();
    CALM.get(position).copied().unwrap_or_default()
}

/// Whether one sign is a whole name part: Chinese, Japanese, Korean.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn openid() -> OpenId {
        OpenId::received("o6_bmjrPTlm6_2sgVt7hMZOPfL2M").expect("not empty")
    }

    #[test]
    fn initials_are_of_the_name_and_else_of_the_openid() {
        for (name, wanted) in [
            (Some("王芳"), "王"),
            (Some("Emma Clarke"), "EC"),
            (Some("emma"), "E"),
            (Some("陳嘉豪 Jay"), "陳"),
            (Some("VIP 林小姐"), "V"),
            (Some("  👋🌈 "), "2M"),
            (Some("\u{202e}abc"), "A"),
            (Some("10086"), "1"),
            (None, "2M"),
        ] {
            assert_eq!(initials(name, &openid()), wanted, "{name:?}");
        }
    }

    #[test]
    fn colours_are_spread_and_white_can_be_read_on_each() {
        assert_eq!(colour(&openid()), colour(&openid()));
        let of = |n: u32| colour(&OpenId::received(&format!("oMADE{n:023}")).expect("not empty"));
        for calm in CALM {
            let count = (0..800).filter(|n| of(*n) == calm).count();
            assert!((40..200).contains(&count), "{calm:?} {count}");
            let linear = |value: u8| {
                let part = f64::from(value) / 255.0;
                if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            };
            let [red, green, blue] = calm.map(linear);
            let light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
            assert!(1.05 / (light + 0.05) >= 4.5, "{calm:?}");
        }
    }
}
