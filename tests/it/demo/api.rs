//! Each endpoint in its ordinary way, and what it refuses.

use fanscope::demo::{
    self,
    account::{SERVICE, SHOP},
    endpoint::Endpoint,
};
use serde_json::json;

use super::made::{Stand, demo, errcode, get, json, post, shop};

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
    let reply = get(&demo, "/cgi-bin/user/info").await;
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()["content-type"], "application/json; encoding=utf-8");
    assert_eq!(errcode(&reply.bytes().await.expect("a body")), 41001);
}

#[tokio::test]
async fn a_page_of_openids_is_what_the_list_without_a_server_says() {
    let demo = demo(30).await;
    for account in [&SHOP, &SERVICE] {
        let token = demo.token(account);
        let reply = get(&demo, &format!("/cgi-bin/user/get?access_token={token}")).await;
        let page = json(&reply.bytes().await.expect("a body"));
        let mut listed: Vec<String> = demo::openids(account, 30).collect();
        if account == &SHOP {
            // The one that is nobody's any more.
            listed[19] = page["data"]["openid"][19].as_str().expect("text").to_owned();
        }
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
    let elsewhere = get(&demo, "/cgi-bin/nowhere").await.bytes().await.expect("a body");
    assert_eq!(errcode(&elsewhere), 40066);
}

#[tokio::test]
async fn a_token_that_is_missing_odd_unknown_or_old_is_told_apart() {
    let demo = demo(20).await;
    let current = demo.token(&SHOP);
    let ask = async |token: &str| {
        let path = format!("/cgi-bin/user/info?access_token={token}&openid={DOCUMENTED}");
        errcode(&get(&demo, &path).await.bytes().await.expect("a body"))
    };
    assert_eq!(ask("").await, 41001);
    assert_eq!(ask("nothing%20like%20it").await, 40014);
    assert_eq!(ask("96_unknown").await, 40001);
    assert_eq!(ask(&current).await, 0);
    demo.expire_tokens(&SHOP);
    assert_eq!(ask(&current).await, 42001);
    let renewed = demo.token(&SHOP);
    assert_eq!(ask(&renewed).await, 0);
    demo.invalidate_tokens(&SHOP);
    assert_eq!(ask(&renewed).await, 40001);
}

#[tokio::test]
async fn a_classic_token_ends_the_one_before_and_not_the_stable_one() {
    let demo = demo(20).await;
    let stable = demo.token(&SHOP);
    let mint = async || {
        let rest = format!("appid={}&secret={}", SHOP.appid, SHOP.secret);
        let path = format!("/cgi-bin/token?grant_type=client_credential&{rest}");
        let minted = json(&get(&demo, &path).await.bytes().await.expect("a body"));
        assert_eq!(minted["expires_in"], 7200);
        minted["access_token"].as_str().expect("a token").to_owned()
    };
    let (first, second) = (mint().await, mint().await);
    for (token, expected) in [(&first, 40001), (&second, 0), (&stable, 0)] {
        let path = format!("/cgi-bin/user/get?access_token={token}");
        let body = get(&demo, &path).await.bytes().await.expect("a body");
        assert_eq!(errcode(&body), expected);
    }
}

#[tokio::test]
async fn a_forced_stable_token_is_new_once_and_then_not_for_half_a_minute() {
    let demo = demo(20).await;
    let ask = json!({
        "grant_type": "client_credential",
        "appid": SHOP.appid,
        "secret": SHOP.secret,
        "force_refresh": true,
    });
    let first = demo.token(&SHOP);
    let forced = post(&demo, "/cgi-bin/stable_token", ask.to_string()).await;
    let again = post(&demo, "/cgi-bin/stable_token", ask.to_string()).await;
    assert_ne!(forced["access_token"], first);
    assert_eq!(forced["access_token"], again["access_token"]);
}

#[tokio::test]
async fn a_refusal_carries_the_second_of_the_call_in_its_rid() {
    let demo = demo(20).await;
    let body = json(&shop(&demo, "/cgi-bin/user/info", "&openid=o6_bmj").await);
    assert_eq!(body["errcode"], 40003);
    let message = body["errmsg"].as_str().expect("words");
    let rid = message.strip_prefix("invalid openid rid: ").expect("a rid");
    let parts: Vec<&str> = rid.split('-').collect();
    assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 8, 8]);
    let second = u64::from_str_radix(parts[0], 16).expect("hexadecimal");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    assert!(now.expect("after 1970").as_secs().abs_diff(second) <= 60);
}

