//! The bodies that the API is known to send: the decoder reads every one.

use std::{fs, path::PathBuf};

use fanscope::{
    follower::{
        Follower, Missing, Sex, avatar_url::AvatarUrl, blank::Blank, follow_time::OddTime,
        lang::Lang, scene::Scene, unionid::UnionId,
    },
    wechat::{
        Page, Quota, Tag, decode,
        error::{Error, Refusal, Renewal},
        rid::Rid,
        scrub::Scrubber,
        transport::Response,
        wire::Received,
    },
};
use serde_json::json;

use super::{GOOD, USER_INFO, answering, client, openid, with_token};
use crate::support::scripted::{Scripted, ok};

/// More values than any sample has.
const MANY: usize = 20_000;

fn sample(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/data").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn read(name: &str) -> Result<Received, Error> {
    Response::new(200, sample(name)).read(USER_INFO, MANY, &Scrubber::default())
}

fn follower(name: &str) -> Follower {
    decode::follower(&read(name).expect(name).object).expect(name)
}

fn unionid(text: &str) -> Option<UnionId> {
    UnionId::new(text)
}

#[test]
fn the_documented_follower_is_read_whole() {
    let band = Follower {
        follows: true,
        nickname: Some("Band".into()),
        sex: Sex::Male,
        language: Some("zh_CN".into()),
        city: Some("广州".into()),
        province: Some("广东".into()),
        country: Some("中国".into()),
        avatar: AvatarUrl::new(
            "http://wx.qlogo.cn/mmopen/g3MonUZtNHkdmzicIlibx6iaFqAc56vxLSUfpb6n5WKSYVY0ChQKkiaJSgQ1dZuTOgvLLrhJbERQQ4eMsv84eavHiaiceqxibJxCfHe/0",
        ),
        followed_at: Some(1_382_694_957),
        unionid: unionid("o6_bmasdasdsad6_2sgVt7hMZOPfL"),
        ..Follower::new(openid(GOOD))
    };
    assert_eq!(follower("user_info-documented.json"), band);
    assert_eq!(follower("user_info-wechatpy.json"), band);
}

#[test]
fn a_profile_that_was_withdrawn_is_no_error_whether_keys_are_gone_or_empty() {
    let gone = follower("user_info-doc_2021_after.json");
    let expected = Follower {
        follows: true,
        language: Some("zh_CN".into()),
        followed_at: Some(1_382_694_957),
        unionid: unionid("o6_bmasdasdsad6_2sgVt7hMZOPfL"),
        tags: vec![128, 2],
        scene: Some(Scene::QrCode),
        qr_scene: Some("98765".into()),
        ..Follower::new(openid(GOOD))
    };
    assert_eq!((&gone, gone.no_profile_reason()), (&expected, Missing::Withdrawn));

    let empty = follower("user_info-live_2022_subscribed_stripped.json");
    let expected = Follower {
        follows: true,
        language: Some("zh_CN".into()),
        followed_at: Some(1_641_364_601),
        unionid: unionid("oFAKEUNION00000000000000001"),
        scene: Some(Scene::Search),
        ..Follower::new(openid("oFAKE0000000000000000000001"))
    };
    assert_eq!((&empty, empty.no_profile_reason()), (&expected, Missing::Withdrawn));
}

#[test]
fn who_does_not_follow_is_read_in_the_old_form_and_the_new() {
    let old = Follower {
        unionid: unionid("oFAKEUNION00000000000000004"),
        ..Follower::new(openid("oFAKE0000000000000000000004"))
    };
    assert_eq!(follower("user_info-live_2015_unsubscribed_unionid.json"), old);
    let new = Follower {
        language: Some("zh_CN".into()),
        ..Follower::new(openid("oFAKE0000000000000000000002"))
    };
    assert_eq!(follower("user_info-live_2025_unsubscribed.json"), new);
}

#[test]
fn raw_control_bytes_in_a_name_are_kept_as_text() {
    let read = follower("user_info-live_ctrl_x14.bin");
    assert_eq!(read.nickname.as_deref(), Some("\u{14}昵称🍭"));
    let avatar = read.avatar.as_ref().map(AvatarUrl::as_str);
    assert_eq!(avatar, Some("http://wx.qlogo.cn/mmopen/169t5I0ibYZfFAKE/0"));
}

