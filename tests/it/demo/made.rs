//! A stand-in, and calls to it with nothing of our client in between.

use std::ops::Deref;

use fanscope::demo::{Demo, Options, account::SHOP};
use reqwest::{Client, Response};
use serde_json::Value;

/// A stand-in and somebody who asks it.
pub struct Stand {
    pub demo: Demo,
    pub client: Client,
}

impl Deref for Stand {
    type Target = Demo;

    fn deref(&self) -> &Demo {
        &self.demo
    }
}

pub async fn demo(followers: usize) -> Stand {
    let options = Options { followers, ..Options::default() };
    Stand { demo: Demo::start(options).await.expect("loopback is there"), client: client() }
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

pub async fn get(demo: &Stand, path: &str) -> Response {
    demo.client.get(format!("{}{path}", demo.base())).send().await.expect("an answer")
}

/// The bytes of a call of the shop. `rest` is put behind its token.
pub async fn shop(demo: &Stand, path: &str, rest: &str) -> Vec<u8> {
    let path = format!("{path}?access_token={}{rest}", demo.token(&SHOP));
    get(demo, &path).await.bytes().await.expect("a body").to_vec()
}

pub async fn post(demo: &Stand, path: &str, body: impl Into<reqwest::Body>) -> Value {
    let address = format!("{}{path}?access_token={}", demo.base(), demo.token(&SHOP));
    let reply = demo.client.post(address).body(body).send().await.expect("an answer");
    json(&reply.bytes().await.expect("a body"))
}

pub fn json(body: &[u8]) -> Value {
    let text = String::from_utf8_lossy(body);
    serde_json::from_slice(body).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The `errcode` of a body, 0 when there is none.
pub fn errcode(body: &[u8]) -> i64 {
    json(body).get("errcode").and_then(Value::as_i64).unwrap_or(0)
}
