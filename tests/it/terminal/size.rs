//! The size of the window, whenever it changes and whatever it is.

use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use super::home;
use crate::support::pty::Pty;

/// Wait until the frame reaches to the right edge of a window this wide and to its last line.
fn wait_for_size(pty: &mut Pty, width: usize, height: usize) {
    pty.wait_until(&format!("a screen of {width}x{height}"), |screen| {
        let lines: Vec<&str> = screen.lines().collect();
        let wide = lines.get(1).is_some_and(|line| line.width() == width);
        wide && lines.len() == height && lines.last().is_some_and(|line| !line.trim().is_empty())
    });
}

#[test]
fn a_window_that_gets_its_size_while_the_program_starts_is_filled() {
    let home = home();
    for delay in [0, 1, 2, 5, 10, 20] {
        // Four at a time, so that the machine is busy but not swamped.
        for _ in 0..5 {
            let mut started: Vec<Pty> = (0..4)
                .map(|_| {
                    let mut pty = Pty::start_in(&[], &[], home.path(), (80, 24));
                    pty.take_for(Duration::from_millis(delay));
                    pty.resize(120, 36);
                    pty
                })
                .collect();
            for pty in &mut started {
                wait_for_size(pty, 120, 36);
                pty.send("q");
            }
            for mut pty in started {
                assert!(pty.wait_exit().success());
            }
        }
    }
}

#[test]
fn a_window_that_is_made_small_and_large_again_at_once_is_drawn_anew() {
    let home = home();
    let mut pty = Pty::start(&["demo"], &[], home.path());
    pty.wait_for("following since");
    for _ in 0..20 {
        pty.resize(60, 12);
        pty.resize(120, 36);
        wait_for_size(&mut pty, 120, 36);
        pty.wait_for("Followers 1 of 500");
    }
    pty.quit();
}

#[test]
fn a_window_of_no_size_is_drawn_as_the_environment_says_or_as_usual() {
    let home = home();
    for (variables, (width, height)) in
        [(&[][..], (80, 24)), (&[("COLUMNS", "100"), ("LINES", "30")], (100, 30))]
    {
        let mut pty = Pty::start_unsized(&[], variables, home.path(), (width, height));
        wait_for_size(&mut pty, width.into(), height.into());
        pty.quit();
    }
}

#[test]
fn the_largest_window_there_can_be_is_no_crash() {
    let home = home();
    let mut pty = Pty::start(&["demo"], &[], home.path());
    pty.wait_for("following since");
    let before = pty.written.len();
    pty.resize_terminal_only(65_535, 65_535);
    // The last line that is drawn.
    pty.wait_for_bytes_after(before, "\x1b[200;");
    pty.resize(120, 36);
    wait_for_size(&mut pty, 120, 36);
    pty.quit();
}
