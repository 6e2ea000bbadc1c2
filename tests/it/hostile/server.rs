//! A server whose followers, tags and refusals are made of the texts.

use serde_json::{Value, json};

use super::texts;
use crate::{
    api::{BATCHGET, STABLE_TOKEN, USER_INFO, requested, token},
    support::scripted::{Reply, Request, ok},
};

pub const USER_GET: &str = "/cgi-bin/user/get";
pub const TAGS_GET: &str = "/cgi-bin/tags/get";
pub const QUOTA_GET: &str = "/cgi-bin/openapi/quota/get";

/// The keys of a follower that hold a text.
pub const KEYS: [&str; 11] = [
    "nickname",
    "remark",
    "language",
    "city",
    "province",
    "country",
    "subscribe_scene",
    "qr_scene_str",
    "headimgurl",
    "unionid",
    "a key of its own",
];

/// The OpenID of the follower that is made of the text with this number.
pub fn openid(n: usize) -> String {
    format!("oHOSTILE{n:020}")
}

/// All of them.
pub fn openids() -> Vec<String> {
    (0..texts::all().len()).map(openid).collect()
}

/// Followers in whom every text is the same hostile one.
pub fn followers(request: &Request, _: usize) -> Reply {
    match request.path.as_str() {
        STABLE_TOKEN => token("token-one"),
        USER_GET => page(&openids()),
        TAGS_GET => tags(),
        QUOTA_GET => quota(),
        BATCHGET => {
            let rows: Vec<Value> = requested(request).iter().map(|openid| row(openid)).collect();
            body(&json!({ "user_info_list": rows }))
        }
        _ => body(&row(request.value("openid"))),
    }
}

/// Followers whose OpenIDs are the texts.
pub fn named_so(request: &Request, before: usize) -> Reply {
    match request.path.as_str() {
        USER_GET => page(&texts::all().map(|(_, text)| text.chars().take(60).collect())),
        _ => followers(request, before),
    }
}

/// A server that says no in all of the texts, with a code that nobody knows.
pub fn refusing(request: &Request, _: usize) -> Reply {
    match request.path.as_str() {
        STABLE_TOKEN => token("token-one"),
        _ => refusal(),
    }
}

/// The same, which lists its followers.
pub fn refusing_rows(request: &Request, before: usize) -> Reply {
    match request.path.as_str() {
        BATCHGET | USER_INFO => refusal(),
        _ => followers(request, before),
    }
}

fn refusal() -> Reply {
    let errmsg = texts::argument();
    body(&json!({ "errcode": 99_999, "errmsg": format!("{errmsg} rid: 6035fc3b-{errmsg}") }))
}

fn row(openid: &str) -> Value {
    let number = openid.strip_prefix("oHOSTILE").and_then(|number| number.parse::<usize>().ok());
    let texts = texts::all();
    let number = number.filter(|number| *number < texts.len()).unwrap_or(0);
    let text = &texts[number].1;
    let mut row = json!({ "subscribe": 1, "openid": openid, "subscribe_time": 1_382_694_957 });
    for key in KEYS {
        let value = match key {
            "headimgurl" => format!("http://h0stile.example/{text}/132"),
            _ => text.clone(),
        };
        row[key] = value.into();
    }
    row["tagid_list"] = json!([100 + number]);
    row
}

fn page(openids: &[String]) -> Reply {
    let last = openids.last();
    body(
        &json!({ "total": openids.len(), "count": openids.len(), "data": { "openid": openids }, "next_openid": last }),
    )
}

fn tags() -> Reply {
    let tags = texts::all().into_iter().zip(100..);
    let tags = tags.map(|((_, text), id)| json!({ "id": id, "name": text, "count": 1 }));
    body(&json!({ "tags": tags.collect::<Vec<_>>() }))
}

fn quota() -> Reply {
    body(&json!({ "errcode": 0, "quota": { "daily_limit": 500, "used": 3, "remain": 497 } }))
}

/// The body, with halves of surrogate pairs where they belong.
fn body(value: &Value) -> Reply {
    ok(value.to_string().replace(texts::HALVES, r"\ud83dx\udc4d"))
}
