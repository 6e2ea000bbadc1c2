//! The catalogues: every text that is said is there, in both languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use fanscope::{app::action::TABLE, i18n::UiLang};

#[test]
fn every_text_is_there_in_english_and_in_chinese() {
    let missing: Vec<String> = catalogue().into_keys().filter(|key| !UiLang::knows(key)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_key_that_the_code_names_is_in_a_catalogue() {
    let known = catalogue();
    let sections: BTreeSet<&str> =
        known.keys().filter_map(|key| key.split_once('.')).map(|(section, _)| section).collect();
    let mut wrong = vec![];
    for (file, text) in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        for literal in text.split('"').skip(1).step_by(2) {
            let is_key = literal.split_once('.').is_some_and(|(section, name)| {
                sections.contains(section)
                    && !name.is_empty()
                    && name
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            });
            if is_key && !known.contains_key(literal) && !FILES.contains(&literal) {
                wrong.push(format!("{file}: {literal}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Names of files that look like keys.
const FILES: [&str; 1] = ["config.toml"];

#[test]
fn every_action_has_its_sentence_and_every_hint_its_words() {
    for row in TABLE {
        assert!(UiLang::knows(&row.text()), "{}", row.text());
        assert!(row.hint.is_none() || UiLang::knows(&row.short()), "{}", row.short());
    }
}

#[test]
fn both_languages_take_the_same_values() {
    for key in catalogue().keys() {
        let values = |lang: UiLang| -> BTreeSet<String> {
            let text = lang.say(key).into_owned();
            let parts = text.split("%{").skip(1);
            parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
        };
        assert_eq!(values(UiLang::En), values(UiLang::ZhCn), "{key}");
    }
}

/// Every key of every catalogue, with its file.
fn catalogue() -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/i18n");
    for entry in fs::read_dir(folder).expect("the catalogues").flatten() {
        let file = entry.path().display().to_string();
        let text = fs::read_to_string(entry.path()).expect("a catalogue");
        let heads = text.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
        for key in heads {
            let before = keys.insert(key.to_owned(), file.clone());
            assert_eq!(before, None, "{key} stands twice");
        }
    }
    keys
}

fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else {
            found.push((path.display().to_string(), fs::read_to_string(&path).expect("source")));
        }
    }
    found
}
