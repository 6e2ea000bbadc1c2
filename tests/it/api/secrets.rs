//! The canary: a secret shows in no error, no `Debug` and no output, whatever the server does.

use fanscope::{
    follower::lang::Lang,
    i18n::UiLang,
    wechat::{client::Client, error::Error},
};

use super::{
    BATCHGET, CANARY, GOOD, STABLE_TOKEN, USER_INFO, answering, client, hasty, openid, refusal,
    token, with_secret, with_token,
};
use crate::support::scripted::{Reply, Scripted, ok};

/// Everything of an error that could be shown or logged.
fn shown(error: &Error) -> String {
    let explained = UiLang::ALL.map(|lang| error.explain(lang));
    let mut shown = vec![format!("{error} {error:?} {error:#?} {explained:?}")];
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        shown.push(format!("{inner} {inner:?}"));
        source = inner.source();
    }
    shown.join("\n")
}

async fn failure(client: &Client) -> String {
    let error = client.user_info(&openid(GOOD), Lang::ZhCn).await.expect_err("a failure");
    shown(&error)
}

#[tokio::test]
async fn no_failure_shows_the_token_or_an_address() {
    let echo = format!("bad token {CANARY} in /cgi-bin?access_token={CANARY}");
    let escaped = CANARY.replace('_', "\\u005f");
    let replies = [
        Reply::Reset,
        Reply::Raw(vec![]),
        Reply::Raw(b"rubbish\r\n\r\n".to_vec()),
        Reply::Cut(100, b"{".to_vec()),
        Reply::Redirect(format!("http://127.0.0.1:1/?t={CANARY}")),
        Reply::Whole(502, echo.clone().into()),
        Reply::Whole(404, format!("{{\"errcode\":40066,\"errmsg\":\"{echo}\"}}").into()),
        ok(format!("<html>{echo}")),
        refusal(40001, &echo),
        refusal(12345, &echo),
        refusal(12345, &escaped),
    ];
    for reply in replies {
        let server = answering(vec![reply.clone()]).await;
        for account in [with_token(&server.base), with_token(&server.base.replace("http", "https"))]
        {
            let shown = failure(&client(&account)).await;
            assert!(!shown.contains("c4n4ry"), "{reply:?}: {shown}");
            assert!(!shown.contains("127.0.0.1") && !shown.contains("http://"), "{shown}");
        }
    }
    let server = answering(vec![Reply::Hang]).await;
    let shown = failure(&hasty(&with_token(&server.base))).await;
    assert!(!shown.contains("c4n4ry") && !shown.contains("127.0.0.1"), "{shown}");
}

#[tokio::test]
async fn no_failure_shows_the_secret_or_a_fetched_token() {
    let fetched = "TOKEN_c4n4ry";
    let server = Scripted::start(move |request, _| match request.path.as_str() {
        STABLE_TOKEN => token(fetched),
        _ => refusal(40013, &format!("{} {CANARY}", request.value("access_token"))),
    })
    .await;
    let shown = failure(&client(&with_secret(&server.base))).await;
    assert!(shown.contains("… …") && !shown.contains("c4n4ry"), "{shown}");

    let echo = refusal(40125, &format!("invalid secret {CANARY}"));
    let server = Scripted::listed([(STABLE_TOKEN, vec![echo])]).await;
    let shown = failure(&client(&with_secret(&server.base))).await;
    assert!(shown.contains('…') && !shown.contains("c4n4ry"), "{shown}");
}

#[tokio::test]
async fn a_follower_s_answer_does_not_carry_the_token_either() {
    let body = format!("{{\"subscribe\":1,\"openid\":\"{GOOD}\",\"nickname\":\"a{CANARY}b\"}}");
    let server = answering(vec![ok(body)]).await;
    let client = client(&with_token(&server.base));
    let reply = client.user_info(&openid(GOOD), Lang::ZhCn).await.expect("an answer");
    assert_eq!(reply.follower.nickname.as_deref(), Some("a…b"));
    assert!(!format!("{reply:?}").contains("c4n4ry"));
}

#[tokio::test]
async fn debug_of_account_client_and_options_shows_no_secret() {
    for account in [with_token("http://127.0.0.1:1"), with_secret("http://127.0.0.1:1")] {
        let client = client(&account);
        let shown = format!("{account:#?} {client:#?}");
        assert!(!shown.contains("c4n4ry"), "{shown}");
    }
}

#[tokio::test]
async fn the_secret_travels_in_a_body_and_only_to_the_token_endpoint() {
    let server = Scripted::listed([
        (STABLE_TOKEN, vec![token("token-one")]),
        (USER_INFO, vec![super::follower(GOOD)]),
    ])
    .await;
    client(&with_secret(&server.base))
        .user_info(&openid(GOOD), Lang::ZhCn)
        .await
        .expect("an answer");
    for request in server.requests() {
        assert!(!request.head.contains("c4n4ry"), "{}", request.head);
        assert_eq!(request.body.contains("c4n4ry"), request.path == STABLE_TOKEN);
    }
}

/// The token in each spelling that a server or gateway may repeat it in.
fn spellings() -> [String; 8] {
    let all = |spell: fn(char) -> String| CANARY.chars().map(spell).collect::<String>();
    [
        CANARY.to_owned(),
        all(|c| format!("\\u{:04x}", u32::from(c))),
        CANARY.replace('_', "\\u005F"),
        all(|c| format!("%{:02X}", u32::from(c))),
        CANARY.replace('_', "\\\\u005f"),
        CANARY.replace('_', "&#95;"),
        CANARY.replace('_', "\u{feff}_\u{200b}"),
        CANARY.replace('_', "_\\u200b"),
    ]
}

#[tokio::test]
async fn a_token_that_comes_back_escaped_is_shown_in_no_field_key_or_raw_body() {
    for spelled in spellings() {
        let row = |openid: &str| {
            format!(
                "{{\"subscribe\":1,\"openid\":\"{openid}\",\"nickname\":\"a{spelled}b\",\"remark\":\"{spelled}\",\"{spelled}\":[{{\"x\":\"{spelled}\"}}],\"headimgurl\":\"http:\\/\\/wx.qlogo.cn\\/{spelled}\\/0\",\"remark\":\"twice\"}}"
            )
        };
        let (one, two) = (row(GOOD), row("oSECOND0000000000000000000000"));
        let many = format!("{{\"user_info_list\":[{one},{two}]}}");
        let server =
            Scripted::listed([(USER_INFO, vec![ok(one)]), (BATCHGET, vec![ok(many)])]).await;
        let client = client(&with_token(&server.base));
        let openids = [openid(GOOD), openid("oSECOND0000000000000000000000")];
        let mut replies = client.user_infos(&openids, Lang::ZhCn).await;
        replies.push(client.user_info(&openid(GOOD), Lang::ZhCn).await);
        for reply in replies {
            let reply = reply.expect("an answer");
            assert_eq!(reply.follower.nickname.as_deref(), Some("a…b"), "{spelled}");
            let decoded: serde_json::Value = serde_json::from_str(&reply.body).expect("JSON");
            let shown = format!("{reply:?} {} {decoded} {decoded:#}", *reply.body);
            assert!(!shown.contains("c4n4ry") && !shown.contains(&spelled), "{spelled}: {shown}");
        }
        let server = answering(vec![refusal(12345, &format!("bad {spelled}!"))]).await;
        let shown = failure(&super::client(&with_token(&server.base))).await;
        assert!(shown.contains("bad …!") && !shown.contains("c4n4ry"), "{spelled}: {shown}");
    }
}