#[test]
fn numbers_that_came_as_texts_are_read() {
    assert_eq!(follower("sns_userinfo-wechatpy.json").sex, Sex::Male);
    let object = json!({
        "openid": GOOD, "subscribe": "1", "sex": "2", "subscribe_time": "1382694957", "groupid": "0",
        "tagid_list": ["128", 2, 0, null], "qr_scene": "0", "nickname": 42, "remark": null,
        "subscribe_scene": 0, "city": 0, "new_key": {"a": [1]},
    });
    let expected = Follower {
        follows: true,
        nickname: Some("42".into()),
        sex: Sex::Female,
        followed_at: Some(1_382_694_957),
        tags: vec![128, 2],
        ..Follower::new(openid(GOOD))
    };
    let object = object.as_object().expect("an object");
    assert_eq!(decode::follower(object), Some(expected));
}

#[test]
fn every_documented_refusal_is_a_refusal() {
    let cases = [
        ("error_40001-stable_advice.json", 40001, None),
        ("error_40003-rid_only.json", 40003, Some("6035fc3b-4873a3bb-3f1bb871")),
        ("error_40013-documented.json", 40013, None),
        ("error_40164-ip_v6.json", 40164, Some("5fab84d2-09424a07-00bd7fe3")),
        ("error_45009-rid.json", 45009, Some("682af935-3049e534-64905eee")),
        ("error_48001-rid.json", 48001, Some("61d3e476-294654f3-4d3917ee")),
    ];
    for (name, code, id) in cases {
        let Err(Error::Api(Refusal { errcode, rid, endpoint, renewal, .. })) = read(name) else {
            panic!("{name} is no refusal");
        };
        assert_eq!((errcode, rid.as_ref().map(Rid::as_str)), (code, id), "{name}");
        assert_eq!((endpoint, renewal), (USER_INFO, Renewal::None), "{name}");
    }
    let bytes = sample("error_http_non200_FastReject.txt");
    for status in [200, 412, 503] {
        let read = Response::new(status, bytes.clone()).read(USER_INFO, MANY, &Scrubber::default());
        assert_eq!(read, Err(Error::Http { status, is_shed: true }));
    }
    // The reply to a question about a rid quotes a refusal, and is none.
    assert!(read("rid_get-doc.json").is_ok());
}

#[test]
fn a_last_page_that_names_a_next_one_does_not_go_round_for_ever() {
    let page = |name, from| decode::page(&read(name).expect(name).object, from);
    let two = vec![openid("OPENID1"), openid("OPENID2")];
    let old = Page { total: 2, openids: two.clone(), next: Some("NEXT_OPENID".into()) };
    assert_eq!(page("user_get-doc_old_empty_first.json", None), Ok(old));
    let first = Page { total: 2, openids: two.clone(), next: Some("OPENID2".into()) };
    assert_eq!(page("user_get-wechatpy.json", None), Ok(first));
    let last = Page { total: 2, openids: two, next: None };
    assert_eq!(page("user_get-wechatpy.json", Some("OPENID2")), Ok(last));
    let end = json!({"total": 2, "count": 0, "next_openid": "x"});
    let empty = Page { total: 2, openids: vec![], next: None };
    assert_eq!(decode::page(end.as_object().expect("an object"), Some("OPENID2")), Ok(empty));
}

#[tokio::test]
async fn each_call_asks_its_endpoint_and_reads_its_sample() {
    let server = Scripted::listed([
        ("/cgi-bin/user/get", vec![ok(sample("user_get-wechatpy.json"))]),
        ("/cgi-bin/tags/get", vec![ok(sample("tags_get-mpcli_mock.json"))]),
        ("/cgi-bin/openapi/quota/get", vec![ok(sample("quota_get-flurl.json"))]),
    ])
    .await;
    let client = client(&with_token(&server.base));
    let page = client.followers(Some("a b")).await.expect("a page");
    assert_eq!(page.openids.len(), 2);
    let tag = Tag { id: 100, name: "VIP".into(), count: 3 };
    assert_eq!(client.tags().await, Ok(vec![tag]));
    let quota = Quota { daily_limit: 0, used: 0, remain: 0 };
    assert_eq!(client.quota(USER_INFO).await, Ok(quota));
    let [get, _, post] = &server.requests()[..] else { panic!("three calls") };
    assert_eq!((get.method.as_str(), get.value("next_openid")), ("GET", "a b"));
    assert_eq!((post.method.as_str(), post.json()), ("POST", json!({"cgi_path": USER_INFO})));
}

