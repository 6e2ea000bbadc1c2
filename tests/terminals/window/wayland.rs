//! A terminal on a compositor of its own, sway, which draws into memory.

use std::{
    fs,
    os::unix::fs::{MetadataExt, chown},
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;

use super::{SCREEN, Setting, Window};
use crate::process::{Process, output, require};

/// The user `nobody`, for whom there is no other name on every system.
const NOBODY: u32 = 65_534;

pub struct Wayland {
    /// In the order in which they end: the compositor is needed by all.
    _terminal: Process,
    _keyboard: Process,
    _compositor: Process,
    sockets: Sockets,
}

/// How the compositor is reached.
struct Sockets {
    folder: TempDir,
}

impl Wayland {
    pub fn open(setting: &Setting) -> Self {
        require(&["sway", "swaymsg", "grim", "wtype"]);
        require(setting.emulator.programs());
        let folder = tempfile::tempdir().expect("a folder");
        let config = folder.path().join("config");
        let (width, height) = SCREEN;
        let lines = format!(
            "xwayland disable\noutput * resolution {width}x{height}\n\
             for_window [app_id=\".*\"] floating enable, border none\n"
        );
        fs::write(&config, lines).expect("our own folder");
        let mut command = Command::new("sway");
        if fs::metadata(folder.path()).expect("our own folder").uid() == 0 {
            // It refuses to run as root.
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).expect("root may");
            command = Command::new("setpriv");
            let [user, group] = ["reuid", "regid"].map(|id| format!("--{id}={NOBODY}"));
            command.args([&user, &group, "--clear-groups", "sway"]);
        }
        command.arg("-c").arg(&config);
        let sockets = Sockets { folder };
        let runtime = sockets.folder.path().display().to_string();
        let control = sockets.control();
        let headless = [
            ("XDG_RUNTIME_DIR", runtime.as_str()),
            ("SWAYSOCK", &control),
            ("WLR_BACKENDS", "headless"),
            ("WLR_RENDERER", "pixman"),
            ("WLR_LIBINPUT_NO_DEVICES", "1"),
        ];
        let mut compositor = setting.start(&mut command, &headless);
        setting.wait(&mut compositor, || sockets.tree());
        let display = [("XDG_RUNTIME_DIR", runtime.as_str()), ("WAYLAND_DISPLAY", "wayland-1")];
        // Whoever finds no keyboard at the start does not look for one later. This one is never used.
        let mut command = Command::new("wtype");
        let keyboard = setting.start(command.args(["-s", "86400000", "-k", "Escape"]), &display);
        let mut terminal = setting.start(&mut setting.emulator.command(setting), &display);
        setting.wait(&mut terminal, || sockets.window());
        Self { _terminal: terminal, _keyboard: keyboard, _compositor: compositor, sockets }
    }
}

impl Window for Wayland {
    fn key(&self, key: &str) {
        let mut command = self.sockets.command("wtype");
        let (held, name) =
            key.split_once('+').map_or((None, key), |(held, name)| (Some(held), name));
        command.args(held.map(|held| ["-M", held]).into_iter().flatten());
        // As a name, a capital letter would be a small one.
        match name.len() {
            1 => command.arg(name),
            _ => command.args(["-k", name]),
        };
        command.args(held.map(|held| ["-m", held]).into_iter().flatten());
        output(&mut command);
    }

    fn resize(&self, (width, height): (u32, u32)) {
        let order = format!("[app_id=\".*\"] resize set {width} px {height} px");
        output(self.sockets.command("swaymsg").arg(order));
    }

    fn shot(&self) -> Result<Vec<u8>, String> {
        let [left, top, width, height] = self.sockets.window().ok_or("the window is gone")?;
        let place = format!("{left},{top} {width}x{height}");
        let taken = output(self.sockets.command("grim").args(["-l", "0", "-g", &place, "-"]));
        if taken.status.success() {
            return Ok(taken.stdout);
        }
        Err(format!("grim failed: {}", String::from_utf8_lossy(&taken.stderr)))
    }
}

impl Sockets {
    fn control(&self) -> String {
        self.folder.path().join("control").display().to_string()
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("XDG_RUNTIME_DIR", self.folder.path()).env("WAYLAND_DISPLAY", "wayland-1");
        command.env("SWAYSOCK", self.control());
        command
    }

    /// Everything that the compositor shows, once it does.
    fn tree(&self) -> Option<Value> {
        let said = output(self.command("swaymsg").args(["--raw", "--type", "get_tree"]));
        serde_json::from_slice(&said.stdout).ok()
    }

    /// Left, top, width and height of the only window, once it is there.
    fn window(&self) -> Option<[u64; 4]> {
        let mut nodes = vec![self.tree()?];
        while let Some(mut node) = nodes.pop() {
            if node["app_id"].is_string() {
                let side = |name: &str| node["rect"][name].as_u64();
                return Some([side("x")?, side("y")?, side("width")?, side("height")?]);
            }
            for inner in ["nodes", "floating_nodes"] {
                if let Value::Array(inner) = node[inner].take() {
                    nodes.extend(inner);
                }
            }
        }
        None
    }
}
