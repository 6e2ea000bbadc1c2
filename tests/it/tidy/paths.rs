//! What one source file uses: every path in it, resolved as far as the file itself allows.

use std::{collections::HashMap, str::FromStr};

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    ItemMod, ItemUse, Macro, Path, UseTree, Visibility,
    visit::{self, Visit},
};

/// A path from its root: `crate` and the modules behind it, or the name of another crate.
pub type Full = Vec<String>;

/// What a file uses and passes on.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Uses {
    pub paths: Vec<Full>,
    /// Names that `pub use` gives to paths; `*` passes all of a path on.
    pub passed_on: Vec<(String, Full)>,
    /// Macros by the last part of their name, as `println`.
    pub macros: Vec<String>,
    /// Paths that go up further than the crate.
    pub too_high: Vec<String>,
}

/// Read the source of a module, which `module` names from `crate` on.
pub fn read(text: &str, module: &[String]) -> Uses {
    let file = syn::parse_file(text).expect("a source file that compiles");
    let mut names = Names { found: HashMap::new(), module: module.to_vec(), passed_on: vec![] };
    names.visit_file(&file);
    let Names { found, passed_on, .. } = names;
    let mut reader = Reader { module: module.to_vec(), names: &found, uses: Uses::default() };
    reader.visit_file(&file);
    let passed = passed_on
        .into_iter()
        .filter_map(|(at, name, path)| Some((name, rooted(&path, &at, &found).ok()?)));
    Uses { passed_on: passed.collect(), ..reader.uses }
}

/// The words of all identifiers of a source: `AvatarCache` and `avatar_cache` hold the same two.
/// Comments and texts hold none.
pub fn words(text: &str) -> Vec<String> {
    let mut words = vec![];
    let mut waiting = vec![TokenStream::from_str(text).expect("a source file that compiles")];
    while let Some(tokens) = waiting.pop() {
        for token in tokens {
            match token {
                TokenTree::Group(group) => waiting.push(group.stream()),
                TokenTree::Ident(name) => words.extend(split(&name.to_string())),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    words.sort();
    words.dedup();
    words
}

/// The words of one identifier, in small letters.
fn split(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.trim_start_matches("r#").chars() {
        if c == '_' || c.is_uppercase() {
            words.push(String::new());
        }
        if c != '_' {
            words.last_mut().expect("never empty").extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// First pass: the names that a file gives to paths. Names are taken as valid in the whole file,
/// because nobody gives one name two meanings in one file.
struct Names {
    found: HashMap<String, Full>,
    module: Full,
    passed_on: Vec<(Full, String, Full)>,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let name = item.ident.to_string();
        let mut inside = self.module.clone();
        inside.push(name.clone());
        self.found.insert(name, inside.clone());
        let outside = std::mem::replace(&mut self.module, inside);
        visit::visit_item_mod(self, item);
        self.module = outside;
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        for (name, path) in leaves(&item.tree) {
            if !matches!(item.vis, Visibility::Inherited) {
                self.passed_on.push((self.module.clone(), name.clone(), path.clone()));
            }
            if let Ok(path) = rooted(&path, &self.module, &HashMap::new())
                && name != "*"
            {
                self.found.insert(name, path);
            }
        }
    }
}

/// Second pass: every path, rooted.
struct Reader<'a> {
    module: Full,
    names: &'a HashMap<String, Full>,
    uses: Uses,
}

impl Reader<'_> {
    fn take(&mut self, path: &[String]) {
        match rooted(path, &self.module, self.names) {
            // A name alone is a variable, or something that a `use` has brought.
            Ok(full) if path.len() > 1 && full.len() > 1 => self.uses.paths.push(full),
            Ok(_) => {}
            Err(TooHigh) => self.uses.too_high.push(path.join("::")),
        }
    }

    /// The paths in what a macro is given, which is not parsed: two names and `::` between them.
    fn scan(&mut self, tokens: TokenStream) {
        let mut path: Full = vec![];
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.take(&std::mem::take(&mut path));
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                TokenTree::Punct(mark) => {
                    if mark.as_char() == '!' && colons == 0 {
                        self.uses.macros.extend(path.pop());
                    }
                    self.take(&std::mem::take(&mut path));
                    colons = 0;
                }
                TokenTree::Group(group) => {
                    self.take(&std::mem::take(&mut path));
                    self.scan(group.stream());
                    colons = 0;
                }
                TokenTree::Literal(_) => {
                    self.take(&std::mem::take(&mut path));
                    colons = 0;
                }
            }
        }
        self.take(&path);
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        for (_, path) in leaves(&item.tree) {
            // `use` begins at the root or names a crate; a name of this file means itself there.
            self.take(&path);
        }
    }

    /// `pub(super)` says who may see a name, and uses nothing.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_path(&mut self, path: &'ast Path) {
        let parts: Full = path.segments.iter().map(|part| part.ident.to_string()).collect();
        self.take(&parts);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let name = call.path.segments.last().map(|part| part.ident.to_string());
        self.uses.macros.extend(name);
        self.scan(call.tokens.clone());
        visit::visit_macro(self, call);
    }
}

#[derive(Debug, PartialEq, Eq)]
struct TooHigh;

/// The path from its root, where it stands in a module in which these names mean something.
fn rooted(
    path: &[String],
    module: &[String],
    names: &HashMap<String, Full>,
) -> Result<Full, TooHigh> {
    let Some((first, rest)) = path.split_first() else { return Ok(vec![]) };
    let mut base: Full = match first.as_str() {
        "crate" => vec!["crate".to_owned()],
        "self" if rest.is_empty() => return Ok(vec![]),
        "self" => module.to_vec(),
        "super" => parent(module)?,
        // The standard library by another of its names.
        "core" | "alloc" => vec!["std".to_owned()],
        name => names.get(name).cloned().unwrap_or_else(|| vec![name.to_owned()]),
    };
    for part in rest {
        match part.as_str() {
            "super" => base = parent(&base)?,
            "self" => {}
            part => base.push(part.to_owned()),
        }
    }
    Ok(base)
}

fn parent(module: &[String]) -> Result<Full, TooHigh> {
    match module {
        [] | [_] => Err(TooHigh),
        [before @ .., _] => Ok(before.to_vec()),
    }
}

/// Each name that a `use` brings, and the path it stands for.
fn leaves(tree: &UseTree) -> Vec<(String, Full)> {
    match tree {
        UseTree::Path(path) => {
            let first = path.ident.to_string();
            let under = |(name, mut rest): (String, Full)| {
                rest.insert(0, first.clone());
                let name = if name == "self" { first.clone() } else { name };
                (name, rest)
            };
            leaves(&path.tree).into_iter().map(under).collect()
        }
        UseTree::Name(name) => vec![(name.ident.to_string(), vec![name.ident.to_string()])],
        UseTree::Rename(name) => vec![(name.rename.to_string(), vec![name.ident.to_string()])],
        UseTree::Glob(_) => vec![("*".to_owned(), vec!["*".to_owned()])],
        UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
    }
}
