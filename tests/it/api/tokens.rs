//! Where the access token comes from, and what happens when it is refused.

use std::sync::atomic::{AtomicUsize, Ordering};

use fanscope::{
    follower::lang::Lang,
    i18n::UiLang,
    wechat::error::{Error, Renewal},
};
use futures::future::join_all;
use serde_json::json;

use super::{
    BATCHGET, CANARY, GOOD, STABLE_TOKEN, USER_INFO, client, everybody, follower, made, openid,
    refusal, token, with_secret, with_token,
};
use crate::support::scripted::{Reply, Scripted};

#[tokio::test]
async fn a_token_is_asked_for_once_and_never_by_force() {
    let server = Scripted::listed([
        (STABLE_TOKEN, vec![token("token-one")]),
        (USER_INFO, vec![follower(GOOD)]),
    ])
    .await;
    let client = client(&with_secret(&server.base));
    for _ in 0..2 {
        client.user_info(&openid(GOOD), Lang::ZhCn).await.expect("an answer");
    }
    let [first, second, third] = &server.requests()[..] else { panic!("three calls") };
    let body = json!({
        "grant_type": "client_credential", "appid": "wx0123456789abcdef", "secret": CANARY,
    });
    assert_eq!((first.method.as_str(), first.json()), ("POST", body));
    assert_eq!(first.query, []);
    assert_eq!([second, third].map(|call| call.value("access_token")), ["token-one"; 2]);
}

