//! An image of block characters: how many cells it takes, and which character and colours each has.

use image::RgbImage;
use ratatui::layout::Size;

use crate::{
    app::graphics::{Block, Blocks},
    avatar::image::fit,
};

/// Into how many parts the characters divide a cell. More are sharper, and fewer fonts have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Two, one above the other.
    Half,
    /// Two by two.
    Quadrant,
    /// Two across, three down.
    Sextant,
}

impl Shape {
    /// How many parts there are across and down.
    #[must_use]
    pub const fn parts(self) -> (u32, u32) {
        match self {
            Self::Half => (1, 2),
            Self::Quadrant => (2, 2),
            Self::Sextant => (2, 3),
        }
    }

    /// Width and height of the image that has one pixel for each part of these cells.
    #[must_use]
    pub fn pixels(self, cells: Size) -> (u32, u32) {
        let (across, down) = self.parts();
        (u32::from(cells.width) * across, u32::from(cells.height) * down)
    }

    /// What its characters are called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Half => "half-blocks",
            Self::Quadrant => "quadrants",
            Self::Sextant => "sextants",
        }
    }

    /// The character that covers these parts: the lowest bit is the upper left one, then to the
    /// right and down.
    #[must_use]
    pub fn glyph(self, covered: u8) -> char {
        let quadrants =
            [' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'];
        let glyph = match (self, covered) {
            (Self::Half, _) => [' ', '▀', '▄', '█'].get(usize::from(covered)).copied(),
            (Self::Quadrant, _) => quadrants.get(usize::from(covered)).copied(),
            // These four are older, so the sextants of Unicode go round them.
            (Self::Sextant, 0) => Some(' '),
            (Self::Sextant, LEFT) => Some('▌'),
            (Self::Sextant, RIGHT) => Some('▐'),
            (Self::Sextant, 0b11_1111) => Some('█'),
            (Self::Sextant, _) => {
                let left_out = 1 + u32::from(covered > LEFT) + u32::from(covered > RIGHT);
                char::from_u32(0x1fb00 + u32::from(covered) - left_out)
            }
        };
        glyph.unwrap_or(' ')
    }
}

/// The parts of the left half of a cell, as sextants.
const LEFT: u8 = 0b01_0101;
const RIGHT: u8 = 0b10_1010;

/// The cells for an image that has one pixel for each of their parts.
///
/// Each gets the two colours, and the parts for each, that come nearest to its pixels: those with the
/// least sum of squared errors, for which a colour is the mean of its parts.
#[must_use]
pub fn drawn(pixels: &RgbImage, size: Size, shape: Shape) -> Blocks {
    let (across, down) = shape.parts();
    let mut cells = Vec::with_capacity(usize::from(size.width) * usize::from(size.height));
    let mut parts = Vec::with_capacity(6);
    for row in 0..u32::from(size.height) {
        for column in 0..u32::from(size.width) {
            parts.clear();
            for y in row * down..(row + 1) * down {
                let line = column * across..(column + 1) * across;
                parts.extend(line.filter_map(|x| pixels.get_pixel_checked(x, y)).map(|at| at.0));
            }
            cells.push(nearest(&parts, shape));
        }
    }
    Blocks { size, cells }
}

fn nearest(parts: &[[u8; 3]], shape: Shape) -> Block {
    let every = Sum::of(parts.iter());
    let (mut best, mut least) = ((0, every, every), every.spared());
    // The upper left part is ink in all of them: the other half of the ways are these, inverted.
    let most = u8::try_from((1_u32 << parts.len()) - 1).unwrap_or(u8::MAX);
    for covered in (1..most).step_by(2) {
        let is_covered = |bit: &usize| covered >> bit & 1 == 1;
        let bits = (0..parts.len()).filter(is_covered);
        let ink = Sum::of(bits.filter_map(|bit| parts.get(bit)));
        let paper = every.without(ink);
        let spared = ink.spared() + paper.spared();
        if spared > least {
            (best, least) = ((covered, ink, paper), spared);
        }
    }
    let (covered, ink, paper) = best;
    Block { glyph: shape.glyph(covered), ink: ink.mean(), paper: paper.mean() }
}

/// The colours of some parts, added up.
#[derive(Debug, Clone, Copy)]
struct Sum {
    colours: [u32; 3],
    count: u32,
}

