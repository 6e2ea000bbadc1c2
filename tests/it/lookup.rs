//! `fanscope lookup`: what it prints and how it ends.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use fanscope::{
    cli::{
        Exit,
        lookup::{Format, Lookup},
    },
    config::Account,
    follower::{find::Finder, lang::Lang},
    words::UiLang,
};
use futures::stream;
use serde_json::{Value, json};

use crate::{
    api::{
        BATCHGET, CANARY, GOOD, STABLE_TOKEN, USER_INFO, asked, client, everybody, made, refusal,
        rows as batch_of, token, with_secret, with_token,
    },
    support::scripted::{Answer, Request, Scripted, ok},
};

/// What `lookup` prints for these lines, and how it ends.
async fn printed(account: &Account, lines: &[String], format: Format) -> (String, Exit) {
    let mut finder = Finder::default();
    let items: Vec<_> = lines.iter().flat_map(|line| finder.line(line)).collect();
    let lookup = Lookup {
        client: client(account),
        account: &account.name,
        lang: Lang::ZhCn,
        ui_lang: UiLang::En,
        format,
    };
    let mut out = vec![];
    let exit = lookup.print(stream::iter(items), &mut out).await.expect("written");
    (String::from_utf8(out).expect("text"), exit)
}

async fn rows(account: &Account, lines: &[String]) -> (Vec<Value>, Exit) {
    let (text, exit) = printed(account, lines, Format::Json).await;
    let rows = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    (rows, exit)
}

#[tokio::test]
async fn a_row_says_account_openid_status_follower_source_and_time_in_this_order() {
    let body = json!({"subscribe": 1, "openid": GOOD, "unionid": " oU", "x": 1}).to_string();
    let server = Scripted::listed([(USER_INFO, vec![ok(body)])]).await;
    let (text, exit) = printed(&with_token(&server.base), &[GOOD.to_owned()], Format::Json).await;
    let time = text.split("\"fetched_at\":\"").nth(1).expect("a time");
    assert!(time.ends_with("Z\"}\n") && time.starts_with("20"), "{time}");
    let before = format!(
        "{{\"account\":\"shop\",\"openid\":\"{GOOD}\",\"status\":\"following\",\"follower\":{{\"subscribe\":1,\"openid\":\"{GOOD}\",\"unionid\":\"oU\",\"x\":1}},\"source\":\"api\","
    );
    assert!(text.starts_with(&before), "{text}");
    assert_eq!(exit, Exit::Done);
}

/// A server for which an OpenID that ends in 3 is none, and one that ends in 4 does not follow.
fn some(request: &Request, before: usize) -> Answer {
    if request.path == STABLE_TOKEN {
        return everybody(request, before);
    }
    let row =
        |openid: &str| json!({"subscribe": u8::from(!openid.ends_with('4')), "openid": openid});
    let openid = request.value("openid");
    if request.path == USER_INFO && !openid.ends_with('3') {
        return ok(row(openid).to_string());
    }
    if request.path == USER_INFO || asked(request).iter().any(|openid| openid.ends_with('3')) {
        return refusal(40003, "invalid openid rid: 6035fc3b-4873a3bb-3f1bb871");
    }
    let rows: Vec<Value> = asked(request).iter().map(|openid| row(openid)).collect();
    ok(json!({"user_info_list": rows}).to_string())
}

#[tokio::test]
async fn rows_come_in_the_order_of_the_input_each_once_with_bad_ones_in_their_place() {
    let server = Scripted::start(some).await;
    let mut lines = made(6);
    lines.insert(1, "oABC".into());
    lines.push(lines[0].clone());
    let (rows, exit) = rows(&with_token(&server.base), &lines).await;
    let told: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row["openid"].as_str().expect("text"), row["status"].as_str().expect("text")))
        .collect();
    let status =
        ["following", "error", "following", "following", "error", "not_following", "following"];
    let expected: Vec<(&str, &str)> =
        lines.iter().take(7).map(String::as_str).zip(status).collect();
    assert_eq!(told, expected);
    let malformed = &rows[1]["error"];
    assert_eq!(malformed["kind"], "malformed_openid");
    let error = rows[4]["error"].as_object().expect("an object");
    let keys: Vec<&String> = error.keys().collect();
    assert_eq!(keys, ["kind", "errcode", "errmsg", "rid", "message", "action", "retryable"]);
    assert_eq!((&error["errcode"], &error["retryable"]), (&json!(40003), &json!(false)));
    assert_eq!(exit, Exit::SomeFailed);
}

