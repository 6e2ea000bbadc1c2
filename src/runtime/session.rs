//! A session in the terminal: taken over, drawn to, suspended, given back.

use std::io;

use ratatui::{Terminal, TerminalOptions, Viewport, layout::Rect};

use crate::{
    app::{effect::Leave, graphics::Placement, model::Model},
    runtime::{
        Loop, Turn, backend::TerminalBackend, colours::Depth, input::Input, jobs::World,
        output::Output, terminal,
    },
};

/// The number of the signal that says that the terminal is gone.
const HANG_UP: i32 = 1;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Left(Leave),
    /// By a signal, with its number.
    Killed(i32),
}

/// Run in the terminal until the person quits.
///
/// # Errors
/// When the terminal cannot be used.
pub async fn run<W: World>(
    model: Model,
    world: W,
    output: Output,
    input: Input,
) -> io::Result<Ended> {
    terminal::give_back_on_panic();
    // Before the terminal is taken, so that no signal finds it taken and nobody to give it back.
    let signals = Signals::new()?;
    terminal::enter()?;
    let ended = turns(model, world, output, input, signals).await;
    #[cfg(unix)]
    crate::runtime::graphics::probe::hush();
    terminal::leave();
    ended
}

async fn turns<W: World>(
    mut model: Model,
    world: W,
    output: Output,
    mut input: Input,
    mut signals: Signals,
) -> io::Result<Ended> {
    // Read again now that the input listens for changes: a terminal that gives the window its size
    // while we start, as foot does some milliseconds later, would not be heard otherwise.
    if let Ok(size) = terminal::size() {
        model.size = size;
    }
    let area = Rect::from((ratatui::layout::Position::ORIGIN, model.size));
    let options = TerminalOptions { viewport: Viewport::Fixed(area) };
    let depth = Depth::of(|name| std::env::var(name).ok());
    let backend = TerminalBackend::new(output.clone(), depth);
    let mut screen = Terminal::with_options(backend, options)?;
    let mut program = Loop::new(model, world);
    loop {
        let commit = |images: &[Placement]| terminal::draw(|out| output.commit(images, out));
        let ended = tokio::select! {
            biased;
            turn = program.go(&mut screen, input.stream(), commit) => match turn {
                Ok(Turn::Leave(reason)) => Some(Ended::Left(reason)),
                Ok(Turn::Suspend) => None,
                // The end of the terminal: the window closed, the connection broke.
                Ok(Turn::Ended) => return Ok(Ended::Killed(HANG_UP)),
                Err(error) if is_gone(&error) => return Ok(Ended::Killed(HANG_UP)),
                Err(error) => return Err(error),
            },
            signal = signals.next() => match signal {
                Signal::Stop => None,
                Signal::End(number) => Some(Ended::Killed(number)),
            },
        };
        // The terminal is given back all the same when this cannot be written.
        program.put_away();
        let _ = commit(&[]);
        if let Some(ended) = ended {
            return Ok(ended);
        }
        input.put_down();
        terminal::leave();
        terminal::suspend();
        terminal::enter()?;
        output.forget_images();
        if let Ok(size) = terminal::size() {
            program.model.size = size;
        }
    }
}

/// Whether a terminal that cannot be written to is gone.
fn is_gone(error: &io::Error) -> bool {
    /// `EIO`: what a terminal without its other end answers.
    const NO_OTHER_END: i32 = 5;
    error.kind() == io::ErrorKind::BrokenPipe || error.raw_os_error() == Some(NO_OTHER_END)
}

/// A signal that concerns the terminal.
#[derive(Debug, Clone, Copy)]
enum Signal {
    Stop,
    End(i32),
}

/// SIGABRT too, when it is sent from outside. When the program itself aborts, out of memory or by a panic
/// within a panic, the system ends it as soon as the handler returns, and only code in the handler
/// could give the terminal back, which is `unsafe`: the panic's hook has done so where it was a panic.
#[cfg(unix)]
struct Signals([(i32, tokio::signal::unix::Signal); 6]);

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use nix::sys::signal::Signal as Number;
        use tokio::signal::unix::{SignalKind, signal};
        let take = |number: Number| {
            let number = number as i32;
            signal(SignalKind::from_raw(number)).map(|signal| (number, signal))
        };
        Ok(Self([
            take(Number::SIGTSTP)?,
            take(Number::SIGTERM)?,
            take(Number::SIGHUP)?,
            take(Number::SIGINT)?,
            take(Number::SIGQUIT)?,
            take(Number::SIGABRT)?,
        ]))
    }

    async fn next(&mut self) -> Signal {
        let Self([stop, term, hup, int, quit, abort]) = self;
        tokio::select! {
            _ = stop.1.recv() => Signal::Stop,
            _ = term.1.recv() => Signal::End(term.0),
            _ = hup.1.recv() => Signal::End(hup.0),
            _ = int.1.recv() => Signal::End(int.0),
            _ = quit.1.recv() => Signal::End(quit.0),
            _ = abort.1.recv() => Signal::End(abort.0),
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Signal {
        std::future::pending().await
    }
}
