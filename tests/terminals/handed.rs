//! A terminal with placeholders behind a real tmux: made here, because no package of Debian has one.
//!
//! It answers tmux as kitty 0.35 would, and notes what tmux hands on to it.

use std::{
    fs,
    io::{Read, Write},
    num::NonZeroU16,
    path::PathBuf,
    process::Command,
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::{
    process::{output, require},
    stage::{Stage, YELLOW},
};

/// What tmux asks its terminal, and what this one answers.
const ANSWERS: [(&str, &str); 2] =
    [("\x1b[>q", "\x1bP>|kitty(0.35.2)\x1b\\"), ("\x1b[c", "\x1b[?62;c")];
const PATIENCE: Duration = Duration::from_secs(30);
const SIZE: PtySize = PtySize { rows: 36, cols: 120, pixel_width: 960, pixel_height: 576 };
/// The character that stands for one cell of a picture.
const PLACEHOLDER: char = '\u{10eeee}';

/// The pictures that reach the terminal: the number of each, and the orders that carry it.
pub fn on() {
    require(&["tmux"]);
    for (setting, is_handed_on) in [("on", true), ("off", false)] {
        // The help says what was chosen. The face is there again when it is closed.
        let said =
            if is_handed_on { "tmux hands images on" } else { "tmux lets only text through" };
        let shown = if is_handed_on { PLACEHOLDER.to_string() } else { "132×132".to_owned() };
        let written = written(setting, &[("132×132", "?"), (said, "\x1b"), (&shown, "")]);
        let orders: Vec<&str> = written.split("\x1b_G").skip(1).collect();
        if !is_handed_on {
            assert_eq!(orders, [""; 0], "tmux was not told to hand anything on");
            assert!(!written.contains(PLACEHOLDER));
            continue;
        }
        let first = orders.first().expect("a picture is handed on");
        let number = first.strip_prefix("q=2,i=").and_then(|rest| rest.split(',').next());
        let number: u32 = number.and_then(|text| text.parse().ok()).expect("it has a number");
        assert!(first.contains("U=1"), "it is placed by text: {first}");
        assert!(orders.iter().all(|order| order.contains("\x1b\\")), "each order is whole");
        // The number of the picture is the colour of its placeholders, digit by digit.
        let [_, red, green, blue] = number.to_be_bytes();
        let coloured = written.split("\x1b[").any(|part| {
            let colour = format!("38;2;{red};{green};{blue}m{PLACEHOLDER}");
            part.ends_with(&colour) || part.contains(&colour)
        });
        assert!(coloured, "its placeholders have the colour {red};{green};{blue}");
    }
}

/// What tmux writes to its terminal while the program shows a face in it.
fn written(setting: &str, steps: &[(&str, &str)]) -> String {
    let stage = Stage::new();
    let socket = stage.folder().join("tmux");
    let settings = stage.folder().join("tmux.conf");
    let lines = format!(
        "set -g allow-passthrough {setting}\nset -as terminal-features ',*:RGB'\nset -g status off\n"
    );
    fs::write(&settings, lines).expect("our own folder");
    let pair = native_pty_system().openpty(SIZE).expect("a pseudo-terminal");
    let mut command = CommandBuilder::new("tmux");
    command.env_clear();
    for name in ["PATH", "LD_LIBRARY_PATH"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("HOME", stage.folder());
    for (name, value) in stage.variables() {
        command.env(name, value);
    }
    command.arg("-S");
    command.arg(&socket);
    command.arg("-f");
    command.arg(&settings);
    command.args(["new", env!("CARGO_BIN_EXE_fanscope"), &Stage::openid(YELLOW)]);
    let mut child = pair.slave.spawn_command(command).expect("tmux starts");
    let server = Server(socket);
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("readable");
    let mut writer = pair.master.take_writer().expect("writable");
    let (sender, pieces) = channel();
    std::thread::spawn(move || {
        let mut buffer = vec![0; 65_536];
        while let Ok(n @ 1..) = reader.read(&mut buffer) {
            if sender.send(buffer[..n].to_vec()).is_err() {
                break;
            }
        }
    });
    let written = answered(&pieces, &mut writer, steps);
    drop(server);
    child.wait().expect("tmux ends");
    written
}

/// The server of tmux, by its socket. It goes on without its terminal, so it is ended with the test.
struct Server(PathBuf);

impl Drop for Server {
    fn drop(&mut self) {
        output(Command::new("tmux").arg("-S").arg(&self.0).arg("kill-server"));
    }
}

/// Answer what is asked, and type what each step says once its text is there, to the last one.
fn answered(pieces: &Receiver<Vec<u8>>, writer: &mut impl Write, steps: &[(&str, &str)]) -> String {
    let (mut bytes, mut open, mut steps) = (vec![], ANSWERS.to_vec(), steps.iter());
    let until = Instant::now() + PATIENCE;
    let mut step = steps.next();
    let side = |cells: u16| NonZeroU16::new(cells).expect("a terminal has cells");
    let mut screen = vt100::Parser::new(side(SIZE.rows), side(SIZE.cols), 0);
    while let Some((wanted, keys)) = step {
        let left = until.saturating_duration_since(Instant::now());
        let Ok(piece) = pieces.recv_timeout(left) else {
            panic!("no {wanted:?} within {PATIENCE:?}:\n{}", String::from_utf8_lossy(&bytes));
        };
        screen.process(&piece);
        bytes.extend(piece);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        open.retain(|(question, answer)| {
            let is_asked = text.contains(question);
            if is_asked {
                writer.write_all(answer.as_bytes()).expect("tmux reads");
            }
            !is_asked
        });
        if screen.screen().contents().contains(wanted) {
            writer.write_all(keys.as_bytes()).expect("tmux reads");
            step = steps.next();
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
