//! The filter against an oracle that knows only what the contract says: all spellings of a name written out,
//! and nothing of how the filter is read or how it searches.

use fanscope::query::{
    filter::Filter,
    row::{Row, State},
};
use jiff::tz::TimeZone;
use proptest::prelude::*;

/// The characters of made names, and how they are read. `v` stands for ü.
const SOUNDS: [(char, &[&str]); 10] = [
    ('王', &["wang"]),
    ('小', &["xiao"]),
    ('明', &["ming"]),
    ('张', &["zhang"]),
    ('三', &["san"]),
    ('曾', &["zeng", "ceng"]),
    ('吕', &["lv", "lu"]),
    ('广', &["guang"]),
    ('州', &["zhou"]),
    ('长', &["chang", "zhang"]),
];
const NAMES: &str = "[王小明张三曾吕广州长aAbVw ]{0,5}";

/// One follower of the test, with what a row borrows.
#[derive(Debug, Clone)]
struct Made {
    openid: String,
    nickname: Option<String>,
    known: Vec<String>,
    remark: Option<String>,
    note: Option<String>,
    tags: Vec<String>,
    place: Option<String>,
    scene: String,
    state: State,
    is_marked: bool,
    followed_at: Option<i64>,
}

/// One term, before it is written down.
#[derive(Debug, Clone)]
struct Term {
    is_not: bool,
    field: &'static str,
    word: String,
}

fn made() -> impl Strategy<Value = Made> {
    let name = || prop::option::of(NAMES);
    let state = prop::sample::select(vec![State::Following, State::Left, State::Unknown]);
    let texts = (name(), prop::collection::vec(NAMES, 0..2), name(), name());
    let tags = prop::collection::vec(NAMES, 0..3);
    let facts = (state, any::<bool>(), prop::option::of(1_690_000_000..1_740_000_000_i64));
    ("o[ab6_]{9}", texts, tags, name(), NAMES, facts).prop_map(
        |(openid, (nickname, known, remark, note), tags, place, scene, facts)| Made {
            openid,
            nickname,
            known,
            remark,
            note,
            tags,
            place,
            scene,
            state: facts.0,
            is_marked: facts.1,
            followed_at: facts.2,
        },
    )
}

fn term() -> impl Strategy<Value = Term> {
    let text = prop_oneof![
        "[王小明张三曾吕广州长]{1,2}",
        "[aAbVw]{1,2}",
        "[wxmzhsclgang]{1,4}",
        "(w|wang|wa)?(x|xiao|xi)?(m|ming|min)?",
        "(zh|z|zhang|c|ch|chang|ceng)(s|san|z|lv|lu|l)?",
    ];
    let word = ("(tag|place|remark|note|name|scene|标签|地区|备注|昵称|来源)?", text);
    let word = word.prop_map(|(field, word)| (field, word));
    let is = prop::sample::select(vec!["following", "left", "unknown", "marked", "conflict"])
        .prop_map(|state| ("is".to_owned(), state.to_owned()));
    let since = prop::sample::select(vec!["2023", "2024", "2024-06", "2025-01-10"])
        .prop_map(|period| ("since".to_owned(), period.to_owned()));
    let id = "o?[ab6_]{1,7}".prop_map(|piece| ("id".to_owned(), piece));
    let term = prop_oneof![8 => word, 1 => is, 1 => since, 1 => id];
    (any::<bool>(), term).prop_map(|(is_not, (field, word))| {
        const FIELDS: [&str; 13] = [
            "tag", "place", "remark", "note", "name", "scene", "标签", "地区", "备注", "昵称",
            "来源", "is", "since",
        ];
        let known = FIELDS.into_iter().find(|known| *known == field);
        Term { is_not, field: known.unwrap_or(if field == "id" { "id" } else { "" }), word }
    })
}

fn written(terms: &[Term]) -> String {
    let term = |term: &Term| {
        let not = if term.is_not { "!" } else { "" };
        let colon = if term.field.is_empty() { "" } else { ":" };
        format!("{not}{}{colon}{}", term.field, term.word)
    };
    terms.iter().map(term).collect::<Vec<_>>().join(" ")
}

fn is_shown(made: &Made, terms: &[Term]) -> bool {
    terms.iter().filter(|term| !term.word.is_empty()).all(|term| holds(made, term) != term.is_not)
}

