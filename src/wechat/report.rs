//! All that can be told of a refusal, fit to paste into a ticket: nothing secret is in it.

use std::net::IpAddr;

use jiff::Timestamp;

use crate::{
    wechat::error::{Error, Refusal},
    words::UiLang,
};

/// Where the IP whitelist of an account is kept.
pub const WHITELIST_PAGE: &str = "https://developers.weixin.qq.com/platform";

impl Refusal {
    /// This machine's address as WeChat saw it: 40164 carries it, once or twice.
    #[must_use]
    pub fn caller_ip(&self) -> Option<IpAddr> {
        let mut words = self.errmsg.split(|c: char| c.is_whitespace() || c == ',');
        words.find_map(|word| word.parse().ok())
    }
}

impl Error {
    /// What happened, to which account, and how to find the call at `WeChat`, a line each.
    /// `at` is when the answer was there, in Unix seconds by this machine's clock.
    #[must_use]
    pub fn report(&self, account: &str, at: i64, lang: UiLang) -> String {
        let words = self.words(lang);
        let mut lines = vec![
            ("api.report_what", words.message),
            ("api.report_action", words.action),
            ("api.report_account", account.to_owned()),
        ];
        if let Self::Api(refusal) = self {
            lines.push(("api.report_endpoint", refusal.endpoint.to_owned()));
            lines.push(("api.report_errcode", refusal.errcode.to_string()));
            lines.push(("api.report_errmsg", refusal.errmsg.clone()));
            if refusal.errcode == 40164 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wechat::{error::Renewal, rid::Rid};

    #[test]
    fn a_report_holds_code_rid_endpoint_time_skew_and_the_address_to_whitelist() {
        let errmsg = "invalid ip 47.94.148.108 ipv6 ::ffff:47.94.148.108, not in whitelist rid: 5fab84d2-09424a07-00bd7fe3";
        let refusal = Refusal {
            errcode: 40164,
            errmsg: errmsg.to_owned(),
            rid: Rid::find(errmsg),
            endpoint: "/cgi-bin/stable_token",
            renewal: Renewal::None,
        };
        assert_eq!(refusal.caller_ip().map(|ip| ip.to_string()), Some("47.94.148.108".into()));
        let report = Error::Api(refusal).report("shop", 1_605_076_178 + 90, UiLang::En);
        for text in [
            "[40164]",
            "5fab84d2-09424a07-00bd7fe3",
            "/cgi-bin/stable_token",
            "2020-11-11T06:29:38Z",
            "90",
            ": 47.94.148.108\n",
            "shop",
        ] {
            assert!(report.contains(text), "{text} is not in:\n{report}");
        }
        assert!(!report.contains("api."), "{report}");
    }
}
