//! The terminals, and how each is started.

use std::process::Command;

use ratatui::layout::Size;

use crate::window::Setting;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emulator {
    /// kitty graphics; before 0.28 placed at the cursor, from then on by placeholders.
    Kitty,
    /// Sixels.
    Xterm,
    /// Sixels, and a light background.
    Mlterm,
    /// kitty graphics placed at the cursor.
    Konsole,
    /// Sixels, on Wayland.
    Foot,
    /// Sixels, iTerm2's protocol, and kitty graphics placed at the cursor: what VS Code shows.
    XtermJs,
    /// No graphics: blocks.
    Alacritty,
    /// The same.
    Tmux,
}

impl Emulator {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kitty => "kitty",
            Self::Xterm => "xterm",
            Self::Mlterm => "mlterm",
            Self::Konsole => "konsole",
            Self::Foot => "foot",
            Self::XtermJs => "xtermjs",
            Self::Alacritty => "alacritty",
            Self::Tmux => "tmux",
        }
    }

    /// What must be installed for it.
    pub const fn programs(self) -> &'static [&'static str] {
        match self {
            Self::Kitty => &["kitty"],
            Self::Xterm => &["xterm"],
            Self::Mlterm => &["mlterm"],
            Self::Konsole => &["konsole", "dbus-run-session"],
            Self::Foot => &["foot"],
            Self::XtermJs => &["chromium"],
            Self::Alacritty => &["alacritty"],
            Self::Tmux => &["xterm", "tmux"],
        }
    }

    /// Whether pictures are drawn pixel by pixel, and not by blocks.
    pub const fn has_graphics(self) -> bool {
        !matches!(self, Self::Alacritty | Self::Tmux)
    }

    /// What starts it, where it is a program that runs a script.
    pub fn command(self, setting: &Setting) -> Command {
        let Setting { script, folder, size: Size { width, height }, .. } = *setting;
        let geometry = format!("{width}x{height}");
        let mut command;
        match self {
            Self::Kitty => {
                command = Command::new("kitty");
                command.args(["--config", "NONE"]);
                for option in [
                    "remember_window_size=no",
                    "confirm_os_window_close=0",
                    "update_check_interval=0",
                    "font_size=12",
                    &format!("initial_window_width={width}c"),
                    &format!("initial_window_height={height}c"),
                ] {
                    command.args(["-o", option]);
                }
            }
            Self::Xterm => {
                command = xterm(&geometry);
                command.args(["-ti", "vt340", "-e"]);
            }
            Self::Mlterm => {
                command = Command::new("mlterm");
                command.args(["-g", &geometry, "--sbmod=none", "-e"]);
            }
            Self::Konsole => {
                command = Command::new("dbus-run-session");
                command.args(["--", "konsole", "--nofork", "--hide-menubar", "--hide-tabbar"]);
                command.args(["--notransparency", "-p", &format!("TerminalColumns={width}")]);
                // Or its size stands in the middle of the first pictures.
                command.args(["-p", "ShowTerminalSizeHint=false"]);
                command.args(["-p", &format!("TerminalRows={height}"), "-e"]);
            }
            Self::Foot => {
                command = Command::new("foot");
                command.args(["--config", "/dev/null", "--window-size-chars", &geometry]);
                command.args(["--font", "DejaVu Sans Mono:size=12", "--override", "pad=0x0"]);
            }
            Self::XtermJs => unreachable!("a page is no program"),
            Self::Alacritty => {
                command = Command::new("alacritty");
                command.args(["--config-file", "/dev/null", "-o", "font.size=12"]);
                command.args(["-o", &format!("window.dimensions.columns={width}")]);
                command.args(["-o", &format!("window.dimensions.lines={height}"), "-e"]);
            }
            Self::Tmux => {
                command = xterm(&geometry);
                command.args(["-e", "tmux", "-f", "/dev/null", "-S"]);
                command.arg(folder.join("tmux"));
                command.args(["new-session", &format!("sh '{}'", script.display())]);
                // The server is no child of xterm's, and ends with the last client all the same.
                command.args([";", "set-option", "destroy-unattached", "on"]);
                return command;
            }
        }
        command.arg("sh").arg(script);
        command
    }
}

fn xterm(geometry: &str) -> Command {
    let mut command = Command::new("xterm");
    command.args(["-geometry", geometry, "-fa", "DejaVu Sans Mono", "-fs", "12"]);
    command.args(["-bg", "#101418", "-fg", "#e6e6e6"]);
    command
}
