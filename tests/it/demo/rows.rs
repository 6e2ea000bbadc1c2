//! What is said about followers: every odd case of the first twenty, and batches of them.

use fanscope::demo::{
    self,
    account::{SERVICE, SHOP},
};
use serde_json::{Value, json};

use super::made::{demo, errcode, get, json, post, shop};

/// The places of the odd ones in the list of the shop.
const WITHDRAWN: usize = 6;
const KEYS_ABSENT: usize = 7;
const EMOJI: usize = 8;
const NOT_FOLLOWING: usize = 9;
const BIDI: usize = 10;
const CONTROL: usize = 11;
const LONG: usize = 12;
const NO_AVATAR: usize = 13;
const NUMBERS: usize = 16;
const BYTE_ORDER_MARK: usize = 17;
const NOT_FOLLOWING_BARE: usize = 18;
const UNKNOWN: usize = 19;

const TEN: [&str; 10] = [
    "subscribe",
    "openid",
    "nickname",
    "sex",
    "language",
    "city",
    "province",
    "country",
    "headimgurl",
    "tagid_list",
];

fn openid(place: usize) -> String {
    demo::openids(&SHOP, 100).nth(place).expect("a hundred are enough")
}

async fn body_of(place: usize, rest: &str) -> Vec<u8> {
    let demo = demo(100).await;
    shop(&demo, "/cgi-bin/user/info", &format!("&openid={}{rest}", openid(place))).await
}

async fn row_of(place: usize) -> Value {
    json(&body_of(place, "").await)
}

