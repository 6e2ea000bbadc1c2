//! The terminal as we take it over, and as we give it back, however we end.

#[cfg(unix)]
use std::{fs::File, os::fd::AsFd, time::Duration};
use std::{
    io::{self, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use crossterm::{
    cursor, event,
    style::ResetColor,
    terminal::{self, EnterAlternateScreen, LeaveAlternateScreen},
};

/// Whether the terminal is ours now, so that it is given back once.
static OURS: AtomicBool = AtomicBool::new(false);

/// Take the terminal over: raw keys, a screen of our own, pastes in one piece, the mouse.
///
/// # Errors
/// When there is no terminal.
pub fn enter() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    OURS.store(true, Ordering::SeqCst);
    crossterm::execute!(
        io::stdout(),
        EnterAlternateScreen,
        event::EnableBracketedPaste,
        event::EnableMouseCapture,
        cursor::Hide
    )
}

/// Give the terminal back as it was. Does nothing when it is not ours.
pub fn leave() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    // Whatever of this fails, the rest is still worth doing: nobody is left to tell.
    let mut out = io::stdout();
    let _ = out.write_all(b"\x1b[?2026l");
    let _ = crossterm::execute!(
        out,
        event::DisableMouseCapture,
        event::DisableBracketedPaste,
        ResetColor,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = terminal::disable_raw_mode();
}

/// On a panic of the main thread, give the terminal back before the message is printed. Elsewhere
/// a panic is the failure of one job: the screen goes on, and the message must not be drawn on it.
pub fn give_back_on_panic() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let is_job = std::thread::current().name() != Some("main");
        tracing::error!(place, is_job, "panicked");
        if !is_job || !OURS.load(Ordering::SeqCst) {
            leave();
            print(panic);
        }
    }));
}

/// Stop with the whole job, as the shell's ^Z would, and come back when it is continued.
#[cfg(unix)]
pub fn suspend() {
    use nix::{
        sys::signal::{Signal, kill},
        unistd::Pid,
    };
    // Group 0 is our own: `cargo run` or a pipeline stops with us. SIGTSTP has our handler.
    let _ = kill(Pid::from_raw(0), Signal::SIGSTOP);
}

#[cfg(not(unix))]
pub fn suspend() {}

/// How long a program whose terminal is gone may take to end by itself.
#[cfg(unix)]
const LAST_MOMENT: Duration = Duration::from_millis(500);

/// Comes true when the terminal is gone: the window closed, the connection broke.
///
/// crossterm (0.29, `event/source/unix/mio.rs`) reads such a terminal for ever, in whatever thread it
/// is called, at full speed. So this watches beside it, and ends the program should it hang there.
#[cfg(unix)]
pub fn hang_up() -> impl Future<Output = ()> {
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    let (sender, receiver) = tokio::sync::oneshot::channel();
    if let Ok(tty) = File::open("/dev/tty") {
        std::thread::spawn(move || {
            // Nothing is asked for; errors and the end are told all the same.
            let mut polled = [PollFd::new(tty.as_fd(), PollFlags::empty())];
            while poll(&mut polled, PollTimeout::NONE) == Err(nix::errno::Errno::EINTR) {}
            let _ = sender.send(());
            std::thread::sleep(LAST_MOMENT);
            std::process::exit(128 + nix::sys::signal::Signal::SIGHUP as i32);
        });
    }
    async {
        // Without a terminal to watch, nothing is ever told.
        if receiver.await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
pub fn hang_up() -> impl Future<Output = ()> {
    std::future::pending()
}