impl Sum {
    fn of<'a>(parts: impl Iterator<Item = &'a [u8; 3]>) -> Self {
        let mut sum = Self { colours: [0; 3], count: 0 };
        for part in parts {
            for (colour, value) in sum.colours.iter_mut().zip(part) {
                *colour += u32::from(*value);
            }
            sum.count += 1;
        }
        sum
    }

    fn without(self, other: Self) -> Self {
        let mut left = self;
        for (colour, less) in left.colours.iter_mut().zip(other.colours) {
            *colour -= less;
        }
        left.count -= other.count;
        left
    }

    /// By how much the sum of squared errors is smaller when the mean of these parts is shown than
    /// when black is, in sixtieths: whole numbers for one to six parts.
    fn spared(self) -> u32 {
        let squares: u32 = self.colours.iter().map(|colour| colour * colour).sum();
        squares * (60 / self.count.max(1))
    }

    fn mean(self) -> [u8; 3] {
        let count = self.count.max(1);
        self.colours.map(|sum| u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX))
    }
}

/// The cells whose shape is nearest to the image's, about as large as its pixels would be.
///
/// Cells are coarse: 46 pixels are 4.6 cells of 10, and 2.3 of 20. Rounding each by itself makes
/// five by two of them, and a round avatar flat. So the four roundings are weighed against each other.
#[must_use]
pub fn cells(width: u32, height: u32, room: Size, cell: (u16, u16)) -> Size {
    let (cell_width, cell_height) = (u32::from(cell.0.max(1)), u32::from(cell.1.max(1)));
    let box_width = u32::from(room.width) * cell_width;
    let box_height = u32::from(room.height) * cell_height;
    let (fit_width, fit_height) = fit(width.max(1), height.max(1), box_width, box_height);
    let (columns, rows) = (fit_width / cell_width, fit_height / cell_height);
    let mut best: Option<(u64, Size)> = None;
    for columns in [columns, columns + 1] {
        for rows in [rows, rows + 1] {
            let is_not_public = (1..=u32::from(room.width)).contains(&columns)
                && (1..=u32::from(room.height)).contains(&rows);
            let (Ok(across), Ok(down)) = (u16::try_from(columns), u16::try_from(rows)) else {
                continue;
            };
            if !is_not_public {
                continue;
            }
            let drawn = (columns * cell_width, rows * cell_height);
            let cost = 4 * apart(
                u64::from(drawn.0) * u64::from(height),
                u64::from(drawn.1) * u64::from(width),
            ) + apart(u64::from(drawn.0), u64::from(fit_width))
                + apart(u64::from(drawn.1), u64::from(fit_height));
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, Size::new(across, down)));
            }
        }
    }
    best.map_or(Size::new(room.width.min(1), room.height.min(1)), |(_, size)| size)
}

/// How far two numbers are apart, in thousandths of the smaller.
fn apart(one: u64, other: u64) -> u64 {
    one.max(other) * 1000 / one.min(other).max(1) - 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(width: u32, height: u32, room: (u16, u16), cell: (u16, u16)) -> (u16, u16) {
        let size = cells(width, height, Size::new(room.0, room.1), cell);
        (size.width, size.height)
    }

    #[test]
    fn a_square_stays_square_whatever_the_cell() {
        assert_eq!(shape(46, 46, (50, 20), (8, 16)), (6, 3));
        assert_eq!(shape(46, 46, (50, 20), (10, 20)), (4, 2));
        assert_eq!(shape(132, 132, (50, 20), (8, 16)), (16, 8));
        assert_eq!(shape(132, 132, (50, 20), (9, 18)), (14, 7));
        assert_eq!(shape(640, 640, (20, 10), (8, 16)), (20, 10));
        assert_eq!(shape(640, 640, (50, 10), (7, 17)), (24, 10));
    }

    #[test]
    fn a_strip_takes_at_least_one_cell_and_never_more_than_the_room() {
        assert_eq!(shape(4096, 1, (20, 10), (8, 16)), (20, 1));
        assert_eq!(shape(1, 4096, (20, 10), (8, 16)), (1, 10));
        assert_eq!(shape(1, 1, (20, 10), (8, 16)), (1, 1));
        assert_eq!(shape(640, 640, (1, 1), (8, 16)), (1, 1));
    }
}
