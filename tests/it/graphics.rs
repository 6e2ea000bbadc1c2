//! The pictures of the real program in a pseudo-terminal: how many bytes, on slow lines, in files.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, time::Duration};

use tempfile::TempDir;

use crate::support::pty::{Pace, Pty};

/// What a kitty with placeholders answers when it is asked, with cells of 8 by 16 pixels.
const NEW_KITTY: &str =
    "\x1b_Gi=31;OK\x1b\\\x1bP>|kitty(0.35.2)\x1b\\\x1b]11;rgb:00/00/00\x1b\\\x1b[6;16;8t\x1b[?62;c";
/// How each way to draw begins what it sends, and how it ends it.
const KITTY: (&str, &str) = ("\x1b_G", "\x1b\\");
const ITERM2: (&str, &str) = ("\x1b]1337;", "\x07");
const SIXEL: (&str, &str) = ("\x1bP", "\x1b\\");
/// The room in the avatar pane of this window is ten rows high.
const WINDOW: (u16, u16) = (120, 29);

fn home() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Take in what is written until a whole picture came after this place. The words that say its size come
/// before it: it is made into bytes only once they stand.
fn wait_for_image(pty: &mut Pty, start: usize, kind: (&str, &str)) {
    pty.wait_until_written(start, "a picture", |written| pictures(written, kind).0 >= 1000);
    // The end of its frame.
    pty.wait_for("×");
}

/// The demo with the first avatar drawn in its full size, which is cut down to 20 by 10 cells, and how much
/// was written before that.
fn full(home: &TempDir, images: &str, kind: (&str, &str)) -> (Pty, usize) {
    let mut pty = Pty::start_in(&["demo", "--images", images], &[], home.path(), WINDOW);
    if images == "auto" {
        pty.wait_for_bytes("\x1b[c");
        pty.send(NEW_KITTY);
    }
    pty.wait_for("132×132");
    wait_for_image(&mut pty, 0, kind);
    let before = pty.written.len();
    pty.send("0");
    pty.wait_for("640×640");
    wait_for_image(&mut pty, before, kind);
    (pty, before)
}

/// How many bytes of what was written are pictures of this kind, and how many pieces they come in.
fn pictures(written: &[u8], (begin, end): (&str, &str)) -> (usize, usize) {
    let text = String::from_utf8_lossy(written);
    let pieces = text.split(begin).skip(1);
    let lengths =
        pieces.map(|piece| begin.len() + piece.find(end).map_or(piece.len(), |at| at + end.len()));
    lengths.fold((0, 0), |(bytes, count), length| (bytes + length, count + 1))
}

#[test]
fn the_first_show_costs_what_it_may_and_is_nothing_when_only_text_changes() {
    for (images, kind, most) in [
        ("auto", KITTY, 45_000),
        ("kitty", KITTY, 45_000),
        ("iterm2", ITERM2, 20_000),
        ("sixel", SIXEL, 40_000),
    ] {
        let home = home();
        let (mut pty, before) = full(&home, images, kind);
        let (bytes, _) = pictures(&pty.written[before..], kind);
        println!("{images}: {bytes} bytes");
        assert!((1000..=most).contains(&bytes), "{images}: {bytes} bytes");
        let before = pty.written.len();
        pty.send("/qqqq");
        pty.wait_for("None of the");
        let gone = pty.written.len();
        pty.send("\x1b");
        pty.wait_for_bytes_after(gone, if images == "auto" { "\u{10eeee}" } else { kind.0 });
        pty.wait_for("640×640");
        pty.send(" k");
        pty.wait_for("1 marked");
        let text_only = pictures(&pty.written[before..], kind);
        // The filter took the face away, and brought it back. What the terminal keeps is not sent.
        if images == "auto" {
            assert!(text_only.0 <= 4000, "{images}: {text_only:?}");
        }
        let before = pty.written.len();
        pty.send("p");
        pty.wait_for("enter adds");
        pty.send("some text");
        pty.wait_for("some text");
        pty.send("\x1b");
        pty.wait_until("the field left", |screen| !screen.contains("enter adds"));
        assert_eq!(pictures(&pty.written[before..], kind), (0, 0), "{images}: only text changed");
        pty.quit();
    }
}

#[test]
fn a_second_show_by_placeholders_costs_at_most_4_kb_and_leaves_with_the_screen() {
    let home = home();
    let mut pty = full(&home, "auto", KITTY).0;
    let before = pty.written.len();
    pty.send("j");
    pty.wait_for("Followers 2 of 500");
    pty.wait_for("640×640");
    wait_for_image(&mut pty, before, KITTY);
    let between = pty.written.len();
    pty.send("k");
    pty.wait_for("Followers 1 of 500");
    pty.wait_for_bytes_after(between, "\u{10eeee}");
    pty.wait_for("640×640");
    let second = &pty.written[between..];
    assert!(second.len() <= 4000, "{} bytes", second.len());
    assert!(String::from_utf8_lossy(second).contains('\u{10eeee}'), "it is shown again");
    assert!(pictures(&pty.written[before..between], KITTY).0 > 1000, "the other one was sent");
    pty.quit();
}

#[test]
fn drawing_anew_sends_what_another_terminal_does_not_have() {
    let home = home();
    let mut pty = full(&home, "auto", KITTY).0;
    let before = pty.written.len();
    pty.send("\x0c");
    pty.wait_for_bytes_after(before, "\x1b[2J");
    pty.wait_for("640×640");
    wait_for_image(&mut pty, before, KITTY);
    assert!(pictures(&pty.written[before..], KITTY).0 > 1000, "the picture is sent again");
    pty.send("?");
    pty.wait_for("kitty(0.35.2)");
    pty.quit();
}

