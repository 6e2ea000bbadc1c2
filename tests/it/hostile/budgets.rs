//! How often the network is asked at most, whatever it answers.
//!
//! The budgets are of requests that a server counts, those for tokens included. Time plays no part: a
//! slow machine asks less within it.

use std::{io::Write, process::Stdio, sync::LazyLock, time::Duration};

use fanscope::{
    cli::{
        doctor::network,
        lookup::{Format, Lookup, progress::Progress},
    },
    follower::find::Finder,
    words::UiLang,
};
use flate2::{Compression, write::GzEncoder};
use futures::stream;
use serde_json::json;

use super::{TOKEN, server};
use crate::{
    api::{
        BATCHGET, GOOD, STABLE_TOKEN, USER_INFO, asked, everybody, hasty, made, refusal, rows,
        token, with_secret,
    },
    lookup::lookup,
    support::{
        pty::Pty,
        scripted::{Answer, Request, Scripted, ok},
    },
};

/// Tries of one call, and of one for a new token and the call with it.
const TRIES: usize = 4;
/// Asking who one is: each try, and as often with a token that was renewed.
const ONE: usize = 2 * (TRIES + 1);
/// Doctor asks five things once.
const DOCTOR: usize = 5 * ONE;
/// One avatar: who it is, and the picture through all redirects.
const AVATAR: usize = ONE + 8;
/// All that is asked at the start of the browser, before a key is pressed.
const START: usize = 60;
/// Pages of the list at the start.
const PAGES: usize = 20;
/// All that one key asks for.
const KEY: usize = 60;

/// So many calls for so many followers, when each answer is about single ones: a refused batch is
/// halved until the odd one is found, and each is asked alone at the last.
const fn of_rows(openids: usize) -> usize {
    3 * openids + ONE
}

/// So many when the answers are about the whole account or the network: each batch is tried.
const fn of_batches(openids: usize) -> usize {
    TRIES * openids.div_ceil(100) + 8 * ONE
}

/// What a server does to every call.
#[derive(Debug, Clone, Copy)]
enum Worst {
    /// It says no with this code.
    No(i64),
    /// The same, after so many good answers to the same path.
    NoAfter(usize, i64),
    /// It says no in a status.
    Status(u16),
    /// A byte now and then, for ever.
    Drip,
    Hang,
    Reset,
    /// More than anybody takes.
    Flood,
    /// A redirect to itself.
    ToItself,
    /// 200 and nothing.
    Empty,
    /// Less than was announced.
    TooShort,
    /// More than was announced.
    TooLong,
    /// Small, and a hundred megabytes once it is unpacked.
    Bomb,
    /// A page to log in on.
    Html,
    /// Rows of other followers than those that were asked.
    Others,
    /// No rows.
    Nobody,
}

const ALL: [Worst; 23] = [
    Worst::No(-1),
    Worst::No(40001),
    Worst::No(42001),
    Worst::No(40003),
    Worst::No(45009),
    Worst::No(45011),
    Worst::No(48001),
    Worst::No(99_999),
    Worst::NoAfter(3, 45009),
    Worst::NoAfter(3, 40001),
    Worst::Status(500),
    Worst::Drip,
    Worst::Hang,
    Worst::Reset,
    Worst::Flood,
    Worst::ToItself,
    Worst::Empty,
    Worst::TooShort,
    Worst::TooLong,
    Worst::Bomb,
    Worst::Html,
    Worst::Others,
    Worst::Nobody,
];

impl Worst {
    /// The answer to any call but that for a token.
    fn answer(self, request: &Request, before: usize) -> Answer {
        match self {
            Self::NoAfter(count, _) if before < count => everybody(request, before),
            Self::No(code) | Self::NoAfter(_, code) => refusal(code, "no"),
            Self::Status(status) => Answer::Whole(status, b"{}".to_vec()),
            Self::Drip => Answer::Drip(Duration::from_millis(20)),
            Self::Hang => Answer::Hang,
            Self::Reset => Answer::Reset,
            Self::Flood => Answer::Flood(16 << 20),
            Self::ToItself => Answer::Redirect(request.path.clone()),
            Self::Empty => ok(""),
            Self::TooShort => Answer::Cut(1 << 20, b"{\"subscribe\":1".to_vec()),
            Self::TooLong => Answer::Raw(
                b"HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\n{}{\"subscribe\":1}".to_vec(),
            ),
            Self::Bomb => bomb(),
            Self::Html => ok("<!DOCTYPE html><p>Log in"),
            Self::Others => match request.path.as_str() {
                BATCHGET => rows(&made(asked(request).len())),
                _ => ok(json!({ "subscribe": 1, "openid": GOOD }).to_string()),
            },
            Self::Nobody => ok(json!({ "user_info_list": [] }).to_string()),
        }
    }

