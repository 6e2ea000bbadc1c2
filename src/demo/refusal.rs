//! An error as the API words it: HTTP 200 and a body with `errcode`.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};

use super::rng::mix;

/// Why a call is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub errcode: i64,
    /// Without the `rid`, which is added when it is sent.
    pub errmsg: String,
}

impl Refusal {
    /// The refusal with this code, in the words that the API uses for it.
    #[must_use]
    pub fn new(errcode: i64) -> Self {
        let errmsg = match errcode {
            -1 => "system error",
            40001 => {
                "invalid credential, access_token is invalid or not latest, could get access_token \
                 by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"
            }
            40002 => "invalid grant_type",
            40003 => "invalid openid",
            40013 => "invalid appid",
            40014 => "invalid access_token",
            40032 => "invalid openid list size",
            40033 => "invalid charset, do not use \\uxxxx",
            40066 => "invalid url",
            40125 => "invalid appsecret",
            40164 => "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist",
            41001 => "access_token missing",
            41002 => "appid missing",
            41004 => "appsecret missing",
            41009 => "openid missing",
            42001 => "access_token expired",
            43001 => "require GET method",
            43002 => "require POST method",
            44002 => "empty post data",
            45009 => "reach max api daily quota limit",
            45011 => "api minute-quota reach limit, must slower, retry next minute",
            47001 => "data format error",
            48001 => "api unauthorized",
            50002 => "user limited",
            76021 => "cgi_path not found",
            89503 => "this call requires the confirmation of the administrator",
            _ => "refused",
        };
        Self { errcode, errmsg: errmsg.to_owned() }
    }

    /// The body of the response.
    pub(super) fn body(&self) -> String {
        let text = serde_json::Value::from(format!("{} rid: {}", self.errmsg, rid()));
        format!(r#"{{"errcode":{},"errmsg":{text}}}"#, self.errcode)
    }
}

/// The number of a call. Its first part is the Unix second in hexadecimal.
fn rid() -> String {
    static CALLS: AtomicU64 = AtomicU64::new(0);
    let now = since_epoch();
    let seed = u64::from(now.subsec_nanos()) ^ CALLS.fetch_add(1, Ordering::Relaxed) << 32;
    let bits = mix(seed);
    format!("{:08x}-{:08x}-{:08x}", now.as_secs(), bits >> 32, bits & 0xffff_ffff)
}

pub(super) fn since_epoch() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}
