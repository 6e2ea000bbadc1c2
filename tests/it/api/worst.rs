//! Servers that answer the worst there is for each endpoint: the calls that it takes are counted.

use fanscope::{
    follower::lang::Lang,
    wechat::{
        client::Client,
        error::{Body, Error},
    },
};

use super::{
    BATCHGET, USER_INFO, client, follower, made, openid, refusal, requested, rows, with_secret,
};
use crate::support::scripted::{Reply, Request, Scripted, ok};

const USER_GET: &str = "/cgi-bin/user/get";

/// Page on until there is nothing more, as somebody who holds the key down does.
async fn paged(client: &Client) -> (Vec<String>, Option<Error>) {
    let (mut people, mut from) = (vec![], None);
    // The server counts; this only ends a test that would not end.
    for _ in 0..1_000 {
        match client.followers(from.as_deref()).await {
            Ok(page) => {
                people.extend(page.openids.iter().map(ToString::to_string));
                from = page.next;
                if from.is_none() {
                    return (people, None);
                }
            }
            Err(error) => return (people, Some(error)),
        }
    }
    (people, None)
}

fn page(openids: &[String], next: &str) -> Reply {
    let data = serde_json::json!({
        "total": 10_000, "count": openids.len(), "data": {"openid": openids}, "next_openid": next,
    });
    ok(data.to_string())
}

#[tokio::test]
async fn a_list_that_goes_round_is_paged_once_and_its_end_is_said() {
    type Next = fn(usize, &Request) -> Reply;
    let cases: [(&str, Next, usize, bool); 5] = [
        ("A, B, A, B", |n, _| page(&made(40)[n % 2 * 20..][..20], ["A", "B"][n % 2]), 40, true),
        ("always new", |n, _| page(&made(20), &format!("cursor-{n}")), 20, true),
        ("itself", |_, _| page(&made(20), "A"), 40, false),
        (
            "round the third page",
            |n, _| page(&made(60)[n.min(2) * 20..][..20], ["A", "B", "A"][n.min(2)]),
            60,
            false,
        ),
        ("nobody on it", |n, _| page(&[], &format!("cursor-{n}")), 0, false),
    ];
    for (name, next, people, is_said) in cases {
        let server = Scripted::start(move |request, before| match request.path.as_str() {
            USER_GET => next(before, request),
            _ => super::everybody(request, before),
        })
        .await;
        let client = client(&with_secret(&server.base));
        let (seen, error) = paged(&client).await;
        assert_eq!(seen.len(), people, "{name}");
        assert_eq!(error, is_said.then_some(Error::Body(Body::Circular)), "{name}");
        assert!(server.count(USER_GET) <= 4, "{name}: {} calls", server.count(USER_GET));
    }
}

#[tokio::test]
async fn a_list_that_is_loaded_anew_begins_anew() {
    let server = Scripted::start(|request, before| match request.path.as_str() {
        USER_GET => page(&made(20), &format!("cursor-{before}")),
        _ => super::everybody(request, before),
    })
    .await;
    let client = client(&with_secret(&server.base));
    for round in 1..=3 {
        let (seen, error) = paged(&client).await;
        assert_eq!((seen, error), (made(20), Some(Error::Body(Body::Circular))));
        assert_eq!(server.count(USER_GET), 2 * round);
    }
}

#[tokio::test]
async fn a_list_of_many_pages_is_paged_to_its_end_and_a_page_may_be_asked_for_again() {
    let server = Scripted::start(|request, before| match request.path.as_str() {
        USER_GET => {
            let start = request.value("next_openid").parse().unwrap_or(0);
            let next = if start < 480 { (start + 20).to_string() } else { String::new() };
            page(&made(500)[start..][..20], &next)
        }
        _ => super::everybody(request, before),
    })
    .await;
    let client = client(&with_secret(&server.base));
    assert_eq!(paged(&client).await, (made(500), None));
    let again = client.followers(Some("40")).await.expect("a page");
    assert_eq!(again.next.as_deref(), Some("60"));
}

/// What every path answers, or only those that bring followers.
type Worst = fn(&Request, usize) -> Reply;

#[tokio::test]
async fn no_answer_of_any_endpoint_causes_calls_without_end() {
    let worst: [(&str, Worst); 12] = [
        ("busy", |_, _| refusal(-1, "system error")),
        ("not latest", |_, _| refusal(40001, "not latest")),
        ("expired", |_, _| refusal(42001, "expired")),
        ("of nobody", |_, _| refusal(40003, "invalid openid")),
        ("shed", |_, _| Reply::Whole(503, b"FastReject".to_vec())),
        ("cut", |_, _| Reply::Cut(1000, b"{".to_vec())),
        ("reset", |_, _| Reply::Reset),
        ("rubbish", |_, _| ok("{\"a\":\\")),
        ("nothing", |_, _| ok("{}")),
        ("empty", |_, _| ok("")),
        ("half of the rows", |request, _| match request.path.as_str() {
            BATCHGET => rows(requested(request).iter().step_by(2)),
            _ => refusal(-1, "system error"),
        }),
        ("rows of others", |request, _| match request.path.as_str() {
            BATCHGET => rows(made(1000)[900..].iter()),
            _ => follower("oSOMEBODYELSE"),
        }),
    ];
    for (name, reply) in worst {
        for fails_at_token in [false, true] {
            let server = Scripted::start(move |request, before| {
                let is_token = request.path == super::STABLE_TOKEN;
                if is_token && !fails_at_token {
                    return super::token("96_the-same-token");
                }
                reply(request, before)
            })
            .await;
            let client = client(&with_secret(&server.base));
            let openids: Vec<_> = made(100).iter().map(|text| openid(text)).collect();
            client.user_infos(&openids, Lang::ZhCn).await;
            // Four tries of each row alone, and of the batches in between.
            let calls = server.requests().len();
            assert!(calls <= 900, "{name}: {calls} calls for 100 rows");
            for _ in 0..2 {
                let before = server.requests().len();
                let _ = client.user_info(&openids[0], Lang::ZhCn).await;
                let _ = client.followers(None).await;
                let _ = client.tags().await;
                let _ = client.quota(USER_INFO).await;
                let calls = server.requests().len() - before;
                assert!(calls <= 4 * 8, "{name}: {calls} calls for four");
            }
        }
    }
}
