//! Each endpoint in its ordinary way, and what it refuses.

use fanscope::demo::{
    self,
    account::{SERVICE, SHOP},
    endpoint::Endpoint,
};
use serde_json::json;

use super::made::{client, demo, errcode, get, json, post, shop};

const DOCUMENTED: &str = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";

#[tokio::test]
async fn the_documented_openid_answers_the_documented_bytes() {
    let demo = demo(500).await;
    let body = shop(&demo, "/cgi-bin/user/info", &format!("&openid={DOCUMENTED}")).await;
    let documented = include_bytes!("../../../assets/demo/user_info-documented.json");
    assert_eq!(body, documented);
    assert!(demo::openids(&SHOP, 500).take(6).any(|openid| openid == DOCUMENTED));
}

#[tokio::test]
async fn an_answer_says_its_type_and_length_as_the_live_api_does() {
    let demo = demo(20).await;
    let answer = get(&demo, "/cgi-bin/user/info").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/json; encoding=utf-8");
    assert_eq!(errcode(&answer.bytes().await.expect("a body")), 41001);
}

#[tokio::test]
async fn a_page_of_openids_is_what_the_list_without_a_server_says() {
    let demo = demo(30).await;
    for account in [&SHOP, &SERVICE] {
        let token = demo.token(account);
        let answer = get(&demo, &format!("/cgi-bin/user/get?access_token={token}")).await;
        let page = json(&answer.bytes().await.expect("a body"));
        let listed: Vec<String> = demo::openids(account, 30).collect();
        let expected = json!({
            "total": listed.len(),
            "count": listed.len(),
            "data": { "openid": listed },
            "next_openid": listed.last(),
        });
        assert_eq!(page, expected);
    }
}

#[tokio::test]
async fn the_secret_gets_the_one_stable_token_and_a_wrong_one_none() {
    let demo = demo(20).await;
    let ask = |appid: &str, secret: &str| {
        json!({"grant_type": "client_credential", "appid": appid, "secret": secret}).to_string()
    };
    let first = post(&demo, "/cgi-bin/stable_token", ask(SHOP.appid, SHOP.secret)).await;
    assert_eq!(first["access_token"], demo.token(&SHOP));
    assert!(first["expires_in"].as_u64().is_some_and(|left| (7190..=7200).contains(&left)));
    for (appid, secret, errcode) in [
        ("wx0000000000000000", SHOP.secret, 40013),
        (SHOP.appid, "short", 40125),
        (SHOP.appid, SERVICE.secret, 40001),
        ("", SHOP.secret, 41002),
        (SHOP.appid, "", 41004),
    ] {
        let refused = post(&demo, "/cgi-bin/stable_token", ask(appid, secret)).await;
        assert_eq!(refused["errcode"], errcode, "{appid} {secret}: {refused}");
    }
    assert_eq!(demo.calls(Endpoint::StableToken), 6);
}

#[tokio::test]
async fn a_wrong_method_is_named() {
    let demo = demo(20).await;
    assert_eq!(post(&demo, "/cgi-bin/user/info", "").await["errcode"], 43001);
    let body = shop(&demo, "/cgi-bin/user/info/batchget", "").await;
    assert_eq!(errcode(&body), 43002);
    let elsewhere = client().get(format!("{}/cgi-bin/nowhere", demo.base()));
    let elsewhere = elsewhere.send().await.expect("an answer").bytes().await.expect("a body");
    assert_eq!(errcode(&elsewhere), 40066);
}
