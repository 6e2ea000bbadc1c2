//! The bar under a lookup, in a terminal.

use std::process::Command;

use crate::{
    api::{CANARY, everybody, made, requested, rows},
    support::{
        pty::Pty,
        scripted::{Reply, Scripted},
    },
};

/// A lookup of this file in a terminal.
fn looked_up(base: &str, file: &std::path::Path, home: &std::path::Path) -> Pty {
    let file = file.display().to_string();
    let variables = [("FANSCOPE_API_BASE", base), ("FANSCOPE_ACCESS_TOKEN", CANARY)];
    Pty::start(&["lookup", "-f", &file], &variables, home)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bar_shows_what_is_done_and_is_gone_after_ctrl_c() {
    let server = Scripted::start(|request, _| match requested(request).as_slice() {
        [first, ..] if *first == made(1)[0] => rows(&requested(request)),
        _ => Reply::Hang,
    })
    .await;
    let home = tempfile::tempdir().expect("a folder");
    let list = home.path().join("list");
    std::fs::write(&list, format!("oABC\n{}\n", made(102).join("\n"))).expect("written");
    let mut pty = looked_up(&server.base, &list, home.path());
    pty.wait_for("101/103");
    let bar = pty.text().lines().last().map(ToOwned::to_owned).expect("a bar");
    assert!(bar.contains("/s  1 failed  ") && bar.trim_end().ends_with(" left"), "{bar}");
    pty.send("\x03");
    assert_eq!(pty.wait_exit().exit_code(), 130);
    assert!(!pty.text().contains("/103"), "{}", pty.text());
    pty.assert_given_back();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_input_of_unknown_length_says_its_cost_once_it_is_long() {
    let server = Scripted::start(everybody).await;
    let home = tempfile::tempdir().expect("a folder");
    let said = |count: usize| {
        let pipe = home.path().join(count.to_string());
        let made_pipe = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
        assert!(made_pipe.success());
        let mut pty = looked_up(&server.base, &pipe, home.path());
        std::fs::write(&pipe, made(count).join("\n")).expect("it reads");
        assert_eq!(pty.wait_exit().exit_code(), 0, "{}", pty.text());
        String::from_utf8_lossy(&pty.written).matches("More than 1000 OpenIDs so far").count()
    };
    assert_eq!((said(1000), said(1250)), (0, 1));
}
