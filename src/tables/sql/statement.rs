//! Statements of SQL: where one begins and ends, and the table and the columns that its head names.

/// Whether a statement begins here that is read.
pub(super) fn begins(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(120).collect::<String>().to_ascii_uppercase();
    // Its values stand behind their names, as keys do in any text.
    if head.contains(" SET ") {
        return false;
    }
    let words: Vec<&str> = head.split_whitespace().collect();
    match words.as_slice() {
        ["INSERT", next, ..] => matches!(*next, "INTO" | "IGNORE" | "LOW_PRIORITY" | "DELAYED"),
        ["REPLACE", "INTO", ..] | ["CREATE", "TABLE", ..] => true,
        ["COPY", _, next, ..] => next.starts_with('(') || *next == "FROM",
        _ => false,
    }
}

/// Where the first statement of a text ends, outside of quotes.
pub(super) fn statement_end(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(at, c)| {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, ';') => return Some(at),
            _ => {}
        }
        None
    })
}

/// Where a word stands by itself, outside of quotes.
pub(super) fn word_at(upper: &str, word: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '`' | '"' | '\'');
    upper.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = upper.get(..*at).and_then(|text| text.chars().next_back());
        let after = upper.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The table and the columns of `INSERT INTO t (a, b)`, `COPY t (a, b)`.
pub(super) fn inserted(head: &str) -> (String, Option<Vec<String>>) {
    let (before, columns) = match head.split_once('(') {
        Some((before, list)) => {
            let list = list.rsplit_once(')').map_or(list, |(list, _)| list);
            (before, Some(list.split(',').map(bare).collect()))
        }
        None => (head, None),
    };
    let mut words = before.split_whitespace().filter(|word| !word.eq_ignore_ascii_case("FROM"));
    (words.next_back().map(bare).unwrap_or_default(), columns)
}

/// The table and the columns of a CREATE TABLE.
pub(super) fn created(text: &str) -> Option<(String, Vec<String>)> {
    const NOT: [&str; 11] = [
        "PRIMARY",
        "KEY",
        "UNIQUE",
        "CONSTRAINT",
        "INDEX",
        "FULLTEXT",
        "FOREIGN",
        "CHECK",
        "SPATIAL",
        "EXCLUDE",
        "LIKE",
    ];
    let (head, body) = text.split_once('(')?;
    let name = head.split_whitespace().next_back().map(bare)?;
    let (mut parts, mut part, mut depth, mut quote) = (vec![], String::new(), 0_usize, None);
    for c in body.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => break,
            (None, ')') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    let columns = parts.iter().filter_map(|part| {
        let first = part.split_whitespace().next()?;
        (!NOT.contains(&first.to_ascii_uppercase().as_str())).then(|| bare(first))
    });
    Some((name, columns.collect()))
}

/// A name without its quotes and its database, in small letters.
fn bare(name: &str) -> String {
    let name = name.trim().rsplit('.').next().unwrap_or(name);
    name.trim_matches(['`', '"', '\'', '[', ']', ' ', '\n']).to_lowercase()
}