#[test]
fn answers_that_come_after_the_deadline_are_no_keys_and_change_nothing() {
    let home = home();
    let mut pty = Pty::start_in(&["demo"], &[], home.path(), WINDOW);
    pty.wait_for("132×132");
    // The question is given up when its end is in the log.
    let log = home.path().join(".local/state/fanscope/fanscope.log");
    let is_given_up = || fs::read_to_string(&log).is_ok_and(|log| log.contains("Silent"));
    for _ in 0..500 {
        if is_given_up() {
            break;
        }
        pty.take_for(Duration::from_millis(20));
    }
    assert!(is_given_up(), "the question was never given up");
    pty.send(NEW_KITTY);
    pty.send("j");
    pty.wait_for("Followers 2 of 500");
    assert!(!pty.text().contains("Save the avatar"), "{}", pty.text());
    assert_eq!(pictures(&pty.written, ("\x1b_Ga=", "\x1b\\")), (0, 0));
    pty.quit();
}

#[test]
fn on_a_slow_line_frames_are_dropped_while_a_key_is_held_and_it_stops_with_the_key() {
    const KEYS: usize = 56;
    let home = home();
    let mut pty = Pty::start_in(&["demo", "--images", "sixel"], &[], home.path(), WINDOW);
    // These faces are in memory from here on, so that each key shows one at once.
    for n in 1..=5 {
        pty.wait_for(&format!("Followers {n} of 500"));
        pty.wait_for("132×132");
        if n < 5 {
            pty.send("j");
        }
    }
    pty.pace(Pace { bytes: 2048, every: Duration::from_millis(32) });
    let before = pty.written.len();
    for n in 0..KEYS {
        pty.send(if n / 4 % 2 == 0 { "k" } else { "j" });
        pty.take_for(Duration::from_millis(33));
    }
    let held = pty.written.len();
    pty.wait_until("the last key", |screen| screen.contains("Followers 5 of 500"));
    pty.send("?");
    pty.wait_for("Next follower");
    let (_, while_held) = pictures(&pty.written[before..held], SIXEL);
    let (_, after) = pictures(&pty.written[held..], SIXEL);
    println!("{while_held} pictures for {KEYS} keys, {after} after the last");
    assert!((1..=KEYS / 3).contains(&while_held), "{while_held} pictures for {KEYS} keys");
    assert!(after <= 2, "{after} pictures after the key was let go");
    pty.send("qq");
    pty.wait_exit();
}

#[test]
fn the_picture_is_opened_by_the_systems_viewer_and_saved_where_the_person_says() {
    let home = home();
    let tools = home.path().join("tools");
    fs::create_dir(&tools).expect("writable");
    let told = home.path().join("told");
    tool(
        &tools.join("xdg-open"),
        &format!("echo \"$1\" > {0}.new; mv {0}.new {0}", told.display()),
    );
    let path = format!("{}:/usr/bin:/bin", tools.display());
    let mut pty =
        Pty::start_in(&["demo"], &[("DISPLAY", ":9"), ("PATH", &path)], home.path(), WINDOW);
    pty.wait_for("132×132");
    pty.send("o");
    pty.wait_for("Opened in the system's viewer");
    let opened = fs::read_to_string(&told).expect("it was told");
    let opened = Path::new(opened.trim());
    let bytes = fs::read(opened).expect("a file");
    assert_eq!(image::load_from_memory(&bytes).expect("a picture").width(), 132);
    let mode = fs::metadata(opened).expect("a file").permissions().mode();
    assert_eq!(mode & 0o077, 0, "its owner's alone");
    fs::remove_file(opened).expect("ours");
    pty.send("w");
    pty.wait_for("Save the avatar as");
    // All that is suggested is deleted, and something else typed.
    pty.send("\x15~/face.png\r");
    pty.wait_for("Saved");
    let bytes = fs::read(home.path().join("face.png")).expect("was saved");
    assert_eq!(image::load_from_memory(&bytes).expect("a picture").width(), 132);
    pty.send("w\x15~/face.png\r");
    pty.wait_for("is there already");
    assert_eq!(fs::read(home.path().join("face.png")).expect("is there"), bytes);
    pty.send("\x1b");
    pty.wait_for("space mark");
    pty.quit();
}

#[test]
fn without_colours_there_are_initials_from_the_first_frame_on_and_the_pane_says_why() {
    let home = home();
    for images in ["auto", "blocks"] {
        let arguments = ["demo", "--images", images];
        let mut pty = Pty::start_in(&arguments, &[("NO_COLOR", "1")], home.path(), WINDOW);
        pty.wait_for("NO_COLOR is set");
        pty.send("jj");
        pty.wait_for("Followers 3 of 500");
        let written = String::from_utf8_lossy(&pty.written).into_owned();
        let blocks = ['▀', '▄', '▌', '▐', '▖', '▗', '▘', '▝', '▙', '▛', '▜', '▟', '▚', '▞'];
        assert!(!written.contains(blocks), "{images}: shapes without colours say nothing");
        pty.quit();
    }
}

#[test]
fn without_a_desktop_it_says_so_and_names_the_key_that_saves() {
    let home = home();
    let mut pty = Pty::start_in(&["demo"], &[], home.path(), WINDOW);
    pty.wait_for("132×132");
    pty.send("o");
    pty.wait_for("There is no desktop here");
    pty.wait_for("Press w to save it.");
    pty.quit();
}

fn tool(path: &Path, script: &str) {
    fs::write(path, format!("#!/bin/sh\n{script}\n")).expect("writable");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("ours");
}
