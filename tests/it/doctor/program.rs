//! The real program, with nothing in its environment that a test has not put there.

use std::process::Output;

use fanscope::demo::{Demo, Options, account::SHOP, endpoint::Endpoint, faults::Fault};
use serde_json::Value;

use crate::{
    api::CANARY,
    support::{program, pty::Pty},
};

fn program(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let home = tempfile::tempdir().expect("a folder");
    let variables = [&[("LANG", "C.UTF-8")], variables].concat();
    program::run(&[&["doctor"], arguments].concat(), &variables, home.path())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_prints_json_ends_with_0_against_the_demo_and_with_1_when_refused() {
    let demo = Demo::start(Options::default()).await.expect("loopback is there");
    let variables = [
        ("FANSCOPE_APPID", SHOP.appid),
        ("FANSCOPE_SECRET", SHOP.secret),
        ("FANSCOPE_API_BASE", demo.base()),
    ];
    let out = program(&["--json"], &variables);
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    let printed: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let checks = printed["checks"].as_array().expect("a list");
    let others: Vec<&Value> = checks.iter().filter(|check| check["state"] != "ok").collect();
    // Its output is a pipe here.
    assert!(others.len() == 1 && others[0]["name"] == "terminal", "{printed:#}");
    demo.faults().set(Endpoint::StableToken, .., Fault::refuse(40164));
    let out = program(&["--ui-lang", "zh-CN"], &variables);
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    assert_eq!(out.status.code(), Some(1), "{out:?}");
    assert!(text.contains("✗ 有误") && text.contains("203.0.113.7"), "{text}");
    assert!(out.stderr.is_empty() && !text.contains(SHOP.secret), "{out:?}");
}

#[test]
fn the_program_at_a_dead_host_shows_no_secret() {
    let variables = [
        ("FANSCOPE_APPID", "wx0123456789abcdef"),
        ("FANSCOPE_SECRET", CANARY),
        ("FANSCOPE_API_BASE", "http://127.0.0.1:1"),
    ];
    for arguments in [&[][..], &["--json"], &["--offline"], &["--offline", "--json"]] {
        let out = program(arguments, &variables);
        let code = i32::from(!arguments.contains(&"--offline"));
        assert_eq!(out.status.code(), Some(code), "{out:?}");
        let printed = format!("{out:?}");
        assert!(
            !printed.contains("c4n4ry") && !printed.contains("wx0123456789abcdef"),
            "{printed}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_terminal_that_answers_nothing_it_says_so_and_everything_else_is_well() {
    let demo = Demo::start(Options::default()).await.expect("loopback is there");
    let home = tempfile::tempdir().expect("a folder");
    let variables = [
        ("FANSCOPE_APPID", SHOP.appid),
        ("FANSCOPE_SECRET", SHOP.secret),
        ("FANSCOPE_API_BASE", demo.base()),
    ];
    let mut pty = Pty::start(&["doctor"], &variables, home.path());
    let status = pty.wait_exit();
    let text = pty.text();
    assert!(status.success(), "{text}");
    assert!(text.contains("120x36, TERM is xterm-256color"), "{text}");
    assert!(text.contains("blocks (quadrants): the terminal did not say what it can"), "{text}");
    assert!(text.contains(" 0 to look at, 0 wrong"), "{text}");
}
