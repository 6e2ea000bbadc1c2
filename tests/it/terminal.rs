//! The real program in a pseudo-terminal: it starts, works, and gives the terminal back.

mod deaf;
mod decoder;
mod piped;
mod signals;
mod size;

use nix::{
    sys::{
        signal::{Signal, kill},
        wait::{WaitPidFlag, WaitStatus, waitpid},
    },
    unistd::Pid,
};
use tempfile::TempDir;

use crate::support::pty::Pty;

/// A follower of the demo whom nobody else is called like.
const DOCUMENTED: &str = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";

fn home() -> TempDir {
    tempfile::tempdir().expect("a folder of our own")
}

/// The demo, drawn, with its first followers answered.
fn demo(home: &TempDir) -> Pty {
    let mut pty = Pty::start(&["demo"], &[], home.path());
    pty.wait_for("following since");
    pty
}

#[test]
fn the_demo_starts_moves_resizes_helps_and_quits() {
    let home = home();
    let mut pty = demo(&home);
    pty.wait_for("Followers 1 of 500");
    pty.send("jj");
    pty.wait_for("Followers 3 of 500");
    pty.resize(60, 20);
    pty.wait_until("the list over the detail", |screen| {
        screen
            .lines()
            .nth(1)
            .is_some_and(|line| line.starts_with("┌ Followers") && line.ends_with("─┐"))
    });
    pty.wait_for("Followers 3 of 500");
    pty.send("?");
    pty.wait_for("Next follower");
    pty.send("\x1b");
    pty.wait_until("the help closed", |screen| !screen.contains("Next follower"));
    pty.quit();
}

#[test]
fn a_bracketed_paste_adds_openids_and_none_of_it_is_taken_for_keys() {
    let home = home();
    let mut pty = demo(&home);
    pty.send(&format!("\x1b[200~q {DOCUMENTED} q\r\noQqq\r\n\x1b[201~"));
    pty.wait_for("What was pasted");
    pty.wait_for("‘oQqq’ is malformed");
    pty.send("\x1b");
    pty.wait_until("the verdict closed", |screen| !screen.contains("What was pasted"));
    pty.wait_for("o6_bmasdasdsad6_2sgVt7hMZOPfL");
    pty.quit();
}

#[test]
fn a_terminal_that_never_answers_gets_its_first_frame_and_keys_are_not_lost() {
    let home = home();
    let mut pty = Pty::start(&["demo"], &[], home.path());
    // Typed before anything is drawn.
    pty.send("?");
    pty.wait_for("Next follower");
    pty.quit();
}

#[test]
fn sigterm_gives_the_terminal_back() {
    let home = home();
    let mut pty = demo(&home);
    kill(Pid::from_raw(pty.pid()), Signal::SIGTERM).expect("it runs");
    assert_eq!(pty.wait_exit().exit_code(), 143);
    pty.assert_given_back();
}

#[test]
fn a_window_that_is_closed_ends_the_program() {
    let home = home();
    let pty = demo(&home);
    let code = pty.hang_up().exit_code();
    let log = std::fs::read_to_string(home.path().join(".local/state/fanscope/fanscope.log"));
    assert_eq!(code, 129, "{log:?}");
}

#[test]
fn sigtstp_gives_the_terminal_back_and_sigcont_takes_it_again() {
    let home = home();
    let mut pty = demo(&home);
    for by_key in [false, true] {
        let pid = Pid::from_raw(pty.pid());
        if by_key {
            pty.send("\x1a");
        } else {
            kill(pid, Signal::SIGTSTP).expect("it runs");
        }
        pty.wait_until("the screen given back", |screen| !screen.contains("Followers"));
        let stopped = waitpid(pid, Some(WaitPidFlag::WUNTRACED)).expect("our child");
        assert!(matches!(stopped, WaitStatus::Stopped(..)), "{stopped:?}");
        pty.assert_given_back();
        kill(pid, Signal::SIGCONT).expect("it stands still");
        pty.wait_for("Followers 1 of 500");
    }
    pty.quit();
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks() {
    let home = home();
    let variables = [("FANSCOPE_PANIC", "1"), ("FANSCOPE_ACCESS_TOKEN", "SECRET_c4n4ry")];
    let mut pty = Pty::start(&["demo"], &variables, home.path());
    pty.wait_for("following since");
    // F12, with this variable, in a debug build.
    pty.send("\x1b[24~");
    assert_eq!(pty.wait_exit().exit_code(), 101);
    pty.assert_given_back();
    let said = pty.text();
    assert!(said.contains("panicked at"), "{said}");
    assert!(!String::from_utf8_lossy(&pty.written).contains("SECRET_c4n4ry"));
}

#[test]
fn without_an_account_it_says_how_to_set_one_up_and_the_demo_is_a_key_away() {
    let home = home();
    let mut pty = Pty::start(&[], &[], home.path());
    pty.wait_for("No account is set up yet.");
    pty.send("D");
    pty.wait_for("following since");
    pty.wait_for("DEMO");
    pty.quit();
}

#[test]
fn without_a_terminal_one_line_says_so() {
    let home = home();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_fanscope"))
        .arg("demo")
        .env_clear()
        .env("HOME", home.path())
        .stdin(std::process::Stdio::null())
        .output()
        .expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"");
    let said = String::from_utf8(output.stderr).expect("text");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("fanscope lookup"), "{said}");
}

#[test]
fn a_screen_that_is_too_small_says_how_large_it_must_be() {
    let home = home();
    let mut pty = Pty::start_in(&["demo"], &[], home.path(), (19, 4));
    pty.wait_for("20x5");
    pty.resize(80, 24);
    pty.wait_for("Followers 1 of 500");
    pty.quit();
}

/// Every file below a folder, as bytes.
fn files(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = std::fs::read(&path).expect("our own file");
            found.push((path, bytes));
        }
    }
    found
}

#[test]
fn a_token_is_in_no_frame_no_log_and_no_file() {
    const CANARY: &str = "SECRET_c4n4ry";
    let home = home();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!("http://{}", closed.local_addr().expect("bound"));
    drop(closed);
    let variables = [("FANSCOPE_ACCESS_TOKEN", CANARY), ("FANSCOPE_API_BASE", base.as_str())];
    let mut pty = Pty::start(&[DOCUMENTED], &variables, home.path());
    pty.wait_for("Nothing answers");
    pty.send("E");
    pty.wait_for("What failed");
    pty.send("y");
    pty.wait_for("Copied");
    pty.send("qq");
    assert!(pty.wait_exit().success());
    let log = files(home.path());
    assert!(!log.is_empty(), "the log at least");
    for (file, bytes) in log.iter().map(|(path, bytes)| (path.display().to_string(), bytes)) {
        assert!(!String::from_utf8_lossy(bytes).contains(CANARY), "{file}");
    }
    assert!(!String::from_utf8_lossy(&pty.written).contains(CANARY));
}
