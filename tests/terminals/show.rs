//! A terminal on a screen of its own, with the program in it: keys in, pictures out.

use std::{
    cell::Cell,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use image::RgbImage;
use ratatui::layout::Size;

use crate::{
    emulator::Emulator,
    grid::{CARD, Grid},
    process::{Process, output, require},
    stage::Stage,
};

/// How long a step may take. None takes this long when all is well.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two pictures of the window.
const PAUSE: Duration = Duration::from_millis(40);
/// So many pictures in a row must be right: what is right for a moment only is not.
const IN_A_ROW: usize = 3;
/// Width and height of the screen, larger than any window on it.
const SCREEN: (u32, u32) = (1920, 1200);

pub struct Show {
    name: String,
    /// The terminal before the screen that it is on: they are dropped in this order.
    terminal: Process,
    _screen: Process,
    window: String,
    display: String,
    /// Where the script and the terminal put what they have to say.
    folder: PathBuf,
    /// Where the pictures go.
    pictures: PathBuf,
    steps: Cell<usize>,
}

impl Show {
    /// Open a terminal of about this size that shows the card, and then does what `script` says.
    pub fn open(emulator: Emulator, name: String, stage: &Stage, script: &str) -> Self {
        require(&["Xvfb", "xdotool", "import"]);
        require(emulator.programs());
        let folder = stage.folder();
        let file = folder.join("script");
        fs::write(&file, format!("{CARD}{script}")).expect("our own folder");
        let (screen, display) = screen();
        let log = fs::File::create(folder.join("log")).expect("our own folder");
        let mut command = emulator.command(&file, &folder, Size::new(120, 36));
        command.env_clear().envs(stage.variables()).current_dir(&folder);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("DISPLAY", &display).env("LIBGL_ALWAYS_SOFTWARE", "1").env("LANG", "C.UTF-8");
        command.env("HOME", &folder).env("XDG_RUNTIME_DIR", &folder);
        command.stdin(Stdio::null()).stderr(log.try_clone().expect("a file")).stdout(log);
        let terminal = Process::start(&mut command);
        let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../terminals").join(&name);
        // What an earlier run left would pass for this one's.
        let _ = fs::remove_dir_all(&pictures);
        fs::create_dir_all(&pictures).expect("a folder for pictures");
        let pictures = pictures.canonicalize().expect("just made");
        let mut show = Self {
            name,
            terminal,
            _screen: screen,
            window: String::new(),
            display,
            folder,
            pictures,
            steps: Cell::new(0),
        };
        show.window = show.find_window();
        show.xdotool(&["windowfocus", &show.window]);
        show
    }

    /// Take pictures until what they show is right, and keep the last.
    pub fn until<T>(
        &self,
        step: &str,
        check: impl Fn(&RgbImage) -> Result<T, String>,
    ) -> (T, RgbImage) {
        let file = self.pictures.join(format!("{:02}-{step}.png", self.steps.get()));
        self.steps.set(self.steps.get() + 1);
        let until = Instant::now() + PATIENCE;
        let mut right = 0;
        loop {
            let shot = self.shot();
            let found = match &shot {
                Ok((shot, _)) => check(shot),
                Err(why) => Err(why.clone()),
            };
            right = if found.is_ok() { right + 1 } else { 0 };
            let is_over = Instant::now() > until;
            if let Ok((_, png)) = &shot
                && (right == IN_A_ROW || is_over)
            {
                fs::write(&file, png).expect("a folder for pictures");
            }
            match (found, shot) {
                (Ok(found), Ok((shot, _))) if right == IN_A_ROW => return (found, shot),
                (found, _) if is_over => {
                    let why = found.err().unwrap_or_else(|| "it does not stay so".to_owned());
                    let (name, file) = (&self.name, file.display());
                    panic!("{name} failed at {step:?}: {why}\nIts last picture: {file}");
                }
                _ => thread::sleep(PAUSE),
            }
        }
    }

    /// The grid of the card, once the terminal has this size, or any.
    pub fn grid(&self, step: &str, wanted: Option<Size>) -> Grid {
        let said = self.folder.join("size");
        let found = self.until(step, |shot| {
            let grid = Grid::read(shot, &fs::read_to_string(&said).unwrap_or_default())?;
            match wanted {
                Some(wanted) if grid.size != wanted => Err(format!("it has {} cells", grid.size)),
                _ => Ok(grid),
            }
        });
        found.0
    }

    /// Let the script go on that waits for this file.
    pub fn tell(&self, file: &str) {
        fs::write(self.folder.join(file), "").expect("our own folder");
    }

    /// What the script wrote into this file, if it did.
    pub fn said(&self, file: &str) -> Result<String, String> {
        let said = fs::read_to_string(self.folder.join(file));
        said.map_err(|error| format!("{file} is not there: {error}"))
    }

    pub fn key(&self, key: &str) {
        self.xdotool(&["key", key]);
    }

    pub fn resize(&self, (width, height): (u32, u32)) {
        let [width, height] = [width, height].map(|side| side.to_string());
        self.xdotool(&["windowsize", &self.window, &width, &height]);
    }

    /// What the window shows, and the file of it.
    fn shot(&self) -> Result<(RgbImage, Vec<u8>), String> {
        let mut import = Command::new("import");
        import.args(["-silent", "-window", &self.window, "png:-"]).env("DISPLAY", &self.display);
        let taken = output(&mut import);
        match image::load_from_memory(&taken.stdout) {
            Ok(picture) => Ok((picture.into_rgb8(), taken.stdout)),
            Err(_) => Err(format!("import failed: {}", String::from_utf8_lossy(&taken.stderr))),
        }
    }

    fn xdotool(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("xdotool");
        let answer = output(command.args(arguments).env("DISPLAY", &self.display));
        String::from_utf8_lossy(&answer.stdout).into_owned()
    }

    /// The one window that is neither the whole screen nor a helper without a face.
    fn find_window(&mut self) -> String {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until && !self.terminal.has_ended() {
            for window in self.xdotool(&["search", "--onlyvisible", "--name", "."]).lines() {
                let geometry = self.xdotool(&["getwindowgeometry", "--shell", window]);
                let width = geometry.lines().find_map(|line| line.strip_prefix("WIDTH="));
                let width = width.and_then(|width| width.parse().ok()).unwrap_or(0);
                if (200..SCREEN.0).contains(&width) {
                    return window.to_owned();
                }
            }
            thread::sleep(PAUSE);
        }
        panic!("{} opened no window. It said: {}", self.name, self.said("log").unwrap_or_default());
    }
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
