//! However the program ends, the terminal is given back.

use std::time::Duration;

use nix::{
    sys::{
        signal::{Signal, kill},
        wait::{WaitPidFlag, WaitStatus, waitpid},
    },
    unistd::Pid,
};

use super::{demo, home};
use crate::support::{pty::Pty, rng::Rng};

/// How many of each.
const TIMES: usize = 20;
/// How many programs run at once.
const AT_ONCE: usize = 4;

fn started(home: &tempfile::TempDir) -> Vec<Pty> {
    (0..AT_ONCE).map(|_| Pty::start(&["demo"], &[], home.path())).collect()
}

fn send(pty: &Pty, signal: Signal) {
    kill(Pid::from_raw(pty.pid()), signal).expect("it runs");
}

#[test]
fn a_signal_that_ends_the_program_at_any_moment_gives_the_terminal_back() {
    let home = home();
    let mut rng = Rng::new(0x5169_4a15);
    for signal in [Signal::SIGTERM, Signal::SIGHUP, Signal::SIGINT, Signal::SIGQUIT] {
        for _ in 0..TIMES / AT_ONCE {
            let mut started = started(&home);
            for pty in &mut started {
                // Before the handlers stand there is nothing to give back, and the signal just kills.
                pty.take_for(Duration::from_millis(rng.below(80)));
                send(pty, signal);
            }
            for mut pty in started {
                let status = pty.wait_exit();
                let is_killed = status.signal().is_some();
                let code = 128 + signal as u32;
                assert!(is_killed || status.exit_code() == code, "{signal}: {status:?}");
                pty.assert_given_back();
            }
        }
    }
}

#[test]
fn a_signal_on_the_drawn_screen_is_the_exit_status() {
    let home = home();
    for (signal, code) in [
        (Signal::SIGTERM, 143),
        (Signal::SIGHUP, 129),
        (Signal::SIGINT, 130),
        (Signal::SIGQUIT, 131),
        (Signal::SIGABRT, 134),
    ] {
        let mut pty = demo(&home);
        send(&pty, signal);
        assert_eq!(pty.wait_exit().exit_code(), code, "{signal}");
        pty.assert_given_back();
    }
}

#[test]
fn stopped_and_continued_at_any_moment_the_terminal_is_given_back_and_taken_again() {
    let home = home();
    let mut rng = Rng::new(0x0007_57b5);
    let mut pty = demo(&home);
    for _ in 0..TIMES {
        pty.send(["j", "k", "?\x1b", "/\x1b", "z"][rng.index(5)]);
        pty.take_for(Duration::from_millis(rng.below(30)));
        send(&pty, Signal::SIGTSTP);
        let stopped = waitpid(Pid::from_raw(pty.pid()), Some(WaitPidFlag::WUNTRACED));
        assert!(matches!(stopped, Ok(WaitStatus::Stopped(..))), "{stopped:?}");
        pty.wait_until("the screen given back", |screen| !screen.contains("Followers"));
        pty.assert_given_back();
        send(&pty, Signal::SIGCONT);
        pty.wait_until("the screen again", |screen| screen.contains("fanscope"));
    }
    pty.send("\x1b[27u\x1b[27u");
    pty.quit();
}

#[test]
fn a_panic_in_a_thread_that_is_no_jobs_gives_the_terminal_back_and_ends_the_program() {
    let home = home();
    // A frame that hides the cursor is under way when it happens: it must not come after the terminal was
    // given back.
    for _ in 0..TIMES {
        let mut pty = Pty::start(&["demo"], &[("FANSCOPE_PANIC", "thread")], home.path());
        pty.wait_for("following since");
        pty.send("/");
        pty.wait_for_bytes("\x1b[?25h");
        pty.send("\x1b[24~\x1b[27u");
        assert_eq!(pty.wait_exit().exit_code(), 101);
        pty.assert_given_back();
        let said = pty.text();
        assert!(said.contains("panicked at"), "{said}");
    }
}