    /// Whether it may be about single followers.
    fn is_of_rows(self) -> bool {
        matches!(self, Self::No(40003 | 99_999) | Self::Others | Self::Nobody)
    }

    async fn server(self) -> Scripted {
        Scripted::start(move |request, before| match request.path.as_str() {
            // Another one each time, so that it is never the same that is refused.
            STABLE_TOKEN => token(&format!("token-{before}")),
            _ => self.answer(request, before),
        })
        .await
    }
}

/// An answer that is said to be packed, and grows by a thousand when it is unpacked.
fn bomb() -> Answer {
    static PACKED: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut packed = GzEncoder::new(vec![], Compression::fast());
        let spaces = vec![b' '; 1 << 20];
        for _ in 0..100 {
            packed.write_all(&spaces).expect("in memory");
        }
        packed.finish().expect("in memory")
    });
    let length = PACKED.len();
    let head =
        format!("HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n");
    Answer::Raw([head.as_bytes(), &PACKED].concat())
}

/// What a lookup of so many costs at this server.
async fn calls_of_lookup(worst: Worst, openids: usize) -> usize {
    let server = worst.server().await;
    let account = with_secret(&server.base);
    let lookup = Lookup { client: hasty(&account), ..lookup(&account, Format::Json) };
    let mut finder = Finder::default();
    let items: Vec<_> = (0..openids).flat_map(|n| finder.line(&format!("oWORST{n:022}"))).collect();
    assert_eq!(items.len(), openids);
    let (mut out, mut progress) = (vec![], Progress::new(None, UiLang::En));
    lookup.print(stream::iter(items), &mut out, &mut progress).await.expect("written");
    assert_eq!(String::from_utf8_lossy(&out).lines().count(), openids, "{worst:?}: a row for each");
    server.requests().len()
}

