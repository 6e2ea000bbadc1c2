//! A terminal on an X server of its own, Xvfb.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use super::{SCREEN, Setting, Window};
use crate::process::{Process, output, require};

pub struct X11 {
    /// The terminal before the screen that it is on: they are dropped in this order.
    _terminal: Process,
    _screen: Process,
    display: String,
    window: String,
}

impl X11 {
    pub fn open(setting: &Setting) -> Self {
        require(&["Xvfb", "xdotool", "import"]);
        require(setting.emulator.programs());
        let (screen, display) = screen();
        let mut command = setting.emulator.command(setting);
        let mut terminal = setting.start(&mut command, &[("DISPLAY", &display)]);
        let window = setting.wait(&mut terminal, || find(&display));
        xdotool(&display, &["windowfocus", &window]);
        Self { _terminal: terminal, _screen: screen, display, window }
    }
}

impl Window for X11 {
    fn key(&self, key: &str) {
        xdotool(&self.display, &["key", key]);
    }

    fn resize(&self, (width, height): (u32, u32)) {
        let [width, height] = [width, height].map(|side| side.to_string());
        xdotool(&self.display, &["windowsize", &self.window, &width, &height]);
    }

    fn shot(&self) -> Result<Vec<u8>, String> {
        let mut import = Command::new("import");
        import.args(["-silent", "-window", &self.window, "png:-"]).env("DISPLAY", &self.display);
        let taken = output(&mut import);
        if taken.status.success() {
            return Ok(taken.stdout);
        }
        Err(format!("import failed: {}", String::from_utf8_lossy(&taken.stderr)))
    }
}

fn xdotool(display: &str, arguments: &[&str]) -> String {
    let mut command = Command::new("xdotool");
    let answer = output(command.args(arguments).env("DISPLAY", display));
    String::from_utf8_lossy(&answer.stdout).into_owned()
}

/// The one window that is neither the whole screen nor a helper without a face.
fn find(display: &str) -> Option<String> {
    let windows = xdotool(display, &["search", "--onlyvisible", "--name", "."]);
    let is_terminal = |window: &&str| {
        let geometry = xdotool(display, &["getwindowgeometry", "--shell", window]);
        let width = geometry.lines().find_map(|line| line.strip_prefix("WIDTH="));
        let width = width.and_then(|width| width.parse().ok()).unwrap_or(0);
        (200..SCREEN.0).contains(&width)
    };
    windows.lines().find(is_terminal).map(ToOwned::to_owned)
}

/// An X server, and what its display is called.
fn screen() -> (Process, String) {
    let (width, height) = SCREEN;
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", &format!("{width}x{height}x24")]);
    // Or it begins anew when its last client leaves, and turns away who comes meanwhile.
    command.arg("-noreset");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut screen = Process::start(&mut command);
    let said = screen.child().stdout.take().expect("is piped");
    let mut number = String::new();
    BufReader::new(said).read_line(&mut number).expect("its number");
    assert!(!number.is_empty(), "Xvfb ended before it said the number of its display");
    (screen, format!(":{}", number.trim()))
}
