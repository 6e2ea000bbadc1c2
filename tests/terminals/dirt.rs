//! Names of joined and of ambiguous characters: when they go, nothing of them stays behind.

use fanscope::app::panes::{Focus, Room, panes};
use image::RgbImage;

use crate::{
    area::Area,
    emulator::Emulator,
    face::difference,
    grid::MARK,
    look::{Place, is_other},
    names::ODD,
    show::Show,
    stage::{Stage, YELLOW},
    walk::place,
};

/// Rows that no terminal disagrees about, more than are in sight. They come first.
const PLAIN: usize = 40;
/// Nobody else's name has this in it.
const FIRST: &str = "lonely";
/// This much of the list differs at least when it shows other names: the mean of a channel, of 255.
const OTHER: f64 = 1.0;
/// Pixels that may differ, where the parts of a line meet that were drawn one by one.
const JOINTS: usize = 4;

pub fn of_names_that_go(emulator: Emulator) {
    let plain = (1..PLAIN).map(|n| format!("plain {n:02}"));
    let odd = ODD.iter().map(|name| format!("odd {name}|{name}"));
    let names: Vec<String> = [FIRST.to_owned()].into_iter().chain(plain).chain(odd).collect();
    let stage = Stage::with_names(&names);
    let openids: Vec<String> = (0..names.len()).map(Stage::openid).collect();
    let program = env!("CARGO_BIN_EXE_fanscope");
    let script = format!(
        "COLORTERM=truecolor '{program}' --ui-lang en --images blocks {}\nexec sleep 600\n",
        openids.join(" ")
    );
    let show = Show::open(emulator, format!("{}-names", emulator.name()), &stage, &script);
    let grid = show.grid("card", None);
    let panes = panes(grid.size, Focus::List, Room::default());
    let (list, detail) = (grid.pixels(panes.list), grid.pixels(panes.detail));
    let (pane, face) = (place(emulator, &grid), stage.face(YELLOW, "132"));
    let pane = Place { is_sharp: false, fills: true, ..pane };
    let same = |shot: &RgbImage, before: &RgbImage| {
        [list, detail].iter().try_for_each(|area| equal(*area, before, shot))
    };
    // Whoever has a face is answered.
    let others = |shot: &RgbImage, before: &RgbImage| {
        pane.find(shot, &face)?;
        let apart = difference(&list.of(before), &list.of(shot));
        if apart < OTHER { Err(format!("the list is only {apart:.2} apart")) } else { Ok(()) }
    };
    show.tell("go");

    let (_, plain) = show.until("plain", |shot| pane.find(shot, &face));
    filter(&show);
    let ((), filtered) = show.until("filtered", |shot| others(shot, &plain));
    show.key("Escape");
    show.until("all", |shot| same(shot, &plain));

    show.key("G");
    let ((), odd) = show.until("odd", |shot| others(shot, &plain));
    show.key("ctrl+u");
    show.key("ctrl+u");
    let is_above = |shot: &RgbImage| others(shot, &plain).and_then(|()| others(shot, &odd));
    show.until("odd-above", is_above);
    show.key("g");
    show.until("scrolled-away", |shot| same(shot, &plain));

    show.key("G");
    show.until("odd-again", |shot| others(shot, &plain));
    filter(&show);
    show.until("filtered-away", |shot| same(shot, &filtered));
}

/// Leave only the first.
fn filter(show: &Show) {
    show.key("slash");
    FIRST.chars().for_each(|key| show.key(&key.to_string()));
    show.key("Return");
}

/// Every pixel is about as it was.
fn equal(area: Area, before: &RgbImage, now: &RgbImage) -> Result<(), String> {
    let (before, now) = (area.of(before), area.of(now));
    let mut differing = RgbImage::new(area.width, area.height);
    let mut count = 0;
    for (at, (before, now)) in differing.pixels_mut().zip(before.pixels().zip(now.pixels())) {
        if is_other(*now, *before) {
            *at = MARK;
            count += 1;
        }
    }
    let all = Area { left: 0, top: 0, ..area };
    match all.around(&differing, |pixel| *pixel == MARK) {
        Some(dirt) if count > JOINTS => {
            Err(format!("{count} pixels are not as before: {dirt} of the part at {area}"))
        }
        _ => Ok(()),
    }
}
