//! What goes wrong on purpose, by endpoint and number of the request.

use std::{error::Error as _, time::Duration};

use fanscope::demo::{
    account::SHOP,
    endpoint::Endpoint::{BatchGet, UserInfo},
    faults::{Fault, Rows},
};
use reqwest::{Error, Response};
use serde_json::{Value, json};

use super::made::{Stand, demo, errcode, json, post, shop};

async fn ask(demo: &Stand) -> Result<Response, Error> {
    let openid = demo.openids(&SHOP).next().expect("somebody");
    let token = demo.token(&SHOP);
    let path = format!("/cgi-bin/user/info?access_token={token}&openid={openid}");
    demo.client.get(format!("{}{path}", demo.base())).send().await
}

#[tokio::test]
async fn a_fault_hits_the_requests_it_is_set_for_and_no_others() {
    let demo = demo(20).await;
    demo.faults().set(UserInfo, 2..=3, Fault::refuse(45009));
    demo.faults().set(UserInfo, 3..=3, Fault::html(502));
    let mut seen = vec![];
    for _ in 0..4 {
        let reply = ask(&demo).await.expect("an answer");
        let status = reply.status().as_u16();
        let body = reply.bytes().await.expect("a body");
        seen.push(if status == 200 { errcode(&body) } else { i64::from(status) });
    }
    assert_eq!(seen, [0, 45009, 502, 0]);
    assert_eq!(errcode(&shop(&demo, "/cgi-bin/user/get", "").await), 0);
}

#[tokio::test]
async fn a_connection_is_reset_cut_short_or_redirected() {
    let demo = demo(20).await;
    demo.faults().set(UserInfo, 1..=1, Fault::Reset);
    demo.faults().set(UserInfo, 2..=2, Fault::ResetAfter(20));
    demo.faults().set(UserInfo, 3..=3, Fault::TruncateTo(20));
    demo.faults().set(UserInfo, 4..=4, Fault::Redirect("http://127.0.0.1:9/".to_owned()));
    let reset = ask(&demo).await.expect_err("not even a head");
    assert!(is_reset(&reset), "{reset:?}");
    for _ in 0..2 {
        let cut = ask(&demo).await.expect("a head");
        assert!(cut.content_length().is_some_and(|length| length > 300));
        cut.bytes().await.expect_err("not the whole body");
    }
    let elsewhere = ask(&demo).await.expect("an answer");
    assert_eq!(
        (elsewhere.status().as_u16(), &elsewhere.headers()["location"]),
        (302, &"http://127.0.0.1:9/".parse().expect("a value"))
    );
    ask(&demo).await.expect("nothing is wrong any more");
}

/// Whether the cause below all others is a reset and not a polite end.
fn is_reset(error: &Error) -> bool {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    let io = causes.last().and_then(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset)
}

#[tokio::test]
async fn a_body_may_be_huge_dirty_or_slow() {
    let demo = demo(20).await;
    demo.faults().set(UserInfo, 1..=1, Fault::Huge(3 << 20));
    demo.faults().set(UserInfo, 2..=2, Fault::Prefix(vec![0, 0xff]));
    let slow = Fault::Trickle { bytes: 100, rest: Duration::from_millis(1) };
    demo.faults().set(UserInfo, 3..=3, slow);
    let body = async || ask(&demo).await.expect("an answer").bytes().await.expect("a body");
    assert_eq!(body().await.len(), 3 << 20);
    assert!(body().await.starts_with(b"\0\xff{\"subscribe\""));
    assert_eq!(json(&body().await)["subscribe"], 1);
}

#[tokio::test]
async fn an_answer_that_never_comes_is_ended_by_the_one_who_waits() {
    let demo = demo(20).await;
    demo.faults().set(UserInfo, .., Fault::Hang);
    let waited = tokio::time::timeout(Duration::from_millis(50), ask(&demo)).await;
    waited.expect_err("still waiting");
    assert_eq!(demo.calls(UserInfo), 1);
}

#[tokio::test]
async fn another_program_may_end_the_token_in_the_middle() {
    let demo = demo(20).await;
    demo.faults().set(UserInfo, 2..=2, Fault::InvalidateToken);
    demo.faults().set(UserInfo, 4..=4, Fault::ExpireToken);
    let mut seen = vec![];
    for _ in 0..5 {
        seen.push(errcode(&ask(&demo).await.expect("an answer").bytes().await.expect("a body")));
    }
    assert_eq!(seen, [0, 40001, 0, 42001, 0]);
}

#[tokio::test]
async fn the_rows_of_a_batch_may_be_put_together_wrongly() {
    let demo = demo(100).await;
    let requested: Vec<String> = demo.openids(&SHOP).skip(20).take(4).collect();
    let [a, b, c, d] = [&requested[0], &requested[1], &requested[2], &requested[3]];
    let foreign = demo.openids(&SHOP).last().expect("somebody");
    let cases = [
        (Rows::Shuffled, vec![d, c, b, a]),
        (Rows::Missing(1), vec![a, c, d]),
        (Rows::Doubled(0), vec![a, a, b, c, d]),
        (Rows::Foreign(2), vec![a, b, &foreign, d]),
        (Rows::NotFollowing(3), vec![a, b, c, d]),
    ];
    let users: Vec<Value> = requested.iter().map(|openid| json!({"openid": openid})).collect();
    let ask = json!({"user_list": users}).to_string();
    for (number, (rows, expected)) in (1..).zip(cases) {
        demo.faults().set(BatchGet, number..=number, Fault::Rows(rows));
        let reply = post(&demo, "/cgi-bin/user/info/batchget", ask.clone()).await;
        let list = reply["user_info_list"].as_array().expect("rows");
        let openids: Vec<&str> = list.iter().filter_map(|row| row["openid"].as_str()).collect();
        assert_eq!(openids, expected, "{rows:?}");
        let follows = list.iter().filter(|row| row["subscribe"] == 1).count();
        let wrong = usize::from(rows == Rows::NotFollowing(3));
        assert_eq!(follows, expected.len() - wrong, "{rows:?}");
    }
}

#[tokio::test]
async fn one_unknown_openid_may_refuse_a_whole_batch() {
    let demo = demo(100).await;
    demo.faults().set(BatchGet, .., Fault::Rows(Rows::AllOrNothing));
    let good = demo.openids(&SHOP).next().expect("somebody");
    let users = json!([{"openid": good}, {"openid": "oNobodyNobodyNobodyNobodyNob"}]);
    let ask = json!({"user_list": users}).to_string();
    assert_eq!(post(&demo, "/cgi-bin/user/info/batchget", ask).await["errcode"], 40003);
}

#[tokio::test]
async fn a_token_that_one_machine_refuses_is_handed_out_again() {
    let demo = demo(20).await;
    let token = demo.token(&SHOP);
    demo.faults().set(UserInfo, .., Fault::StaleMachine { of: 3 });
    let mut seen = vec![];
    for _ in 0..6 {
        seen.push(errcode(&ask(&demo).await.expect("an answer").bytes().await.expect("a body")));
        assert_eq!(demo.token(&SHOP), token);
    }
    assert_eq!(seen, [0, 0, 40001, 0, 0, 40001]);
    demo.faults().set(UserInfo, .., Fault::refuse(40001));
    for _ in 0..3 {
        let reply = ask(&demo).await.expect("an answer");
        assert_eq!(errcode(&reply.bytes().await.expect("a body")), 40001);
        assert_eq!(demo.token(&SHOP), token);
    }
}
