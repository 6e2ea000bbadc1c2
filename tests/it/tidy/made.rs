//! The checks themselves, on sources made for them.

use std::collections::BTreeMap;

use super::{
    graph::{circles, graph},
    out_of_order, past,
    paths::{self, Uses, words},
    touches,
};

/// What a module would use if this were its source.
fn uses(module: &str, text: &str) -> Uses {
    let parts = module.split("::").filter(|part| !part.is_empty());
    let full: Vec<String> = ["crate"].into_iter().chain(parts).map(ToOwned::to_owned).collect();
    paths::read(text, &full)
}

fn found(module: &str, text: &str) -> Vec<String> {
    let mut paths: Vec<String> =
        uses(module, text).paths.iter().map(|path| path.join("::")).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// The circles among these modules and their sources.
fn round<const N: usize>(
    sources: [(&str, &str); N],
    tolerated: &[(&str, &str)],
) -> Vec<Vec<String>> {
    let files: BTreeMap<String, Uses> =
        sources.iter().map(|(module, text)| ((*module).to_owned(), uses(module, text))).collect();
    let circles = circles(&graph(&files), tolerated);
    circles.into_iter().map(|circle| circle.into_iter().collect()).collect()
}

#[test]
fn paths_are_found_in_every_form() {
    let text = "
        use crate::{follower::{Follower, openid::OpenId as Id}, text};
        use super::field::Field;
        fn f(a: &self::b::C) -> Id { text::cut(crate::ui::draw::<super::super::words::W>(a)) }
        mod tests { use super::*; use super::super::super::wechat; }
        fn g() { format!(\"{}\", crate::avatar::decode(std::mem::take(a))); let v = wechat::Client; }
    ";
    let expected = [
        "crate::app::model::card::*",
        "crate::app::model::card::b::C",
        "crate::app::model::field::Field",
        "crate::avatar::decode",
        "crate::follower::Follower",
        "crate::follower::openid::OpenId",
        "crate::text",
        "crate::text::cut",
        "crate::ui::draw",
        "crate::wechat",
        "crate::wechat::Client",
        "crate::words::W",
        "std::mem::take",
    ];
    let text = text.replace("super::super::super::wechat", "super::super::super::super::wechat");
    let text = text.replace("super::super::words", "super::super::super::words");
    assert_eq!(found("app::model::card", &text), expected);
}

#[test]
fn a_path_that_goes_up_and_out_the_wrong_way_is_seen() {
    for (module, text) in [
        ("app::model", "use super::super::cli::Exit;"),
        ("app::model::card", "use super::super::super::runtime;"),
        ("app::model", "fn f() { super::super::ui::draw() }"),
        ("app::model", "fn f() { vec![super::super::ui::draw()]; }"),
        ("app", "use super::{text, wechat::Answer};"),
        ("app", "mod tests { use super::super::demo::Demo; }"),
        ("ui::list", "use self::super::super::cli;"),
    ] {
        let wrong = out_of_order(module, &uses(module, text));
        assert_eq!(wrong.len(), 1, "{module}: {text}: {wrong:?}");
    }
    let right = "use super::{text, follower::openid::OpenId}; mod tests { use super::*; }";
    assert_eq!(out_of_order("app", &uses("app", right)), [""; 0]);
    let above = uses("app::model", "use super::super::super::text;");
    let said = ["app::model: super::super::super::text leaves the crate"];
    assert_eq!(out_of_order("app::model", &above), said);
}

#[test]
fn what_touches_the_outside_is_seen_by_any_of_its_names() {
    for text in [
        "use std::time::{Duration, SystemTime};",
        "use std::time::*;",
        "use std::time; fn f() { time::Instant::now(); }",
        "use std::sync::{Arc, Mutex as Lock};",
        "use core::cell::RefCell;",
        "fn f(a: std::rc::Rc<u8>) {}",
        "fn f() -> bool { std::env::var(\"A\").is_ok() }",
        "fn f() { std::thread::spawn(|| ()); }",
        "fn f() { assert!(std::process::id() > 0); }",
        "use jiff::Timestamp; fn f() { Timestamp::now(); }",
        "fn f() -> u8 { rand::random() }",
        "fn f() { println!(\"a\"); }",
        "fn f() { std::eprintln!(\"a\"); }",
        "fn f() { vec![dbg!(1)]; }",
        "fn f() { tracing::info!(\"a\"); }",
    ] {
        for module in ["app::model", "ui"] {
            let wrong = touches(module, &uses(module, text));
            assert_eq!(wrong.len(), 1, "{module}: {text}: {wrong:?}");
        }
        assert_eq!(touches("runtime::jobs", &uses("runtime::jobs", text)), [""; 0]);
    }
    let pure = "use std::{sync::Arc, time::Duration}; use jiff::Timestamp; fn f(random: Rc) {}";
    assert_eq!(touches("app", &uses("app", pure)), [""; 0]);
}

#[test]
fn a_circle_between_files_is_seen_however_it_is_written() {
    let two = ["a::x".to_owned(), "a::y".to_owned()];
    for (x, y) in [
        ("use crate::a::y::Y;", "use crate::a::x::X;"),
        ("use super::y;", "use super::{x::X};"),
        ("fn f() { super::y::go() }", "fn f() { vec![crate::a::x::X]; }"),
        ("use crate::a; fn f() { a::y::go() }", "use crate::a::x as other;"),
        // By way of a name that the room passes on.
        ("use super::Y;", "use super::x::X;"),
    ] {
        let room = "mod x; mod y; pub use y::Y;";
        assert_eq!(round([("a", room), ("a::x", x), ("a::y", y)], &[]), [&two], "{x} {y}");
        let one_way = [("a", room), ("a::x", x), ("a::y", "use crate::b::B;"), ("b", "")];
        assert!(round(one_way, &[]).is_empty(), "{x}");
        let tolerated = [("a::y", "a::x")];
        assert!(round([("a", room), ("a::x", x), ("a::y", y)], &tolerated).is_empty());
    }
}

#[test]
fn a_circle_of_many_is_one_and_a_room_is_none() {
    let many = round(
        [
            ("a", "use crate::b::B;"),
            ("b", "use crate::c::C;"),
            ("c", "use crate::d::D; use crate::a;"),
            ("d", ""),
        ],
        &[],
    );
    assert_eq!(many, [["a", "b", "c"]]);
    let room = round(
        [
            ("cli", "mod demo; pub struct Exit; fn f() { demo::run() }"),
            ("cli::demo", "use super::Exit; use crate::cli;"),
        ],
        &[],
    );
    assert_eq!(room, [[""; 0]; 0]);
    // Out of the room and back into it is a circle all the same.
    let around = round(
        [
            ("a", "fn f() { x::go() }  mod x;"),
            ("a::x", "use crate::b::B;"),
            ("b", "use crate::a::A;"),
        ],
        &[],
    );
    assert_eq!(around, [["a", "a::x", "b"]]);
}

#[test]
fn words_of_the_past_are_seen_in_names_and_nowhere_else() {
    let text = "
        /// The keeper of tokens.
        struct TokenKeeper { album_size: u8 }
        fn outsider() { let said = \"an album outside\"; vec![keepers]; r#way() }
    ";
    let barred = ["keeper", "album", "outside", "way"];
    assert_eq!(past(text, "album_file", &barred), ["album", "keeper", "way", "album"]);
    assert_eq!(past("fn f() {}", "files", &barred), [""; 0]);
    assert_eq!(words("struct HttpURL_x2;"), ["http", "l", "r", "struct", "u", "x2"]);
}
