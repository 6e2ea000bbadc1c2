//! Followers whose names terminals disagree about, from a server between the program and the demo.

use std::{collections::HashMap, sync::Arc};

use axum::{Router, body::Bytes, extract::State, http::Uri, routing::any};
use serde_json::{Value, json};
use tokio::{net::TcpListener, runtime::Runtime};

use crate::stage::get;

/// What is joined, what is drawn over what is before it, and what is narrow for some and wide for
/// others. Each is one name.
pub const ODD: [&str; 40] = [
    "🇨🇳",
    "🇨🇳🇯🇵🇺🇸",
    "🇨",
    "🇨🇳🇯",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "👨\u{200d}👩\u{200d}👧\u{200d}👦",
    "👩\u{200d}❤\u{fe0f}\u{200d}💋\u{200d}👨",
    "🏳\u{fe0f}\u{200d}🌈",
    "👋🏽",
    "🧑🏿\u{200d}🚀",
    "🫱🏻\u{200d}🫲🏿",
    "☺\u{fe0f}",
    "☎\u{fe0e}",
    "❤\u{fe0f}",
    "✈\u{fe0f}",
    "1\u{fe0f}\u{20e3}",
    "#\u{fe0f}\u{20e3}",
    "©\u{fe0f}",
    "™\u{fe0f}",
    "↔\u{fe0f}",
    "⚠\u{fe0f}",
    "🈂\u{fe0f}",
    "e\u{301}",
    "a\u{300}\u{334}\u{322}\u{489}",
    "क्षि",
    "நி",
    "ก็ำ",
    "\u{1100}\u{1161}\u{11a8}",
    "﷽",
    "⸻",
    "①②③",
    "“”‘’…",
    "★☆◆○",
    "αΩЖ",
    "─━┼",
    "ｱﾞｶﾞ",
    "㐂\u{e0100}",
    "a\u{200b}b\u{2060}c\u{feff}d",
    "שלום עליكم",
    "\u{3164}\u{2800}\u{a0}x",
];

struct Gateway {
    /// The base of the addresses of the demo.
    demo: String,
    /// By OpenID.
    names: HashMap<String, String>,
    /// The address of everybody's face.
    face: String,
}

/// Call followers so, give them all this face of the demo's, and answer everything else as the demo
/// does. What comes is the base of its addresses, for as long as the runtime is there.
pub fn serve(runtime: &Runtime, demo: &str, names: HashMap<String, String>, face: &str) -> String {
    let bound = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
    let base = format!("http://{}", bound.local_addr().expect("an address"));
    let face = face.replace(demo, &base);
    let gateway = Arc::new(Gateway { demo: demo.to_owned(), names, face });
    let routes = Router::new().fallback(any(answer)).with_state(gateway);
    runtime.spawn(async move { axum::serve(bound, routes).await });
    base
}

async fn answer(State(gateway): State<Arc<Gateway>>, uri: Uri, body: Bytes) -> Vec<u8> {
    match uri.path() {
        "/cgi-bin/user/info/batchget" => {
            let request: Value = serde_json::from_slice(&body).unwrap_or_default();
            let asked = request["user_list"].as_array().into_iter().flatten();
            let openids = asked.filter_map(|row| row["openid"].as_str());
            let rows: Vec<Value> = openids.map(|openid| gateway.row(openid)).collect();
            json!({ "user_info_list": rows }).to_string().into()
        }
        "/cgi-bin/user/info" => {
            let mut query = uri.query().unwrap_or_default().split('&');
            let openid = query.find_map(|pair| pair.strip_prefix("openid="));
            gateway.row(openid.unwrap_or_default()).to_string().into()
        }
        _ => get(&format!("{}{uri}", gateway.demo)).await,
    }
}

impl Gateway {
    fn row(&self, openid: &str) -> Value {
        json!({
            "subscribe": 1, "openid": openid, "nickname": self.names.get(openid), "headimgurl": self.face,
            "subscribe_time": 1_382_694_957, "subscribe_scene": "ADD_SCENE_SEARCH",
        })
    }
}
