//! An image put into cells, or the place that the cells of a frame leave for it.

use ratatui::{
    buffer::{Buffer, CellDiffOption},
    layout::Rect,
    style::Color,
};

use crate::app::graphics::{Blocks, RenderedImage, Show};

/// Draw it into the upper left corner of this area, or leave its cells to the bytes that show it.
/// Where there is not room for all of it, nothing is drawn: bytes cannot be cut.
pub fn draw(image: &RenderedImage, area: Rect, buffer: &mut Buffer) {
    let (size, area) = (image.size, area.intersection(buffer.area));
    if size.width > area.width || size.height > area.height {
        return;
    }
    match &image.show {
        Show::Bytes(_) => leave(Rect { width: size.width, height: size.height, ..area }, buffer),
        Show::Blocks(blocks) => colour(blocks, area, buffer),
    }
}

/// Cells that are never written. When they are cells of text again, all of them are.
fn leave(area: Rect, buffer: &mut Buffer) {
    for at in area.positions() {
        if let Some(cell) = buffer.cell_mut(at) {
            cell.reset();
            cell.set_diff_option(CellDiffOption::Skip);
        }
    }
}

fn colour(blocks: &Blocks, area: Rect, buffer: &mut Buffer) {
    let rows = blocks.cells.chunks(usize::from(blocks.size.width.max(1)));
    for (y, row) in (area.y..).zip(rows) {
        for (x, block) in (area.x..).zip(row) {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                let [ink, paper] =
                    [block.ink, block.paper].map(|[red, green, blue]| Color::Rgb(red, green, blue));
                cell.set_char(block.glyph).set_fg(ink).set_bg(paper);
            }
        }
    }
}
