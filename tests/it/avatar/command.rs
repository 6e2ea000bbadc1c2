//! `fanscope avatar`: what it saves, what it says, and what viuer is given.

use std::process::{Command, Output};

use fanscope::{
    avatar::image::DecodedImage,
    cli::avatar::print::prepared,
    demo::{self, Demo, Options, account::SHOP},
    runtime::graphics::{encode::Encoder, protocol::Protocol},
};
use image::{DynamicImage, GenericImageView};
use ratatui::layout::Size;

use super::made::quarters;
use crate::support::pty::Pty;

/// Run the command for the follower with this number of the demo's shop.
async fn avatar(demo: &Demo, number: usize, more: &[&str]) -> Output {
    let openid = demo::openids(&SHOP, 500).nth(number).expect("there are 500");
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanscope"));
    command.args(["avatar", &openid, "--ui-lang", "en"]).args(more);
    command.env("FANSCOPE_API_BASE", demo.base());
    command.env("FANSCOPE_ACCESS_TOKEN", demo.token(&SHOP));
    command.env_remove("FANSCOPE_CONFIG");
    let run = tokio::task::spawn_blocking(move || command.output().expect("it starts"));
    run.await.expect("it ends")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_picture_is_saved_as_it_came_and_never_over_another_file() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("face.jpg");
    let demo = Demo::start(Options::default()).await.expect("a free port");
    let path = file.to_string_lossy().into_owned();
    let saved = avatar(&demo, 0, &["--size", "96", "-o", &path]).await;
    assert_eq!((saved.status.code(), said(&saved)), (Some(0), String::new()));
    let bytes = std::fs::read(&file).expect("was written");
    assert_eq!(image::load_from_memory(&bytes).expect("a picture").dimensions(), (96, 96));
    let again = avatar(&demo, 1, &["-o", &path]).await;
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("left as it is"));
    assert_eq!(std::fs::read(&file).expect("is there"), bytes);
    let piped = avatar(&demo, 0, &["--size", "96", "-o", "-"]).await;
    assert_eq!(piped.stdout, bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_terminal_and_without_a_picture_it_says_so() {
    let demo = Demo::start(Options::default()).await.expect("a free port");
    for (number, more, code, words) in [
        (0, &[][..], 2, "-o FILE"),
        (6, &["-o", "-"], 1, "2021-12-27"),
        (14, &["-o", "-"], 1, "changed since"),
        (15, &["-o", "-"], 1, "not an image"),
        (9, &["-o", "-"], 1, "do not follow"),
        (0, &["--size", "100"], 2, "0, 46, 64, 96 or 132"),
    ] {
        let output = avatar(&demo, number, more).await;
        assert_eq!(output.status.code(), Some(code), "{number}: {}", said(&output));
        assert!(said(&output).contains(words), "{number}: {}", said(&output));
        assert!(output.stdout.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_terminal_without_graphics_it_is_printed_in_quadrants() {
    let demo = Demo::start(Options::default()).await.expect("loopback is there");
    let home = tempfile::tempdir().expect("a folder");
    let (token, openid) = (demo.token(&SHOP), demo::openids(&SHOP, 500).next().expect("some"));
    let variables = [("FANSCOPE_API_BASE", demo.base()), ("FANSCOPE_ACCESS_TOKEN", &token)];
    let mut pty = Pty::start(&["avatar", &openid], &variables, home.path());
    assert!(pty.wait_exit().success(), "{}", pty.text());
    let text = pty.text();
    // 132 pixels in cells of 8 × 16, as in the pane.
    assert_eq!(text.lines().count(), 8, "{text}");
    assert!(text.chars().any(|c| ('▖'..='▟').contains(&c)), "{text}");
    pty.assert_given_back();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_cursor_is_left_in_the_line_below_the_picture_whatever_sixels_do_to_it() {
    let demo = Demo::start(Options::default()).await.expect("loopback is there");
    let home = tempfile::tempdir().expect("a folder");
    let (token, openid) = (demo.token(&SHOP), demo::openids(&SHOP, 500).next().expect("some"));
    let variables = [("FANSCOPE_API_BASE", demo.base()), ("FANSCOPE_ACCESS_TOKEN", &token)];
    let arguments = ["avatar", &openid, "--images", "sixel"];
    let mut pty = Pty::start(&arguments, &variables, home.path());
    // Cells of 8 by 16 pixels; then viuer asks once more.
    pty.wait_for_bytes("\x1b[c");
    let requested = pty.written.len();
    pty.send("\x1b[6;16;8t\x1b[?62;4c");
    pty.wait_for_bytes_after(requested, "\x1b[c");
    pty.send("\x1b[?62;4c");
    assert!(pty.wait_exit().success(), "{}", pty.text());
    // 132 pixels are nine rows. A terminal that leaves the cursor below sixels, as foot 1.13 does:
    // then a line end would make a line that stays empty.
    for sixels_move in ["", "\x1b[9B", "\x1b[8B\x1b[40C"] {
        let written = String::from_utf8_lossy(&pty.written).into_owned();
        let (before, sixels) = written.split_once("\x1bP").expect("sixels");
        let (_, after) = sixels.split_once("\x1b\\").expect("their end");
        let shown = format!("{before}{sixels_move}{after}");
        let mut screen =
            vt100::Parser::new(36.try_into().expect("some"), 120.try_into().expect("some"), 0);
        screen.process(shown.as_bytes());
        assert_eq!(screen.screen().cursor_position(), (9, 0), "{sixels_move:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_pictures_off_it_says_so_instead_of_printing_nothing() {
    let demo = Demo::start(Options::default()).await.expect("a free port");
    let openid = demo::openids(&SHOP, 500).next().expect("there are 500");
    let variables = [
        ("FANSCOPE_API_BASE", demo.base().to_owned()),
        ("FANSCOPE_ACCESS_TOKEN", demo.token(&SHOP)),
    ];
    let shown = tokio::task::spawn_blocking(move || {
        let home = tempfile::tempdir().expect("a folder");
        let variables = variables.each_ref().map(|(name, value)| (*name, value.as_str()));
        let arguments = ["avatar", &openid, "--images", "off", "--ui-lang", "en"];
        let mut pty = Pty::start(&arguments, &variables, home.path());
        let status = pty.wait_exit();
        (status.exit_code(), pty.text())
    });
    let (code, said) = shown.await.expect("it ends");
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("off, because --images"), "{said}");
}

#[test]
fn viuer_is_given_whole_cells_so_that_it_stretches_nothing() {
    let room = Size::new(80, 24);
    for side in [46, 64, 96, 132, 640] {
        let avatar = DecodedImage::new(DynamicImage::from(quarters(side)).into_rgba8());
        for (kind, step) in
            [(Protocol::Direct, (9, 18)), (Protocol::Iterm2, (9, 18)), (Protocol::Sixel, (6, 12))]
        {
            let encoder = Encoder::new(kind, Some((9, 18)), None);
            for background in [None, Some([1, 2, 3])] {
                let (image, config) = prepared(&avatar, encoder, room, background);
                let (columns, rows) = (config.width.expect("set"), config.height.expect("set"));
                assert_eq!(
                    image.dimensions(),
                    (columns * step.0, rows * step.1),
                    "{kind:?} {side}"
                );
                assert!(kind == Protocol::Sixel || columns <= 80 && rows <= 24, "{kind:?} {side}");
                assert!(image.width() <= 720 && image.height() <= 24 * 18, "{kind:?} {side}");
            }
        }
    }
}
