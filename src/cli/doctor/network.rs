//! What an account's API answers: whether it is reached, the clocks, token, permission and quota.
//!
//! Each step stands on those before it. Where one fails, the later ones would only fail for the
//! same reason, so they are left out and the one line says what to mend.

use std::time::Duration;

use reqwest::Url;

use crate::{
    cli::doctor::check::{Check, State, What},
    config::{Account, Credential, credential::Odd, problem::Problem},
    i18n::UiLang,
    wechat::{
        Quota,
        client::{Client, Options, USER_INFO},
        errcode::{About, Again},
        error::{Error, Refusal},
        probe::{Held, Reached},
        report::WHITELIST_PAGE,
    },
};

/// Clocks that are further apart make signatures, certificates and tokens look over.
const FAR_APART: u64 = 60;
/// An appid has 18 characters, an OpenID 28. The words of a refusal are shorter.
const SHORTEST_ID: usize = 16;

/// Nothing was asked.
#[must_use]
pub fn offline(lang: UiLang) -> Check {
    Check { state: State::Warning, ..refused(&Error::Offline, lang) }
}

/// Ask the account's API, and say what came of it.
pub async fn checks(account: &Account, options: &Options, lang: UiLang) -> Vec<Check> {
    let mut checks = match Client::new(account, options) {
        Ok(client) => request(account, &client, lang).await,
        Err(error) => vec![refused(&error, lang)],
    };
    for check in &mut checks {
        check.name.account = Some(account.name.clone());
    }
    checks
}

async fn request(account: &Account, client: &Client, lang: UiLang) -> Vec<Check> {
    let mut checks: Vec<Check> = match client.reach().await {
        Ok(seen) => {
            // Where no time is told there is nothing to compare with.
            let clock = seen.ahead.map(|ahead| clock(ahead, lang));
            std::iter::once(reached(&seen, &host(account), lang)).chain(clock).collect()
        }
        Err(error) => return vec![unreached(&error, &host(account), lang)],
    };
    let held = client.held().await;
    checks.extend(client.odd().map(|odd| given(account, odd, lang)));
    let held = match held {
        Ok(held) => held,
        Err(error) => {
            checks.push(refused(&error, lang));
            return checks;
        }
    };
    let permitted = client.may_request().await;
    // Whether a given token is any good shows only now.
    if !permitted.as_ref().is_err_and(|error| topic(error) == What::Token) {
        checks.extend(token(&account.credential, held, lang));
    }
    let is_worth_a_request = match &permitted {
        Ok(()) => {
            checks.push(Check::said(What::Permission, State::Ok, "permission", &[], lang));
            true
        }
        Err(error) => {
            checks.push(refused(error, lang));
            topic(error) == What::Permission
        }
    };
    if is_worth_a_request {
        checks.push(quota(&client.quota(USER_INFO).await, lang));
    }
    checks
}

/// What is odd about the credential that a command or the keyring gave.
fn given(account: &Account, odd: Odd, lang: UiLang) -> Check {
    let problem = Problem::of_given(&account.name, odd).say(None, lang);
    Check::said(What::Config, State::Warning, "given", &[("problem", &problem)], lang)
}

/// It answered.
#[must_use]
pub fn reached(seen: &Reached, host: &str, lang: UiLang) -> Check {
    let took = seen.took.as_millis().to_string();
    Check::said(What::Network, State::Ok, "reached", &[("host", host), ("ms", &took)], lang)
}

fn unreached(error: &Error, host: &str, lang: UiLang) -> Check {
    let check = refused(error, lang);
    Check { found: format!("{host}: {}", check.found), ..check }
}

/// How far this machine's clock is ahead of the server's, in seconds.
#[must_use]
pub fn clock(ahead: i64, lang: UiLang) -> Check {
    let seconds = ahead.unsigned_abs().to_string();
    let values = [("seconds", &*seconds)];
    let (state, key) = match ahead {
        _ if ahead.unsigned_abs() <= FAR_APART => (State::Ok, "clock"),
        0.. => (State::Warning, "clock_fast"),
        _ => (State::Warning, "clock_slow"),
    };
    Check::said(What::Clock, state, key, &values, lang)
}

