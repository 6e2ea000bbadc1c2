//! How many cells a picture takes when each cell shows two pixels, one above the other.

use ratatui::layout::Size;

use crate::avatar::picture::fit;

/// The cells whose shape is nearest to the picture's, about as large as its pixels would be.
///
/// Cells are coarse: 46 pixels are 4.6 cells of 10, and 2.3 of 20. Rounding each by itself makes
/// five by two of them, and a round face flat. So the four roundings are weighed against each other.
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
            let is_inside = (1..=u32::from(room.width)).contains(&columns)
                && (1..=u32::from(room.height)).contains(&rows);
            let (Ok(across), Ok(down)) = (u16::try_from(columns), u16::try_from(rows)) else {
                continue;
            };
            if !is_inside {
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
