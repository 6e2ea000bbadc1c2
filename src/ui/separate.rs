//! Cells that must hold what the terminal has there, so that nothing stays behind when it goes.
//!
//! A consonant of Devanagari with the one that it is joined to is one letter and two cells wide. A
//! terminal draws two characters of one cell each, and when only the first is written over, the other
//! stays behind: letters that ratatui joins into one cell are put into cells of their own.
//!
//! The second cell of a wide letter is a blank to ratatui, and is not written when there is a blank
//! after the letter too. Konsole 22.12 then shows half a letter, and whoever took the letter for a
//! narrow one has there what was there before: it holds nothing instead, which no blank equals.

use ratatui::buffer::{Buffer, Cell};

use crate::text::width;

pub(super) fn separate(buffer: &mut Buffer) {
    for row in buffer.content.chunks_mut(usize::from(buffer.area.width).max(1)) {
        let mut at = 0;
        while let Some(cell) = row.get(at) {
            let symbol = cell.symbol();
            let cells = if is_narrow(symbol) { 1 } else { width(symbol) };
            if cells < 2 {
                at += 1;
                continue;
            }
            // Nothing shorter holds two letters outside of ASCII.
            let parts = if symbol.len() < 4 { vec![] } else { parts(symbol) };
            if parts.len() > 1 {
                // Each of them is looked at again.
                put(&parts, row, at);
            } else if cover(row, at, cells) {
                at += cells;
            } else if let Some(cell) = row.get_mut(at) {
                cell.set_symbol(" ");
            }
        }
    }
}

/// Nearly all of a screen, told without a look into tables: what is short, and the frames of panes.
fn is_narrow(symbol: &str) -> bool {
    symbol.len() < 3 || symbol.starts_with(|c| matches!(c, '\u{2500}'..='\u{259f}'))
}

/// Put letters into cells of their own, from this cell on, that look as it does.
fn put(parts: &[String], row: &mut [Cell], at: usize) {
    let Some(cell) = row.get(at).cloned() else { return };
    let mut to = at;
    for part in parts {
        let Some(cell_at) = row.get_mut(to) else { break };
        *cell_at = cell.clone();
        cell_at.set_symbol(part);
        to += width(part).max(1);
    }
}

/// Leave nothing in the cells that a wide letter covers. `false` when something else is drawn over a
/// part of it, as the frame of the help may be: ratatui would write the letter and pass over what is in
/// its second cell.
fn cover(row: &mut [Cell], at: usize, cells: usize) -> bool {
    let Some(covered) = row.get_mut(at + 1..at + cells) else { return false };
    if covered.iter().any(|cell| cell.symbol() != " ") {
        return false;
    }
    for cell in covered {
        cell.set_symbol("");
    }
    true
}

/// The characters that take cells, each with its marks.
fn parts(symbol: &str) -> Vec<String> {
    let mut parts: Vec<String> = vec![];
    for c in symbol.chars() {
        let mut bytes = [0; 4];
        let c = c.encode_utf8(&mut bytes);
        match parts.last_mut() {
            Some(part) if width(c) == 0 => part.push_str(c),
            _ => parts.push(c.to_owned()),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use ratatui::{layout::Rect, style::Style};

    use super::*;

    #[test]
    fn two_letters_in_one_cell_become_two_cells_and_a_wide_one_stays() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(0, 0, "क्ष张e\u{301}", Style::new());
        separate(&mut buffer);
        let symbols: Vec<&str> = buffer.content.iter().map(Cell::symbol).collect();
        assert_eq!(symbols[..2], ["क्", "ष"]);
        assert_eq!(symbols[2], "张");
        assert_eq!(symbols[4], "e\u{301}");
    }

    #[test]
    fn a_wide_letter_that_is_half_drawn_over_goes_and_what_is_over_it_stays() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        buffer.set_string(0, 0, "张三", Style::new());
        buffer.set_string(3, 0, "│", Style::new());
        separate(&mut buffer);
        let empty = Buffer::empty(buffer.area);
        let symbols: Vec<&str> =
            empty.diff(&buffer).into_iter().map(|(_, _, cell)| cell.symbol()).collect();
        assert_eq!(symbols, ["张", "│"]);
    }

    #[test]
    fn the_second_cell_of_a_wide_letter_is_written_when_the_letter_goes() {
        let drawn = |text| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
            buffer.set_string(0, 0, text, Style::new());
            separate(&mut buffer);
            buffer
        };
        let (wide, narrow) = (drawn("张三"), drawn("a b"));
        let written = |from: &Buffer, to: &Buffer| -> Vec<(u16, String)> {
            let cells = from.diff(to).into_iter();
            cells.map(|(x, _, cell)| (x, cell.symbol().to_owned())).collect()
        };
        let cells = |cells: &[(u16, &str)]| -> Vec<(u16, String)> {
            cells.iter().map(|(x, symbol)| (*x, (*symbol).to_owned())).collect()
        };
        assert_eq!(written(&wide, &narrow), cells(&[(0, "a"), (1, " "), (2, "b"), (3, " ")]));
        assert_eq!(written(&narrow, &wide), cells(&[(0, "张"), (2, "三")]));
        assert_eq!(written(&wide, &wide), cells(&[]));
    }
}
