//! Coloured cells as text, for a terminal that scrolls.

use crate::app::picture::{Block, Blocks};

/// Ends every colour.
pub const PLAIN: &str = "\x1b[0m";

/// The order for these colours, ink and paper.
#[must_use]
pub fn order([red, green, blue]: [u8; 3], [r, g, b]: [u8; 3]) -> String {
    format!("\x1b[38;2;{red};{green};{blue};48;2;{r};{g};{b}m")
}

/// A line of text for each row of cells. No colour reaches beyond its line.
#[must_use]
pub fn lines(blocks: &Blocks) -> Vec<String> {
    let rows = blocks.cells.chunks(usize::from(blocks.size.width.max(1)));
    let line = |row: &[Block]| {
        let (mut line, mut before) = (String::new(), None);
        for block in row {
            let colours = (block.ink, block.paper);
            if before.replace(colours) != Some(colours) {
                line.push_str(&order(block.ink, block.paper));
            }
            line.push(block.glyph);
        }
        line + PLAIN
    };
    rows.map(line).collect()
}
