//! The filter against the rules of its grammar: what is found lies in the text, `!` turns a term round, and each
//! term only takes rows away.
//!
//! The first line is the filter, the second the ids of a row, the others are its texts.

#![no_main]

use fanscope::query::{filter::Filter, row::Row, word::Word};
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let typed = lines.next().unwrap_or_default();
    let mut ids = lines.next().unwrap_or_default().split(' ');
    let texts: Vec<&str> = lines.collect();
    let row = Row {
        openid: ids.next().unwrap_or_default(),
        unionid: ids.next(),
        nickname: texts.first().copied(),
        remark: texts.get(1).copied(),
        tags: texts.get(2..).unwrap_or_default(),
        place: texts.last().copied(),
        followed_at: Some(i64::from(bytes.first().copied().unwrap_or(0)) * 10_000_000),
        ..Row::default()
    };
    let shows = |typed: &str| Filter::new(typed, &TimeZone::UTC).matches(&row);
    let filter = Filter::new(typed, &TimeZone::UTC);
    assert_eq!(filter.text(), typed);
    assert!(shows(typed) || !filter.is_empty(), "nothing is narrowed");
    for (_, word) in filter.words() {
        for text in &texts {
            let found = word.find(text);
            assert_eq!(found.is_some(), word.is_in(text));
            assert!(
                found.is_none_or(|found| text.get(found).is_some_and(|found| !found.is_empty()))
            );
        }
    }
    // Where nothing is quoted, terms stand between spaces.
    if !typed.contains(['"', '“', '”', '＂']) {
        let all = typed.split_whitespace().all(shows);
        assert_eq!(shows(typed), all, "{typed:?}");
        for term in typed.split_whitespace().filter(|term| !term.starts_with(['!', '！'])) {
            let one = Filter::new(term, &TimeZone::UTC);
            if !one.is_empty() {
                assert_ne!(shows(term), shows(&format!("!{term}")), "{term:?}");
            }
        }
    }
    // A word is in itself, and in whatever it is a part of.
    for word in typed.split_whitespace() {
        assert!(Word::new(word).is_in(&format!("王{word}芳")), "{word:?}");
    }
});
