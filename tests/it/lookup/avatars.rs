//! `lookup --avatars`: an avatar beside each row, in a terminal.

use std::path::Path;

use fanscope::{
    avatar::{client::AvatarClient, fetch::Limits, image::DecodedImage, policy::Policy},
    cli::{
        Exit,
        lookup::{
            Format, avatar_rows,
            avatars::{AvatarCell, Avatars},
            printer::Printer,
            row::Row,
        },
    },
    config::{Account, Credential},
    demo::{Demo, Options, account::SHOP, endpoint::Endpoint, faults::Fault},
    i18n::UiLang,
    runtime::{
        colours::Depth,
        graphics::{blocks::Shape, encode::Encoder, protocol::Protocol},
    },
    wechat::error::Error,
};
use image::{Rgba, RgbaImage};
use ratatui::layout::Size;
use vt100::Parser;

use super::{lookup, print};
use crate::{api::with_token, support::pty::Pty};

async fn demo() -> Demo {
    Demo::start(Options::default()).await.expect("loopback is there")
}

/// So many OpenIDs of the shop, with one that is none in the second place.
fn requested(demo: &Demo, count: usize) -> Vec<String> {
    let mut openids: Vec<String> = demo.openids(&SHOP).take(count).collect();
    openids.insert(1, "oABC".into());
    openids
}

/// A lookup of these with avatars, in a terminal of 120 × 36 cells of 8 × 16 pixels.
fn with_avatars(demo: &Demo, openids: &[String], more: &[&str], home: &Path) -> Pty {
    let token = demo.token(&SHOP);
    let mut variables = vec![("FANSCOPE_API_BASE", demo.base()), ("FANSCOPE_ACCESS_TOKEN", &token)];
    variables.push(("COLORTERM", "truecolor"));
    variables.extend(more.contains(&"off").then_some(("NO_COLOR", "1")));
    let mut arguments = vec!["lookup", "--avatars"];
    arguments.extend(more);
    arguments.extend(openids.iter().map(String::as_str));
    Pty::start(&arguments, &variables, home)
}

