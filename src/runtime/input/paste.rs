//! Whether a read is a paste, where the terminal does not say so.

/// Nobody types so much between two reads.
const LEAST: usize = 20;
/// What every OpenID so far begins with, and how long it is. `follower::openid` takes others too, but
/// here a key that is held down must not look like one.
const FIRST: u8 = b'o';
const LENGTH: usize = 28;
/// A key held down, even two of them in turn, has fewer different letters.
const DIFFERENT: usize = 5;

/// Whether these bytes of one read were pasted: twenty or more printable ones with a line end or
/// something that looks like an OpenID. A key that is held down is neither, and commands that are typed
/// ahead seldom have both so many letters and Enter.
#[must_use]
pub fn is_paste(run: &[u8]) -> bool {
    let printable = run.iter().filter(|byte| !byte.is_ascii_control()).count();
    printable >= LEAST && (run.iter().any(|byte| matches!(byte, b'\r' | b'\n')) || has_openid(run))
}

fn has_openid(run: &[u8]) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    run.split(|byte| !is_letter(byte)).any(|word| {
        let mut letters = word.to_vec();
        letters.sort_unstable();
        letters.dedup();
        word.len() == LENGTH && word.first() == Some(&FIRST) && letters.len() >= DIFFERENT
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_or_an_openid_among_twenty_characters_is_a_paste_and_a_held_key_is_none() {
        for (run, is) in [
            ("o6_bmjrPTlm6_2sgVt7hMZOPfL2M", true),
            ("who is o6_bmjrPTlm6_2sgVt7hMZOPfL2M?", true),
            ("a line that was pasted\r", true),
            ("王芳 o6_bmjrPTlm6_2sgVt7hMZOPfL2M", true),
            ("short\r", false),
            ("a long line without its end", false),
            ("我们什么时候可以收到这个包裹呢", false),
        ] {
            assert_eq!(is_paste(run.as_bytes()), is, "{run}");
        }
        for held in ["j", "o", "jk", "\r", "\t"] {
            for count in 1..100 {
                assert!(!is_paste(held.repeat(count).as_bytes()), "{held:?} {count}");
            }
        }
    }
}
