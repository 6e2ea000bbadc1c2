//! A credential that a command prints with something round it, or an unusual one: used, and said once.

use serde_json::Value;

use super::file;
use crate::{
    api::{CANARY, GOOD, STABLE_TOKEN, everybody, refusal, token},
    support::{
        program,
        pty::Pty,
        scripted::{Reply, Request, Scripted},
    },
};

const SAID: &str = "accounts.shop.token: the access token was taken out of ";

/// What a command prints, and what the token is taken out of by that.
const WRAPPED: [(&str, &str); 6] = [
    ("\"@\"", "its quotes"),
    ("{\"access_token\":\"@\",\"expires_in\":7200}", "the JSON around it"),
    ("a:1:{s:12:\"access_token\";s:8:\"@\";}", "the PHP around it"),
    ("Authorization: Bearer @", "an HTTP header"),
    ("access_token=@", "access_token=…"),
    ("\u{feff}@", "invisible characters around it"),
];

/// An account whose token a command prints so.
fn configured(base: &str, printed: &str) -> (tempfile::TempDir, String) {
    let (dir, path) = file(format!(
        "[accounts.shop]\nappid = \"wx0123456789abcdef\"\napi_base = \"{base}\"\n\
         token = {{ command = \"cat \\\"$TEST_HOME/token\\\"\" }}\n"
    ));
    std::fs::write(dir.path().join("token"), printed.replace('@', CANARY)).expect("written");
    (dir, path.to_string_lossy().into_owned())
}

/// An account whose secret a command prints, and it is an unusual one.
fn with_secret(base: &str) -> (tempfile::TempDir, String) {
    let (dir, path) = file(format!(
        "[accounts.shop]\nappid = \"wx0123456789abcdef\"\napi_base = \"{base}\"\n\
         secret = {{ command = \"echo {CANARY}\" }}\n"
    ));
    (dir, path.to_string_lossy().into_owned())
}

fn run(arguments: &[&str], home: &std::path::Path) -> std::process::Output {
    let path = std::env::var("PATH").unwrap_or_default();
    let test_home = home.to_string_lossy();
    program::run(arguments, &[("PATH", &*path), ("TEST_HOME", &*test_home)], home)
}

fn complaints(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// It was said this often, and nothing of the credential was shown.
#[track_caller]
fn assert_said(text: &str, said: &str, times: usize) {
    assert_eq!(text.matches(said).count(), times, "{said:?} in:\n{text}");
    assert!(!text.contains("c4n4ry"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_a_command_wraps_is_used_and_lookup_and_avatar_say_so() {
    let server = Scripted::start(everybody).await;
    for (printed, what) in WRAPPED {
        let (home, config) = configured(&server.base, printed);
        let out = run(&["lookup", GOOD, "--config", &config], home.path());
        assert_eq!(out.status.code(), Some(0), "{out:?}");
        assert_said(&complaints(&out), &format!("{SAID}{what}."), 1);
        assert!(!String::from_utf8_lossy(&out.stdout).contains("c4n4ry"));
    }
    let (home, config) = configured(&server.base, WRAPPED[0].0);
    let avatar = ["avatar", GOOD, "-o", "-", "--config", &config];
    assert_said(&complaints(&run(&avatar, home.path())), SAID, 1);
    let chinese = ["lookup", GOOD, "--ui-lang", "zh-CN", "--config", &config];
    assert_said(&complaints(&run(&chinese, home.path())), "accounts.shop.token: 已从引号中取出", 1);
    let plain = configured(&server.base, "@\n");
    let out = run(&["lookup", GOOD, "--no-store", "--config", &plain.1], plain.0.path());
    assert_eq!((out.status.code(), complaints(&out)), (Some(0), String::new()));
}

/// Each token is refused once, so that it is asked for once more.
fn refusing_once(request: &Request, before: usize) -> Reply {
    match request.path.as_str() {
        STABLE_TOKEN => token(&format!("token-{before}")),
        _ if before == 0 => refusal(40001, "invalid credential"),
        _ => everybody(request, before),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_odd_about_it_is_said_once_however_often_the_command_runs() {
    let server = Scripted::start(refusing_once).await;
    let (home, config) = configured(&server.base, WRAPPED[1].0);
    let out = run(&["lookup", GOOD, "--config", &config], home.path());
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    assert_said(&complaints(&out), SAID, 1);
    let server = Scripted::start(refusing_once).await;
    let (home, config) = with_secret(&server.base);
    let out = run(&["lookup", GOOD, "--config", &config], home.path());
    assert_eq!((out.status.code(), server.count(STABLE_TOKEN)), (Some(0), 2), "{out:?}");
    assert_said(&complaints(&out), "accounts.shop.secret: this is not 32 digits", 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_said_of_a_credential_that_is_refused_too() {
    let server = Scripted::start(|request, _| match request.path.as_str() {
        STABLE_TOKEN => refusal(40125, "invalid appsecret"),
        _ => refusal(40001, "invalid credential"),
    })
    .await;
    for (home, config) in [configured(&server.base, WRAPPED[3].0), with_secret(&server.base)] {
        for arguments in [&["lookup", GOOD][..], &["avatar", GOOD, "-o", "-"]] {
            let out = run(&[arguments, &["--config", &config]].concat(), home.path());
            assert_eq!(out.status.code(), Some(3), "{out:?}");
            assert_said(&complaints(&out), "fanscope: accounts.shop.", 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doctor_has_a_line_for_it_beside_the_token_that_is_accepted() {
    let server = Scripted::start(everybody).await;
    let secret = with_secret(&server.base);
    for (said, (home, config)) in [
        (SAID, configured(&server.base, WRAPPED[0].0)),
        ("accounts.shop.secret: this is not 32 digits", secret),
    ] {
        let out = run(&["doctor", "--json", "--config", &config], home.path());
        let printed: Value = serde_json::from_slice(&out.stdout).expect("JSON");
        let checks = printed["checks"].as_array().expect("a list");
        let odd: Vec<&Value> =
            checks.iter().filter(|check| check["name"] == "shop/config").collect();
        assert!(odd.len() == 1 && odd[0]["state"] == "warning", "{printed:#}");
        assert_said(&printed.to_string(), said, 1);
        assert!(checks.iter().any(|check| check["name"] == "shop/token" && check["state"] == "ok"));
        let out = run(&["doctor", "--config", &config], home.path());
        assert_said(&program::said(&out), said, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_screen_has_it_among_its_notices() {
    let server = Scripted::start(refusing_once).await;
    let (home, config) = configured(&server.base, WRAPPED[0].0);
    let path = std::env::var("PATH").unwrap_or_default();
    let test_home = home.path().to_string_lossy();
    let variables = [("PATH", &*path), ("TEST_HOME", &*test_home)];
    let mut pty = Pty::start(&[GOOD, "--config", &config], &variables, home.path());
    pty.wait_for(SAID);
    // The command has run twice by then.
    pty.wait_for("Came by");
    pty.send("!");
    pty.wait_for("Notices");
    assert_said(&pty.text(), SAID, 1);
    assert!(!pty.text().contains('×'), "{}", pty.text());
    pty.send("\x1b");
    pty.wait_until("the panes", |screen| !screen.contains("Notices"));
    pty.quit();
}
