//! `fanscope avatar` in a terminal: a face among lines of text, at the top of a window and at its
//! foot, where it must scroll.

use image::RgbImage;

use crate::{
    area::Area,
    emulator::Emulator,
    face::Face,
    grid::{Grid, MARK},
    look::Place,
    show::Show,
    stage::{PINK, Stage, YELLOW},
};

/// Print a face at the top and, when told to, one at the foot. The line after each is the marked one.
fn script() -> String {
    let [yellow, pink] = [YELLOW, PINK].map(Stage::openid);
    let program = env!("CARGO_BIN_EXE_fanscope");
    format!(
        r#"
marked() {{ printf "\033[48;5;201m%${{columns}}s\033[0m\033[?25l\n" ''; }}
'{program}' avatar {yellow} --size 132
marked
while [ ! -e next ]; do sleep 0.1; done
printf '\033[H\033[2J\033[999;1H'
'{program}' avatar {pink} --size 132
marked
exec sleep 600
"#
    )
}

pub fn among_lines(emulator: Emulator) {
    let stage = Stage::new();
    let [yellow, pink] = [YELLOW, PINK].map(|number| stage.face(number, "132"));
    let name = format!("{}-avatar", emulator.name());
    let show = Show::open(emulator, name, &stage, &script());
    let grid = show.grid("card", None);
    show.tell("go");
    let (at_top, _) = show.until("at-the-top", |shot| printed(shot, &grid, &yellow));
    let is_first = at_top.top == grid.area.top;
    assert!(is_first, "{} drew it at {at_top}, not on the first line", emulator.name());
    show.tell("next");
    show.until("at-the-foot", |shot| printed(shot, &grid, &pink));
}

/// Where the face is, if it is whole, at the left edge, and the marked line right below it.
fn printed(shot: &RgbImage, grid: &Grid, face: &Face) -> Result<Area, String> {
    let marked = grid.area.around(shot, |pixel| *pixel == MARK);
    let marked = marked.ok_or("the line below the face is not to be seen")?;
    if (marked.width, marked.height) != (grid.area.width, grid.cell.1) {
        return Err(format!("the line below the face is {marked}, which is no line"));
    }
    let place = Place {
        room: Area { height: marked.top - grid.area.top, ..grid.area },
        screen: grid.area,
        cell: grid.cell,
        background: grid.background,
        is_sharp: true,
        fills: false,
    };
    let area = place.find(shot, face)?;
    let side = face.pixels.height();
    if area.height.abs_diff(side) > grid.cell.1 {
        return Err(format!("the face is {area}, and should be {side} high"));
    }
    if area.left.abs_diff(grid.area.left) > grid.cell.0 {
        return Err(format!("the face is {area}, and not at the left edge, {}", grid.area.left));
    }
    if marked.top - area.bottom() >= grid.cell.1 {
        return Err(format!("the face is {area}, and the line below it {marked}"));
    }
    Ok(area)
}
