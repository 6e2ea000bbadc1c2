//! Letters that ratatui joins into one cell, put into cells of their own.
//!
//! A consonant of Devanagari with the one that it is joined to is one letter and two cells wide. A
//! terminal draws two characters of one cell each, and when only the first is written over, the other
//! stays behind.

use ratatui::buffer::Buffer;

use crate::text::width;

pub(super) fn separate(buffer: &mut Buffer) {
    for at in 0..buffer.content.len() {
        let Some(cell) = buffer.content.get(at) else { continue };
        // Nothing shorter holds two letters outside of ASCII.
        if cell.symbol().len() < 4 || width(cell.symbol()) < 2 {
            continue;
        }
        let parts = parts(cell.symbol());
        if parts.len() < 2 {
            continue;
        }
        let cell = cell.clone();
        let row_end = at + usize::from(buffer.area.width) - at % usize::from(buffer.area.width);
        let mut to = at;
        for part in parts {
            let Some(place) = buffer.content.get_mut(to).filter(|_| to < row_end) else { break };
            *place = cell.clone();
            place.set_symbol(&part);
            to += width(&part).max(1);
        }
    }
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
        let symbols: Vec<&str> = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(symbols[..2], ["क्", "ष"]);
        assert_eq!(symbols[2], "张");
        assert_eq!(symbols[4], "e\u{301}");
    }
}
