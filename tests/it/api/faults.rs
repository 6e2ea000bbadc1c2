//! Servers on a bad day: every case is an error with words, and never a hang or a panic.

use std::time::Duration;

use fanscope::{
    follower::lang::Lang,
    i18n::UiLang,
    wechat::error::{Body, Error, Network},
};
use tokio::net::TcpListener;

use super::{GOOD, USER_INFO, answering, client, follower, hasty, openid, with_token};
use crate::support::scripted::{Reply, Scripted, ok};

/// What becomes of a lookup at a server that does this.
async fn after(reply: Reply) -> Error {
    let server = answering(vec![reply]).await;
    let client = client(&with_token(&server.base));
    client.user_info(&openid(GOOD), Lang::ZhCn).await.expect_err("a failure")
}

#[tokio::test]
async fn a_server_that_refuses_connections_is_named_as_that() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let requested = client(&with_token(&base)).user_info(&openid(GOOD), Lang::ZhCn).await;
    assert_eq!(requested, Err(Error::Network(Network::Refused)));
}

#[tokio::test]
async fn a_host_name_that_nobody_knows_is_named_as_that() {
    let account = with_token("https://no-such-host.invalid");
    let requested = client(&account).user_info(&openid(GOOD), Lang::ZhCn).await;
    assert_eq!(requested, Err(Error::Network(Network::Dns)));
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_named_as_that() {
    let server = answering(vec![follower(GOOD)]).await;
    let account = with_token(&server.base.replace("http:", "https:"));
    let requested = client(&account).user_info(&openid(GOOD), Lang::ZhCn).await;
    assert_eq!(requested, Err(Error::Network(Network::Tls)));
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let server = answering(vec![Reply::Hang]).await;
    let requested = hasty(&with_token(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
    assert_eq!(requested, Err(Error::Network(Network::Timeout)));
}

#[tokio::test]
async fn a_server_that_sends_a_byte_at_a_time_is_given_up() {
    let server = answering(vec![Reply::Drip(Duration::from_millis(20))]).await;
    let requested = hasty(&with_token(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
    assert_eq!(requested, Err(Error::Network(Network::Timeout)));
}

#[tokio::test]
async fn a_web_page_is_not_taken_for_an_answer() {
    let page = b"<!DOCTYPE html><html><body>Log in to the network".to_vec();
    assert_eq!(after(ok(page.clone())).await, Error::Body(Body::Html));
    let error = after(Reply::Whole(502, page)).await;
    assert_eq!(error, Error::Http { status: 502, is_shed: false });
}

#[tokio::test]
async fn an_answer_that_ends_too_soon_is_not_read_as_whole() {
    let part = b"{\"subscribe\":1,".to_vec();
    assert_eq!(after(Reply::Cut(500, part.clone())).await, Error::Body(Body::Truncated));
    assert_eq!(after(ok(part)).await, Error::Body(Body::Truncated));
    assert_eq!(after(ok("")).await, Error::Body(Body::Empty));
}

#[tokio::test]
async fn an_answer_of_200_megabytes_is_cut_off() {
    assert_eq!(after(Reply::Flood(200 << 20)).await, Error::Body(Body::TooLarge));
}

#[tokio::test]
async fn an_answer_nested_a_million_deep_does_not_overflow() {
    let deep = "{\"a\":[".repeat(500_000);
    assert_eq!(after(ok(deep)).await, Error::Body(Body::TooDeep));
}

#[tokio::test]
async fn a_connection_that_is_reset_is_named_as_that() {
    assert_eq!(after(Reply::Reset).await, Error::Network(Network::Reset));
    assert_eq!(after(Reply::Raw(vec![])).await, Error::Network(Network::Reset));
}

#[tokio::test]
async fn a_reset_in_the_middle_of_an_answer_does_not_pass_for_its_end() {
    let error = after(Reply::HalfReset(b"{\"subscribe\":1".to_vec())).await;
    assert_eq!(error, Error::Network(Network::Reset));
}

#[tokio::test]
async fn every_documented_code_is_a_failure_with_its_own_words_and_its_number() {
    use fanscope::wechat::{error::Renewal, scrub::Scrubber, transport::Response};
    let table = include_str!("../../../assets/errcodes.tsv");
    let codes: Vec<i64> = table
        .lines()
        .skip(1)
        .map(|line| line.split('\t').next().unwrap_or_default().parse().expect("a number"))
        .collect();
    assert!(codes.len() > 100);
    for code in codes {
        let body = format!(
            "{{\"errcode\":\"{code}\",\"errmsg\":\"no hint: [x] rid: 61d3e476-294654f3-4d3917ee\"}}"
        );
        let read = Response::new(200, body.into_bytes()).read(USER_INFO, 100, &Scrubber::default());
        let Err(error @ Error::Api(_)) = read else {
            panic!("{code} is no refusal");
        };
        for lang in UiLang::ALL {
            let explained = error.explain(lang);
            assert!(explained.message.contains(&format!("[{code}]")), "{explained:?}");
            assert!(!explained.message.contains("no hint"), "{code} has no words of its own");
        }
        let Error::Api(refusal) = error else { continue };
        assert_eq!((refusal.errcode, refusal.renewal), (code, Renewal::None));
        assert_eq!(refusal.rid.map(|rid| rid.called_at), Some(1_641_276_534));
    }
}

#[tokio::test]
async fn rubbish_instead_of_http_is_an_error() {
    assert_eq!(after(Reply::Raw(b"\0\xff\r\n\r\n".to_vec())).await, Error::Network(Network::Other));
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_nothing_is_sent_there() {
    let elsewhere = answering(vec![follower(GOOD)]).await;
    let to = format!("{}{USER_INFO}?openid={GOOD}", elsewhere.base);
    let error = after(Reply::Redirect(to)).await;
    assert_eq!(error, Error::Http { status: 302, is_shed: false });
    assert_eq!(elsewhere.requests(), []);
}

#[tokio::test]
async fn an_answer_about_somebody_else_is_not_shown() {
    let error = after(follower("oFAKE0000000000000000000001")).await;
    assert_eq!(error, Error::Body(Body::OtherFollower));
    assert_eq!(after(ok("{\"hello\":1}")).await, Error::Body(Body::Unexpected));
}

#[tokio::test]
async fn offline_nothing_is_sent() {
    use fanscope::wechat::client::{Client, Options};
    let server = Scripted::listed([]).await;
    let options = Options { is_offline: true, ..Options::default() };
    let client = Client::new(&with_token(&server.base), &options).expect("a client");
    assert_eq!(client.user_info(&openid(GOOD), Lang::ZhCn).await, Err(Error::Offline));
    assert_eq!(server.requests(), []);
}

#[test]
fn every_failure_has_words_in_both_languages() {
    use fanscope::{
        follower::openid::Malformed,
        wechat::{error::Credentials, scrub::Scrubber, unreadable::Unreadable},
    };
    let network = [
        Network::Refused,
        Network::Dns,
        Network::Timeout,
        Network::Tls,
        Network::Reset,
        Network::Proxy,
        Network::Unreachable,
        Network::Other,
    ];
    let body = [
        Body::Empty,
        Body::Html,
        Body::Truncated,
        Body::TooLarge,
        Body::TooDeep,
        Body::Unexpected,
        Body::OtherFollower,
        Body::Circular,
        Body::TooMany,
    ];
    let unreadable = Unreadable::new(b"{\"a\":b}", "{\"a\":b}", 5, &Scrubber::default());
    let not_json = Error::Body(Body::NotJson(Box::new(unreadable)));
    let malformed = [Malformed::Empty, Malformed::Character('\u{1b}'), Malformed::Length(4)];
    let credentials = [Credentials::NoAppid, Credentials::NoCertificates];
    let status = [302, 404, 502].map(|status| Error::Http { status, is_shed: false });
    let errors = network
        .map(Error::Network)
        .into_iter()
        .chain(body.map(Error::Body))
        .chain(malformed.map(Error::Malformed))
        .chain(credentials.map(Error::Credentials))
        .chain(status)
        .chain([
            not_json,
            Error::Offline,
            Error::Cancelled,
            Error::Http { status: 200, is_shed: true },
        ]);
    for error in errors {
        let [en, zh] = UiLang::ALL.map(|lang| error.explain(lang));
        for text in [&en.message, &en.action, &zh.message, &zh.action] {
            let is_key = text.starts_with("api.");
            assert!(!text.is_empty() && !is_key && !text.contains("%{"), "{error:?}: {text}");
        }
        assert_ne!(en.message, zh.message, "{error:?}");
        assert!(!en.message.contains('\u{1b}'));
    }
}
