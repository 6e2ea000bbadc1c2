//! A refused token and what comes after it, which may be the same token again.

use std::sync::Mutex;

use fanscope::{
    config::{Account, Credential},
    demo::{Demo, Options as DemoOptions, account::SHOP, endpoint::Endpoint, faults::Fault},
    follower::{lang::Lang, openid::OpenId},
    wechat::{
        client::{Client, Options},
        error::{Error, Extent, Renewal},
    },
};

use super::{
    BATCHGET, GOOD, QUICK, STABLE_TOKEN, USER_INFO, client, everybody, follower, made, openid,
    refusal, token, with_secret, with_token,
};
use crate::support::scripted::{Request, Scripted};

const NOT_LATEST: &str = "invalid credential, access_token is invalid or not latest";

async fn ask(client: &Client) -> Result<(), Error> {
    client.user_info(&openid(GOOD), Lang::ZhCn).await.map(|_| ())
}

fn used(server: &Scripted) -> Vec<String> {
    let calls = server.requests();
    let calls = calls.iter().filter(|call| call.path == USER_INFO);
    calls.map(|call| call.value("access_token").to_owned()).collect()
}

fn ids(count: usize) -> Vec<OpenId> {
    made(count).iter().map(|text| openid(text)).collect()
}

#[tokio::test]
async fn the_same_token_again_is_used_as_it_came() {
    for code in [40001, 40014, 42001, 48012] {
        let server = Scripted::listed([
            (STABLE_TOKEN, vec![token("96_the-same-token")]),
            (USER_INFO, vec![refusal(code, NOT_LATEST), follower(GOOD)]),
        ])
        .await;
        let client = client(&with_secret(&server.base));
        for _ in 0..2 {
            assert_eq!(ask(&client).await, Ok(()), "{code}");
        }
        assert_eq!(used(&server), ["96_the-same-token"; 3], "{code}");
        assert_eq!(server.count(STABLE_TOKEN), 2, "{code}");
    }
}

#[tokio::test]
async fn a_different_token_is_used_from_then_on() {
    let server = Scripted::listed([
        (STABLE_TOKEN, vec![token("96_first-token"), token("96_second-token")]),
        (USER_INFO, vec![refusal(40001, NOT_LATEST), follower(GOOD)]),
    ])
    .await;
    let client = client(&with_secret(&server.base));
    for _ in 0..2 {
        assert_eq!(ask(&client).await, Ok(()));
    }
    assert_eq!(used(&server), ["96_first-token", "96_second-token", "96_second-token"]);
}

/// A server whose batches are refused where the function says so, by how many came before.
async fn refusing(
    is_refused: impl Fn(&Request, usize) -> bool + Send + Sync + 'static,
) -> Scripted {
    Scripted::start(move |request, before| match request.path.as_str() {
        STABLE_TOKEN => token("96_the-same-token"),
        BATCHGET if is_refused(request, before) => refusal(40001, NOT_LATEST),
        _ => everybody(request, before),
    })
    .await
}

#[tokio::test]
async fn a_40001_that_comes_once_among_eight_in_flight_costs_one_more_call_and_no_batch() {
    let openids = ids(3000);
    for refused in [0, 3, 7, 29] {
        let server = refusing(move |_, before| before == refused).await;
        let client = client(&with_secret(&server.base));
        let replies = client.user_infos(&openids, Lang::ZhCn).await;
        assert_eq!(replies.iter().filter(|reply| reply.is_err()).count(), 0, "{refused}");
        assert_eq!((server.count(BATCHGET), server.count(STABLE_TOKEN)), (31, 2), "{refused}");
    }
}

#[tokio::test]
async fn a_machine_that_disagrees_for_a_while_costs_calls_and_not_the_account() {
    // The first four batches reach it, and so do the repeats of the first two of them.
    let seen: Mutex<Vec<String>> = Mutex::default();
    let server = refusing(move |request, before| {
        let mut seen = seen.lock().expect("whole");
        let times = seen.iter().filter(|body| **body == request.body).count();
        seen.push(request.body.clone());
        let first = request.json()["user_list"][0]["openid"].as_str().expect("text").to_owned();
        times == 0 && before < 4 || times == 1 && made(101).iter().step_by(100).any(|o| *o == first)
    })
    .await;
    let client = client(&with_secret(&server.base));
    // An answer with the token since it was refused is what tells the two cases apart.
    let replies = client.user_infos(&ids(3000), Lang::ZhCn).await;
    let lost = replies.iter().filter(|reply| reply.is_err()).count();
    assert!(lost == 0, "{lost} rows lost in {} calls", server.count(BATCHGET));
    assert!(server.count(STABLE_TOKEN) <= 5, "{} tokens", server.count(STABLE_TOKEN));
}

