//! The known word that was probably meant by another one.

/// The known word that was probably meant: at most a third of it differs.
#[must_use]
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = plain(word);
    let far = |other: &&&str| distance(&word, &plain(other));
    let nearest = known.iter().min_by_key(far)?;
    (far(&nearest) <= nearest.chars().count().div_ceil(3)).then_some(*nearest)
}

/// The word in small letters of half width, without what parts its pieces.
#[must_use]
pub fn plain(word: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    let parts = |c: &char| !matches!(c, '-' | '_' | '.') && !c.is_whitespace() && !c.is_control();
    word.chars().map(narrow).filter(parts).flat_map(char::to_lowercase).collect()
}

/// How many letters must be changed, added or dropped.
#[must_use]
pub fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], at + 1);
        for (column, known) in other.iter().enumerate() {
            let change = before + usize::from(letter != *known);
            before = row[column + 1];
            row[column + 1] = change.min(before + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keys_is_near_and_another_word_is_not() {
        let known = ["api_base", "proxy", "ca_file"];
        for (word, meant) in [
            ("api_bsae", Some("api_base")),
            ("Proxy", Some("proxy")),
            ("ｐｒｏｘｙ", Some("proxy")),
            ("ca-file", Some("ca_file")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, &known), meant, "{word}");
        }
    }
}
