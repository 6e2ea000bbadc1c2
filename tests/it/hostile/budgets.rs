//! How often the network is asked at most, whatever it answers.
//!
//! The budgets are of requests that a server counts, those for tokens included. Time plays no part: a
//! slow machine asks less within it.

use std::{process::Stdio, time::Duration};

use fanscope::{
    cli::{
        doctor::network,
        lookup::{Format, Lookup, progress::Progress},
    },
    i18n::UiLang,
};
use futures::stream;
use serde_json::json;

use super::{
    TOKEN, server,
    worst::{ALL, Worst},
};
use crate::{
    api::{GOOD, STABLE_TOKEN, USER_INFO, everybody, hasty, made, token, with_secret},
    lookup::lookup,
    support::{
        pty::Pty,
        scripted::{Scripted, ok},
    },
};

/// Tries of one call.
const TRIES: usize = 4;
/// Asking one thing: each try, and as often with tokens that were renewed. Measured: 5.
const ONE: usize = 2 * TRIES;
/// Doctor asks five things, most of them only once the one before was answered. Measured: 6.
const DOCTOR: usize = 2 * ONE;
/// One avatar: who it is, and the picture through all redirects. Measured: 4.
const AVATAR: usize = ONE;
/// Tokens for a thousand followers, none of which is one. Measured: 60, when a token is refused as if
/// it were an OpenID.
const TOKENS: usize = 100;
/// Pages of the list at the start.
const PAGES: usize = 20;
/// All that is asked at the start of the browser, before a key is pressed: pages, tags, quota, rows.
/// Measured without endless pages: 4.
const START: usize = PAGES + 3 * ONE;
/// All that one key asks for. Measured: 4.
const KEY: usize = 2 * ONE;

/// So many calls for so many followers, when each answer is about single ones: a refused batch is
/// halved until the odd one is found, and each is asked alone at the last.
const fn of_rows(openids: usize) -> usize {
    2 * openids + ONE
}

/// So many when the answers are about the whole account or the network: each batch is tried.
const fn of_batches(openids: usize) -> usize {
    TRIES * openids.div_ceil(100) + 2 * ONE
}

/// What a lookup of so many costs at this server.
async fn calls_of_lookup(worst: Worst, openids: usize) -> usize {
    let server = worst.server().await;
    let account = with_secret(&server.base);
    let lookup = Lookup { client: hasty(&account), ..lookup(&account, Format::Json) };
    let list: String = (0..openids).map(|n| format!("oWorst{n:022}\n")).collect();
    let items = fanscope::tables::read(&list).items;
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
            STABLE_TOKEN => worst.reply(request, before),
            _ => everybody(request, before),
        })
        .await;
        let account = with_secret(&server.base);
        let openids: Vec<_> = made(1_000).iter().map(|text| crate::api::openid(text)).collect();
        let lang = fanscope::follower::lang::Lang::default();
        drop(hasty(&account).user_infos(&openids, lang).await);
        let calls = server.count(STABLE_TOKEN);
        if calls > TOKENS {
            wrong.push(format!("{worst:?}: {calls} calls, at most {TOKENS}"));
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
            let avatar = format!("http://{}/mmopen/x/132", at.unwrap_or_default());
            match request.path.as_str() {
                USER_INFO => {
                    let openid = request.value("openid");
                    ok(json!({ "subscribe": 1, "openid": openid, "headimgurl": avatar })
                        .to_string())
                }
                _ => worst.reply(request, before),
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

/// The same page, with a cursor that never came before.
fn fresh_cursors(_: &str, before: usize) -> (Vec<String>, String) {
    (made(30), format!("oCURSOR{before:021}"))
}

/// A, B, A, B, each with the same page.
fn seesaw(from: &str, _: usize) -> (Vec<String>, String) {
    let next = if from.ends_with('A') { "B" } else { "A" };
    (made(30), format!("oCURSOR{next:>021}"))
}

/// One new follower a page, for ever.
fn a_trickle(_: &str, before: usize) -> (Vec<String>, String) {
    let openid = format!("oTRICKLE{before:020}");
    (vec![openid.clone()], openid)
}

/// Nobody on a page, and a cursor that never came before.
fn nobody(_: &str, before: usize) -> (Vec<String>, String) {
    (vec![], format!("oCURSOR{before:021}"))
}

/// When what was begun is over.
#[derive(Clone, Copy)]
enum Ends {
    /// When nothing was asked for a second. What goes on for ten is counted as it is then.
    Quiet,
    /// After so many seconds, as between two tries of a call nothing is asked either.
    After(u64),
}

fn settle(pty: &mut Pty, server: &Scripted, ends: Ends) {
    let Ends::After(seconds) = ends else {
        for _ in 0..10 {
            let before = server.requests().len();
            pty.take_for(Duration::from_secs(1));
            if server.requests().len() == before {
                return;
            }
        }
        return;
    };
    pty.take_for(Duration::from_secs(seconds));
}

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
        _ => worst.map_or_else(|| everybody(request, before), |worst| worst.reply(request, before)),
    })
    .await;
    let home = tempfile::tempdir().expect("a folder");
    let variables = [TOKEN, ("FANSCOPE_API_BASE", server.base.as_str())];
    let mut pty = Pty::start(&[], &variables, home.path());
    pty.wait_for("Followers ");
    settle(&mut pty, &server, if worst.is_none() { Ends::Quiet } else { Ends::After(3) });
    let (start, pages) = (server.requests().len(), server.count(server::USER_GET));
    pty.send(keys);
    settle(&mut pty, &server, if worst.is_none() { Ends::Quiet } else { Ends::After(2) });
    let all = server.requests().len();
    pty.send("qq");
    assert!(pty.wait_exit().success());
    (start, pages, all - start)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_is_asked_for_no_longer_when_pages_bring_nobody_new() {
    for (name, pages) in
        [("fresh cursors", fresh_cursors as Pages), ("a seesaw", seesaw), ("nobody", nobody)]
    {
        let (start, listed, key) = browse(pages, None, "j").await;
        assert!(listed <= PAGES, "{name}: {listed} pages");
        assert!(start <= START && key <= KEY, "{name}: {start} at the start, {key} by a key");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_is_asked_for_no_longer_when_pages_bring_one_at_a_time() {
    let (start, listed, key) = browse(a_trickle, None, "j").await;
    assert!(listed <= PAGES, "{listed} pages");
    assert!(start <= START && key <= KEY, "{start} at the start, {key} by a key");
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_page_downs_ask_nothing_of_an_account_that_said_its_quota_is_used_up() {
    let (start, listed, keys) = browse(plenty, Some(Worst::No(45009)), &"\x1b[6~".repeat(10)).await;
    assert!(start <= START && listed <= PAGES, "{start} at the start, {listed} pages");
    assert_eq!(keys, 0, "calls after the refusal");
}
