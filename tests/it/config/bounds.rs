//! Files that are no files, or too much of one: nothing waits, and little is said.

use std::{fmt::Write, fs, path::Path};

use nix::{sys::stat::Mode, unistd::mkfifo};

use super::{SECRET, file, load, problems};
use crate::support::program::{self, said};

const OPENID: &str = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";

#[test]
fn a_pipe_a_device_or_a_folder_as_configuration_is_told_and_not_waited_for() {
    let home = tempfile::tempdir().expect("a folder");
    let pipe = home.path().join("config.toml");
    mkfifo(&pipe, Mode::S_IRWXU).expect("made");
    let folder = home.path().to_string_lossy().into_owned();
    for path in [pipe.to_str().expect("UTF-8"), "/dev/zero", "/dev/tty", &folder] {
        for arguments in [&["lookup", OPENID][..], &["accounts"], &["doctor"]] {
            let out = program::run(&[arguments, &["--config", path]].concat(), &[], home.path());
            let expected = if path == folder { "is a folder" } else { "a pipe or a device" };
            assert!(said(&out).contains(expected), "{path}: {}", said(&out));
        }
        let add = ["accounts", "add", "--no-try", "--name", "a", "--appid", "wx0123456789abcdef"];
        let add = [&add[..], &["--secret-env", "X", "--config", path]].concat();
        let out = program::run(&add, &[], home.path());
        assert_eq!(out.status.code(), Some(3), "{path}: {}", said(&out));
    }
}

#[test]
fn a_pipe_in_the_place_of_log_lock_or_token_stops_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let state = home.path().join(".local/state/fanscope");
    fs::create_dir_all(&state).expect("made");
    let token = state.join("token-wx0123456789abcdef-127.0.0.1_1");
    for name in ["json", "lock"] {
        mkfifo(Path::new(&format!("{}.{name}", token.display())), Mode::S_IRWXU).expect("made");
    }
    let variables = [
        ("FANSCOPE_APPID", "wx0123456789abcdef"),
        ("FANSCOPE_SECRET", SECRET),
        ("FANSCOPE_API_BASE", "http://127.0.0.1:1"),
    ];
    let out = program::run(&["lookup", OPENID], &variables, home.path());
    assert_eq!(out.status.code(), Some(4), "{}", said(&out));
    mkfifo(&state.join("fanscope.log"), Mode::S_IRWXU).expect("made");
    let mut pty = crate::support::pty::Pty::start(&["demo"], &[], home.path());
    pty.wait_for("500");
    pty.send("q");
    assert!(pty.wait_exit().success());
}

#[test]
fn many_unknown_keys_are_counted_and_only_the_first_are_told() {
    let mut text = String::new();
    for number in 0..50_000 {
        writeln!(text, "k{number}=1").expect("into memory");
    }
    let told = problems_of(&text);
    assert_eq!(told.len(), 21);
    assert!(told[20].contains("49980 more"), "{}", told[20]);
    for (number, told) in told[..20].iter().enumerate() {
        assert!(told.contains(&format!(": k{number}: ")), "{told}");
    }
    text.push_str(&"#".repeat(1 << 20));
    let (_dir, path) = file(&text);
    let said = load(&path, &[]).expect_err("too large").to_string();
    assert!(said.contains("larger than 1 MiB"), "{said}");
}

fn problems_of(text: &str) -> Vec<String> {
    let (_dir, path) = file(text);
    load(&path, &[]).expect("TOML").problems(fanscope::i18n::UiLang::En)
}

#[test]
fn a_key_of_many_letters_is_cut() {
    let key = "k".repeat(100_000);
    let told = problems(&format!("{key} = 1\n"));
    assert!(told[0].len() < 300, "{}", told[0].len());
}
