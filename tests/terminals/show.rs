//! A terminal with the program in it: keys in, pictures out.

use std::{
    cell::Cell,
    fs,
    path::{Path, PathBuf},
    thread,
    time::Instant,
};

use image::RgbImage;
use ratatui::layout::Size;

use crate::{
    emulator::Emulator,
    grid::{CARD, Grid},
    stage::Stage,
    window::{LIMIT, PAUSE, Setting, Window},
};

/// So many pictures in a row must be right: what is right for a moment only is not.
const IN_A_ROW: usize = 3;
/// Columns and rows of a window, about.
pub const SIZE: Size = Size::new(120, 36);

pub struct Show {
    name: String,
    window: Box<dyn Window>,
    /// Where the script and the terminal put what they have to say.
    folder: PathBuf,
    /// Where the pictures go.
    pictures: PathBuf,
    steps: Cell<usize>,
}

impl Show {
    /// Open a terminal that shows the card, and then does what `script` says.
    pub fn open(emulator: Emulator, name: String, stage: &Stage, script: &str) -> Self {
        Self::open_at_once(emulator, name, stage, &format!("{CARD}{script}"))
    }

    /// Open a terminal that does what `script` says, and nothing before.
    pub fn open_at_once(emulator: Emulator, name: String, stage: &Stage, script: &str) -> Self {
        let folder = stage.folder();
        let file = folder.join("script");
        fs::write(&file, script).expect("our own folder");
        let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../terminals").join(&name);
        // What an earlier run left would pass for this one's.
        let _ = fs::remove_dir_all(&pictures);
        fs::create_dir_all(&pictures).expect("a folder for pictures");
        let pictures = pictures.canonicalize().expect("just made");
        let variables = &stage.variables();
        let setting = Setting { emulator, size: SIZE, script: &file, folder: &folder, variables };
        let window = setting.open();
        Self { name, window, folder, pictures, steps: Cell::new(0) }
    }

    /// Take pictures until what they show is right, and keep the last.
    pub fn until<T>(
        &self,
        step: &str,
        check: impl Fn(&RgbImage) -> Result<T, String>,
    ) -> (T, RgbImage) {
        let file = self.pictures.join(format!("{:02}-{step}.png", self.steps.get()));
        self.steps.set(self.steps.get() + 1);
        let until = Instant::now() + LIMIT;
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
        self.window.key(key);
    }

    pub fn resize(&self, size: (u32, u32)) {
        self.window.resize(size);
    }

    /// What the window shows, and the file of it.
    fn shot(&self) -> Result<(RgbImage, Vec<u8>), String> {
        let png = self.window.shot()?;
        match image::load_from_memory(&png) {
            Ok(picture) => Ok((picture.into_rgb8(), png)),
            Err(why) => Err(format!("no picture was taken: {why}")),
        }
    }
}
