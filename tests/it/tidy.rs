//! The shape of the code itself, so that it is kept and not only meant.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The order of `lib.rs`: a module may use only those before it, and itself.
const ORDER: [&str; 12] = [
    "follower", "text", "words", "tables", "config", "wechat", "avatar", "app", "ui", "runtime",
    "demo", "cli",
];
/// Earlier in the order, and still not for these: who, and what they may not use.
const NOT: [(&str, &[&str]); 4] = [
    ("app", &["tables", "config", "wechat", "avatar"]),
    ("ui", &["tables", "config", "wechat", "avatar"]),
    // A mistake of the client must show against the stand-in, so they share no code.
    ("demo", &["tables", "config", "wechat", "avatar", "app", "ui", "runtime"]),
    ("follower", &["text", "words"]),
];
/// Crates that touch the outside, which `app` and `ui` do without.
const OUTSIDE: [&str; 6] =
    ["tokio::", "reqwest::", "std::fs", "std::net", "std::time::Instant", "tracing::"];
const LONGEST: usize = 400;

#[test]
fn modules_look_only_up_are_short_and_say_what_they_are_for() {
    let mut wrong = vec![];
    for (file, text) in sources("src") {
        let layer = layer(&file);
        if !text.starts_with("//! ") {
            wrong.push(format!("{}: does not say what it is for", file.display()));
        }
        if text.lines().count() > LONGEST {
            wrong.push(format!("{}: over {LONGEST} lines", file.display()));
        }
        let rank = ORDER.iter().position(|name| *name == layer);
        let not = NOT.iter().find(|(name, _)| *name == layer).map_or(&[][..], |(_, not)| not);
        for used in uses(&text) {
            let later = ORDER.iter().position(|name| *name == used) > rank;
            if rank.is_some() && (later || not.contains(&used.as_str())) {
                wrong.push(format!("{}: uses {used}", file.display()));
            }
        }
        if matches!(layer.as_str(), "app" | "ui") {
            wrong.extend(
                OUTSIDE
                    .iter()
                    .filter(|name| text.contains(**name))
                    .map(|name| format!("{}: touches {name}", file.display())),
            );
        }
    }
    for (file, text) in sources("tests").into_iter().chain(sources("benches")) {
        if file.extension().is_some_and(|kind| kind == "rs") && text.lines().count() > LONGEST {
            wrong.push(format!("{}: over {LONGEST} lines", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_of_the_crate_has_a_place_in_the_order() {
    let mut modules: Vec<String> = sources("src").into_keys().map(|file| layer(&file)).collect();
    modules.sort();
    modules.dedup();
    modules.retain(|name| !matches!(name.as_str(), "lib" | "main"));
    let mut order: Vec<String> = ORDER.map(ToOwned::to_owned).to_vec();
    order.sort();
    assert_eq!(modules, order);
}

#[test]
fn uses_are_found_in_every_form() {
    let text =
        "use crate::{follower::{Follower, openid::OpenId}, text};\nfn f() { crate::ui::draw() }";
    assert_eq!(uses(text), ["follower", "text", "ui"]);
}

fn sources(dir: &str) -> BTreeMap<PathBuf, String> {
    fn walk(dir: &Path, found: &mut BTreeMap<PathBuf, String>) {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = fs::read_to_string(&path).expect("a source file can be read");
                found.insert(path, text);
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(dir), &mut found);
    found
}

/// The module of the crate that a file belongs to.
fn layer(file: &Path) -> String {
    let inside = file.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let first = inside.expect("a file of src").components().next().expect("has a name");
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// First path parts after `crate::`, in single and in braced uses.
fn uses(text: &str) -> Vec<String> {
    let mut found = vec![];
    for (at, _) in text.match_indices("crate::") {
        let rest = text.get(at + "crate::".len()..).unwrap_or_default();
        let Some(group) = rest.strip_prefix('{') else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            continue;
        };
        let (mut depth, mut first) = (1, true);
        let mut word = String::new();
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => first = true,
                c if depth == 1 && first && (c.is_alphanumeric() || c == '_') => {
                    word.push(c);
                    continue;
                }
                _ => {}
            }
            if !word.is_empty() {
                found.push(std::mem::take(&mut word));
                first = false;
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}