#[tokio::test]
async fn a_follower_is_asked_for_by_openid_and_language_and_comes_with_the_raw_answer() {
    let server = answering(vec![ok(sample("user_info-documented.json"))]).await;
    let client = client(&with_token(&server.base));
    let reply = client.user_info(&openid(GOOD), Lang::ZhTw).await.expect("an answer");
    assert_eq!(reply.object["unionid"], "o6_bmasdasdsad6_2sgVt7hMZOPfL");
    let keys: Vec<&String> = reply.object.keys().take(3).collect();
    assert_eq!(keys, ["subscribe", "openid", "nickname"]);
    assert_eq!(reply.body.as_bytes(), sample("user_info-documented.json"));
    let [request] = &server.requests()[..] else { panic!("one call") };
    assert_eq!(
        request.query,
        [("access_token", super::CANARY), ("openid", GOOD), ("lang", "zh_TW")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    let head = request.head.to_ascii_lowercase();
    assert!(head.contains("user-agent: fanscope/") && !head.contains("referer"), "{head}");
}

#[tokio::test]
async fn an_odd_openid_is_percent_encoded_and_a_path_prefix_is_kept() {
    let server =
        Scripted::listed([("/gw/cgi-bin/user/info", vec![super::follower("o;[ &=张")])]).await;
    let client = client(&with_token(&format!("{}/gw", server.base)));
    let reply = client.user_info(&openid("o;[ &=张"), Lang::En).await.expect("an answer");
    assert_eq!(reply.follower.openid.as_str(), "o;[ &=张");
    let [request] = &server.requests()[..] else { panic!("one call") };
    assert!(request.head.contains("openid=o%3B%5B+%26%3D%E5%BC%A0&"), "{}", request.head);
}

/// What is read of a row with these keys besides the two that every row has.
fn with_keys(keys: &str) -> Follower {
    let body = format!("{{\"subscribe\":1,\"openid\":\"{GOOD}\",{keys}}}");
    let read = Response::new(200, body.into()).read(USER_INFO, MANY, &Scrubber::default());
    decode::follower(&read.expect("read").object).expect("somebody")
}

#[test]
fn a_follow_time_in_milliseconds_is_read_as_such_and_nonsense_is_kept_as_it_came() {
    let time = |value: &str| {
        let follower = with_keys(&format!("\"subscribe_time\":{value}"));
        (follower.followed_at, follower.odd_time)
    };
    assert_eq!(time("1382694957"), (Some(1_382_694_957), None));
    for value in ["1382694957123", "\"1382694957123\""] {
        assert_eq!(time(value), (Some(1_382_694_957), Some(OddTime::Milliseconds)), "{value}");
    }
    for value in ["-1", "9223372036854775807", "123456789012345678901234567890", "yesterday"] {
        let quoted = if value == "yesterday" { format!("\"{value}\"") } else { value.into() };
        assert_eq!(time(&quoted), (None, Some(OddTime::NotATime(value.into()))), "{value}");
    }
    for value in ["0", "\"0\"", "\"\"", "null", "[]"] {
        assert_eq!(time(value), (None, None), "{value}");
    }
}

#[test]
fn a_qr_scene_that_no_integer_holds_keeps_its_digits() {
    for digits in ["18446744073709551615", "18446744073709551616", "123456789012345678901234567890"]
    {
        for value in [digits.to_owned(), format!("\"{digits}\"")] {
            let follower = with_keys(&format!("\"qr_scene\":{value}"));
            assert_eq!(follower.qr_scene.as_deref(), Some(digits));
        }
    }
}

#[test]
fn a_name_in_which_there_is_nothing_to_see_counts_as_none_and_is_kept_apart() {
    for name in ["\u{3164}", "\u{2800}\u{2800}", "\u{a0}", "\u{200b}\u{200d}\u{fe0f}", "\u{3000} "]
    {
        let follower = with_keys(&format!("\"nickname\":\"{name}\",\"remark\":\"{name}\""));
        assert_eq!((follower.name(), &follower.nickname), (None, &None), "{name:?}");
        assert_eq!(follower.blank_nickname, Blank::new(name), "{name:?}");
        assert_eq!(follower.blank_remark, Blank::new(name), "{name:?}");
        assert_eq!(follower.no_profile_reason(), Missing::Unset, "{name:?}");
    }
    let follower = with_keys("\"nickname\":\" a\u{200b}\",\"remark\":\"\"");
    assert_eq!(follower.name(), Some(" a\u{200b}"));
    assert_eq!(follower.blank_nickname, None);
    assert_eq!(follower.blank_remark, None);
}
