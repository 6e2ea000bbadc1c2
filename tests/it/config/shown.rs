//! What the commands write: nothing that a terminal obeys, nothing secret, and no end by panic.

use std::{
    fs::{self, File},
    os::unix::ffi::OsStrExt,
    process::Stdio,
};

use super::{SECRET, file};
use crate::{
    api::CANARY,
    support::{
        program::{self, said},
        pty::Pty,
    },
};

const OPENID: &str = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";
/// Orders to a terminal in each way in which they are written.
const HOSTILE: [&str; 8] = [
    "a\u{1b}]0;title\u{7}b",
    "a\u{9b}2Jb",
    "a\u{202e}gpj.exe",
    "a\u{2067}b\u{2069}",
    "a\rfanscope: all is well",
    "a\nfanscope: all is well",
    "a\u{2028}b\u{85}c\u{7f}",
    "a\u{10eeee}b",
];

fn assert_safe(text: &str, what: &str) {
    let obeyed = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{10eeee}')
    };
    assert_eq!(text.chars().find(obeyed), None, "{what}: {text:?}");
    assert!(!text.lines().any(|line| line == "fanscope: all is well"), "{what}: {text:?}");
}

#[test]
fn whatever_is_given_comes_back_without_orders_to_the_terminal() {
    let home = tempfile::tempdir().expect("a folder");
    for hostile in HOSTILE {
        let quoted = toml::Value::String(hostile.to_owned()).to_string();
        let (_dir, path) = file(format!(
            "default_account = {quoted}\n{quoted} = 1\n[accounts.{quoted}]\nappid = {quoted}\n\
             secret = \"{SECRET}\"\n[accounts.shop]\ntoken = \"x\"\n{quoted} = 1\nimages = {quoted}\n"
        ));
        let config = path.to_string_lossy().into_owned();
        let cases: [&[&str]; 12] = [
            &["lookup", OPENID, "-a", hostile, "--config", &config],
            &["lookup", OPENID, "--api-base", hostile],
            &["lookup", OPENID, "--config", hostile],
            &["lookup", "-f", hostile, "--config", &config, "-a", "shop"],
            &["accounts", "--config", &config],
            &["doctor", "--config", &config, "--offline"],
            &["doctor", "--config", &config, "--offline", "--json"],
            &["demo", "--list", hostile],
            &["demo", "--listen", hostile],
            &["lookup", hostile, hostile, "--lang", hostile],
            &["--no-such", hostile],
            &["accounts", "add", "--no-try", "--name", hostile, "--appid", hostile],
        ];
        for arguments in cases {
            let out = program::run(arguments, &[("LANG", hostile)], home.path());
            assert_safe(&said(&out), &format!("{arguments:?}"));
        }
    }
}

#[test]
fn a_file_name_of_any_bytes_is_told_safely() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join(std::ffi::OsStr::from_bytes(b"a\x1b[2J\xff\n.toml"));
    fs::write(&path, "[accounts.a\n").expect("written");
    let mut command = program::command(&["accounts", "--config"], &[], home.path());
    let out = command.arg(&path).output().expect("the program runs");
    assert_eq!(out.status.code(), Some(3));
    assert_safe(&said(&out), "a file name");
}

#[test]
fn the_help_repeats_nothing_of_the_environment() {
    let home = tempfile::tempdir().expect("a folder");
    let variables = [
        ("FANSCOPE_API_BASE", "https://gw.example/SECRET_c4n4ry"),
        ("FANSCOPE_CONFIG", "/SECRET_c4n4ry"),
        ("FANSCOPE_ACCESS_TOKEN", CANARY),
        ("FANSCOPE_SECRET", CANARY),
    ];
    for arguments in
        [&["--help"][..], &["-h"], &["lookup", "--help"], &["accounts", "add", "--help"]]
    {
        let out = program::run(arguments, &variables, home.path());
        assert_eq!(out.status.code(), Some(0));
        assert!(said(&out).contains("FANSCOPE_API_BASE"), "{}", said(&out));
        assert!(!said(&out).contains("c4n4ry"), "{}", said(&out));
    }
}

#[test]
fn a_full_or_closed_output_is_no_panic() {
    let home = tempfile::tempdir().expect("a folder");
    let full = || File::options().write(true).open("/dev/full").expect("a device");
    let (_dir, path) = file("[accounts.shop]\ntoken = \"x\"\n");
    let config = path.to_string_lossy().into_owned();
    let cases: [(&[&str], i32); 8] = [
        (&["accounts", "--config", &config], 2),
        (&["demo", "--list", "shop"], 2),
        (&["doctor", "--offline"], 2),
        (&["--help"], 2),
        (&["lookup", OPENID, "--config", "/no/such"], 3),
        (&["avatar", OPENID, "-o", "-", "--config", "/no/such"], 3),
        (&["lookup"], 2),
        (&["lookpu"], 2),
    ];
    for (arguments, code) in cases {
        let run = |stdout: Stdio, stderr: Stdio| {
            let mut command = program::command(arguments, &[], home.path());
            command.stdout(stdout).stderr(stderr).status().expect("the program runs").code()
        };
        assert_eq!(run(full().into(), full().into()), Some(code), "{arguments:?}");
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let closed = run(writer.try_clone().expect("a copy").into(), writer.into());
        assert!(closed.is_some_and(|code| code <= 3), "{arguments:?}: {closed:?}");
    }
}

#[test]
fn a_mistyped_command_is_asked_about() {
    let home = tempfile::tempdir().expect("a folder");
    for (lang, expected) in
        [("en", "Did you mean `fanscope lookup`?"), ("zh-CN", "是否应为 `fanscope lookup`？")]
    {
        let out = program::run(&["lokup", OPENID, "--ui-lang", lang], &[], home.path());
        assert_eq!(out.status.code(), Some(2));
        assert!(said(&out).contains(expected), "{}", said(&out));
    }
}

#[test]
fn csv_and_pictures_are_not_written_to_a_terminal() {
    let home = tempfile::tempdir().expect("a folder");
    for (arguments, expected) in [
        (&["lookup", OPENID, "--format", "csv"][..], "CSV is for a file"),
        (&["avatar", OPENID, "-o", "-"], "which are not for a terminal"),
    ] {
        let mut pty = Pty::start(arguments, &[("FANSCOPE_ACCESS_TOKEN", CANARY)], home.path());
        pty.wait_for(expected);
        assert_eq!(pty.wait_exit().exit_code(), 2);
        let forced = [arguments, &["--force", "--offline"]].concat();
        let mut pty = Pty::start(&forced, &[("FANSCOPE_ACCESS_TOKEN", CANARY)], home.path());
        pty.wait_exit();
        assert!(!pty.text().contains(expected), "{}", pty.text());
    }
}
