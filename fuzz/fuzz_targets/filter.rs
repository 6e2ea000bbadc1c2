//! The filter against the rule of DESIGN, written once more as plainly as can be.
//!
//! The first line is the filter, the second the ids of a row, the others are its texts.

#![no_main]

use fanscope::app::model::filter::Filter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let typed = lines.next().unwrap_or_default();
    let ids: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
    let texts: Vec<&str> = lines.collect();
    let filter = Filter::new(typed);
    let is_taken = filter.takes(&ids, &texts);
    assert_eq!(is_taken, takes(typed, &ids, &texts), "{typed:?} on {ids:?} {texts:?}");
    assert_eq!(filter.text(), typed);
    assert!(filter.wanted().all(|(word, _)| !word.is_empty()));
    assert!(is_taken || !filter.is_empty(), "nothing is narrowed");
    // A word that is typed behind others only ever takes rows away.
    if let Some((before, last)) = typed.rsplit_once(' ') {
        let one = |typed| Filter::new(typed).takes(&ids, &texts);
        assert_eq!(is_taken, one(before) && one(last), "{before:?} and {last:?}");
    }
});

/// Each word is in one of the texts, begins an id or is a piece of one, six characters long or longer; with
/// `!` in front of it, it is and does none of that. A word with a capital letter minds case.
fn takes(typed: &str, ids: &[&str], texts: &[&str]) -> bool {
    typed.split(char::is_whitespace).all(|word| {
        let (is_denied, word) = match word.strip_prefix('!') {
            Some(word) => (true, word),
            None => (false, word),
        };
        let fold: fn(&str) -> Vec<char> = if word.chars().any(char::is_uppercase) {
            |text| text.chars().collect()
        } else {
            |text| text.chars().flat_map(small).collect()
        };
        let word = fold(word);
        let places = |text: &str| -> Vec<usize> {
            let text = fold(text);
            (0..text.len()).filter(|at| text[*at..].starts_with(&word)).collect()
        };
        let is_there = texts.iter().any(|text| !places(text).is_empty())
            || ids.iter().any(|id| places(id).iter().any(|at| *at == 0 || word.len() >= 6));
        word.is_empty() || is_there != is_denied
    })
}

/// The small letter of a letter. The sigma at the end of a word is the same letter as any other.
fn small(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c })
}
