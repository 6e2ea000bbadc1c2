//! What comes at a bad moment is read all the same: the screen never goes deaf, and nothing lies in the
//! terminal until the next key.

use std::time::Duration;

use nix::{
    sys::{
        signal::{Signal, kill},
        wait::{WaitPidFlag, WaitStatus, waitpid},
    },
    unistd::Pid,
};

use super::{demo, home};
use crate::support::pty::Pty;

/// So many different OpenIDs, each on a line of its own as a terminal sends lines.
fn lines(first: usize, count: usize) -> String {
    let line = |number: usize| format!("oTEST_{number:05}_jrPTlm6_2sgVt7hM\r");
    (first..first + count).map(line).collect()
}

fn marked(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

/// Whether keys are heard: the help opens and closes.
fn hears(pty: &mut Pty) {
    pty.send("?");
    pty.wait_for("Next follower");
    pty.send("\x1b");
    pty.wait_until("the help closed", |screen| !screen.contains("Next follower"));
}

fn wait_for_followers(pty: &mut Pty, count: usize) {
    pty.wait_until(&format!("{count} followers"), |screen| {
        screen
            .lines()
            .any(|line| line.contains("Followers") && line.contains(&format!("of {count} ")))
    });
}

#[test]
fn a_window_resized_while_something_is_pasted_still_hears_keys() {
    let home = home();
    // 300 lines are 8.7 kB, 2,070 are 60 kB.
    for (count, runs) in [(300, 45), (2_070, 5)] {
        let mut pty = demo(&home);
        for run in 0..runs {
            let text = marked(&lines(run * count, count));
            let width = if run % 2 == 0 { 100 } else { 120 };
            pty.send_while(&text, |pty| {
                for width in [90, 110, width] {
                    pty.resize(width, 36);
                    pty.take_for(Duration::from_millis(1));
                }
            });
            hears(&mut pty);
        }
        wait_for_followers(&mut pty, 500 + runs * count);
        pty.quit();
    }
}

#[test]
fn a_hundred_kilobytes_without_marks_are_one_paste_to_the_last_line() {
    let home = home();
    let mut pty = demo(&home);
    pty.send(&lines(0, 3_450));
    wait_for_followers(&mut pty, 500 + 3_450);
    hears(&mut pty);
    pty.quit();
}

#[test]
fn three_keys_after_each_of_two_hundred_resizes_are_all_heard() {
    let home = home();
    let mut pty = demo(&home);
    for round in 0..200 {
        pty.resize(if round % 2 == 0 { 110 } else { 120 }, 36);
        pty.send(if round % 2 == 0 { "jjj" } else { "kkk" });
        let wanted = if round % 2 == 0 { "Followers 4 of 500" } else { "Followers 1 of 500" };
        pty.wait_for(wanted);
    }
    pty.quit();
}

#[test]
fn what_was_typed_while_it_was_stopped_is_not_the_end_of_the_terminal() {
    let home = home();
    let mut pty = demo(&home);
    let pid = Pid::from_raw(pty.pid());
    // ^D, a line without its end, and more than a line takes.
    let paste = marked(&lines(0, 300));
    for typed in ["\x04", "jj", "jj\x04", "\r\x04", "jj\rjj", &paste, &"j".repeat(5_000)] {
        kill(pid, Signal::SIGTSTP).expect("it runs");
        let stopped = waitpid(pid, Some(WaitPidFlag::WUNTRACED)).expect("our child");
        assert!(matches!(stopped, WaitStatus::Stopped(..)), "{stopped:?}");
        pty.send_while(typed, |_| {});
        kill(pid, Signal::SIGCONT).expect("it stands still");
        pty.wait_for("Followers");
        hears(&mut pty);
    }
    pty.quit();
}

#[test]
fn a_paste_in_the_middle_of_which_it_is_stopped_is_whole_when_it_is_continued() {
    let home = home();
    let mut pty = demo(&home);
    let pid = Pid::from_raw(pty.pid());
    for run in 0..3 {
        let text = marked(&lines(run * 300, 300));
        let (before, after) = text.split_at(4_000);
        pty.send(before);
        kill(pid, Signal::SIGTSTP).expect("it runs");
        let stopped = waitpid(pid, Some(WaitPidFlag::WUNTRACED)).expect("our child");
        assert!(matches!(stopped, WaitStatus::Stopped(..)), "{stopped:?}");
        kill(pid, Signal::SIGCONT).expect("it stands still");
        pty.send(after);
        hears(&mut pty);
        wait_for_followers(&mut pty, 500 + (run + 1) * 300);
    }
    pty.quit();
}
