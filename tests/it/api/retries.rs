//! What is tried again, how often, and what is not.

use std::{num::NonZeroU32, time::Duration};

use fanscope::{
    follower::lang::Lang,
    wechat::{
        client::{Client, Options},
        error::Error,
        retry::RetryPolicy,
    },
};

use super::{
    GOOD, QUICK, STABLE_TOKEN, USER_INFO, answering, client, follower, hasty, openid, refusal,
    token, with_secret, with_token,
};
use crate::support::scripted::{Reply, Scripted};

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    let passing = [
        refusal(-1, "system error"),
        refusal(45011, "api minute-quota reach limit"),
        Reply::Whole(502, b"<html>".to_vec()),
        Reply::Whole(503, vec![]),
        Reply::Whole(412, b"FastReject".to_vec()),
        Reply::Reset,
        Reply::Raw(vec![]),
        Reply::Cut(50, b"{".to_vec()),
    ];
    for reply in passing {
        let server =
            answering(vec![reply.clone(), reply.clone(), reply.clone(), follower(GOOD)]).await;
        let requested =
            client(&with_token(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
        assert!(requested.is_ok(), "{reply:?}: {requested:?}");
        assert_eq!(server.requests().len(), 4);
    }
}

#[tokio::test]
async fn a_hang_is_tried_again() {
    let server = answering(vec![Reply::Hang, follower(GOOD)]).await;
    let requested = hasty(&with_token(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
    assert!(requested.is_ok(), "{requested:?}");
}

#[tokio::test]
async fn nothing_is_tried_more_than_four_times() {
    for reply in
        [refusal(-1, "busy"), refusal(45011, "minute"), Reply::Reset, Reply::Whole(500, vec![])]
    {
        let server = answering(vec![reply]).await;
        let requested =
            client(&with_token(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
        assert!(requested.is_err());
        assert_eq!(server.requests().len(), 4);
    }
}

#[tokio::test]
async fn what_cannot_pass_is_not_tried_again() {
    let lasting = [
        refusal(40003, "invalid openid"),
        refusal(45009, "quota"),
        refusal(48001, "unauthorized"),
        refusal(99999, "nobody knows"),
        Reply::Whole(404, vec![]),
        Reply::Redirect("http://127.0.0.1:1".into()),
        Reply::Whole(200, b"<html>".to_vec()),
    ];
    for reply in lasting {
        let server = answering(vec![reply]).await;
        let requested =
            client(&with_token(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
        assert!(requested.is_err());
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_token_endpoint_that_is_down_for_a_moment_is_tried_again() {
    let server = Scripted::listed([
        (STABLE_TOKEN, vec![Reply::Whole(502, vec![]), refusal(-1, "busy"), token("token-one")]),
        (USER_INFO, vec![follower(GOOD)]),
    ])
    .await;
    let requested = client(&with_secret(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
    assert!(requested.is_ok(), "{requested:?}");
}

#[tokio::test]
async fn a_token_endpoint_that_stays_down_is_given_up() {
    let server = Scripted::listed([(STABLE_TOKEN, vec![Reply::Whole(502, vec![])])]).await;
    let requested = client(&with_secret(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
    assert_eq!(requested, Err(Error::Http { status: 502, is_shed: false }));
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn a_call_that_waits_can_be_seen_and_stopped() {
    let server = answering(vec![refusal(-1, "busy")]).await;
    let retry_policy = RetryPolicy { pause: Duration::from_hours(1), ..QUICK };
    let options = Options { retry_policy, ..Options::default() };
    let client = Client::new(&with_token(&server.base), &options).expect("a client");
    let mut activity = client.activity();
    let requested = openid(GOOD);
    let call = client.user_info(&requested, Lang::ZhCn);
    let waiting = async {
        let seen = activity.wait_for(|activity| activity.waiting == 1).await;
        seen.expect("the client lives").clone()
    };
    let seen = tokio::select! {
        _ = call => panic!("it does not wait"),
        seen = waiting => seen,
    };
    assert!(matches!(seen.reason, Some(Error::Api(refusal)) if refusal.errcode == -1));
    assert_eq!(seen.sent, 1);
    let seen = activity.borrow().clone();
    assert_eq!((seen.waiting, seen.reason), (0, None));
}

#[tokio::test]
async fn a_rate_limit_spreads_the_calls() {
    let server = Scripted::start(super::everybody).await;
    let options = Options { per_second: NonZeroU32::new(50), ..Options::default() };
    let client = Client::new(&with_token(&server.base), &options).expect("a client");
    let began = std::time::Instant::now();
    let requested = openid(GOOD);
    let calls = (0..6).map(|_| client.user_info(&requested, Lang::ZhCn));
    let replies = futures::future::join_all(calls).await;
    assert!(replies.iter().all(Result::is_ok));
    // Six calls have five gaps of 20 ms.
    assert!(began.elapsed() >= Duration::from_millis(95), "{:?}", began.elapsed());
}
