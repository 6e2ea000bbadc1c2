//! The terminal as we take it over, and as we give it back, however we end.

#[cfg(unix)]
use std::{fs::File, os::fd::AsFd};
use std::{
    io::{self, IsTerminal, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use crossterm::{
    cursor, event,
    style::ResetColor,
    terminal::{self, EnterAlternateScreen, LeaveAlternateScreen},
};
use ratatui::layout::Size;

/// The size of a window that does not know its own.
const USUAL: Size = Size::new(80, 24);
/// What is drawn of a window at most: its columns, and its cells. A window of 65,535 by 65,535 would be
/// 400 GB of them. The widest screens have 1,500 columns in their smallest letters.
const MOST_COLUMNS: u16 = 2000;
const MOST_CELLS: u32 = 400_000;

/// The exit status of a program that panicked.
const PANICKED: i32 = 101;

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
    // A frame that another thread has begun is written to its end first.
    let mut out = io::stdout().lock();
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    // Whatever of this fails, the rest is still worth doing: nobody is left to tell.
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

/// Write to the terminal as long as it is ours. A thread that panics gives it back while another draws,
/// and a frame that came after that would hide the cursor of the shell: it is left out.
///
/// # Errors
/// When the terminal is gone.
pub fn draw(write: impl FnOnce(&mut io::StdoutLock<'_>) -> io::Result<()>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if OURS.load(Ordering::SeqCst) { write(&mut out) } else { Ok(()) }
}

/// On a panic that ends the program, give the terminal back before the message is printed. A panic in a
/// job is the failure of that job: the screen goes on, and the message must not be drawn on it.
///
/// Jobs run on tokio's threads, and the loop sees how they end. A panic in any other thread beside the
/// main one, the terminal's reader for one, would leave a screen that goes on without it: it ends the
/// program here, so that no frame is drawn over the message.
pub fn give_back_on_panic() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current();
        let is_main = thread.name() == Some("main");
        let is_job = thread.name().is_some_and(|name| name.starts_with("tokio"));
        tracing::error!(location, is_job, "panicked");
        let is_ours = OURS.load(Ordering::SeqCst);
        if is_job && is_ours {
            return;
        }
        leave();
        print(panic);
        if !is_main && !is_job && is_ours {
            std::process::exit(PANICKED);
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

/// The terminal, opened anew for reading, so that nothing is changed for those who share ours. Not
/// `io::stdin()`, which may be a pipe, and whose buffer would keep what is read too far.
///
/// # Errors
/// When there is none.
#[cfg(unix)]
pub fn open() -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = nix::fcntl::OFlag::O_NOCTTY | nix::fcntl::OFlag::O_NONBLOCK;
    let open =
        |path: &std::path::Path| File::options().read(true).custom_flags(flags.bits()).open(path);
    // By its own name first: macOS cannot poll /dev/tty.
    let (stdin, stdout) = (io::stdin(), io::stdout());
    let name =
        nix::unistd::ttyname(stdin.as_fd()).or_else(|_| nix::unistd::ttyname(stdout.as_fd()));
    if let Some(terminal) = name.ok().and_then(|name| open(&name).ok()) {
        return Ok(terminal);
    }
    // In a container the name may be that of a terminal outside.
    open(std::path::Path::new("/dev/tty")).or_else(|error| {
        if !stdin.is_terminal() {
            return Err(error);
        }
        Ok(File::from(stdin.as_fd().try_clone_to_owned()?))
    })
}

/// The size of the terminal in cells, of which not more than can be drawn.
///
/// # Errors
/// When there is no terminal.
pub fn size() -> io::Result<Size> {
    window().map(|(cells, _)| cells)
}

/// The same, and the size in pixels, which is 0 where nobody knows it.
///
/// # Errors
/// When there is no terminal.
pub fn window() -> io::Result<(Size, Size)> {
    let window = terminal::window_size()?;
    let variable = |name: &str| std::env::var(name).ok()?.trim().parse().ok();
    let told = Size::new(window.columns, window.rows);
    let cells = drawable(told, variable);
    // The pixels of other cells than these say nothing of how large one is.
    let pixels = if cells == told { Size::new(window.width, window.height) } else { Size::ZERO };
    Ok((cells, pixels))
}

/// A window of 0 by 0 knows nothing: a serial line, or a terminal made by a program that did not say.
/// Then it is what the environment says, or what terminals usually are.
fn drawable(window: Size, variable: impl Fn(&str) -> Option<u16>) -> Size {
    let known = |cells: u16, name: &str, usual: u16| {
        Some(cells)
            .filter(|cells| *cells > 0)
            .or_else(|| variable(name).filter(|cells| *cells > 0))
            .unwrap_or(usual)
    };
    let width = known(window.width, "COLUMNS", USUAL.width).min(MOST_COLUMNS);
    let height = known(window.height, "LINES", USUAL.height);
    let most = MOST_CELLS / u32::from(width);
    Size::new(width, height.min(u16::try_from(most).unwrap_or(u16::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_of_nothing_is_what_the_environment_says_or_usual() {
        let none = |_: &str| None;
        assert_eq!(drawable(Size::ZERO, none), Size::new(80, 24));
        let set = |name: &str| Some(if name == "COLUMNS" { 132 } else { 43 });
        assert_eq!(drawable(Size::ZERO, set), Size::new(132, 43));
        assert_eq!(drawable(Size::new(100, 0), set), Size::new(100, 43));
        assert_eq!(drawable(Size::ZERO, |_| Some(0)), Size::new(80, 24));
        assert_eq!(drawable(Size::new(100, 30), set), Size::new(100, 30));
        assert_eq!(drawable(Size::new(1, 1), set), Size::new(1, 1));
    }

    #[test]
    fn no_window_is_so_large_that_its_cells_fill_the_memory() {
        for (window, drawn) in [
            (Size::new(65_535, 65_535), Size::new(2000, 200)),
            (Size::new(65_535, 10), Size::new(2000, 10)),
            (Size::new(10, 65_535), Size::new(10, 40_000)),
            (Size::new(1500, 260), Size::new(1500, 260)),
        ] {
            assert_eq!(drawable(window, |_| None), drawn, "{window:?}");
        }
    }
}
