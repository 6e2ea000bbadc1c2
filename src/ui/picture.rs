//! A picture put into cells, whichever way it is drawn.

use ratatui::{buffer::Buffer, layout::Rect, style::Color, widgets::Widget};
use ratatui_image::Image;

use crate::app::picture::{Blocks, Drawn};

/// Draw it into the upper left corner of this area. Where there is not room for all of it, nothing
/// is drawn: bytes cannot be cut.
pub fn draw(drawn: &Drawn, area: Rect, buffer: &mut Buffer) {
    let (size, area) = (drawn.size(), area.intersection(buffer.area));
    if size.width > area.width || size.height > area.height {
        return;
    }
    match drawn {
        Drawn::Bytes(protocol) => Image::new(protocol).render(area, buffer),
        Drawn::Blocks(blocks) => colour(blocks, area, buffer),
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
