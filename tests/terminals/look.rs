//! Whether what is on a screen is a face, and whether one that was there is gone.

use image::{Rgb, RgbImage};

use crate::{
    area::Area,
    face::{Face, difference},
};

/// A channel that differs by more is no background.
const OTHER: u8 = 24;
/// How far each channel of a quarter's mean colour may be from the face's.
const QUARTER: u8 = 12;
/// The whole is compared as so many pixels wide and high.
const FINE: u32 = 16;
/// How far the whole may be from the face. What is right is at most half as far, and another face at
/// least three times.
const WHOLE: f64 = 9.0;
/// How much longer one side may be than the other, of a hundred.
const ASPECT: u32 = 5;
/// Pixels in a face's colours that letters may have at their edges by chance: a third of a cell.
const STRAY: u32 = 60;
/// A tile of what was there is there still when it differs by less.
const SAME: f64 = 4.0;
/// Tiles in each direction.
const TILES: u32 = 8;
/// Tiles that may look as before by chance. One row of cells of a face is more.
const BY_CHANCE: usize = 4;

/// What a face must look like where it is drawn.
#[derive(Debug, Clone)]
pub struct Place {
    /// The face must be in here,
    pub room: Area,
    /// and nothing of it elsewhere in here.
    pub screen: Area,
    pub cell: (u32, u32),
    pub background: Rgb<u8>,
    /// Whether it is drawn pixel by pixel, and not in whole cells.
    pub is_sharp: bool,
    /// Whether it is as large as its room, as blocks are.
    pub fills: bool,
}

impl Place {
    /// Where the face is, or what is wrong with it.
    pub fn find(&self, shot: &RgbImage, face: &Face) -> Result<Area, String> {
        let is_drawn = |pixel: &Rgb<u8>| is_other(*pixel, self.background);
        let area = self.room.around(shot, is_drawn).ok_or("nothing is drawn where it should be")?;
        let wrong = [
            self.size(area, face),
            self.aspect(area),
            quarters(&area.of(shot), &face.pixels),
            self.whole(&area.of(shot), face),
            self.stray(shot, face),
        ];
        let wrong: Vec<String> = wrong.into_iter().flatten().collect();
        let room = self.room;
        if wrong.is_empty() {
            return Ok(area);
        }
        Err(format!("what is drawn is {area}, in a room of {room}: {}", wrong.join("; ")))
    }

    /// Its own size, or what of it the room holds; a cell more or less.
    fn size(&self, area: Area, face: &Face) -> Option<String> {
        let room = self.room.width.min(self.room.height);
        let side = if self.fills { room } else { face.pixels.width().min(room) };
        let is_right = area.width.abs_diff(side) <= self.cell.0
            && area.height.abs_diff(side) <= self.cell.1
            // Not cut off, if it was to fill its room.
            && area.width.max(area.height) + self.cell.1 >= side;
        let (wide, high) = self.cell;
        (!is_right).then(|| format!("it should be {side}x{side}, or {wide}x{high} off"))
    }

    /// As wide as high. In whole cells, half a cell more or less, which is what rounding costs.
    fn aspect(&self, area: Area) -> Option<String> {
        let (short, long) = (area.width.min(area.height), area.width.max(area.height));
        let most = if self.is_sharp { short * ASPECT / 100 } else { self.cell.1 / 2 };
        (long - short > most).then(|| format!("its sides differ by {}, not {most}", long - short))
    }

    /// The face itself, as finely as it can be told: where it is drawn in cells, by these.
    fn whole(&self, seen: &RgbImage, face: &Face) -> Option<String> {
        let side = if self.is_sharp { FINE } else { (seen.height() / self.cell.1).clamp(2, FINE) };
        let apart = face.apart(seen, side);
        (apart > WHOLE).then(|| format!("it is {apart:.1} from the true face, over {WHOLE}"))
    }

    /// Nothing of it is outside of its room.
    fn stray(&self, shot: &RgbImage, face: &Face) -> Option<String> {
        let mut stray = 0;
        for y in self.screen.top..self.screen.bottom() {
            for x in self.screen.left..self.screen.right() {
                let could_be = !self.room.contains(x, y) && face.has(*shot.get_pixel(x, y));
                stray += u32::from(could_be);
            }
        }
        (stray > STRAY).then(|| format!("{stray} pixels in its colours are elsewhere"))
    }
}

fn quarters(seen: &RgbImage, face: &RgbImage) -> Option<String> {
    let (seen, face) = (Face::quarters(seen), Face::quarters(face));
    let is_right = seen.iter().flatten().zip(face.iter().flatten()).all(is_near);
    (!is_right).then(|| format!("its quarters are {seen:?}, and should be {face:?}"))
}

fn is_near((one, other): (&u8, &u8)) -> bool {
    one.abs_diff(*other) <= QUARTER
}

/// Whether hardly a tile of the face that was seen here looks as it did.
pub fn is_gone(before: &RgbImage, place: Area, shot: &RgbImage) -> Result<(), String> {
    let now = place.of(shot);
    let (wide, high) = (place.width / TILES, place.height / TILES);
    let tiles = (0..TILES * TILES).map(|n| Area {
        left: n % TILES * wide,
        top: n / TILES * high,
        width: wide,
        height: high,
    });
    let kept = tiles.filter(|tile| difference(&tile.of(before), &tile.of(&now)) < SAME).count();
    if kept <= BY_CHANCE {
        return Ok(());
    }
    Err(format!("{kept} of {} tiles of the face that was at {place} are there", TILES * TILES))
}

/// Whether nothing but background is here.
pub fn is_empty(shot: &RgbImage, area: Area, background: Rgb<u8>) -> Result<(), String> {
    match area.around(shot, |pixel| is_other(*pixel, background)) {
        None => Ok(()),
        Some(left) => Err(format!("something is left behind: {left}")),
    }
}

/// Whether it is another colour, and not the same drawn a little otherwise.
fn is_other(pixel: Rgb<u8>, background: Rgb<u8>) -> bool {
    // Written out, because it is asked of a million pixels.
    let ([red, green, blue], [r, g, b]) = (pixel.0, background.0);
    red.abs_diff(r) > OTHER || green.abs_diff(g) > OTHER || blue.abs_diff(b) > OTHER
}
