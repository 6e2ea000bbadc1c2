//! The first moment: terminals that get their size only after the program has started.

use crate::{
    emulator::Emulator,
    show::Show,
    stage::{Stage, YELLOW},
    walk::place,
};

/// It depends on a few milliseconds, so once says little.
const TIMES: usize = 6;

/// Start the program before anything else, and see it fill the window.
pub fn fill_the_window(emulator: Emulator) {
    let stage = Stage::new();
    let name = |step: &str| format!("{}-start-{step}", emulator.name());
    // A window just like it says where the cells are.
    let grid = {
        let show = Show::open(emulator, name("cells"), &stage, "exec sleep 600\n");
        show.grid("card", None)
    };
    let program = env!("CARGO_BIN_EXE_fanscope");
    let script = format!("exec '{program}' --ui-lang en {}\n", Stage::openid(YELLOW));
    let (pane, face) = (place(emulator, &grid), stage.face(YELLOW, "132"));
    for time in 1..=TIMES {
        let show = Show::open_at_once(emulator, name(&format!("window-{time}")), &stage, &script);
        show.until("started", |shot| {
            let (now, then) = (shot.dimensions(), grid.window);
            if now == then {
                return pane.find(shot, &face);
            }
            Err(format!("the window is {now:?} large, and was {then:?}"))
        });
    }
}
