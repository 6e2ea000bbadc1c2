//! One walk through the browser: a face, other sizes, other followers, help, resizing, the end.

use fanscope::app::layout::{Focus, Room, panes};
use image::RgbImage;
use ratatui::layout::Size;

use crate::{
    area::Area,
    emulator::Emulator,
    face::Face,
    grid::Grid,
    look::{Place, is_empty, is_gone},
    show::Show,
    stage::{NOBODY, PINK, Stage, YELLOW},
};

/// How many cells the window loses when it is resized. There are still three panes.
const LESS: Size = Size::new(20, 6);

/// Start the program on three followers below the line of a shell, and keep the window open when it has
/// ended. The cursor is hidden, which would be something left behind.
///
/// The line is there because xterm.js 6.1 with WebGL goes on to paint what was reversed when the other
/// screen, to which it returns, is all empty: it looks for what differs from an emptied model.
fn script() -> String {
    let openids = [YELLOW, PINK, NOBODY].map(Stage::openid).join(" ");
    let program = env!("CARGO_BIN_EXE_fanscope");
    format!(
        r"echo '$ fanscope'
COLORTERM=truecolor '{program}' --ui-lang en {openids}
echo $? > ended.new
printf '\033[?25l'
mv ended.new ended
exec sleep 600
"
    )
}

pub fn through(emulator: Emulator) {
    let stage = Stage::new();
    let yellow = ["132", "0", "46"].map(|size| stage.face(YELLOW, size));
    let [yellow, yellow_full, yellow_small] = &yellow;
    let pink = &stage.face(PINK, "132");
    let show = Show::open(emulator, emulator.name().to_owned(), &stage, &script());

    // The cells at both sizes, while nothing but the card is on the screen.
    let large = show.grid("card", None);
    let less = Size::new(large.size.width - LESS.width, large.size.height - LESS.height);
    show.resize(large.window_for(less));
    let small = show.grid("card-smaller", Some(less));
    show.resize(large.window);
    let large = show.grid("card-again", Some(large.size));
    let (pane, small_pane) = (place(emulator, &large), place(emulator, &small));
    show.tell("go");

    let first = seen(&show, "first", &pane, yellow);
    let refused = pane.find(&first.shot, pink).expect_err("another face must be refused");
    // Shown with `--nocapture`: what was measured, and how far from right another face is.
    println!("{}: {}; for another face, {refused}", emulator.name(), first.area);

    show.key("0");
    seen(&show, "full-size", &pane, yellow_full);
    show.key("4");
    seen(&show, "46-pixels", &pane, yellow_small);
    show.key("1");
    let usual = seen(&show, "132-pixels-again", &pane, yellow);

    show.key("j");
    show.until("moved-on", |shot| {
        usual.is_gone(shot)?;
        pane.find(shot, pink)
    });
    show.key("k");
    let back = seen(&show, "moved-back", &pane, yellow);
    show.key("G");
    show.until("somebody-without-a-picture", |shot| back.is_gone(shot));
    show.key("g");
    let again = seen(&show, "and-back", &pane, yellow);

    show.key("question");
    show.until("help", |shot| again.is_gone(shot));
    show.key("Escape");
    let uncovered = seen(&show, "help-closed", &pane, yellow);

    show.resize(large.window_for(less));
    seen(&show, "smaller-window", &small_pane, yellow);
    show.resize(large.window);
    seen(&show, "larger-window", &pane, yellow);

    show.key("q");
    show.until("ended", |shot| {
        let status = show.said("ended")?;
        if status.trim() != "0" {
            return Err(format!("the program ended with {status}"));
        }
        uncovered.is_gone(shot)?;
        let line = Area { height: large.cell.1, ..large.area };
        is_empty(shot, line, large.background).err().ok_or("the line of the shell is gone")?;
        let rest = Area { top: line.bottom(), height: large.area.height - line.height, ..line };
        is_empty(shot, rest, large.background)
    });
}

/// A face that was seen.
struct Seen {
    area: Area,
    shot: RgbImage,
}

impl Seen {
    fn is_gone(&self, now: &RgbImage) -> Result<(), String> {
        is_gone(&self.area.of(&self.shot), self.area, now)
    }
}

fn seen(show: &Show, step: &str, place: &Place, face: &Face) -> Seen {
    let (area, shot) = show.until(step, |shot| place.find(shot, face));
    Seen { area, shot }
}

/// The inside of the avatar pane of a window with these cells.
pub fn place(emulator: Emulator, grid: &Grid) -> Place {
    let panes = panes(grid.size, Focus::List, Room::default());
    Place {
        room: grid.pixels(panes.inner(panes.avatar)),
        screen: grid.area,
        cell: grid.cell,
        background: grid.background,
        is_sharp: emulator.has_graphics(),
        fills: !emulator.has_graphics(),
    }
}
