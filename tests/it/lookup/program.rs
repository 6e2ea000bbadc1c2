//! The real program: its environment, its pipes, its exit status.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

use crate::{
    api::{
        BATCHGET, CANARY, GOOD, STABLE_TOKEN, USER_INFO, everybody, made, requested, rows, token,
    },
    support::{
        program::{Variables, command, fed},
        scripted::{Reply, Scripted},
    },
};

/// The real program at this address.
fn program(base: &str, arguments: &[&str], variables: Variables<'_>, input: &str) -> Output {
    let variables = [&[("FANSCOPE_API_BASE", base)], variables].concat();
    fed(command(arguments, &variables, Path::new(env!("CARGO_TARGET_TMPDIR"))), input)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_reads_standard_input_and_prints_json_lines_into_a_pipe() {
    let server = Scripted::start(everybody).await;
    let lines = made(30).join("\n");
    let out = program(
        &server.base,
        &["lookup", "-f", "-", GOOD],
        &[("FANSCOPE_ACCESS_TOKEN", CANARY)],
        &lines,
    );
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let rows: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((rows.len(), out.status.code()), (31, Some(0)), "{out:?}");
    assert_eq!((&rows[0]["account"], &rows[0]["openid"]), (&json!("env"), &json!(GOOD)));
    assert!(!text.contains("c4n4ry") && out.stderr.is_empty(), "{out:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_asks_for_a_token_with_appid_and_secret() {
    let server = Scripted::start(everybody).await;
    let state = tempfile::tempdir().expect("a folder");
    let state = state.path().to_string_lossy().into_owned();
    let secrets = [
        ("FANSCOPE_APPID", "wx0123456789abcdef"),
        ("FANSCOPE_SECRET", CANARY),
        ("XDG_STATE_HOME", state.as_str()),
    ];
    let out = program(&server.base, &["lookup", GOOD], &secrets, "");
    assert_eq!(out.status.code(), Some(0), "{out:?}");
}

#[test]
fn the_program_says_what_is_missing_and_ends_with_the_status_for_it() {
    let token = [("FANSCOPE_ACCESS_TOKEN", CANARY)];
    let closed = "http://127.0.0.1:1";
    let half = [("FANSCOPE_APPID", "wx1")];
    let cases: [(&[&str], Variables<'_>, &str, i32, &str); 5] = [
        (&["lookup"], &token, closed, 2, "Nothing to look up"),
        (&["lookup", GOOD], &[], closed, 3, "No account is set up"),
        (&["lookup", GOOD], &half, closed, 3, "FANSCOPE_SECRET"),
        (&["lookup", GOOD], &token, "http://api.example", 3, "not encrypted"),
        (&["lookup", "-f", "/no/such/file"], &token, closed, 2, "/no/such/file"),
    ];
    for (arguments, variables, base, code, text) in cases {
        let out = program(base, arguments, variables, "");
        let told = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(code), "{arguments:?}: {told}");
        assert!(told.contains(text) && !told.contains("c4n4ry"), "{arguments:?}: {told}");
        assert!(out.stdout.is_empty());
    }
}

#[test]
fn the_program_at_a_dead_host_prints_the_row_and_ends_with_the_status_for_it() {
    let token = [("FANSCOPE_ACCESS_TOKEN", CANARY), ("LANG", "zh_CN.UTF-8")];
    let out = program("http://127.0.0.1:1", &["lookup", GOOD, "oABC"], &token, "");
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let rows: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(out.status.code(), Some(4), "{out:?}");
    assert_eq!(rows[0]["error"]["kind"], "network");
    assert!(rows[0]["error"]["message"].as_str().is_some_and(|text| text.contains("拒绝")));
    assert_eq!(rows[1]["error"]["kind"], "malformed_openid");
    assert!(!format!("{out:?}").contains("c4n4ry"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_programs_at_once_ask_for_one_token() {
    let server = Scripted::start(|request, before| {
        let reply = everybody(request, before);
        let pause = std::time::Duration::from_millis(200);
        if request.path == STABLE_TOKEN { Reply::After(pause, Box::new(reply)) } else { reply }
    })
    .await;
    let state = tempfile::tempdir().expect("a folder");
    let state = state.path().to_string_lossy().into_owned();
    let secrets = [
        ("FANSCOPE_APPID", "wx0123456789abcdef"),
        ("FANSCOPE_SECRET", CANARY),
        ("XDG_STATE_HOME", state.as_str()),
    ];
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                let out = program(&server.base, &["lookup", GOOD], &secrets, "");
                assert_eq!(out.status.code(), Some(0), "{out:?}");
            });
        }
    });
    assert_eq!((server.count(STABLE_TOKEN), server.count(USER_INFO)), (1, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ctrl_c_prints_what_is_done_and_ends_with_130() {
    let server = Scripted::start(|request, _| match requested(request).as_slice() {
        [first, ..] if *first == made(1)[0] => rows(&requested(request)),
        _ => Reply::Hang,
    })
    .await;
    let list = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(list.path(), made(350).join("\n")).expect("written");
    let variables = [("FANSCOPE_API_BASE", &*server.base), ("FANSCOPE_ACCESS_TOKEN", CANARY)];
    let lookup = ["lookup", "--format", "json", "-f", &*list.path().to_string_lossy()];
    let mut child = command(&lookup, &variables, Path::new(env!("CARGO_TARGET_TMPDIR")))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut told: Vec<Value> = vec![];
    for line in lines.by_ref().take(100) {
        told.push(serde_json::from_str(&line.expect("text")).expect("JSON"));
    }
    while server.count(BATCHGET) < 4 {
        tokio::task::yield_now().await;
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.expect("kill is there").success());
    for line in lines {
        told.push(serde_json::from_str(&line.expect("text")).expect("JSON"));
    }
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    let done = told.iter().filter(|row| row["status"] == "following").count();
    let cancelled = told.iter().filter(|row| row["error"]["kind"] == "cancelled").count();
    assert_eq!((done, cancelled), (100, 250));
    assert!(
        told.iter().map(|row| row["openid"].clone()).eq(made(350).into_iter().map(Value::from))
    );
}

#[test]
fn two_reads_of_a_folder_a_missing_file_or_nothing_are_told() {
    let token = [("FANSCOPE_ACCESS_TOKEN", CANARY)];
    let out = program("http://127.0.0.1:1", &["lookup", "-f", "/"], &token, "");
    assert_eq!(out.status.code(), Some(2), "{out:?}");
    let empty = program("http://127.0.0.1:1", &["lookup", "-f", "-"], &token, "");
    assert_eq!((empty.status.code(), empty.stdout.len()), (Some(2), 0), "{empty:?}");
    let prose = program("http://127.0.0.1:1", &["lookup", "-f", "-"], &token, "Hello,\nRegards\n");
    assert_eq!((prose.status.code(), prose.stdout.len()), (Some(2), 0), "{prose:?}");
    let told = String::from_utf8_lossy(&prose.stderr);
    assert!(told.contains("There is no OpenID in what was given: 2 lines were read."), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_secret_and_the_token_are_in_no_output_and_no_file_but_the_token_file() {
    let server = Scripted::start(|request, before| match request.path.as_str() {
        STABLE_TOKEN => token("TOKEN_c4n4ry"),
        BATCHGET => Reply::Whole(200, format!("<p>{}", request.value("access_token")).into()),
        _ => everybody(request, before),
    })
    .await;
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().to_string_lossy().into_owned();
    let variables = [
        ("FANSCOPE_APPID", "wx0123456789abcdef"),
        ("FANSCOPE_SECRET", CANARY),
        ("RUST_LOG", "trace"),
        ("RUST_BACKTRACE", "1"),
        ("HOME", path.as_str()),
    ];
    let out = program(&server.base, &["lookup", "-f", "-"], &variables, &made(5).join("\n"));
    assert_eq!(out.status.code(), Some(4), "{out:?}");
    assert!(!format!("{out:?}").contains("c4n4ry"));
    assert!(!String::from_utf8_lossy(&out.stdout).contains("c4n4ry"));
    let mut folders = vec![home.path().to_owned()];
    let mut holding = vec![];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("there"))
        {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let text = std::fs::read(entry.path()).expect("a file");
            if String::from_utf8_lossy(&text).contains("c4n4ry") {
                holding.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
    }
    assert_eq!(holding.len(), 1, "{holding:?}");
    assert!(holding[0].starts_with("token-wx0123456789abcdef-127.0.0.1"), "{holding:?}");
}