/// The lines on which an avatar begins, by what is seen before it is drawn.
fn begun(written: &[u8], order: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(written);
    let mut screen = Parser::new(36.try_into().expect("some"), 120.try_into().expect("some"), 0);
    let (mut lines, mut done) = (vec![], 0);
    for (at, _) in text.match_indices(order) {
        screen.process(&text.as_bytes()[done..at]);
        done = at;
        let (row, column) = screen.screen().cursor_position();
        assert_eq!(column, 0, "{}", screen.screen().contents());
        // The three lines of the avatar, and one for the cursor.
        assert!(row <= 32, "{row}");
        lines.push(screen.screen().contents_between(row, 0, row, 120));
    }
    lines
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_drawn_from_the_line_of_its_row_on_even_at_the_end_of_the_screen() {
    let demo = demo().await;
    let home = tempfile::tempdir().expect("a folder");
    let openids = requested(&demo, 40);
    for (way, order) in
        [("sixel", "\x1b[?80l"), ("kitty", "\x1b_Gq=2,i="), ("iterm2", "\x1b]1337;File=")]
    {
        let mut pty = with_avatars(&demo, &openids, &["--images", way], home.path());
        assert_eq!(pty.wait_exit().exit_code(), 1, "{}", pty.text());
        let lines = begun(&pty.written, order);
        assert!(lines.len() > 15, "{way}: {}", lines.len());
        let places: Vec<usize> = lines
            .iter()
            .map(|line| {
                let place = openids.iter().position(|openid| line.contains(openid.as_str()));
                place.unwrap_or_else(|| panic!("{way}: no row: {line:?}"))
            })
            .collect();
        assert!(places.is_sorted_by(|one, next| one < next), "{way}: {places:?}");
        // What was drawn moved no text: each row has its lines, to the last one.
        let text = pty.text();
        let is_last = |line: &str| line.contains(&openids[40]);
        // The last row may have a reason on its third line.
        let from_the_end = text.lines().rev().position(is_last);
        assert!(text.lines().count() > 30 && matches!(from_the_end, Some(1 | 2)), "{text}");
        pty.assert_given_back();
    }
    let kept = std::fs::read_dir(home.path().join(".cache/fanscope/avatars")).expect("a folder");
    assert!(kept.count() > 0);
}

#[tokio::test]
async fn every_way_leaves_the_cursor_below_its_row_whatever_the_picture_s_shape() {
    let account = with_token("http://127.0.0.1:1");
    let printer = Printer::new("shop", UiLang::En, Format::Table);
    for kind in [Protocol::Kitty, Protocol::Direct, Protocol::Sixel, Protocol::Iterm2] {
        let client = AvatarClient::new(Policy::new(&account.api_base, &[]), Limits::default());
        let encoder = Encoder::new(kind, None, None);
        let avatars =
            Avatars::new(client, Some(encoder), Depth::Full, Size::new(80, 10), UiLang::En);
        assert_eq!(avatars.room, Size::new(6, 3));
        let mut screen = Parser::new(10.try_into().expect("some"), 80.try_into().expect("some"), 0);
        for (number, (width, height)) in
            [(64, 64), (64, 9), (9, 64), (64, 64), (64, 9), (9, 64)].into_iter().enumerate()
        {
            let avatar = DecodedImage::new(RgbaImage::from_pixel(width, height, Rgba([255; 4])));
            let drawn = encoder.encode(&avatar, avatars.room).expect("there is room");
            let row = Row::new(format!("row{number}"), Err(Error::Offline));
            let mut out = vec![];
            avatar_rows::row(&printer, &avatars, &row, &AvatarCell::Image(drawn), &mut out)
                .expect("written");
            // As a terminal does it for programs.
            screen
                .process(&String::from_utf8(out).expect("text").replace('\n', "\r\n").into_bytes());
            let (at, column) = screen.screen().cursor_position();
            let expected = u16::try_from(3 * number + 3).expect("small").min(9);
            assert_eq!((at, column), (expected, 0), "{kind:?} {width}x{height}");
            let line = screen.screen().contents_between(at - 3, 0, at - 3, 80);
            assert!(line.contains(&format!("! row{number} ")), "{kind:?} {line:?}");
            let is_placed = line.starts_with('\u{10eeee}');
            assert_eq!(is_placed, kind == Protocol::Kitty, "{kind:?} {line:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_keep_their_shape_with_blocks_with_initials_and_when_they_fail() {
    let demo = demo().await;
    let home = tempfile::tempdir().expect("a folder");
    let openids = requested(&demo, 8);
    for way in ["blocks", "off"] {
        let mut pty = with_avatars(&demo, &openids, &["--images", way], home.path());
        assert_eq!(pty.wait_exit().exit_code(), 1, "{}", pty.text());
        let text = pty.text();
        let lines: Vec<&str> = text.lines().collect();
        let at = |line: &str, text: &str| {
            line.split_once(text).map(|(before, _)| fanscope::text::width(before))
        };
        assert_eq!(at(lines[0], "OpenID"), Some(10), "{text}");
        for (place, openid) in openids.iter().enumerate() {
            let line = lines[2 + place * 3];
            assert_eq!(at(line, openid), Some(10), "{way}: {text}");
        }
        assert!(lines[2 + 3 + 1].contains("Copy it again"), "{text}");
        // Of the first two, one has an avatar and one is called 赵静.
        let initials = text.lines().filter(|line| line.trim_start().starts_with('赵')).count();
        assert_eq!(initials, 1, "{text}");
        let written = String::from_utf8_lossy(&pty.written);
        assert_eq!(written.contains("48;2;"), way == "blocks");
        assert_eq!(written.contains("\x1b[7m"), way == "off");
        assert!(text.contains("WeChat stopped sending avatars on 2021-12-27"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_line_is_longer_than_a_narrow_terminal() {
    let demo = demo().await;
    let home = tempfile::tempdir().expect("a folder");
    let token = demo.token(&SHOP);
    let variables = [("FANSCOPE_API_BASE", demo.base()), ("FANSCOPE_ACCESS_TOKEN", &token)];
    let openids = requested(&demo, 8);
    let mut arguments = vec!["lookup", "--avatars", "--images", "sixel"];
    arguments.extend(openids.iter().map(String::as_str));
    let mut pty = Pty::start_in(&arguments, &variables, home.path(), (50, 36));
    pty.wait_exit();
    let text = pty.text();
    for (place, openid) in openids.iter().enumerate() {
        let line = text.lines().nth(2 + place * 3).expect("a line");
        assert!(line.contains(openid), "{text}");
    }
    // The last one is malformed, so the third of its lines is empty.
    assert_eq!(text.lines().count(), 2 + openids.len() * 3, "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_pictures_none_is_fetched() {
    let demo = demo().await;
    let home = tempfile::tempdir().expect("a folder");
    let mut pty = with_avatars(&demo, &requested(&demo, 8), &["--images", "off"], home.path());
    pty.wait_exit();
    assert_eq!(demo.calls(Endpoint::Avatar), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn avatars_without_a_table_are_refused() {
    let demo = demo().await;
    let home = tempfile::tempdir().expect("a folder");
    let more = ["--format", "json", "--ui-lang", "en"];
    let mut pty = with_avatars(&demo, &requested(&demo, 1), &more, home.path());
    assert_eq!(pty.wait_exit().exit_code(), 2);
    assert!(pty.text().contains("--avatars draws beside the rows of a table"), "{}", pty.text());
    assert_eq!(demo.calls(Endpoint::UserInfo) + demo.calls(Endpoint::BatchGet), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_that_never_comes_holds_up_neither_the_rows_before_it_nor_ctrl_c() {
    let demo = demo().await;
    demo.faults().set(Endpoint::Avatar, .., Fault::Hang);
    let home = tempfile::tempdir().expect("a folder");
    let mut openids = requested(&demo, 30);
    openids.swap(0, 1);
    let mut pty = with_avatars(&demo, &openids, &["--images", "blocks"], home.path());
    pty.wait_for("Copy it again");
    pty.send("\x03");
    assert_eq!(pty.wait_exit().exit_code(), 130, "{}", pty.text());
    assert!(pty.text().contains(&openids[30]), "{}", pty.text());
    // Nobody waited until the time was over.
    assert!(!pty.text().contains(&*UiLang::En.say("avatar.too_slow.text")), "{}", pty.text());
    pty.assert_given_back();
}

#[tokio::test]
async fn slow_pictures_change_no_order_and_eight_at_most_are_fetched_at_once() {
    let demo = demo().await;
    for (requests, milliseconds) in [(1..=2, 300), (5..=6, 150), (12..=20, 40)] {
        let delay = Fault::Delay(std::time::Duration::from_millis(milliseconds));
        demo.faults().set(Endpoint::Avatar, requests, delay);
    }
    let token = Credential::Token(demo.token(&SHOP).into());
    let account = Account { api_base: demo.base().to_owned(), ..Account::new("shop", token) };
    let client = AvatarClient::new(Policy::new(&account.api_base, &[]), Limits::default());
    let encoder = Encoder::new(Protocol::Blocks(Shape::Quadrant), None, None);
    let avatars = Avatars::new(client, Some(encoder), Depth::Full, Size::new(120, 36), UiLang::En);
    let lookup = super::Lookup { avatars: Some(avatars), ..lookup(&account, Format::Table) };
    let openids = requested(&demo, 250);
    let (text, exit) = print(lookup, &openids).await;
    let told: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split(' ').find(|word| openids.iter().any(|openid| openid == word)))
        .collect();
    assert_eq!(told, openids);
    assert_eq!(exit, Exit::SomeFailed);
    assert!((2..=8).contains(&demo.most_at_once(Endpoint::Avatar)));
    assert!(demo.calls(Endpoint::Avatar) > 20);
}
