//! How much is written to the terminal: counted, not timed.

use fanscope::{
    app::{event::Event, model::Model},
    runtime::{backend::TerminalBackend, colours::Depth, output::Output},
    ui,
};
use ratatui::{Terminal, TerminalOptions, Viewport, layout::Rect};

use crate::support::play::{keys, play, started};

/// A terminal that only counts.
struct Counted {
    terminal: Terminal<TerminalBackend>,
    output: Output,
}

impl Counted {
    fn new(width: u16, height: u16) -> Self {
        let output = Output::default();
        let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, width, height)) };
        let backend = TerminalBackend::new(output.clone(), Depth::Full);
        let terminal = Terminal::with_options(backend, options).expect("in memory");
        Self { terminal, output }
    }

    /// The bytes of the next frame.
    fn draw(&mut self, model: &Model) -> usize {
        self.terminal.draw(|frame| ui::draw(model, frame)).expect("in memory");
        let mut bytes = vec![];
        self.output.commit(&[], &mut bytes).expect("in memory");
        bytes.len()
    }
}

#[test]
fn one_move_of_the_selection_costs_at_most_450_bytes() {
    let mut model = started(200, 50);
    play(&mut model, keys(&"j".repeat(12)));
    let mut screen = Counted::new(200, 50);
    screen.draw(&model);
    for _ in 0..12 {
        play(&mut model, keys("j"));
        let bytes = screen.draw(&model);
        assert!((1..=450).contains(&bytes), "{bytes} bytes for one move");
    }
}

#[test]
fn a_frame_without_a_change_is_not_written() {
    let mut model = started(120, 36);
    let mut screen = Counted::new(120, 36);
    assert!(screen.draw(&model) > 1000);
    play(&mut model, [Event::Tick]);
    assert_eq!(screen.draw(&model), 0);
}
