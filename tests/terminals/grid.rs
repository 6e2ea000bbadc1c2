//! Where the cells of a terminal are in its window, found by a card: two cells in a colour that
//! nothing else has, the first and the last.

use image::{Rgb, RgbImage};
use ratatui::layout::{Rect, Size};

use crate::area::Area;

/// Number 201 of the 256 colours, in every terminal.
pub const MARK: Rgb<u8> = Rgb([255, 0, 255]);

/// The cells of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// In cells.
    pub size: Size,
    /// All cells together.
    pub area: Area,
    /// Width and height of one cell.
    pub cell: (u32, u32),
    pub background: Rgb<u8>,
    /// Width and height of the window.
    pub window: (u32, u32),
}

impl Grid {
    /// Find the card. `said` is what `stty size` says: the rows, then the columns.
    pub fn read(shot: &RgbImage, said: &str) -> Result<Self, String> {
        let numbers: Vec<u16> = said.split(' ').filter_map(|n| n.trim().parse().ok()).collect();
        let &[rows, columns] = numbers.as_slice() else {
            return Err(format!("its size in cells is not known: {said:?}"));
        };
        let (width, height) = shot.dimensions();
        let all = Area { left: 0, top: 0, width, height };
        let is_mark = |pixel: &Rgb<u8>| *pixel == MARK;
        let area = all.around(shot, is_mark).ok_or("the card is not to be seen")?;
        let (across, down) = (u32::from(columns), u32::from(rows));
        let cell = (area.width / across.max(1), area.height / down.max(1));
        let first = Area { width: cell.0, height: cell.1, ..area };
        let is_even = cell.0 * across == area.width && cell.1 * down == area.height;
        if !is_even || first.of(shot).pixels().any(|pixel| *pixel != MARK) {
            return Err(format!("the card is {area}, which is not {columns}x{rows} whole cells"));
        }
        // Beside the first cell, which is in the corner.
        let background = *shot.get_pixel(area.left + cell.0 * 2, area.top + cell.1 / 2);
        let size = Size::new(columns, rows);
        Ok(Self { size, area, cell, background, window: (width, height) })
    }

    /// The pixels of these cells.
    pub fn pixels(&self, cells: Rect) -> Area {
        let [x, y, width, height] = [cells.x, cells.y, cells.width, cells.height].map(u32::from);
        Area {
            left: self.area.left + x * self.cell.0,
            top: self.area.top + y * self.cell.1,
            width: width * self.cell.0,
            height: height * self.cell.1,
        }
    }

    /// How large the window must be to have these cells.
    pub fn window_for(&self, size: Size) -> (u32, u32) {
        let other = |window: u32, cell: u32, now: u16, then: u16| {
            window + cell * u32::from(then) - cell * u32::from(now)
        };
        (
            other(self.window.0, self.cell.0, self.size.width, size.width),
            other(self.window.1, self.cell.1, self.size.height, size.height),
        )
    }
}

/// The part of the script that shows the card until it is told to go on.
pub const CARD: &str = r#"
printf '\033[?25l'
while [ ! -e go ]; do
    stty size > size.new
    read -r rows columns < size.new
    printf '\033[H\033[J\033[48;5;201m \033[%s;%sH \033[0m' "$rows" "$columns"
    mv size.new size
    sleep 0.1
done
# Not kept above the screen either, from where a window that grows may bring it back.
printf '\033[H\033[J\033[3J\033[?25h'
"#;
