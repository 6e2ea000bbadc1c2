//! Which file uses which, and where that goes round in a circle.
//!
//! What a file uses of those whose folders it lies in is no part of a circle: `cli.rs` holds what all
//! of `cli/` is made of and runs it, as one room.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{Full, Uses};

/// Files by their modules, as `app::update::act`, and those that each uses.
pub type Graph = BTreeMap<String, BTreeSet<String>>;

/// The graph of these modules.
pub fn graph(files: &BTreeMap<String, Uses>) -> Graph {
    let edges = files.iter().map(|(module, uses)| {
        let to = uses.paths.iter().filter_map(|path| file(path, files, 0));
        let is_around = |other: &str| module.starts_with(&format!("{other}::"));
        (module.clone(), to.filter(|other| other != module && !is_around(other)).collect())
    });
    edges.collect()
}

/// The module whose file holds what a path names, through names that are passed on.
fn file(path: &Full, files: &BTreeMap<String, Uses>, depth: usize) -> Option<String> {
    /// More steps than this are a circle of names that the compiler would refuse.
    const DEEPEST: usize = 16;
    let inside = path.strip_prefix(["crate".to_owned()].as_slice())?;
    let longest = (0..=inside.len()).rev().find_map(|length| {
        let module = inside[..length].join("::");
        files.contains_key(&module).then_some((length, module))
    });
    let (length, module) = longest?;
    let Some(item) = inside.get(length) else { return Some(module) };
    let passed_on = files[&module].passed_on.iter().find(|(name, _)| name == item);
    match passed_on {
        Some((_, to)) if depth < DEEPEST => {
            let whole: Full = to.iter().chain(&inside[length + 1..]).cloned().collect();
            file(&whole, files, depth + 1).or(Some(module))
        }
        _ => Some(module),
    }
}

/// Every group of files in which each reaches every other, without those uses that are tolerated.
pub fn circles(graph: &Graph, tolerated: &[(&str, &str)]) -> Vec<BTreeSet<String>> {
    let next = |module: &String| {
        let all = graph.get(module).into_iter().flatten();
        let from = module.clone();
        all.filter(move |to| !tolerated.contains(&(from.as_str(), to.as_str())))
    };
    let reached = |module: &String| {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![module.clone()]);
        while let Some(at) = waiting.pop() {
            for to in next(&at) {
                if seen.insert(to.clone()) {
                    waiting.push(to.clone());
                }
            }
        }
        seen
    };
    let all: BTreeMap<&String, BTreeSet<String>> =
        graph.keys().map(|module| (module, reached(module))).collect();
    let mut found: Vec<BTreeSet<String>> = vec![];
    for (module, seen) in &all {
        if seen.contains(*module) && !found.iter().any(|circle| circle.contains(*module)) {
            let back = seen.iter().filter(|other| all[other].contains(*module));
            found.push(back.cloned().collect());
        }
    }
    found
}