async fn assert_lookup_within_budget(openids: usize) {
    let mut wrong = vec![];
    for worst in ALL {
        let calls = calls_of_lookup(worst, openids).await;
        let budget = if worst.is_of_rows() { of_rows(openids) } else { of_batches(openids) };
        if calls > budget {
            wrong.push(format!("{worst:?}: {calls} calls, at most {budget}"));
        }
    }
    assert!(wrong.is_empty(), "{openids}: {wrong:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lookup_of_one_is_within_its_budget() {
    assert_lookup_within_budget(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lookup_of_a_hundred_is_within_its_budget() {
    assert_lookup_within_budget(100).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lookup_of_ten_thousand_is_within_its_budget() {
    let mut wrong = vec![];
    // Long bodies and single followers cost minutes here, and nothing that a hundred do not show.
    for worst in [
        Worst::No(-1),
        Worst::No(40001),
        Worst::No(45009),
        Worst::NoAfter(3, 45009),
        Worst::NoAfter(3, 40001),
        Worst::Reset,
        Worst::Empty,
    ] {
        let calls = calls_of_lookup(worst, 10_000).await;
        if calls > of_batches(10_000) {
            wrong.push(format!("{worst:?}: {calls} calls, at most {}", of_batches(10_000)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doctor_is_within_its_budget() {
    let mut wrong = vec![];
    for worst in ALL {
        let server = worst.server().await;
        let account = with_secret(&server.base);
        drop(network::checks(&account, &crate::doctor::hasty(), UiLang::En).await);
        let calls = server.requests().len();
        if calls > DOCTOR {
            wrong.push(format!("{worst:?}: {calls} calls, at most {DOCTOR}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_never_comes_is_asked_for_within_the_budget() {
    let mut wrong = vec![];
    for worst in ALL {
        let server = Scripted::start(move |request, before| match request.path.as_str() {
            STABLE_TOKEN => worst.answer(request, before),
            _ => everybody(request, before),
        })
        .await;
        let account = with_secret(&server.base);
        let openids: Vec<_> = made(1_000).iter().map(|text| crate::api::openid(text)).collect();
        let lang = fanscope::follower::lang::Lang::default();
        drop(hasty(&account).user_infos(&openids, lang).await);
        let calls = server.count(STABLE_TOKEN);
        if calls > of_batches(1_000) {
            wrong.push(format!("{worst:?}: {calls} calls, at most {}", of_batches(1_000)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_avatar_is_within_its_budget() {
    let mut wrong = vec![];
    // The program waits for as long as a person would, so those that hang are tried elsewhere.
    let quick = |worst: &Worst| !matches!(worst, Worst::Drip | Worst::Hang | Worst::No(45011));
    for worst in ALL.into_iter().filter(quick) {
        let server = Scripted::start(move |request, before| {
            let at = request.head.lines().find_map(|line| line.strip_prefix("host: "));
            let picture = format!("http://{}/mmopen/x/132", at.unwrap_or_default());
            match request.path.as_str() {
                USER_INFO => {
                    let openid = request.value("openid");
                    ok(json!({ "subscribe": 1, "openid": openid, "headimgurl": picture })
                        .to_string())
                }
                _ => worst.answer(request, before),
            }
        })
        .await;
        let base = server.base.clone();
        let output = tokio::process::Command::new(env!("CARGO_BIN_EXE_fanscope"))
            .args(["avatar", GOOD, "-o", "-"])
            .env_clear()
            .envs([TOKEN, ("FANSCOPE_API_BASE", &base), ("HOME", env!("CARGO_TARGET_TMPDIR"))])
            .stdin(Stdio::null())
            .output()
            .await
            .expect("it starts");
        assert!(!output.status.success(), "{worst:?}: {output:?}");
        let calls = server.requests().len();
        if calls > AVATAR {
            wrong.push(format!("{worst:?}: {calls} calls, at most {AVATAR}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The pages that a server has, by the cursor it was asked for.
type Pages = fn(&str, usize) -> (Vec<String>, String);

/// The browser at a server with these pages, from its start to a key and a while after.
async fn browse(pages: Pages, worst: Option<Worst>, keys: &str) -> (usize, usize, usize) {
    let server = Scripted::start(move |request, before| match request.path.as_str() {
        server::USER_GET => {
            let (openids, next) = pages(request.value("next_openid"), before);
            let page = json!({ "total": 1_000_000, "count": openids.len(), "data": { "openid": openids }, "next_openid": next });
            ok(page.to_string())
        }
        server::TAGS_GET | server::QUOTA_GET if worst.is_none() => {
            server::followers(request, before)
        }
        STABLE_TOKEN => token(&format!("token-{before}")),
        _ => worst.map_or_else(|| everybody(request, before), |worst| worst.answer(request, before)),
    })
    .await;
    let home = tempfile::tempdir().expect("a folder");
    let variables = [TOKEN, ("FANSCOPE_API_BASE", server.base.as_str())];
    let mut pty = Pty::start(&[], &variables, home.path());
    pty.wait_for("Followers ");
    pty.take_for(Duration::from_secs(3));
    let (start, pages) = (server.requests().len(), server.count(server::USER_GET));
    pty.send(keys);
    pty.take_for(Duration::from_secs(2));
    let all = server.requests().len();
    pty.send("qq");
    assert!(pty.wait_exit().success());
    (start, pages, all - start)
}

/// One page of followers, and no more.
fn plenty(_: &str, _: usize) -> (Vec<String>, String) {
    (made(2_000), String::new())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_and_a_key_are_within_their_budgets_whatever_is_answered() {
    let mut wrong = vec![];
    for worst in [Worst::No(-1), Worst::No(40001), Worst::No(45009), Worst::Empty, Worst::Others] {
        let (start, listed, key) = browse(plenty, Some(worst), "\x1b[6~").await;
        if start > START || listed > PAGES || key > KEY {
            wrong.push(format!("{worst:?}: {start} at the start, {listed} pages, {key} by a key"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
