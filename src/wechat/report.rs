//! All that can be told of a refusal, fit to paste into a ticket: nothing secret is in it.

use std::net::IpAddr;

use jiff::Timestamp;

use crate::{
    i18n::UiLang,
    wechat::{
        errcode::About,
        error::{Body, Error, Refusal},
    },
};

/// Where the IP whitelist of an account is kept.
pub const WHITELIST_PAGE: &str = "https://developers.weixin.qq.com/platform";

impl Refusal {
    /// This machine's address as WeChat saw it, where that is what the refusal is about.
    #[must_use]
    pub fn caller_ip(&self) -> Option<IpAddr> {
        if self.about() == Some(About::Whitelist) { self.errmsg.ip() } else { None }
    }
}

impl Error {
    /// What happened, to which account, and how to find the call at `WeChat`, a line each.
    /// `at` is when the response was there, in Unix seconds by this machine's clock.
    #[must_use]
    pub fn report(&self, account: &str, at: i64, lang: UiLang) -> String {
        let explained = self.explain(lang);
        let mut lines = vec![
            ("api.report_what", explained.message),
            ("api.report_action", explained.action),
            ("api.report_account", account.to_owned()),
        ];
        if let Self::Api(refusal) = self {
            lines.push(("api.report_endpoint", refusal.endpoint.to_owned()));
            lines.push(("api.report_errcode", refusal.errcode.to_string()));
            lines.push(("api.report_errmsg", refusal.errmsg.visible().into_owned()));
            if refusal.about() == Some(About::Whitelist) {
                lines.extend(refusal.caller_ip().map(|ip| ("api.report_ip", ip.to_string())));
                lines.push(("api.report_whitelist", WHITELIST_PAGE.to_owned()));
            }
            if let Some(rid) = &refusal.rid {
                lines.push(("api.report_rid", rid.to_string()));
                lines.push(("api.report_called", utc(rid.called_at)));
                let ahead = at.saturating_sub(rid.called_at);
                lines.push(("api.report_clock", skew(ahead, lang)));
            }
        }
        if let Self::Body(Body::NotJson(unreadable)) = self {
            lines.push(("api.report_came", unreadable.raw().into_owned()));
        }
        lines.push(("api.report_at", utc(at)));
        lines.push(("api.report_version", env!("CARGO_PKG_VERSION").to_owned()));
        let line = |(key, value): (&str, String)| {
            format!("{}: {}\n", lang.say(key), crate::text::visible(&value))
        };
        lines.into_iter().map(line).collect()
    }
}

/// A skew of a few seconds is the way there and back.
fn skew(ahead: i64, lang: UiLang) -> String {
    let seconds = ahead.unsigned_abs().to_string();
    match ahead {
        -5..=15 => lang.say("api.clock_right").into_owned(),
        16.. => lang.fill("api.clock_fast", &[("seconds", &seconds)]),
        _ => lang.fill("api.clock_slow", &[("seconds", &seconds)]),
    }
}

fn utc(seconds: i64) -> String {
    Timestamp::from_second(seconds).map(|at| at.to_string()).unwrap_or_default()
}
