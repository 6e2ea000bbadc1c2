//! Rows that are no JSON, among others that are.

use fanscope::{
    follower::lang::Lang,
    i18n::UiLang,
    wechat::error::{Body, Error},
};

use super::{
    BATCHGET, CANARY, GOOD, USER_INFO, answering, client, made, openid, requested, with_token,
};
use crate::support::scripted::{Reply, Request, Scripted, ok};

/// What may stand in a city so that the whole body is no JSON any more.
const BROKEN: [&[u8]; 5] = [b"y\xe6v\x87\\\x9b", b"a\\qb", b"say \"hi\" to", b"\\u12g4", b"end\\"];

/// A batch in which these rows have this city.
fn rows(openids: &[String], odd: &[String], city: &[u8]) -> Vec<u8> {
    let row = |openid: &String| {
        let city = if odd.contains(openid) { city } else { "广州".as_bytes() };
        let head = format!("{{\"subscribe\":1,\"openid\":\"{openid}\",\"city\":\"");
        [head.as_bytes(), city, b"\"}"].concat()
    };
    openids.iter().map(row).collect::<Vec<_>>().join(&b","[..])
}

fn reply(request: &Request, odd: &[String], city: &[u8]) -> Reply {
    if request.path == USER_INFO {
        return ok(rows(&[request.value("openid").to_owned()], odd, city));
    }
    let rows = rows(&requested(request), odd, city);
    ok([&b"{\"user_info_list\":["[..], &rows, b"]}"].concat())
}

#[tokio::test]
async fn an_unreadable_row_costs_a_few_calls_and_not_its_batch() {
    for city in BROKEN {
        let odd = vec![made(100)[42].clone(), made(100)[97].clone()];
        let expected: Vec<bool> = made(100).iter().map(|openid| !odd.contains(openid)).collect();
        let server = Scripted::start(move |request, _| reply(request, &odd, city)).await;
        let client = client(&with_token(&server.base));
        let openids: Vec<_> = made(100).iter().map(|text| openid(text)).collect();
        let replies = client.user_infos(&openids, Lang::ZhCn).await;
        let city = String::from_utf8_lossy(city);
        let read: Vec<bool> = replies.iter().map(Result::is_ok).collect();
        assert_eq!(read, expected, "{city}");
        let calls = server.requests().len();
        assert!(calls <= 30, "{calls} calls for {city}");
        let Err(error) = &replies[42] else { panic!("{city}") };
        let Error::Body(Body::NotJson(unreadable)) = error else { panic!("{city}: {error:?}") };
        assert!(unreadable.raw().contains(&made(100)[42]), "{}", unreadable.raw());
        for lang in UiLang::ALL {
            let message = error.explain(lang).message;
            assert!(message.contains(&*unreadable.near()), "{message}");
        }
        assert!(error.report("shop", 0, UiLang::En).contains(&*unreadable.raw()));
    }
}

#[tokio::test]
async fn an_unreadable_answer_shows_its_bytes_bounded_visible_and_without_secrets() {
    let escaped = CANARY.replace('_', "\\u005f");
    let body = [
        b"{\"openid\":\"o\",\"city\":\"y\xe6v\x87\\\x9b\x1b[2J\",\"a\":\"".to_vec(),
        format!("{CANARY} {escaped}\",\"b\":\"").into_bytes(),
        vec![b'x'; 100_000],
        b"\"}".to_vec(),
    ]
    .concat();
    let server = answering(vec![ok(body)]).await;
    let requested = client(&with_token(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
    let error = requested.expect_err("no JSON");
    let Error::Body(Body::NotJson(unreadable)) = &error else { panic!("{error:?}") };
    let raw = unreadable.raw();
    assert!(raw.contains("y‹E6›v‹87›\\‹9B›‹ESC›[2J\",\"a\":\"… …\""), "{raw}");
    assert!(raw.len() < 5_000 && !raw.contains("c4n4ry"), "{raw}");
    assert!(unreadable.near().contains('\\'), "{}", unreadable.near());
}

#[tokio::test]
async fn a_server_of_which_nothing_can_be_read_is_not_asked_about_each_row() {
    let server = Scripted::start(|_, _| ok("{\"user_info_list\":[{\"a\":\"\\q\"}]}")).await;
    let client = client(&with_token(&server.base));
    let openids: Vec<_> = made(100).iter().map(|text| openid(text)).collect();
    let replies = client.user_infos(&openids, Lang::ZhCn).await;
    assert!(replies.iter().all(|reply| matches!(reply, Err(Error::Body(Body::NotJson(_))))));
    let calls = server.count(BATCHGET) + server.count(USER_INFO);
    assert!(calls <= 40, "{calls} calls");
}
