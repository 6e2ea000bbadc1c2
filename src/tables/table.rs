//! Which line is the head of a table, and which of its columns holds OpenIDs.

use crate::{
    follower::find,
    tables::{
        cells::{cells, unwrapped},
        heads::{Means, means, openid_column},
    },
};

/// The column of OpenIDs in a table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    pub between: char,
    pub column: usize,
    pub width: usize,
}

/// The table that this line is the head of.
#[must_use]
pub fn head(line: &str) -> Option<Table> {
    let is_name = |cell: &str| {
        let cell = cell.trim();
        cell.chars().count() <= 24
            && cell.split_whitespace().count() <= 2
            && !cell.contains([':', '{', '}', '[', ']', '<', '>', '：', '?', '&'])
            && (!cell.contains(['(', ')', '（', '）'])
                || (cell.contains(['(', '（']) && cell.ends_with([')', '）'])))
            && !cell.trim_start_matches("=\"").contains('=')
    };
    let tables =
        ['\t', ',', ';', '|', '│', '，', '；', '\u{3000}'].into_iter().filter_map(|between| {
            let (row, _) = cells(line, between);
            if row.iter().any(|cell| find::is_exact(unwrapped(cell))) {
                return None;
            }
            let names = row.iter().map(|cell| if is_name(cell) { unwrapped(cell) } else { "" });
            Some(Table { between, column: openid_column(names)?, width: row.len() })
        });
    tables.max_by_key(|table| table.width).or_else(|| aligned(line))
}

/// A head whose columns are aligned by blanks. Only where ids of two kinds stand side by side is it of
/// use: else what looks like an OpenID is found without it.
fn aligned(line: &str) -> Option<Table> {
    let names: Vec<&str> = line.split_whitespace().collect();
    let is_id = |name: &&&str| means(name) != Means::Unknown;
    let ids: Vec<&str> = names.iter().filter(is_id).copied().collect();
    let is_head = ids.len() > 1
        && names.len() <= 32
        && names.iter().all(|name| name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c)));
    let column = openid_column(ids.iter().copied()).filter(|_| is_head)?;
    Some(Table { between: ' ', column, width: ids.len() })
}
