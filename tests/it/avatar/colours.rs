//! The colours of the real program in terminals with few of them, or with none.

use vt100::{Color, Parser};

use crate::support::pty::Pty;

const WINDOW: (u16, u16) = (120, 29);

/// The demo with its first face in blocks, in an environment of these variables.
fn shown(variables: &[(&str, &str)]) -> Pty {
    let home = tempfile::tempdir().expect("a folder");
    let arguments = ["demo", "--images", "blocks", "--ui-lang", "en"];
    let mut pty = Pty::start_in(&arguments, variables, home.path(), WINDOW);
    pty.wait_for("Followers 1 of 500");
    // The sixth has no avatar, and so a tile of initials.
    pty.send("jjjjjj");
    pty.wait_for("Followers 7 of 500");
    pty.wait_for("WeChat stopped sending");
    pty.send("kkkkkk");
    pty.wait_for("Followers 1 of 500");
    pty.wait_until("all that comes", |screen| {
        screen.contains("132×132") || screen.contains("NO_COLOR is set")
    });
    pty
}

/// The screen as it was drawn so far.
fn screen(pty: &Pty) -> Parser {
    let size = |cells: u16| cells.try_into().expect("some");
    let mut parser = Parser::new(size(WINDOW.1), size(WINDOW.0), 0);
    parser.process(&pty.written);
    parser
}

/// The cell behind the first such text on the screen.
fn behind(parser: &Parser, text: &str) -> vt100::Cell {
    let screen = parser.screen();
    let found = screen.rows(0, WINDOW.0).enumerate().find_map(|(row, line)| {
        let (before, _) = line.split_once(text)?;
        Some((
            u16::try_from(row).ok()?,
            u16::try_from(fanscope::text::width(before) + fanscope::text::width(text)).ok()?,
        ))
    });
    let (row, column) = found.unwrap_or_else(|| panic!("no {text:?} on:\n{}", screen.contents()));
    screen.cell(row, column).expect("inside").clone()
}

#[test]
fn without_colours_focus_selection_and_badges_are_seen_by_their_attributes() {
    let mut pty = shown(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]);
    let parser = screen(&pty);
    for row in 0..WINDOW.1 {
        for column in 0..WINDOW.0 {
            let cell = parser.screen().cell(row, column).expect("inside");
            let colours = (cell.fgcolor(), cell.bgcolor());
            assert_eq!(colours, (Color::Default, Color::Default), "{row} {column}");
        }
    }
    let selected = behind(&parser, "> + ");
    assert!(selected.inverse() && selected.bold(), "the selected one");
    assert!(behind(&parser, "┌ ").bold(), "the pane that has the keys");
    assert!(!behind(&parser, "Avatar ").bold(), "one that has not");
    assert!(behind(&parser, " DEM").inverse(), "a badge");
    let not_selected = behind(&parser, "  + ");
    assert!(!not_selected.inverse() && !not_selected.bold(), "another row");
    pty.send("q");
    assert!(pty.wait_exit().success());
}

#[test]
fn a_terminal_is_sent_no_colours_that_it_does_not_promise() {
    let xterm = ("TERM", "xterm-256color");
    for (variables, full, indexed) in [
        (&[xterm, ("COLORTERM", "truecolor")][..], true, false),
        (&[xterm], false, true),
        (&[xterm, ("TERM_PROGRAM", "Apple_Terminal"), ("COLORTERM", "truecolor")], false, true),
        (&[("TERM", "linux")], false, false),
        (&[("TERM", "dumb")], false, false),
    ] {
        let mut pty = shown(variables);
        let written = String::from_utf8_lossy(&pty.written).into_owned();
        let has =
            |kind: &str| ["38", "48"].map(|base| written.contains(&format!("{base};{kind};")));
        assert_eq!(has("2"), [full; 2], "{variables:?}");
        assert_eq!(has("5"), [indexed; 2], "{variables:?}");
        let parser = screen(&pty);
        let colours = (0..WINDOW.1).flat_map(|row| (70..110).map(move |column| (row, column)));
        let painted = colours.filter(|(row, column)| {
            let cell = parser.screen().cell(*row, *column).expect("inside");
            cell.bgcolor() != Color::Default
        });
        assert!(painted.count() > 40, "{variables:?}: there is a face");
        pty.send("q");
        assert!(pty.wait_exit().success());
    }
}
