//! The shape of the code itself, so that it is kept and not only meant.

mod graph;
mod made;
mod paths;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use graph::{circles, graph};
use paths::{Uses, words};

/// The order of `lib.rs`: a module may use only those before it, and itself.
const ORDER: [&str; 15] = [
    "follower", "text", "query", "i18n", "tables", "config", "wechat", "avatar", "store", "sync",
    "app", "ui", "runtime", "demo", "cli",
];
/// Earlier in the order, and still not for these: who, and what they may not use.
const NOT: [(&str, &[&str]); 5] = [
    ("app", &["tables", "config", "wechat", "avatar", "store"]),
    ("ui", &["tables", "config", "wechat", "avatar", "store"]),
    // A mistake of the client must show against the stand-in, so they share no code.
    ("demo", &["tables", "config", "wechat", "avatar", "store", "sync", "app", "ui", "runtime"]),
    ("follower", &["text", "i18n"]),
    ("store", &["i18n", "tables", "config", "wechat", "avatar"]),
];
/// Modules that decide and draw, and touch nothing.
const PURE: [&str; 2] = ["app", "ui"];
/// What touches the outside: disk, network, processes, clocks, chance, locks, shared state, logs.
const OUTSIDE: [&str; 34] = [
    "std::cell",
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::os",
    "std::process",
    "std::rc",
    "std::sync::Barrier",
    "std::sync::Condvar",
    "std::sync::LazyLock",
    "std::sync::Mutex",
    "std::sync::Once",
    "std::sync::OnceLock",
    "std::sync::RwLock",
    "std::sync::atomic",
    "std::sync::mpsc",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::hash::RandomState",
    "crossterm::execute",
    "crossterm::terminal",
    "futures",
    "getrandom",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "jiff::tz::TimeZone::system",
    "log",
    "rand",
    "reqwest",
    "tempfile",
    "tokio",
    "tracing",
];
/// Macros that do.
const LOUD: [&str; 6] = ["dbg", "eprint", "eprintln", "print", "println", "thread_local"];
/// Words that stood for something else once. They come back in no identifier and in no name of a file,
/// alone or as a part: `keeper` is in `TokenKeeper` too.
const PAST: [&str; 20] = [
    "album",
    "answer",
    "answers",
    "ask",
    "asked",
    "asking",
    "besides",
    "chance",
    "drawer",
    "faces",
    "keeper",
    "late",
    "look",
    "outside",
    "patience",
    "picture",
    "pictures",
    "shot",
    "surroundings",
    "tall",
];
/// Uses that close a circle and are known: who uses whom. A line whose use is gone must go as well.
const TOLERATED: [(&str, &str); 0] = [];
const LONGEST: usize = 400;

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut wrong = vec![];
    for (file, text) in sources("src") {
        if !text.starts_with("//! ") {
            wrong.push(format!("{}: does not say what it is for", file.display()));
        }
    }
    for (file, text) in
        ["src", "tests", "benches", "fuzz/fuzz_targets"].into_iter().flat_map(sources)
    {
        if text.lines().count() > LONGEST {
            wrong.push(format!("{}: over {LONGEST} lines", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn modules_look_only_up() {
    let wrong: Vec<String> =
        crate_uses().iter().flat_map(|(module, uses)| out_of_order(module, uses)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_decides_and_draws_touches_nothing_outside() {
    let wrong: Vec<String> =
        crate_uses().iter().flat_map(|(module, uses)| touches(module, uses)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_use_each_other_in_no_circle() {
    let graph = graph(crate_uses());
    let found: Vec<Vec<String>> = circles(&graph, &TOLERATED)
        .iter()
        .map(|circle| {
            let inside = |module: &String| {
                let to = graph[module].intersection(circle).cloned().collect::<Vec<_>>();
                format!("{module} uses {}", to.join(", "))
            };
            circle.iter().map(inside).collect()
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_circle_is_tolerated_that_is_gone() {
    let graph = graph(crate_uses());
    let gone: Vec<_> = TOLERATED
        .iter()
        .filter(|(from, to)| !graph.get(*from).is_some_and(|uses| uses.contains(*to)))
        .collect();
    assert!(gone.is_empty(), "these lines of TOLERATED can go: {gone:#?}");
}

#[test]
fn words_of_the_past_do_not_come_back() {
    let mut wrong = vec![];
    for (file, text) in sources("src") {
        let name = file.file_stem().expect("a file has one").to_string_lossy().into_owned();
        wrong.extend(past(&text, &name, &PAST).into_iter().map(|word| (file.clone(), word)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_of_the_crate_has_a_place_in_the_order() {
    let modules = crate_uses();
    let found: BTreeSet<&str> = modules
        .keys()
        .map(|module| module.split("::").next().unwrap_or_default())
        .filter(|name| !name.is_empty())
        .collect();
    assert_eq!(found, BTreeSet::from(ORDER));
}

/// Uses of modules that stand later in the order, or that are barred.
fn out_of_order(module: &str, uses: &Uses) -> Vec<String> {
    let rank = |name: &str| ORDER.iter().position(|known| *known == name);
    let layer = module.split("::").next().unwrap_or_default();
    let barred = NOT.iter().find(|(name, _)| *name == layer).map_or(&[][..], |(_, barred)| barred);
    let inside = uses.paths.iter().filter(|path| path[0] == "crate").map(|path| path[1].as_str());
    let wrong = inside.filter(|used| {
        rank(layer).is_some() && (rank(used) > rank(layer) || barred.contains(used))
    });
    let too_high = uses.too_high.iter().map(|path| format!("{module}: {path} leaves the crate"));
    wrong.map(|used| format!("{module}: uses {used}")).chain(too_high).collect()
}

/// What a pure module touches of the outside.
fn touches(module: &str, uses: &Uses) -> Vec<String> {
    if !PURE.contains(&module.split("::").next().unwrap_or_default()) {
        return vec![];
    }
    let paths = uses.paths.iter().map(|path| path.join("::")).filter(|path| {
        // `std::sync::*` would bring what is barred below it.
        let all_of = path.strip_suffix("*");
        OUTSIDE.iter().any(|barred| {
            path == barred
                || path.starts_with(&format!("{barred}::"))
                || all_of.is_some_and(|start| barred.starts_with(start))
        })
    });
    let macros = uses.macros.iter().filter(|name| LOUD.contains(&name.as_str()));
    paths
        .map(|path| format!("{module}: touches {path}"))
        .chain(macros.map(|name| format!("{module}: calls {name}!")))
        .collect()
}

/// The words of a source and of its name that are among these.
fn past(text: &str, name: &str, past: &[&str]) -> Vec<String> {
    let mut words = words(text);
    words.extend(name.split('_').map(ToOwned::to_owned));
    words.retain(|word| past.contains(&word.as_str()));
    words
}

/// What each module of the crate uses. The crate's own file is the module without a name.
fn crate_uses() -> &'static BTreeMap<String, Uses> {
    static USES: LazyLock<BTreeMap<String, Uses>> = LazyLock::new(read_crate);
    &USES
}

fn read_crate() -> BTreeMap<String, Uses> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let modules = sources("src").into_iter().filter_map(|(file, text)| {
        let inside = file.strip_prefix(&root).expect("a file of src").with_extension("");
        let parts = inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let parts: Vec<String> = match parts.collect::<Vec<_>>() {
            // The program is a crate of its own.
            main if main == ["main"] => return None,
            lib if lib == ["lib"] => vec![],
            parts => parts,
        };
        let module = [&["crate".to_owned()], parts.as_slice()].concat();
        Some((parts.join("::"), paths::read(&text, &module)))
    });
    modules.collect()
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