#[tokio::test]
async fn a_long_list_comes_in_pages_of_ten_thousand_and_ends_without_data() {
    let demo = demo(25_000).await;
    let (mut next, mut openids, mut counts) = (String::new(), vec![], vec![]);
    loop {
        let page = json(&shop(&demo, "/cgi-bin/user/get", &format!("&next_openid={next}")).await);
        assert_eq!(page["total"], 25_000);
        counts.push(page["count"].as_u64().expect("a number"));
        let Some(data) = page.get("data") else { break };
        let part = data["openid"].as_array().expect("a list");
        openids.extend(part.iter().map(|id| id.as_str().expect("text").to_owned()));
        next = page["next_openid"].as_str().expect("text").to_owned();
        assert_eq!(Some(&next), openids.last());
    }
    assert_eq!(counts, [10_000, 10_000, 5_000, 0]);
    let places = demo.openids(&SHOP).zip(openids).enumerate();
    let others: Vec<usize> =
        places.filter(|(_, (one, other))| one != other).map(|(place, _)| place).collect();
    assert_eq!(others, [19], "one is nobody's any more");
}

#[tokio::test]
async fn tags_are_named_for_each_account_and_counted_over_its_followers() {
    let demo = demo(200).await;
    let tags = json(&shop(&demo, "/cgi-bin/tags/get", "").await);
    let vip = tags["tags"].as_array().expect("a list").iter().find(|tag| tag["id"] == 100);
    let vip = vip.expect("the shop has this tag");
    assert_eq!(vip["name"], "VIP");
    let mut counted = 0;
    for openid in demo.openids(&SHOP) {
        let body = shop(&demo, "/cgi-bin/user/info", &format!("&openid={openid}")).await;
        let text = String::from_utf8_lossy(&body);
        let tags = text.split_once("\"tagid_list\":[").map_or("", |(_, rest)| rest);
        let tags = tags.split(']').next().unwrap_or_default();
        counted += u64::from(tags.split(',').any(|tag| tag.trim_matches('"') == "100"));
    }
    // Those who left since have kept their tags, and nobody shows them.
    let told = vip["count"].as_u64().expect("a number");
    assert!((counted..=counted + 5).contains(&told), "{counted} {told}");
}

#[tokio::test]
async fn the_quota_counts_what_was_asked() {
    let demo = demo(20).await;
    for _ in 0..3 {
        shop(&demo, "/cgi-bin/user/info", &format!("&openid={DOCUMENTED}")).await;
    }
    let ask = json!({"cgi_path": "/cgi-bin/user/info"}).to_string();
    let told = post(&demo, "/cgi-bin/openapi/quota/get", ask).await;
    let quota = json!({"daily_limit": 5_000_000, "used": 3, "remain": 4_999_997});
    assert_eq!(told, json!({"errcode": 0, "errmsg": "ok", "quota": quota}));
    let ask = json!({"cgi_path": "/cgi-bin/nowhere"}).to_string();
    assert_eq!(post(&demo, "/cgi-bin/openapi/quota/get", ask).await["errcode"], 76021);
}

#[tokio::test]
async fn an_answer_takes_as_long_as_it_is_told_to() {
    let latency = std::time::Duration::from_millis(40);
    let options = demo::Options { latency, ..demo::Options::default() };
    let demo = Stand {
        demo: demo::Demo::start(options).await.expect("loopback is there"),
        client: super::made::client(),
    };
    let before = std::time::Instant::now();
    get(&demo, "/cgi-bin/user/info").await;
    assert!(before.elapsed() >= latency);
}

#[tokio::test]
async fn the_stats_count_the_calls_of_each_endpoint() {
    let demo = demo(20).await;
    get(&demo, "/cgi-bin/user/info").await;
    get(&demo, "/cgi-bin/user/info").await;
    get(&demo, "/mmopen/nobody/46").await;
    let stats = json(&get(&demo, "/__stats").await.bytes().await.expect("a body"));
    assert_eq!(stats["/cgi-bin/user/info"], 2);
    assert_eq!(stats["/mmopen"], 1);
    assert_eq!(stats["/cgi-bin/token"], 0);
    assert_eq!((demo.calls(Endpoint::UserInfo), demo.most_at_once(Endpoint::UserInfo)), (2, 1));
}

#[tokio::test]
async fn an_address_that_others_can_reach_is_not_listened_on() {
    let listen = "0.0.0.0:0".parse().expect("an address");
    let options = demo::Options { listen, ..demo::Options::default() };
    let error = demo::Demo::start(options).await.expect_err("refused");
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
}

#[tokio::test]
async fn nothing_answers_after_the_stand_in_is_dropped() {
    let demo = demo(20).await;
    let Stand { demo, client } = demo;
    let address = format!("{}/__stats", demo.base());
    client.get(&address).send().await.expect("an answer");
    drop(demo);
    // Also not on the connection that is still open.
    client.get(&address).send().await.expect_err("no answer");
}
