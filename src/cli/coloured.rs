//! Coloured cells as text, for a terminal that scrolls.

use crate::{
    app::graphics::{Block, Blocks},
    runtime::colours::Depth,
};

/// Ends every colour.
pub const PLAIN: &str = "\x1b[0m";

/// A line of text for each row of cells. No colour reaches beyond its line.
#[must_use]
pub fn lines(blocks: &Blocks, depth: Depth) -> Vec<String> {
    let rows = blocks.cells.chunks(usize::from(blocks.size.width.max(1)));
    let line = |row: &[Block]| {
        let (mut line, mut before) = (String::new(), None);
        for block in row {
            let colours = (block.ink, block.paper);
            if before.replace(colours) != Some(colours) {
                line.push_str(&depth.order(block.ink, block.paper));
            }
            line.push(block.glyph);
        }
        line + PLAIN
    };
    rows.map(line).collect()
}