fn holds(made: &Made, term: &Term) -> bool {
    let names: Vec<&String> = made.nickname.iter().chain(&made.known).collect();
    let any = |texts: Vec<&String>| texts.into_iter().any(|text| has(text, &term.word));
    match term.field {
        "" => {
            (term.word.len() >= 6 && made.openid.contains(&term.word))
                || any(names
                    .into_iter()
                    .chain(&made.remark)
                    .chain(&made.note)
                    .chain(&made.tags)
                    .chain(&made.place)
                    .collect())
        }
        "tag" | "标签" => any(made.tags.iter().collect()),
        "place" | "地区" => any(made.place.iter().collect()),
        "remark" | "备注" => any(made.remark.iter().collect()),
        "note" => any(made.note.iter().collect()),
        "name" | "昵称" => any(names),
        "scene" | "来源" => any(vec![&made.scene]),
        "id" => {
            made.openid.starts_with(&term.word)
                || term.word.len() >= 6 && made.openid.contains(&term.word)
        }
        "is" => match term.word.as_str() {
            "following" => made.state == State::Following,
            "left" => made.state == State::Left,
            "unknown" => made.state == State::Unknown,
            "marked" => made.is_marked,
            _ => false,
        },
        "since" => made.followed_at.is_some_and(|at| {
            let moment = jiff::Timestamp::from_second(at).expect("a moment");
            moment.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string().starts_with(&term.word)
        }),
        other => unreachable!("{other}"),
    }
}

/// By letters: with a capital as they are, else whatever their size. By sound: every spelling of every
/// run of characters is written out.
fn has(text: &str, word: &str) -> bool {
    if word.chars().any(char::is_uppercase) {
        return text.contains(word);
    }
    text.to_lowercase().contains(word)
        || word.chars().all(|c| c.is_ascii_lowercase()) && sounds_like(text, word)
}

fn sounds_like(text: &str, word: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    (0..letters.len()).any(|start| {
        (start..letters.len()).any(|last| {
            let before = spelled(&letters[start..last]);
            let ends = readings(letters[last]);
            before.iter().any(|before| {
                word.strip_prefix(before.as_str()).is_some_and(|rest| {
                    !rest.is_empty() && ends.iter().any(|reading| reading.starts_with(rest))
                })
            })
        })
    })
}

fn spelled(letters: &[char]) -> Vec<String> {
    letters.iter().fold(vec![String::new()], |before, letter| {
        let mut forms = vec![];
        for reading in readings(*letter) {
            forms.push(reading.clone());
            forms.push(reading.chars().take(1).collect());
            if ["zh", "ch", "sh"].iter().any(|initial| reading.starts_with(initial)) {
                forms.push(reading.chars().take(2).collect());
            }
        }
        let both =
            before.iter().flat_map(|one| forms.iter().map(move |form| format!("{one}{form}")));
        both.collect()
    })
}

fn readings(letter: char) -> Vec<String> {
    match SOUNDS.iter().find(|(known, _)| *known == letter) {
        Some((_, readings)) => readings.iter().map(|reading| (*reading).to_owned()).collect(),
        None => vec![letter.to_lowercase().to_string()],
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn a_filter_shows_exactly_the_rows_that_its_words_say(
        made in made(),
        terms in prop::collection::vec(term(), 0..4),
    ) {
        let known: Vec<&str> = made.known.iter().map(String::as_str).collect();
        let tags: Vec<&str> = made.tags.iter().map(String::as_str).collect();
        let row = Row {
            openid: &made.openid,
            unionid: None,
            nickname: made.nickname.as_deref(),
            known_names: &known,
            remark: made.remark.as_deref(),
            notes: &made.note.as_deref().into_iter().collect::<Vec<_>>(),
            tags: &tags,
            place: made.place.as_deref(),
            scene: &[&made.scene],
            state: made.state,
            is_marked: made.is_marked,
            is_conflict: false,
            followed_at: made.followed_at,
        };
        let text = written(&terms);
        let filter = Filter::new(&text, &TimeZone::UTC);
        prop_assert_eq!(filter.matches(&row), is_shown(&made, &terms), "{}", text);
    }

    #[test]
    fn whatever_is_typed_is_a_filter_and_what_it_finds_lies_in_the_text(
        text in any::<String>(),
        name in any::<String>(),
    ) {
        let filter = Filter::new(&text, &TimeZone::UTC);
        let row = Row { openid: "o", nickname: Some(&name), ..Row::default() };
        let _ = filter.matches(&row);
        for (_, word) in filter.words() {
            if let Some(range) = word.find(&name) {
                prop_assert!(name.get(range).is_some_and(|found| !found.is_empty()));
            }
        }
    }
}

#[test]
fn odd_filters_are_read_in_no_time() {
    let long = "a".repeat(10_000);
    let negations = "!x ".repeat(3_000);
    let quotes = "\"".repeat(9_999);
    for text in [
        "%_'\"*()",
        "🇨🇳👨\u{200d}👩",
        "!",
        "!!!",
        &long,
        &negations,
        &quotes,
        "tag:",
        "\u{202e}abc",
    ] {
        let filter = Filter::new(text, &TimeZone::UTC);
        let row = Row { nickname: Some("王%_'小明🇨🇳"), ..Row::default() };
        let _ = filter.matches(&row);
        assert_eq!(filter.text(), text);
    }
    let shown = |text: &str| {
        let row = Row { nickname: Some("100%_'*()"), ..Row::default() };
        Filter::new(text, &TimeZone::UTC).matches(&row)
    };
    assert!(shown("%_'*()") && !shown("%%") && shown("100%") && !shown("1%"));
}
