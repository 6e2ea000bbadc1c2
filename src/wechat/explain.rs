//! A failure in the person's words: what happened, and what to do next.

use crate::{
    follower::openid::{self, LENGTHS},
    i18n::UiLang,
    wechat::{
        errcode::{self, Again, MendedBy},
        error::{Body, Credentials, Error, Keyring, Network, Refusal, Renewal},
        token::STABLE_TOKEN,
    },
};

/// A failure, said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// `malformed_openid`, `api`, `network`, `http`, `body`, `offline`, `cancelled`, `credentials`.
    pub kind: &'static str,
    /// What happened. A code of the API stands in it in brackets.
    pub message: String,
    /// What to do next.
    pub action: String,
    /// Whether the same call may succeed later without anybody doing anything.
    pub retryable: bool,
}

impl Error {
    /// The failure in words.
    #[must_use]
    pub fn explain(&self, lang: UiLang) -> Explanation {
        let (message, action) = match self {
            Self::Malformed(reason) => {
                (malformed(*reason, lang), lang.say("api.malformed_action").into())
            }
            Self::Api(refusal) => refused(refusal, lang),
            Self::Network(network) => pair(network_key(*network), lang),
            Self::Http { is_shed: true, .. } => pair("shed", lang),
            Self::Http { status, .. } => explain_status(*status, lang),
            Self::Body(Body::NotJson(unreadable)) => {
                let values = [("near", &*unreadable.near())];
                let message = lang.fill("api.body_not_json", &values);
                (message, lang.say("api.body_not_json_action").into())
            }
            Self::Body(body) => pair(body_key(body), lang),
            Self::Offline => pair("offline", lang),
            Self::Cancelled => pair("cancelled", lang),
            Self::Credentials(Credentials::NoAppid) => pair("no_appid", lang),
            Self::Credentials(Credentials::NoCertificates) => pair("no_certificates", lang),
            Self::Credentials(Credentials::BadCaFile) => pair("bad_ca_file", lang),
            Self::Credentials(Credentials::CommandFailed { status }) => {
                let status = status.map_or_else(|| "?".to_owned(), |status| status.to_string());
                let message = lang.fill("api.command_failed", &[("status", &status)]);
                (message, lang.say("api.command_failed_action").into())
            }
            Self::Credentials(Credentials::CommandHangs) => pair("command_hangs", lang),
            Self::Credentials(Credentials::CommandRubbish) => pair("command_rubbish", lang),
            Self::Credentials(Credentials::Keyring(reason)) => pair(keyring_key(*reason), lang),
            Self::Credentials(Credentials::Odd(odd)) => {
                (odd.say(lang), lang.say("api.command_rubbish_action").into())
            }
            Self::Credentials(Credentials::Config(error)) => (error.say(lang), String::new()),
        };
        Explanation { kind: self.kind(), message, action, retryable: self.is_retryable() }
    }

    /// The failure's name in `lookup --format json`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed_openid",
            Self::Api(_) => "api",
            Self::Network(_) => "network",
            Self::Http { .. } => "http",
            Self::Body(_) => "body",
            Self::Offline => "offline",
            Self::Cancelled => "cancelled",
            Self::Credentials(_) => "credentials",
        }
    }

    /// Whether the same call may succeed later without anybody doing anything.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Network(network) => *network != Network::Tls,
            Self::Http { status, is_shed } => *is_shed || *status >= 500 || *status == 429,
            Self::Body(body) => matches!(body, Body::Truncated | Body::Empty),
            Self::Api(refusal) if refusal.renewal == Renewal::Disputed => true,
            Self::Api(refusal) => {
                errcode::row(refusal.errcode).is_some_and(|row| match row.again {
                    Again::Soon | Again::NextMinute | Again::NextQuota => true,
                    Again::Never | Again::Later => false,
                })
            }
            Self::Cancelled => true,
            Self::Malformed(_) | Self::Offline | Self::Credentials(_) => false,
        }
    }
}

fn keyring_key(reason: Keyring) -> &'static str {
    match reason {
        Keyring::NotBuiltIn => "keyring_not_built_in",
        Keyring::Absent => "keyring_absent",
        Keyring::Locked => "keyring_locked",
        Keyring::NoEntry => "keyring_no_entry",
        Keyring::Rubbish => "keyring_rubbish",
    }
}

fn refused(refusal: &Refusal, lang: UiLang) -> (String, String) {
    let code = refusal.errcode.to_string();
    // No token goes along to where tokens come from, so it is the secret that is refused.
    let is_about_secret =
        refusal.endpoint == STABLE_TOKEN && refusal.mended_by() != MendedBy::NoToken;
    let key = match refusal.renewal {
        _ if is_about_secret => "wrong_secret",
        Renewal::Given => "given_token",
        Renewal::Repeated => "taken_token",
        Renewal::Disputed => "disputed_token",
        Renewal::None => {
            let Some(row) = errcode::row(refusal.errcode) else {
                let values = [("errmsg", &*refusal.errmsg.visible()), ("code", code.as_str())];
                let action = lang.say("api.unknown_code_action").into_owned();
                return (lang.fill("api.unknown_code", &values), action);
            };
            let meaning = row.meaning(lang);
            let message = match refusal.caller_ip() {
                Some(ip) => format!("{meaning}: {ip} [{code}]"),
                None => format!("{meaning} [{code}]"),
            };
            return (message, row.action(lang).to_owned());
        }
    };
    let (message, action) = pair(key, lang);
    (format!("{message} [{code}]"), action)
}

fn malformed(reason: openid::Malformed, lang: UiLang) -> String {
    match reason {
        openid::Malformed::Empty => lang.say("api.malformed_empty").into_owned(),
        openid::Malformed::Character(c) => {
            let shown = crate::text::visible(&c.to_string()).into_owned();
            lang.fill("api.malformed_character", &[("character", &shown)])
        }
        openid::Malformed::Length(length) => lang.fill(
            "api.malformed_length",
            &[
                ("length", &length.to_string()),
                ("least", &LENGTHS.start().to_string()),
                ("most", &LENGTHS.end().to_string()),
            ],
        ),
    }
}

fn explain_status(status: u16, lang: UiLang) -> (String, String) {
    let key = match status {
        300..400 => "redirect",
        500.. => "status_server",
        _ => "status",
    };
    let (message, action) = pair(key, lang);
    (format!("{message} [HTTP {status}]"), action)
}

fn network_key(network: Network) -> &'static str {
    match network {
        Network::Refused => "refused",
        Network::Dns => "dns",
        Network::Timeout => "timeout",
        Network::Tls => "tls",
        Network::Reset => "reset",
        Network::Proxy => "proxy",
        Network::Unreachable => "unreachable",
        Network::Other => "network",
    }
}

fn body_key(body: &Body) -> &'static str {
    match body {
        Body::Empty => "body_empty",
        Body::Html => "body_html",
        Body::NotJson(_) => "body_not_json",
        Body::Truncated => "body_truncated",
        Body::TooLarge => "body_too_large",
        Body::TooMany => "body_too_many",
        Body::TooDeep => "body_too_deep",
        Body::Unexpected => "body_unexpected",
        Body::OtherFollower => "body_other_follower",
        Body::Circular => "body_circular",
    }
}

/// The message with this key, and its action.
fn pair(key: &str, lang: UiLang) -> (String, String) {
    let message = lang.say(&format!("api.{key}")).into_owned();
    (message, lang.say(&format!("api.{key}_action")).into_owned())
}
