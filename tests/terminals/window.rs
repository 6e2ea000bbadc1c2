//! The window of a terminal, wherever it is shown: on an X server, on Wayland, or in a page of a browser.

pub mod devtools;
pub mod page;
pub mod wayland;
pub mod x11;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use ratatui::layout::Size;

use crate::{emulator::Emulator, process::Process};

/// How long a step may take. None takes this long when all is well.
pub const LIMIT: Duration = Duration::from_secs(40);
/// Between two looks at something that is waited for.
pub const PAUSE: Duration = Duration::from_millis(40);
/// Width and height of the screen, larger than any window on it.
const SCREEN: (u32, u32) = (1920, 1200);

pub trait Window {
    /// Press a key and let it go. Its name is X's, perhaps with `ctrl+` before it.
    fn key(&self, key: &str);
    /// Width and height in pixels, as those of its pictures.
    fn resize(&self, size: (u32, u32));
    /// A picture of it, as PNG.
    fn shot(&self) -> Result<Vec<u8>, String>;
}

/// What a terminal is started with.
pub struct Setting<'a> {
    pub emulator: Emulator,
    /// About this size, in cells.
    pub size: Size,
    /// The script that it runs.
    pub script: &'a Path,
    /// The home of all programs, where they work and put what they have to say.
    pub folder: &'a Path,
    pub variables: &'a [(&'static str, String)],
}

impl Setting<'_> {
    pub fn open(&self) -> Box<dyn Window> {
        match self.emulator {
            Emulator::Foot => Box::new(wayland::Wayland::open(self)),
            Emulator::XtermJs => Box::new(page::Page::open(self)),
            Emulator::Kitty
            | Emulator::Xterm
            | Emulator::Mlterm
            | Emulator::Konsole
            | Emulator::Alacritty
            | Emulator::Tmux => Box::new(x11::X11::open(self)),
        }
    }

    /// What all programs know, and nothing of where the tests run.
    fn environment(&self) -> Vec<(&'static str, String)> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folder = self.folder.display().to_string();
        let mut environment = self.variables.to_vec();
        environment.extend([
            ("PATH", path.to_string_lossy().into_owned()),
            ("HOME", folder.clone()),
            ("XDG_RUNTIME_DIR", folder),
            ("LANG", "C.UTF-8".to_owned()),
            ("LIBGL_ALWAYS_SOFTWARE", "1".to_owned()),
        ]);
        environment
    }

    /// Start a program in this environment, whose words go into the log.
    fn start(&self, command: &mut Command, more: &[(&str, &str)]) -> Process {
        let log = fs::File::options().create(true).append(true).open(self.folder.join("log"));
        let log = log.expect("our own folder");
        command.env_clear().envs(self.environment()).envs(more.iter().copied());
        command.current_dir(self.folder).stdin(Stdio::null());
        command.stderr(log.try_clone().expect("a file")).stdout(log);
        Process::start(command)
    }

    /// Wait until there is something, as long as the program runs.
    fn wait<T>(&self, process: &mut Process, what: impl Fn() -> Option<T>) -> T {
        let until = Instant::now() + LIMIT;
        while Instant::now() < until && !process.has_ended() {
            if let Some(found) = what() {
                return found;
            }
            thread::sleep(PAUSE);
        }
        let said = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        panic!("{} opened no window. It said: {said}", self.emulator.name());
    }
}
