//! Records of a table: cells between separators, quoted as spreadsheets and databases do it.

/// What is left over of a line that ends within a quoted cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    Whole,
    /// A quoted cell goes on in the next line.
    Quoted,
}

/// The cells of a line, and whether it ends within one. A quote opens only at the beginning of a cell, or
/// behind the `=` of a spreadsheet's `="…"`: elsewhere it is a letter like others.
#[must_use]
pub fn cells(line: &str, between: char) -> (Vec<String>, Ends) {
    let (mut cells, mut cell, mut is_quoted) = (vec![], String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            // `\"` of MySQL; a backslash before the closing quote is a letter.
            '\\' if is_quoted && letters.peek() == Some(&'"') => {
                let mut ahead = letters.clone();
                ahead.next();
                let closes = ahead.peek().is_none_or(|after| *after == between);
                cell.push('\\');
                if !closes {
                    cell.push('"');
                    letters.next();
                }
            }
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' if is_quoted => is_quoted = false,
            '"' if opens(&cell) => is_quoted = true,
            c if c == between && !is_quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    (cells, if is_quoted { Ends::Quoted } else { Ends::Whole })
}

fn opens(cell: &str) -> bool {
    let before = cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    before.is_empty() || before == "="
}

/// A value without what spreadsheets put round ids to keep them text: `="…"`, `'…`, a backtick, a tab.
#[must_use]
pub fn unwrapped(cell: &str) -> &str {
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '=' | '\'' | '"' | '`' | '\u{feff}');
    cell.trim_matches(is_edge)
}

/// Whether a cell says that it has no value.
#[must_use]
pub fn is_empty(cell: &str) -> bool {
    const NOTHING: [&str; 16] = [
        "",
        "null",
        "(null)",
        "\\n",
        "nil",
        "none",
        "nan",
        "n/a",
        "#n/a",
        "undefined",
        "0",
        "无",
        "空",
        "false",
        "true",
        "#name?",
    ];
    let cell = cell.trim().to_lowercase();
    NOTHING.contains(&cell.as_str()) || !cell.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(line: &str, between: char) -> Vec<String> {
        cells(line, between).0
    }

    #[test]
    fn quotes_keep_separators_and_open_only_where_a_cell_begins() {
        assert_eq!(cut(r#"a,"b,c",d"#, ','), ["a", "b,c", "d"]);
        assert_eq!(cut(r#"a,"say ""hi""",d"#, ','), ["a", r#"say "hi""#, "d"]);
        assert_eq!(cut(r#"5" pipe,x"#, ','), [r#"5" pipe"#, "x"]);
        assert_eq!(cut("a\t=\"b\"\tc", '\t'), ["a", "=b", "c"]);
        assert_eq!(cut(r#""小\"明",x"#, ','), [r#"小\"明"#, "x"]);
        assert_eq!(cut(r#""C:\",x"#, ','), [r"C:\", "x"]);
    }

    #[test]
    fn a_line_that_ends_within_quotes_says_so() {
        assert_eq!(cells("\"小", ',').1, Ends::Quoted);
        assert_eq!(cells("\"小\n明\",x", ',').1, Ends::Whole);
    }

    #[test]
    fn wrappers_of_spreadsheets_come_off() {
        for cell in ["=\"oAb\"", "'oAb", "`oAb", "\toAb ", "=oAb", "\u{feff}oAb"] {
            assert_eq!(unwrapped(cell), "oAb", "{cell:?}");
        }
    }
}