#[tokio::test]
async fn calls_that_wait_for_a_token_wait_for_the_same_request() {
    let server = Scripted::listed([
        (STABLE_TOKEN, vec![token("token-one")]),
        (USER_INFO, vec![Reply::Together(8, Box::new(follower(GOOD)))]),
    ])
    .await;
    let client = client(&with_secret(&server.base));
    let requested = (0..8).map(|_| {
        let client = client.clone();
        async move { client.user_info(&openid(GOOD), Lang::ZhCn).await.map(|_| ()) }
    });
    assert_eq!(join_all(requested).await, vec![Ok(()); 8]);
    assert_eq!(server.count(STABLE_TOKEN), 1);
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_and_the_call_repeated_once() {
    for code in [40001, 40014, 42001] {
        let server = Scripted::listed([
            (STABLE_TOKEN, vec![token("token-one"), token("token-two")]),
            (USER_INFO, vec![refusal(code, "invalid credential"), follower(GOOD)]),
        ])
        .await;
        let client = client(&with_secret(&server.base));
        client.user_info(&openid(GOOD), Lang::ZhCn).await.expect("an answer");
        let calls: Vec<String> = server
            .requests()
            .iter()
            .filter(|call| call.path == USER_INFO)
            .map(|call| call.value("access_token").to_owned())
            .collect();
        assert_eq!(calls, ["token-one", "token-two"], "{code}");
    }
}

#[tokio::test]
async fn a_new_token_that_is_refused_as_well_ends_it_and_says_who_probably_did_that() {
    let server = Scripted::listed([
        (STABLE_TOKEN, vec![token("token-one")]),
        (USER_INFO, vec![refusal(40001, "not latest")]),
    ])
    .await;
    let requested = client(&with_secret(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
    let Err(Error::Api(refused)) = &requested else { panic!("{requested:?}") };
    assert_eq!((refused.errcode, refused.renewal), (40001, Renewal::Repeated));
    assert_eq!((server.count(STABLE_TOKEN), server.count(USER_INFO)), (2, 2));
    let explained = requested.expect_err("refused").explain(UiLang::En);
    assert!(explained.action.contains("cgi-bin/token"), "{explained:?}");
}

#[tokio::test]
async fn eight_calls_refused_at_once_ask_for_one_new_token() {
    static REFUSED: AtomicUsize = AtomicUsize::new(0);
    let server = Scripted::start(|request, before| match request.path.as_str() {
        STABLE_TOKEN => token(["token-one", "token-two", "token-three"][before.min(2)]),
        _ if request.value("access_token") == "token-one" => {
            REFUSED.fetch_add(1, Ordering::Relaxed);
            Reply::Together(8, Box::new(refusal(40001, "not latest")))
        }
        _ => follower(request.value("openid")),
    })
    .await;
    let client = client(&with_secret(&server.base));
    let requested = (0..8).map(|_| {
        let client = client.clone();
        async move { client.user_info(&openid(GOOD), Lang::ZhCn).await.map(|_| ()) }
    });
    assert_eq!(join_all(requested).await, vec![Ok(()); 8]);
    assert_eq!((REFUSED.load(Ordering::Relaxed), server.count(STABLE_TOKEN)), (8, 2));
}

#[tokio::test]
async fn a_refusal_that_comes_after_the_new_token_does_not_bring_another_one() {
    let server = Scripted::start(|request, before| match request.path.as_str() {
        STABLE_TOKEN => token(["token-one", "token-two", "token-three"][before.min(2)]),
        _ if request.value("access_token") == "token-one" => {
            let late = std::time::Duration::from_millis(if before == 0 { 150 } else { 0 });
            Reply::After(late, Box::new(refusal(40001, "not latest")))
        }
        _ => follower(request.value("openid")),
    })
    .await;
    let client = client(&with_secret(&server.base));
    let requested = openid(GOOD);
    let (late, early) = tokio::join!(
        client.user_info(&requested, Lang::ZhCn),
        client.user_info(&requested, Lang::ZhCn)
    );
    assert!(late.is_ok() && early.is_ok());
    assert_eq!((server.count(USER_INFO), server.count(STABLE_TOKEN)), (4, 2));
}

#[tokio::test]
async fn a_program_that_invalidates_the_token_during_eight_batches_costs_one_new_token() {
    let server = Scripted::start(|request, before| match request.path.as_str() {
        STABLE_TOKEN => token(["token-one", "token-two", "token-three"][before.min(2)]),
        _ if request.value("access_token") == "token-one" => {
            Reply::Together(8, Box::new(refusal(40001, "not latest")))
        }
        _ => everybody(request, before),
    })
    .await;
    let openids: Vec<_> = made(800).iter().map(|text| openid(text)).collect();
    let client = client(&with_secret(&server.base));
    let replies = client.user_infos(&openids, Lang::ZhCn).await;
    assert!(replies.iter().all(Result::is_ok));
    assert_eq!((server.count(BATCHGET), server.count(STABLE_TOKEN)), (16, 2));
}

#[tokio::test]
async fn a_wrong_secret_is_not_tried_again() {
    let server =
        Scripted::listed([(STABLE_TOKEN, vec![refusal(40001, "invalid credential")])]).await;
    let requested = client(&with_secret(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
    let error = requested.expect_err("refused");
    assert_eq!(error.explain(UiLang::En).message, "The AppSecret is wrong for this appid [40001]");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_given_token_that_expired_says_that_it_cannot_be_renewed() {
    let server = Scripted::listed([(USER_INFO, vec![refusal(42001, "expired")])]).await;
    let requested = client(&with_token(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
    let error = requested.expect_err("refused");
    let Error::Api(refused) = &error else { panic!("{error:?}") };
    assert_eq!((refused.errcode, refused.renewal), (42001, Renewal::Given));
    assert!(error.explain(UiLang::En).message.contains("cannot be renewed"));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn the_call_that_asked_for_a_token_may_go_away_and_the_others_still_get_it() {
    let server = Scripted::listed([
        (STABLE_TOKEN, vec![Reply::Together(2, Box::new(token("token-one")))]),
        (USER_INFO, vec![follower(GOOD)]),
    ])
    .await;
    let account = with_secret(&server.base);
    let (one, other) = (client(&account), client(&account));
    let requested = one.clone();
    let first = tokio::spawn(async move { requested.user_info(&openid(GOOD), Lang::ZhCn).await });
    while server.count(STABLE_TOKEN) == 0 {
        tokio::task::yield_now().await;
    }
    first.abort();
    let _ = first.await;
    // The gate opens when another client asks; the first request must still be under way.
    let requested = openid(GOOD);
    let same = one.user_info(&requested, Lang::ZhCn);
    let (same, another) = tokio::join!(same, other.user_info(&requested, Lang::ZhCn));
    assert!(same.is_ok() && another.is_ok());
    assert_eq!(server.count(STABLE_TOKEN), 2);
}