#[tokio::test]
async fn a_40001_for_ever_takes_few_calls_and_halts_the_account() {
    for given in [false, true] {
        let server = refusing(|_, _| true).await;
        let account = if given { with_token(&server.base) } else { with_secret(&server.base) };
        let client = client(&account);
        let replies = client.user_infos(&ids(3000), Lang::ZhCn).await;
        for reply in &replies {
            let error = reply.as_ref().expect_err("refused");
            assert_eq!(error.extent(), Extent::Credentials);
            let Error::Api(refused) = error else { panic!("{error:?}") };
            let renewal = if given { Renewal::Given } else { Renewal::Repeated };
            assert_eq!(refused.renewal, renewal);
        }
        assert!(server.count(BATCHGET) <= 32, "{} calls", server.count(BATCHGET));
        assert!(server.count(STABLE_TOKEN) <= 10, "{} tokens", server.count(STABLE_TOKEN));
        // Whoever asks again later begins anew: once more, and not for ever.
        let (calls, tokens) = (server.count(USER_INFO), server.count(STABLE_TOKEN));
        assert_eq!(ask(&client).await, Ok(()));
        assert_eq!(server.count(USER_INFO), calls + 1);
        assert!(server.count(STABLE_TOKEN) <= tokens + 1);
    }
}

#[tokio::test]
async fn a_given_token_is_tried_once_more_where_machines_may_disagree_and_not_where_it_is_over() {
    let server =
        Scripted::listed([(USER_INFO, vec![refusal(40001, NOT_LATEST), follower(GOOD)])]).await;
    assert_eq!(ask(&client(&with_token(&server.base))).await, Ok(()));
    assert_eq!(server.requests().len(), 2);
    for code in [40014, 42001] {
        let server =
            Scripted::listed([(USER_INFO, vec![refusal(code, "over"), follower(GOOD)])]).await;
        let client = client(&with_token(&server.base));
        for requested in 1..3 {
            let reply = ask(&client).await;
            // It is the next call that is answered, and nothing was tried in between.
            assert_eq!(reply.is_ok(), requested == 2, "{code}: {reply:?}");
            assert_eq!(server.requests().len(), requested, "{code}");
        }
    }
}

#[tokio::test]
async fn a_command_that_prints_the_same_token_again_is_asked_once_more() {
    let server =
        Scripted::listed([(USER_INFO, vec![refusal(42001, "expired"), follower(GOOD)])]).await;
    let credential = Credential::TokenCommand("echo 96_printed-token".into());
    let account = Account { api_base: server.base.clone(), ..Account::new("shop", credential) };
    assert_eq!(ask(&client(&account)).await, Ok(()));
    assert_eq!(used(&server), ["96_printed-token"; 2]);
}

#[tokio::test]
async fn a_kept_token_that_was_refused_and_comes_again_is_kept_again() {
    let server = Scripted::listed([
        (STABLE_TOKEN, vec![token("96_the-same-token")]),
        (USER_INFO, vec![follower(GOOD), refusal(40001, NOT_LATEST), follower(GOOD)]),
    ])
    .await;
    let dir = tempfile::tempdir().expect("a folder");
    let options =
        Options { state: Some(dir.path().to_owned()), retry_policy: QUICK, ..Options::default() };
    for tokens in [1, 2, 2] {
        let client = Client::new(&with_secret(&server.base), &options).expect("a client");
        assert_eq!(ask(&client).await, Ok(()));
        assert_eq!(server.count(STABLE_TOKEN), tokens);
    }
    assert_eq!(used(&server), ["96_the-same-token"; 4]);
}

#[tokio::test]
async fn a_server_that_says_a_token_lives_no_time_or_for_ever_is_asked_for_one_token() {
    for life in ["0", "-5", "null", "9223372036854775807", "99999999999999999999999", "\"7200\""] {
        let body = format!("{{\"access_token\":\"96_the-same-token\",\"expires_in\":{life}}}");
        let server = Scripted::listed([
            (STABLE_TOKEN, vec![crate::support::scripted::ok(body)]),
            (USER_INFO, vec![follower(GOOD)]),
        ])
        .await;
        let client = client(&with_secret(&server.base));
        for _ in 0..3 {
            assert_eq!(ask(&client).await, Ok(()), "{life}");
        }
        assert_eq!(server.count(STABLE_TOKEN), 1, "{life}");
    }
}

#[tokio::test]
async fn many_batches_at_the_stand_in_survive_a_40001_of_one_of_its_machines() {
    let options = DemoOptions { followers: 3000, ..DemoOptions::default() };
    let demo = Demo::start(options).await.expect("loopback");
    demo.faults().set(Endpoint::BatchGet, 1..=1, Fault::refuse(40001));
    let credential = Credential::Secret(SHOP.secret.to_owned().into());
    let account = Account {
        api_base: demo.base().to_owned(),
        appid: SHOP.appid.into(),
        ..Account::new("shop", credential)
    };
    let openids: Vec<OpenId> =
        demo.openids(&SHOP).filter_map(|text| OpenId::received(&text)).collect();
    let replies = client(&account).user_infos(&openids, Lang::ZhCn).await;
    let lost: Vec<&Error> = replies.iter().filter_map(|reply| reply.as_ref().err()).collect();
    // One OpenID of the list is nobody's.
    assert!(
        lost.iter().all(|error| matches!(error, Error::Api(refused) if refused.errcode == 40003)),
        "{lost:?}"
    );
    assert!(lost.len() <= 1, "{lost:?}");
    assert_eq!(demo.calls(Endpoint::StableToken), 2);
}
