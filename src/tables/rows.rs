//! Tables of HTML and of Excel's XML: their rows, as records between tabs.

/// A row, a cell or a tag longer than this is not kept whole.
const LONGEST: usize = 64 * 1024;

/// Reads tags as they come, a line or a part of one at a time.
#[derive(Debug, Default)]
pub struct Rows {
    is_row: bool,
    is_cell: bool,
    cells: Vec<String>,
    length: usize,
    /// What is read of a tag whose end is still to come.
    tag: Option<String>,
}

impl Rows {
    /// Whether this line belongs to a table.
    #[must_use]
    pub fn begins(&self, line: &str) -> bool {
        self.is_row || self.tag.is_some() || {
            let is = |name: &str| {
                line.match_indices('<').any(|(at, _)| {
                    let after = line.get(at + 1..).unwrap_or_default();
                    after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
                        && after.get(name.len()..).is_some_and(|rest| {
                            rest.is_empty() || rest.starts_with(['>', ' ', '\t', '/'])
                        })
                })
            };
            // `<row id="1" openid="…"/>` is no row of cells: its attributes are keys.
            is("tr") || (is("Row") && (line.contains("<Cell") || line.trim().ends_with("Row>")))
        }
    }

    /// Whether the text that comes belongs to a cell. One that goes on for too long lost its end.
    #[must_use]
    pub fn is_in_cell(&self) -> bool {
        self.is_cell && self.length <= LONGEST
    }

    /// Nothing more comes: a row without its end is one, too.
    pub fn finish(&mut self, mut take: impl FnMut(&str)) {
        self.tag = None;
        self.end(&mut take);
    }

    /// Read on, and hand on each row that is whole.
    pub fn push(&mut self, line: &str, mut take: impl FnMut(&str)) {
        let mut rest = line;
        loop {
            if let Some(tag) = &mut self.tag {
                let (inside, after) = match rest.split_once('>') {
                    Some((inside, after)) => (inside, Some(after)),
                    None => (rest, None),
                };
                if tag.len() + inside.len() <= LONGEST {
                    tag.push_str(inside);
                }
                let Some(after) = after else { return };
                rest = after;
                let tag = self.tag.take().unwrap_or_default();
                self.read(&tag, &mut take);
            } else if let Some((text, after)) = rest.split_once('<') {
                self.text(text);
                self.tag = Some(String::new());
                rest = after;
            } else {
                self.text(rest);
                return;
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.length += text.len();
        if self.is_cell
            && self.length <= LONGEST
            && let Some(cell) = self.cells.last_mut()
        {
            cell.extend(text.chars().map(|c| if c == '\t' { ' ' } else { c }));
        }
    }

    fn read(&mut self, tag: &str, take: &mut impl FnMut(&str)) {
        let name = tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
        match name.trim_end_matches('/').to_ascii_lowercase().as_str() {
            "tr" | "row" => {
                self.end(take);
                self.is_row = true;
            }
            "td" | "th" | "cell" if self.is_row => {
                // Excel leaves out empty cells and says where the next one stands.
                let index = tag.split_once("Index=\"").and_then(|(_, index)| {
                    index.split('"').next().and_then(|index| index.parse::<usize>().ok())
                });
                let before = index.map_or(self.cells.len(), |index| index.saturating_sub(1));
                self.cells.resize(before.clamp(self.cells.len(), 4096), String::new());
                self.cells.push(String::new());
                self.is_cell = !tag.ends_with('/');
            }
            "/td" | "/th" | "/cell" => self.is_cell = false,
            "/tr" | "/row" | "/table" => self.end(take),
            _ => {}
        }
    }

    fn end(&mut self, take: &mut impl FnMut(&str)) {
        let cells = std::mem::take(&mut self.cells);
        (self.is_row, self.is_cell, self.length) = (false, false, 0);
        if !cells.is_empty() {
            let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
            take(&cells.join("\t"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(parts: &[&str]) -> Vec<String> {
        let (mut rows, mut found) = (Rows::default(), vec![]);
        for part in parts {
            rows.push(part, |row| found.push(row.to_owned()));
        }
        found
    }

    #[test]
    fn rows_are_whole_wherever_their_text_is_split() {
        let text =
            "<TABLE><tr class=\"a\"><th>a</th><th/><th><b>c</b> d</th></tr><tr><td>1<td>2</table>";
        let wanted = ["a\t\tc d", "1\t2"];
        assert_eq!(rows(&[text]), wanted);
        let parts: Vec<String> = text.chars().map(String::from).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        assert_eq!(rows(&parts), wanted);
    }

    #[test]
    fn cells_that_excel_left_out_keep_their_place() {
        let text =
            "<Row><Cell><Data>1</Data></Cell><Cell ss:Index=\"4\"><Data>4</Data></Cell></Row>";
        assert_eq!(rows(&[text]), ["1\t\t\t4"]);
    }

    #[test]
    fn attributes_of_a_row_are_no_cells() {
        assert!(!Rows::default().begins("<row id=\"1\" openid=\"oA\"/>"));
        assert!(!Rows::default().begins("<track>"));
        assert!(
            Rows::default().begins("<Tr>") && Rows::default().begins("<Row ss:Height=\"1\"><Cell>")
        );
    }
}
