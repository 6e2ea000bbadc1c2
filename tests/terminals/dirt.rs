//! Names of joined and of ambiguous characters: when they go, nothing of them stays behind.

use fanscope::app::layout::{Focus, Room, panes};
use image::RgbImage;

use crate::{
    area::Area,
    emulator::Emulator,
    face::difference,
    grid::MARK,
    look::Place,
    names::ODD,
    show::Show,
    stage::{Stage, YELLOW},
    walk::place,
};

/// Rows that no terminal disagrees about, more than are in sight. They come first.
const PLAIN: usize = 40;
/// Half pages from the last follower up to where the first odd names are in sight.
const UP: usize = 3;
/// Nobody else's name has this in it.
const FIRST: &str = "lonely";
/// This much of the list differs at least when it shows other rows, and not only another selected one:
/// the mean of a channel, of 255.
const OTHER: f64 = 5.0;
/// A channel that differs by more is no shadow. xterm 379 draws the edge of a letter a pixel beyond its
/// cell, 34 brighter than the background, and leaves it there when the letter goes.
const FAINT: u8 = 40;
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
    let [list, detail, over] =
        [panes.list, panes.detail, panes.overlay()].map(|at| grid.pixels(at));
    // Its title says how many were asked for, and these become more.
    let rows = Area { top: list.top + grid.cell.1, height: list.height - grid.cell.1, ..list };
    let (pane, face) = (place(emulator, &grid), stage.face(YELLOW, "132"));
    let pane = Place { is_sharp: false, fills: true, ..pane };
    let same = |shot: &RgbImage, before: &RgbImage| {
        [rows, detail].iter().try_for_each(|area| equal(*area, before, shot))
    };
    // Whoever has a face is answered.
    let others = |shot: &RgbImage, before: &RgbImage| {
        pane.find(shot, &face)?;
        let apart = difference(&list.of(before), &list.of(shot));
        if apart < OTHER { Err(format!("the list is only {apart:.2} apart")) } else { Ok(()) }
    };
    let is_covered = |shot: &RgbImage| {
        pane.find(shot, &face).map_or(Ok(()), |_| Err("the face is there".to_owned()))
    };
    show.tell("go");

    let (_, plain) = show.until("plain", |shot| pane.find(shot, &face));
    filter(&show);
    let ((), filtered) = show.until("filtered", |shot| others(shot, &plain));
    show.key("Escape");
    show.until("all", |shot| same(shot, &plain));
    show.key("question");
    let ((), help) = show.until("help", is_covered);
    show.key("Escape");
    show.until("help-closed", |shot| same(shot, &plain));

    show.key("G");
    let ((), odd) = show.until("odd", |shot| others(shot, &plain));
    show.key("question");
    show.until("odd-under-help", |shot| equal(over, &help, shot));
    show.key("Escape");
    show.until("odd-uncovered", |shot| same(shot, &odd));
    show.key("z");
    show.until("odd-alone", is_covered);
    show.key("z");
    show.until("odd-not-alone", |shot| same(shot, &odd));

    (0..UP).for_each(|_| show.key("ctrl+u"));
    let is_above = |shot: &RgbImage| others(shot, &plain).and_then(|()| others(shot, &odd));
    show.until("odd-above", is_above);
    // Each is the selected one for a moment, with its name over the detail.
    ODD.iter().for_each(|_| show.key("j"));
    (0..UP).for_each(|_| show.key("ctrl+d"));
    show.until("walked-through", |shot| same(shot, &odd));
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

/// Hardly a pixel is another than it was.
fn equal(area: Area, before: &RgbImage, now: &RgbImage) -> Result<(), String> {
    let (before, now) = (area.of(before), area.of(now));
    let mut differing = RgbImage::new(area.width, area.height);
    let mut count = 0;
    for (at, (before, now)) in differing.pixels_mut().zip(before.pixels().zip(now.pixels())) {
        let apart = now.0.iter().zip(before.0).map(|(now, before)| now.abs_diff(before)).max();
        if apart > Some(FAINT) {
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
