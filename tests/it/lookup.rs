//! `fanscope lookup`: what it prints and how it ends.

mod avatars;
mod lists;
mod program;
mod progress;

use fanscope::{
    cli::{
        Exit,
        lookup::{Format, Lookup, progress::Progress},
    },
    config::Account,
    follower::lang::Lang,
    i18n::UiLang,
};
use futures::stream;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::{
    api::{
        BATCHGET, GOOD, STABLE_TOKEN, USER_INFO, client, everybody, made, refusal, requested,
        rows as batch_of, with_secret, with_token,
    },
    support::scripted::{Reply, Request, Scripted, ok},
};

/// A lookup that is not verified and not stopped.
pub fn lookup(account: &Account, format: Format) -> Lookup<'_> {
    Lookup {
        client: client(account),
        account: &account.name,
        lang: Lang::ZhCn,
        ui_lang: UiLang::En,
        format,
        verify: false,
        avatars: None,
        kept: None,
        stop: CancellationToken::new(),
    }
}

/// What `lookup` prints for these lines, and how it ends.
async fn printed(account: &Account, lines: &[String], format: Format) -> (String, Exit) {
    print(lookup(account, format), lines).await
}

async fn print(lookup: Lookup<'_>, lines: &[String]) -> (String, Exit) {
    let items = fanscope::tables::read(&lines.join("\n")).items;
    let mut out = vec![];
    let mut progress = Progress::new(None, UiLang::En);
    let exit = lookup.print(stream::iter(items), &mut out, &mut progress).await.expect("written");
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
fn some(request: &Request, before: usize) -> Reply {
    if request.path == STABLE_TOKEN {
        return everybody(request, before);
    }
    let row =
        |openid: &str| json!({"subscribe": u8::from(!openid.ends_with('4')), "openid": openid});
    let openid = request.value("openid");
    if request.path == USER_INFO && !openid.ends_with('3') {
        return ok(row(openid).to_string());
    }
    if request.path == USER_INFO || requested(request).iter().any(|openid| openid.ends_with('3')) {
        return refusal(40003, "invalid openid rid: 6035fc3b-4873a3bb-3f1bb871");
    }
    let rows: Vec<Value> = requested(request).iter().map(|openid| row(openid)).collect();
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
        let reply = Box::new(everybody(request, before));
        let pause = std::time::Duration::from_millis(40);
        if before % 3 == 0 { Reply::After(pause, reply) } else { *reply }
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
        let is_known =
            |openid: &str| openid.strip_prefix("oMADE").is_some_and(|n| n.parse().is_ok_and(known));
        match request.path.as_str() {
            BATCHGET => batch_of(requested(request).iter().filter(|openid| is_known(openid))),
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
    assert!(other.1.contains("e‹ESC›[31mvil"), "{}", other.1);
    assert_eq!(one.0, other.0);
}

#[tokio::test]
async fn csv_opens_right_in_a_spreadsheet() {
    let server = Scripted::start(|request, _| {
        let row = |openid: &String| {
            json!({"subscribe": 1, "openid": openid, "nickname": "=HYPERLINK(\"x\")", "remark": "王, \"芳\"\n", "tagid_list": [128, 2]})
        };
        ok(json!({"user_info_list": requested(request).iter().map(row).collect::<Vec<_>>()}).to_string())
    })
    .await;
    let mut lines = made(2);
    lines.insert(0, "openid".into());
    lines.push("-oABC".into());
    let (text, exit) = printed(&with_token(&server.base), &lines, Format::Csv).await;
    assert_eq!(exit, Exit::SomeFailed);
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads: Vec<String> = reader.headers().expect("heads").iter().map(Into::into).collect();
    let records: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a row").iter().map(Into::into).collect()).collect();
    let cell = |row: usize, head: &str| {
        let at = heads.iter().position(|name| name == head).expect(head);
        records[row][at].as_str()
    };
    assert_eq!((cell(0, "openid"), cell(0, "status")), (lines[1].as_str(), "following"));
    assert_eq!(cell(0, "nickname"), "'=HYPERLINK(\"x\")");
    assert_eq!((cell(0, "remark"), cell(0, "tagid_list")), ("王, \"芳\"\n", "128;2"));
    assert_eq!((cell(2, "openid"), cell(2, "error_kind")), ("'-oABC", "malformed_openid"));
}

#[tokio::test]
async fn verifying_asks_each_one_again_and_says_where_the_batch_differed() {
    let server = Scripted::start(|request, before| match request.path.as_str() {
        BATCHGET => {
            let row = |openid: &String| json!({"subscribe": 0, "openid": openid, "nickname": format!("n{openid}")});
            ok(json!({"user_info_list": requested(request).iter().map(row).collect::<Vec<_>>()}).to_string())
        }
        _ => everybody(request, before),
    })
    .await;
    let account = with_token(&server.base);
    let verifying = Lookup { verify: true, ..lookup(&account, Format::Json) };
    let (text, exit) = print(verifying, &made(3)).await;
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!((&row["status"], &row["differs"]), (&json!("following"), &json!(["subscribe"])));
    }
    assert_eq!((text.lines().count(), exit, server.requests().len()), (3, Exit::Done, 4));
}
