//! The filter against the same rule written as plainly as can be.
//!
//! The first line is the filter, the others are the texts of one row.

#![no_main]

use fanscope::app::model::filter::Filter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let typed = lines.next().unwrap_or_default();
    let row: Vec<&str> = lines.collect();
    let filter = Filter::new(typed);
    assert_eq!(filter.takes(&row), takes(typed, &row), "{typed:?} on {row:?}");
    assert!(filter.wanted().all(|(word, _)| !word.is_empty()));
});

/// Each word is in one of the texts, or in none when `!` stands before it.
fn takes(typed: &str, row: &[&str]) -> bool {
    typed.split_whitespace().all(|word| {
        let bare = word.strip_prefix('!').unwrap_or(word);
        let is_there = row.iter().any(|text| {
            if bare.chars().any(char::is_uppercase) {
                text.contains(bare)
            } else {
                text.to_lowercase().contains(&bare.to_lowercase())
            }
        });
        bare.is_empty() || is_there != word.starts_with('!')
    })
}
