//! Many OpenIDs at once: how few calls they take, and what becomes of answers that cannot be trusted.

use fanscope::{
    follower::{lang::Lang, openid::OpenId},
    wechat::{Response as Follower, client::Client, error::Error},
};
use futures::future::join_all;
use serde_json::json;

use super::{
    BATCHGET, USER_INFO, client, everybody, follower, made, openid, refusal, requested, rows,
    with_token,
};
use crate::support::scripted::{Reply, Request, Scripted, ok};

fn ids(count: usize) -> Vec<OpenId> {
    made(count).iter().map(|text| openid(text)).collect()
}

/// What each of these answers: its own name, or the `errcode`.
fn told(openids: &[OpenId], replies: &[Result<Follower, Error>]) -> Vec<i64> {
    assert_eq!(openids.len(), replies.len());
    let told = openids.iter().zip(replies).map(|(openid, reply)| match reply {
        Ok(reply) => {
            assert_eq!(reply.follower.openid, *openid, "another's row");
            assert_eq!(reply.follower.nickname, Some(format!("n{openid}")), "another's name");
            0
        }
        Err(Error::Api(refusal)) => refusal.errcode,
        Err(error) => panic!("{error:?}"),
    });
    told.collect()
}

/// The rows of a batch in another order than they were asked.
fn shuffled(request: &Request) -> Vec<String> {
    let mut openids = requested(request);
    openids.reverse();
    openids.rotate_left(7);
    openids
}

async fn many(server: &Scripted, openids: &[OpenId]) -> Vec<i64> {
    let client = client(&with_token(&server.base));
    told(openids, &client.user_infos(openids, Lang::ZhCn).await)
}

#[tokio::test]
async fn n_openids_take_n_by_a_hundred_calls_and_no_more() {
    for (count, batches, singles) in
        [(0, 0, 0), (1, 0, 1), (2, 1, 0), (100, 1, 0), (250, 3, 0), (1001, 10, 1)]
    {
        let server = Scripted::start(everybody).await;
        assert_eq!(many(&server, &ids(count)).await, vec![0; count]);
        let calls = (server.count(BATCHGET), server.count(USER_INFO));
        assert_eq!(calls, (batches, singles), "{count} OpenIDs");
        let largest = server
            .requests()
            .iter()
            .filter(|call| call.path == BATCHGET)
            .map(|call| requested(call).len())
            .max();
        assert!(largest.unwrap_or(0) <= 100);
    }
}

#[tokio::test]
async fn lookups_that_come_together_go_out_together_by_language() {
    let server = Scripted::start(everybody).await;
    let client = client(&with_token(&server.base));
    let openids = ids(30);
    let lookups =
        |lang| openids.iter().map(|openid| client.lookup(openid, lang)).collect::<Vec<_>>();
    let (chinese, english) =
        futures::join!(join_all(lookups(Lang::ZhCn)), join_all(lookups(Lang::En)));
    assert_eq!(told(&openids, &chinese), vec![0; 30]);
    assert_eq!(told(&openids, &english), vec![0; 30]);
    let mut langs: Vec<_> = server
        .requests()
        .iter()
        .map(|call| call.json()["user_list"][0]["lang"].as_str().map(ToOwned::to_owned))
        .collect();
    langs.sort();
    assert_eq!(langs, [Some("en".to_owned()), Some("zh_CN".to_owned())]);
}

#[tokio::test]
async fn a_lone_lookup_is_a_single_call_and_the_same_one_twice_is_asked_once() {
    let server = Scripted::start(everybody).await;
    let client = client(&with_token(&server.base));
    let [one] = &ids(1)[..] else { panic!("one") };
    let both = futures::join!(client.lookup(one, Lang::ZhCn), client.lookup(one, Lang::ZhCn));
    assert!(both.0.is_ok() && both.1.is_ok());
    assert_eq!((server.count(USER_INFO), server.count(BATCHGET)), (1, 0));
}

#[tokio::test]
async fn a_lookup_that_was_given_up_is_not_asked() {
    let server = Scripted::start(everybody).await;
    let client = client(&with_token(&server.base));
    let openids = ids(3);
    {
        let given_up = client.lookup(&openids[0], Lang::ZhCn);
        assert!(futures::poll!(std::pin::pin!(given_up)).is_pending());
    }
    let rest = join_all(openids[1..].iter().map(|openid| client.lookup(openid, Lang::ZhCn))).await;
    assert_eq!(told(&openids[1..], &rest), [0, 0]);
    let [call] = &server.requests()[..] else { panic!("one call") };
    assert_eq!(requested(call), made(3)[1..]);
}

#[tokio::test]
async fn at_most_eight_requests_are_under_way() {
    let server = Scripted::start(|request, before| {
        let reply = Box::new(everybody(request, before));
        if before < 8 { Reply::Together(8, reply) } else { *reply }
    })
    .await;
    assert_eq!(many(&server, &ids(3000)).await, vec![0; 3000]);
    assert_eq!((server.count(BATCHGET), server.most_at_once()), (30, 8));
}

