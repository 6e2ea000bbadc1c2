//! A stand-in, and calls to it with nothing of our client in between.

use fanscope::demo::{Demo, Options, account::SHOP};
use reqwest::{Client, Response};
use serde_json::Value;

pub async fn demo(followers: usize) -> Demo {
    Demo::start(Options { followers, ..Options::default() }).await.expect("loopback is there")
}

pub fn client() -> Client {
    // A process may have only one provider; another test may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client without a proxy")
}

pub async fn get(demo: &Demo, path: &str) -> Response {
    client().get(format!("{}{path}", demo.base())).send().await.expect("an answer")
}

/// The bytes of a call of the shop. `rest` is put behind its token.
pub async fn shop(demo: &Demo, path: &str, rest: &str) -> Vec<u8> {
    let path = format!("{path}?access_token={}{rest}", demo.token(&SHOP));
    get(demo, &path).await.bytes().await.expect("a body").to_vec()
}

pub async fn post(demo: &Demo, path: &str, body: impl Into<reqwest::Body>) -> Value {
    let address = format!("{}{path}?access_token={}", demo.base(), demo.token(&SHOP));
    let answer = client().post(address).body(body).send().await.expect("an answer");
    json(&answer.bytes().await.expect("a body"))
}

pub fn json(body: &[u8]) -> Value {
    let text = String::from_utf8_lossy(body);
    serde_json::from_slice(body).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The `errcode` of a body, 0 when there is none.
pub fn errcode(body: &[u8]) -> i64 {
    json(body).get("errcode").and_then(Value::as_i64).unwrap_or(0)
}