#[tokio::test]
async fn thousands_take_a_call_a_hundred_and_the_slow_ones_keep_their_place() {
    let server = Scripted::start(|request, before| {
        let answer = Box::new(everybody(request, before));
        let pause = std::time::Duration::from_millis(40);
        if before % 3 == 0 { Answer::After(pause, answer) } else { *answer }
    })
    .await;
    let lines = made(2500);
    let (rows, exit) = rows(&with_token(&server.base), &lines).await;
    let told: Vec<&str> = rows.iter().filter_map(|row| row["openid"].as_str()).collect();
    assert_eq!((told, exit), (lines.iter().map(String::as_str).collect(), Exit::Done));
    assert_eq!(server.requests().len(), 25);
    assert!(server.most_at_once() <= 8);
}

#[tokio::test]
async fn unknown_and_malformed_ones_among_thousands_are_the_only_errors_and_in_place() {
    let known = |n: usize| n % 70 != 69;
    let server = Scripted::start(move |request, before| {
        let is_known = |openid: &str| openid[5..].parse().is_ok_and(known);
        match request.path.as_str() {
            BATCHGET => batch_of(asked(request).iter().filter(|openid| is_known(openid))),
            _ if is_known(request.value("openid")) => everybody(request, before),
            _ => refusal(40003, "invalid openid"),
        }
    })
    .await;
    let mut lines = made(2600);
    for n in 0..11 {
        lines.insert(n * 230, format!("oBAD{n}"));
    }
    let (rows, exit) = rows(&with_token(&server.base), &lines).await;
    let told = rows.iter().map(|row| row["openid"].as_str().unwrap_or_default());
    assert!(told.eq(lines.iter().map(String::as_str)));
    let kinds = |kind: &str| rows.iter().filter(|row| row["error"]["kind"] == kind).count();
    assert_eq!((kinds("api"), kinds("malformed_openid"), exit), (37, 11, Exit::SomeFailed));
    let good = rows.iter().filter(|row| row["status"] == "following").count();
    assert_eq!(good, 2600 - 37);
}

#[tokio::test]
async fn a_refusal_of_the_whole_account_stops_the_asking_and_still_prints_every_row() {
    let cases =
        [(45009, Exit::Unreachable), (48001, Exit::Unreachable), (40013, Exit::Credentials)];
    for (code, expected) in cases {
        let server = Scripted::start(move |_, _| refusal(code, "no")).await;
        let (rows, exit) = rows(&with_token(&server.base), &made(2500)).await;
        assert_eq!((rows.len(), exit), (2500, expected), "{code}");
        assert!(rows.iter().all(|row| row["error"]["errcode"] == code));
        assert!(server.requests().len() <= 8, "{} calls", server.requests().len());
    }
}

#[tokio::test]
async fn a_wrong_secret_ends_with_the_status_for_credentials() {
    let server =
        Scripted::listed([(STABLE_TOKEN, vec![refusal(40125, "invalid appsecret")])]).await;
    let (rows, exit) = rows(&with_secret(&server.base), &made(20)).await;
    assert_eq!((rows.len(), exit), (20, Exit::Credentials));
    assert_eq!(server.count(USER_INFO), 0);
}

#[tokio::test]
async fn a_table_stays_aligned_with_chinese_names_and_shows_no_orders_to_the_terminal() {
    let server = Scripted::start(|request, before| {
        let name = ["王芳", "e\\u001b[31mvil"][before.min(1)];
        let openid = request.value("openid");
        ok(format!("{{\"subscribe\":1,\"openid\":\"{openid}\",\"nickname\":\"{name}\",\"subscribe_scene\":\"ADD_SCENE_SEARCH\",\"unionid\":\"oU\"}}"))
    })
    .await;
    let account = with_token(&server.base);
    let (one, _) = printed(&account, &made(1), Format::Table).await;
    let (other, _) = printed(&account, &made(1), Format::Table).await;
    let ends = |text: &str| {
        let line = text.lines().nth(1).expect("a row").to_owned();
        let before = line.split("searched").next().expect("a start").to_owned();
        (fanscope::text::width(&before), line)
    };
    let (one, other) = (ends(&one), ends(&other));
    assert!(one.1.starts_with('+') && one.1.contains("王芳") && one.1.ends_with("oU"), "{}", one.1);
    assert!(other.1.contains("e␛[31mvil"), "{}", other.1);
    assert_eq!(one.0, other.0);
}

type Variables<'a> = &'a [(&'a str, &'a str)];

/// The real program with only this environment.
fn program(base: &str, arguments: &[&str], variables: Variables, input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_fanscope"))
        .args(arguments)
        .env_clear()
        .env("HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("FANSCOPE_API_BASE", base)
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
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
    let server = Scripted::start(|request, before| match request.path.as_str() {
        STABLE_TOKEN => token("token-one"),
        _ => everybody(request, before),
    })
    .await;
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
    let cases: [(&[&str], Variables, &str, i32, &str); 5] = [
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
        let answer = everybody(request, before);
        let pause = std::time::Duration::from_millis(200);
        if request.path == STABLE_TOKEN { Answer::After(pause, Box::new(answer)) } else { answer }
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