#[tokio::test]
async fn rows_in_another_order_go_to_their_openids() {
    let server = Scripted::start(|request, _| rows(&shuffled(request))).await;
    assert_eq!(many(&server, &ids(100)).await, vec![0; 100]);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_missing_row_is_asked_alone_and_the_rest_once_more_without_it() {
    let odd = made(100)[42].clone();
    let server = Scripted::start(move |request, _| match request.path.as_str() {
        BATCHGET => rows(requested(request).iter().filter(|openid| **openid != odd)),
        _ => refusal(40003, "invalid openid"),
    })
    .await;
    let mut expected = vec![0; 100];
    expected[42] = 40003;
    assert_eq!(many(&server, &ids(100)).await, expected);
    assert_eq!((server.count(BATCHGET), server.count(USER_INFO)), (2, 1));
}

#[tokio::test]
async fn a_batch_whose_unionids_slipped_because_of_a_bad_openid_is_not_believed() {
    let odd = made(10)[3].clone();
    let server = Scripted::start(move |request, _| {
        let openids = requested_or_one(request);
        let known: Vec<&String> = openids.iter().filter(|openid| **openid != odd).collect();
        if request.path == USER_INFO {
            return refusal(40003, "invalid openid");
        }
        // With the bad one in it each row carries the UnionID of the one before.
        let slip = usize::from(known.len() != openids.len());
        let row = |(at, openid): (usize, &&String)| {
            let whose = known[(at + slip) % known.len()];
            json!({"subscribe": 1, "openid": openid, "unionid": format!("u{whose}"), "nickname": format!("n{openid}")})
        };
        let rows: Vec<_> = known.iter().enumerate().map(row).collect();
        ok(json!({"user_info_list": rows}).to_string())
    })
    .await;
    let client = client(&with_token(&server.base));
    for (openid, reply) in ids(10).iter().zip(client.user_infos(&ids(10), Lang::ZhCn).await) {
        let Ok(reply) = reply else { continue };
        let unionid = reply.follower.unionid.map(|unionid| unionid.to_string());
        assert_eq!(unionid, Some(format!("u{openid}")));
    }
}

fn requested_or_one(request: &Request) -> Vec<String> {
    if request.path == BATCHGET {
        requested(request)
    } else {
        vec![request.value("openid").to_owned()]
    }
}

#[tokio::test]
async fn rows_that_are_doubled_or_of_others_are_never_taken_for_the_right_ones() {
    let server = Scripted::start(|request, before| match request.path.as_str() {
        BATCHGET if before == 0 => {
            let mut openids = requested(request);
            openids[5] = openids[6].clone();
            openids[8] = "oSOMEBODYELSE000000000000000".into();
            rows(&openids)
        }
        _ => everybody(request, before),
    })
    .await;
    assert_eq!(many(&server, &ids(20)).await, vec![0; 20]);
    // 5, 6 and 8 alone; the other seventeen together.
    assert_eq!((server.count(BATCHGET), server.count(USER_INFO)), (2, 3));
}

#[tokio::test]
async fn a_server_that_always_leaves_rows_out_is_not_asked_for_ever() {
    let server = Scripted::start(|request, before| match request.path.as_str() {
        BATCHGET => rows(requested(request).iter().skip(1)),
        _ => everybody(request, before),
    })
    .await;
    assert_eq!(many(&server, &ids(50)).await, vec![0; 50]);
    assert_eq!((server.count(BATCHGET), server.count(USER_INFO)), (2, 2));
}

#[tokio::test]
async fn a_batch_refused_for_one_openid_is_halved_until_only_that_one_fails() {
    let bad = [made(100)[0].clone(), made(100)[77].clone()];
    let server = Scripted::start(move |request, before| {
        if requested_or_one(request).iter().any(|openid| bad.contains(openid)) {
            return refusal(40003, "invalid openid");
        }
        everybody(request, before)
    })
    .await;
    let mut expected = vec![0; 100];
    (expected[0], expected[77]) = (40003, 40003);
    assert_eq!(many(&server, &ids(100)).await, expected);
    assert!(server.requests().len() <= 30, "{} calls", server.requests().len());
}

#[tokio::test]
async fn a_batch_refused_for_the_account_is_not_halved_and_stops_those_that_wait() {
    let server = Scripted::start(|_, _| refusal(45009, "reach max api daily quota limit")).await;
    assert_eq!(many(&server, &ids(5000)).await, vec![45009; 5000]);
    assert!(server.requests().len() <= 8, "{} calls", server.requests().len());
}

#[tokio::test]
async fn an_account_that_was_refused_may_be_asked_again() {
    let server =
        Scripted::listed([(USER_INFO, vec![refusal(48001, "no"), follower(&made(1)[0])])]).await;
    let client = client(&with_token(&server.base));
    let [one] = &ids(1)[..] else { panic!("one") };
    assert!(client.user_info(one, Lang::ZhCn).await.is_err());
    assert!(client.user_info(one, Lang::ZhCn).await.is_ok());
}

#[tokio::test]
async fn a_batch_answer_of_another_shape_is_a_failure_of_its_rows() {
    let server = Scripted::start(|_, _| ok("{\"user_info_list\":{}}")).await;
    let client: Client = client(&with_token(&server.base));
    let replies = client.user_infos(&ids(2), Lang::ZhCn).await;
    assert!(replies.iter().all(|reply| matches!(reply, Err(Error::Body(_)))), "{replies:?}");
}