fn keys(row: &Value) -> Vec<&str> {
    row.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[tokio::test]
async fn the_first_five_have_names_and_faces() {
    for place in 0..5 {
        let row = row_of(place).await;
        assert_eq!(row["subscribe"], 1);
        assert!(row["nickname"].as_str().is_some_and(|name| !name.is_empty()));
        assert!(row["headimgurl"].as_str().is_some_and(|address| address.ends_with("/132")));
    }
}

#[tokio::test]
async fn a_withdrawn_profile_is_empty_and_the_rest_is_there() {
    let row = row_of(WITHDRAWN).await;
    for key in ["nickname", "city", "province", "country", "headimgurl"] {
        assert_eq!(row[key], "", "{key}");
    }
    assert_eq!(row["sex"], 0);
    assert!(row["remark"].as_str().is_some_and(|remark| !remark.is_empty()));
    assert_eq!(keys(&row).len(), 17);
}

#[tokio::test]
async fn keys_that_the_documentation_took_out_are_not_there() {
    let row = row_of(KEYS_ABSENT).await;
    let rest = ["subscribe_time", "unionid", "remark", "groupid", "tagid_list"];
    let start = ["subscribe", "openid", "language"];
    let end = ["subscribe_scene", "qr_scene", "qr_scene_str"];
    assert_eq!(keys(&row), [&start[..], &rest, &end].concat());
    assert_eq!(row["tagid_list"], json!([128, 2]));
}

#[tokio::test]
async fn one_who_does_not_follow_has_ten_keys_or_two() {
    let row = row_of(NOT_FOLLOWING).await;
    assert_eq!((row["subscribe"].clone(), keys(&row)), (json!(0), TEN.to_vec()));
    let row = row_of(NOT_FOLLOWING_BARE).await;
    assert_eq!(row, json!({"subscribe": 0, "openid": openid(NOT_FOLLOWING_BARE)}));
}

#[tokio::test]
async fn one_of_the_list_is_unknown_all_the_same() {
    let demo = demo(50).await;
    let page = json(&shop(&demo, "/cgi-bin/user/get", "").await);
    let listed = page["data"]["openid"][UNKNOWN].as_str().expect("text").to_owned();
    assert!(demo::openids(&SHOP, 50).all(|openid| openid != listed));
    let body = shop(&demo, "/cgi-bin/user/info", &format!("&openid={listed}")).await;
    assert_eq!(errcode(&body), 40003);
    let after = json(&shop(&demo, "/cgi-bin/user/get", &format!("&next_openid={listed}")).await);
    assert_eq!(after["count"], 30);
}

#[tokio::test]
async fn names_hold_joined_emoji_and_bidi_marks() {
    let name = row_of(EMOJI).await["nickname"].to_string();
    for part in ["👨\u{200d}👩\u{200d}👧\u{200d}👦", "🇨🇳", "👋🏽"] {
        assert!(name.contains(part), "{name}");
    }
    assert!(row_of(BIDI).await["nickname"].as_str().is_some_and(|name| name.contains('\u{202e}')));
}

#[tokio::test]
async fn control_characters_stand_raw_in_the_body() {
    let body = body_of(CONTROL, "").await;
    for raw in [&b"\x14"[..], b"\x1b[31m", b"\n"] {
        assert!(body.windows(raw.len()).any(|bytes| bytes == raw), "{raw:?}");
    }
    serde_json::from_slice::<Value>(&body).expect_err("not strict JSON");
}

#[tokio::test]
async fn the_longest_name_has_forty_characters() {
    let row = row_of(LONG).await;
    assert_eq!(row["nickname"].as_str().map(|name| name.chars().count()), Some(40));
}

#[tokio::test]
async fn a_profile_may_have_no_picture() {
    let row = row_of(NO_AVATAR).await;
    assert_eq!((&row["nickname"], &row["headimgurl"]), (&json!("夜航船"), &json!("")));
}

#[tokio::test]
async fn numbers_come_as_text_and_text_as_numbers() {
    let row = row_of(NUMBERS).await;
    let odd = ["subscribe", "sex", "subscribe_time", "groupid", "qr_scene"];
    assert!(odd.iter().all(|key| row[key].is_string()), "{row}");
    assert!(["nickname", "remark", "qr_scene_str"].iter().all(|key| row[key].is_number()), "{row}");
    assert_eq!(row["tagid_list"], json!(["101", "2"]));
}

#[tokio::test]
async fn a_byte_order_mark_stands_before_a_body() {
    let body = body_of(BYTE_ORDER_MARK, "").await;
    let body = body.strip_prefix("\u{feff}".as_bytes()).expect("three bytes more");
    assert_eq!(json(body)["subscribe"], 1);
}

#[tokio::test]
async fn addresses_are_written_with_escaped_slashes_and_bodies_without_spaces() {
    let body = String::from_utf8(body_of(0, "").await).expect("UTF-8");
    assert!(body.contains(r#""headimgurl":"http:\/\/127.0.0.1:"#), "{body}");
    assert!(!body.contains(": ") && !body.contains(", "), "{body}");
}

#[tokio::test]
async fn places_are_named_in_the_language_asked_for() {
    for (lang, city) in [("zh_CN", "杭州"), ("zh_TW", "杭州"), ("en", "Hangzhou"), ("xx", "杭州")]
    {
        assert_eq!(json(&body_of(1, &format!("&lang={lang}")).await)["city"], city);
    }
    assert_eq!(json(&body_of(1, "&lang=zh_TW").await)["country"], "中國");
}

#[tokio::test]
async fn a_remark_is_shorter_than_thirty_bytes() {
    let demo = demo(400).await;
    for openid in demo.openids(&SHOP).skip(20) {
        let body = shop(&demo, "/cgi-bin/user/info", &format!("&openid={openid}")).await;
        let row = json(&body);
        assert!(row["remark"].as_str().is_none_or(|remark| remark.len() < 30), "{row}");
    }
}

#[tokio::test]
async fn the_same_person_has_one_unionid_and_two_openids() {
    let demo = demo(60).await;
    let token = demo.token(&SERVICE);
    let (mut shared, mut others) = (0, 0);
    let mut of_shop = std::collections::BTreeMap::new();
    for openid in demo.openids(&SHOP).filter(|openid| *openid != self::openid(CONTROL)) {
        let body = shop(&demo, "/cgi-bin/user/info", &format!("&openid={openid}")).await;
        let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&body);
        if let Some(unionid) = json(body)["unionid"].as_str() {
            of_shop.insert(unionid.trim().to_owned(), openid);
        }
    }
    for openid in demo.openids(&SERVICE) {
        let path = format!("/cgi-bin/user/info?access_token={token}&openid={openid}");
        let row = get(&demo, &path).await.bytes().await.expect("a body");
        let text = String::from_utf8_lossy(&row);
        let Some((_, rest)) = text.split_once(r#""unionid":""#) else { continue };
        let unionid = rest.split('"').next().unwrap_or_default();
        match of_shop.get(unionid) {
            Some(other) => {
                assert_ne!(*other, openid);
                shared += 1;
            }
            None => others += 1,
        }
    }
    assert!(shared >= 15 && others >= 10, "{shared} {others}");
}

#[tokio::test]
async fn the_openid_of_one_account_is_nobody_in_the_other() {
    let demo = demo(50).await;
    let stranger = demo::openids(&SERVICE, 50).next().expect("somebody");
    let body = shop(&demo, "/cgi-bin/user/info", &format!("&openid={stranger}")).await;
    assert_eq!(errcode(&body), 40003);
}

#[tokio::test]
async fn a_batch_has_the_same_rows_as_single_calls() {
    let demo = demo(100).await;
    let requested: Vec<String> = demo.openids(&SHOP).skip(20).collect();
    let reply = post(&demo, "/cgi-bin/user/info/batchget", batch(&requested)).await;
    let rows = reply["user_info_list"].as_array().expect("rows");
    assert_eq!(rows.len(), requested.len());
    for (openid, row) in requested.iter().zip(rows) {
        let body = shop(&demo, "/cgi-bin/user/info", &format!("&openid={openid}")).await;
        assert_eq!(*row, json(&body));
    }
}

#[tokio::test]
async fn a_batch_has_room_for_one_to_a_hundred() {
    let demo = demo(101).await;
    let all: Vec<String> = demo.openids(&SHOP).collect();
    for (requested, errcode) in [(&all[..], 40032), (&[], 40032)] {
        let reply = post(&demo, "/cgi-bin/user/info/batchget", batch(requested)).await;
        assert_eq!(reply["errcode"], errcode);
    }
    for (body, errcode) in [("", 44002), ("user_list=1", 47001), (r#"{"a":"\u738b"}"#, 40033)] {
        let reply = post(&demo, "/cgi-bin/user/info/batchget", body).await;
        assert_eq!(reply["errcode"], errcode, "{body}");
    }
}

#[tokio::test]
async fn a_batch_passes_over_the_unknown_and_is_refused_for_the_malformed() {
    let demo = demo(100).await;
    let good = openid(0);
    let unknown = demo::openids(&SERVICE, 100).next().expect("somebody");
    let ask = async |requested: &[String]| {
        post(&demo, "/cgi-bin/user/info/batchget", batch(requested)).await
    };
    let reply = ask(&[unknown.clone(), good.clone()]).await;
    let rows = reply["user_info_list"].as_array().expect("rows");
    assert_eq!(rows.iter().map(|row| &row["openid"]).collect::<Vec<_>>(), [&json!(good)]);
    assert_eq!(ask(&[good, "o6_bmj[".to_owned()]).await["errcode"], 40003);
    assert_eq!(ask(&[unknown]).await["errcode"], 40003);
}

fn batch(openids: &[String]) -> String {
    let users: Vec<Value> = openids.iter().map(|openid| json!({"openid": openid})).collect();
    json!({"user_list": users}).to_string()
}