/// A token that is accepted, and what that says of the whitelist: who gives a token is not on it.
#[must_use]
pub fn token(credential: &Credential, held: Held, lang: UiLang) -> Vec<Check> {
    let (state, key) = match credential {
        Credential::Token(_) => (State::Warning, "token_given"),
        Credential::TokenCommand(_) => (State::Ok, "token_by_command"),
        Credential::TokenKeyring(_) => (State::Ok, "token_by_keyring"),
        Credential::Secret(_) | Credential::SecretCommand(_) | Credential::SecretKeyring(_) => {
            let said = |time: Option<Duration>| minutes(time.unwrap_or_default(), lang);
            let values = [("left", &*said(held.left)), ("age", &*said(held.age()))];
            let token = Check::said(What::Token, State::Ok, "token", &values, lang);
            let whitelist = Check::said(What::Whitelist, State::Ok, "whitelist", &[], lang);
            return vec![token, whitelist];
        }
    };
    vec![Check::said(What::Token, state, key, &[], lang)]
}

fn minutes(time: Duration, lang: UiLang) -> String {
    let minutes = (time.as_secs() + 30) / 60;
    lang.fill("doctor.minutes", &[("minutes", &minutes.to_string())])
}

/// How much of the day's calls is left.
#[must_use]
pub fn quota(requested: &Result<Quota, Error>, lang: UiLang) -> Check {
    let quota = match requested {
        Ok(quota) => quota,
        // Without it the account can still be asked.
        Err(error) => {
            let why = refused(error, lang).found;
            return Check::said(
                What::Quota,
                State::Warning,
                "quota_unknown",
                &[("why", &why)],
                lang,
            );
        }
    };
    let (used, limit) = (quota.used.to_string(), quota.daily_limit.to_string());
    let values = [("used", &*used), ("limit", &*limit)];
    let (state, key) = if quota.daily_limit == 0 {
        (State::Wrong, "quota_none")
    } else if quota.used >= quota.daily_limit {
        (State::Wrong, "quota_gone")
    } else if quota.used >= quota.daily_limit / 10 * 9 {
        (State::Warning, "quota_low")
    } else {
        (State::Ok, "quota")
    };
    Check::said(What::Quota, state, key, &values, lang)
}

/// A failure, under the name of what it is about.
#[must_use]
pub fn refused(error: &Error, lang: UiLang) -> Check {
    let explained = match error {
        Error::Api(refusal) => Error::Api(without_ids(refusal)).explain(lang),
        other => other.explain(lang),
    };
    let (mut found, mut action) = (explained.message, explained.action);
    let mut state = State::Wrong;
    if let Error::Api(refusal) = error {
        if let Some(rid) = &refusal.rid {
            found = format!("{found} (rid {rid})");
        }
        if let Some(ip) = refusal.caller_ip() {
            // The address last, with nothing behind it, so that it is easily copied.
            let values = [("page", WHITELIST_PAGE), ("ip", &*ip.to_string())];
            action = lang.fill("doctor.whitelist_add", &values);
        } else if refusal.about() == Some(About::Whitelist) {
            action = format!("{action} {WHITELIST_PAGE}");
        }
        if refusal.again() == Some(Again::NextMinute) {
            state = State::Warning;
        }
    }
    Check { name: topic(error).into(), state, found, action }
}

/// The refusal with everything cut out of its own words that may be an id of somebody: `WeChat` is
/// free to repeat what it was asked about.
fn without_ids(refusal: &Refusal) -> Refusal {
    let is_id = |word: &str| {
        word.len() >= SHORTEST_ID && !word.bytes().all(|c| c.is_ascii_lowercase() || c == b'_')
    };
    Refusal { errmsg: refusal.errmsg.without(is_id), ..refusal.clone() }
}

/// What a failure is about.
fn topic(error: &Error) -> What {
    match error {
        Error::Api(refusal) => topic_of(refusal),
        Error::Credentials(_) => What::Token,
        Error::Network(_) | Error::Http { .. } | Error::Body(_) | Error::Offline => What::Network,
        Error::Malformed(_) | Error::Cancelled => What::Api,
    }
}

fn topic_of(refusal: &Refusal) -> What {
    match refusal.about() {
        Some(About::Whitelist | About::Address) => What::Whitelist,
        Some(About::Quota) => What::Quota,
        Some(About::Permission) => What::Permission,
        Some(About::Token) => What::Token,
        Some(About::Call | About::OpenId) | None => What::Api,
    }
}

/// Where it is asked, without the path: a gateway's may hold a key.
fn host(account: &Account) -> String {
    Url::parse(&account.api_base).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}
