//! What an account's API answers, and what is made of it.

use fanscope::{
    cli::{
        Exit, Shared,
        doctor::{
            check::{Check, State, What},
            exit, network, print,
        },
    },
    config::{Account, Credential},
    demo::{
        Demo, Options as DemoOptions,
        account::{SERVICE, SHOP},
        endpoint::Endpoint,
        faults::Fault,
    },
    i18n::UiLang,
    wechat::{client::Options, error::Error, probe::Held},
};

use super::{accounts, hasty, named, options, states};
use crate::{
    api::{CANARY, STABLE_TOKEN, USER_INFO, refusal, token, with_secret, with_token},
    support::scripted::{Reply, Scripted, ok},
};

const QUOTA: &str = "/cgi-bin/openapi/quota/get";

async fn demo() -> Demo {
    Demo::start(DemoOptions::default()).await.expect("loopback is there")
}

fn shop(demo: &Demo) -> Account {
    let credential = Credential::Secret(SHOP.secret.into());
    Account {
        appid: SHOP.appid.into(),
        api_base: demo.base().to_owned(),
        ..Account::new("shop", credential)
    }
}

async fn checks(account: &Account) -> Vec<Check> {
    network::checks(account, &options(), UiLang::En).await
}

fn ok_states(names: &[&str]) -> Vec<(String, State)> {
    names.iter().map(|name| ((*name).to_owned(), State::Ok)).collect()
}

#[tokio::test]
async fn against_the_demo_everything_is_well() {
    let demo = demo().await;
    let variables = [
        ("FANSCOPE_APPID", SHOP.appid),
        ("FANSCOPE_SECRET", SHOP.secret),
        ("FANSCOPE_API_BASE", demo.base()),
    ];
    let checks = accounts(&Shared::default(), &options(), &variables).await;
    let names = [
        "config",
        "env/account",
        "env/network",
        "env/clock",
        "env/token",
        "env/whitelist",
        "env/permission",
        "env/quota",
    ];
    assert_eq!((states(&checks), exit(&checks)), (ok_states(&names), Exit::Done), "{checks:#?}");
    assert_eq!(named(&checks, "env/account").found, "appid wx7d…b396, secret ****");
    let token = "Asked for and accepted: made 0 min ago, used for another 115 min";
    assert_eq!(named(&checks, "env/token").found, token);
    assert_eq!(named(&checks, "env/quota").found, "1 of 5000000 calls of user/info used today");
    let printed = format!("{}{}", print::text(&checks, UiLang::En), print::json(&checks));
    for secret in [SHOP.appid, SHOP.secret, &demo.token(&SHOP)] {
        assert!(!printed.contains(secret), "{printed}");
    }
    assert!(!printed.contains("doctor."), "{printed}");
}

#[tokio::test]
async fn an_account_that_is_named_is_the_only_one_asked() {
    let demo = demo().await;
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("config.toml");
    let table = |account: &fanscope::demo::account::Account| {
        format!(
            "[accounts.{}]\nappid = \"{}\"\nsecret = {{ env = \"{0}\" }}\napi_base = \"{}\"\n",
            account.name,
            account.appid,
            demo.base()
        )
    };
    std::fs::write(&file, table(&SHOP) + &table(&SERVICE)).expect("written");
    let variables = [("shop", SHOP.secret), ("service", SERVICE.secret)];
    let shared = |name: Option<&str>| Shared {
        account: name.map(Into::into),
        config: Some(file.clone()),
        ..Shared::default()
    };
    let all = accounts(&shared(None), &options(), &variables).await;
    assert_eq!(all.iter().filter(|check| check.name.what == What::Token).count(), 2);
    let one = accounts(&shared(Some("service")), &options(), &variables).await;
    assert!(one.iter().all(|check| check.name.account.as_deref() != Some("shop")));
    assert_eq!(named(&one, "service/quota").state, State::Ok);
    let none = accounts(&shared(Some("shpo")), &options(), &variables).await;
    assert_eq!((named(&none, "account").state, exit(&none)), (State::Wrong, Exit::SomeFailed));
}

#[tokio::test]
async fn at_a_dead_host_the_network_is_wrong_and_nothing_else_is_said() {
    let account = with_secret("http://127.0.0.1:1");
    let expected = Check {
        name: fanscope::cli::doctor::check::Name {
            what: What::Network,
            account: Some("shop".into()),
        },
        state: State::Wrong,
        found: "http://127.0.0.1:1: Nothing answers at the API's address".into(),
        action: "Check the address of the API, and that the gateway or demo server is running."
            .into(),
    };
    assert_eq!(checks(&account).await, [expected]);
}

#[tokio::test]
async fn a_name_nobody_knows_a_server_that_hangs_and_one_without_tls_are_told_apart() {
    let hanging = Scripted::start(|_, _| Reply::Hang).await;
    let plain = Scripted::start(|_, _| ok("{}")).await;
    let secure = plain.base.replace("http://", "https://");
    let cases = [
        ("http://nobody.localhost.invalid".to_owned(), "host name is not known"),
        (hanging.base.clone(), "did not answer in time"),
        (secure, "certificate is not trusted"),
    ];
    for (base, text) in cases {
        let options = if text.contains("in time") { hasty() } else { options() };
        let checks = network::checks(&with_secret(&base), &options, UiLang::En).await;
        assert_eq!(states(&checks), [("shop/network".to_owned(), State::Wrong)], "{checks:#?}");
        assert!(checks[0].found.contains(text), "{checks:#?}");
    }
}

#[tokio::test]
async fn an_address_that_is_not_on_the_whitelist_is_named_last_to_be_copied() {
    let demo = demo().await;
    demo.faults().set(Endpoint::StableToken, .., Fault::refuse(40164));
    let checks = checks(&shop(&demo)).await;
    let expected = [
        ("shop/network".to_owned(), State::Ok),
        ("shop/clock".to_owned(), State::Ok),
        ("shop/whitelist".to_owned(), State::Wrong),
    ];
    assert_eq!((states(&checks), exit(&checks)), (expected.to_vec(), Exit::SomeFailed));
    let check = named(&checks, "shop/whitelist");
    let meaning = "WeChat does not accept this machine's IP address for this account: 203.0.113.7 [40164] (rid ";
    assert!(check.found.starts_with(meaning), "{check:?}");
    assert!(check.action.contains("https://developers.weixin.qq.com/platform"), "{check:?}");
    assert!(check.action.ends_with(": 203.0.113.7"), "{check:?}");
}

#[tokio::test]
async fn a_wrong_secret_is_said_of_the_token_and_asked_for_once() {
    let demo = demo().await;
    demo.faults().set(Endpoint::StableToken, .., Fault::refuse(40001));
    let checks = checks(&shop(&demo)).await;
    assert!(named(&checks, "shop/token").found.contains("AppSecret is wrong"), "{checks:#?}");
    assert_eq!((exit(&checks), demo.calls(Endpoint::StableToken)), (Exit::SomeFailed, 1));
}

#[tokio::test]
async fn an_account_without_the_permission_has_its_token_and_quota_told_all_the_same() {
    let demo = demo().await;
    demo.faults().set(Endpoint::UserInfo, .., Fault::refuse(48001));
    let checks = checks(&shop(&demo)).await;
    let permission = named(&checks, "shop/permission");
    assert_eq!(permission.state, State::Wrong);
    assert!(permission.found.contains("[48001]"), "{permission:?}");
    for name in ["shop/token", "shop/whitelist", "shop/quota"] {
        assert_eq!(named(&checks, name).state, State::Ok, "{checks:#?}");
    }
}

#[tokio::test]
async fn a_used_up_day_is_the_quota_s_and_a_busy_minute_only_a_warning() {
    for (errcode, state) in [(45009, State::Wrong), (45011, State::Warning)] {
        let demo = demo().await;
        demo.faults().set(Endpoint::UserInfo, 2.., Fault::refuse(errcode));
        let checks = checks(&shop(&demo)).await;
        assert_eq!(named(&checks, "shop/quota").state, state, "{checks:#?}");
    }
}

#[tokio::test]
async fn a_given_token_that_is_refused_cannot_be_renewed_and_a_good_one_neither() {
    let demo = demo().await;
    let given =
        |text: String| Account { credential: Credential::Token(text.into()), ..shop(&demo) };
    let good = checks(&given(demo.token(&SHOP))).await;
    let check = named(&good, "shop/token");
    assert_eq!((check.state, exit(&good)), (State::Warning, Exit::Done), "{good:#?}");
    assert!(check.found.contains("cannot be renewed"), "{check:?}");
    let token = demo.token(&SHOP);
    demo.expire_tokens(&SHOP);
    let over = checks(&given(token)).await;
    let check = named(&over, "shop/token");
    assert_eq!((check.state, exit(&over)), (State::Wrong, Exit::SomeFailed), "{over:#?}");
    assert!(check.found.contains("cannot be renewed"), "{check:?}");
}

#[tokio::test]
async fn a_clock_that_is_wrong_shows_by_the_date_of_the_answer_or_else_by_its_rid() {
    let body =
        r#"{"errcode":41001,"errmsg":"access_token missing rid: 5fab84d2-09424a07-00bd7fe3"}"#;
    let dated = format!(
        "HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2120 00:00:00 GMT\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let by_date = Reply::Raw(dated.into_bytes());
    for (reply, text) in [(by_date, "s behind the API's"), (ok(body), "s ahead of the API's")] {
        let server = Scripted::listed([(USER_INFO, vec![reply])]).await;
        let checks = checks(&with_secret(&server.base)).await;
        let clock = named(&checks, "shop/clock");
        assert_eq!(clock.state, State::Warning);
        assert!(clock.found.contains(text), "{clock:?}");
    }
}

#[test]
fn a_minute_between_the_clocks_is_not_worth_a_warning() {
    let state = |ahead| network::clock(ahead, UiLang::En).state;
    assert_eq!([-60, 0, 60].map(state), [State::Ok; 3]);
    assert_eq!([-61, 61, i64::MIN].map(state), [State::Warning; 3]);
}

#[test]
fn what_a_token_command_gives_says_nothing_of_the_whitelist() {
    let command = Credential::TokenCommand(format!("echo {CANARY}"));
    let checks = network::token(&command, Held { left: None }, UiLang::En);
    assert_eq!(states(&checks), [("token".to_owned(), State::Ok)]);
    assert!(!format!("{checks:?}").contains(CANARY));
}

#[tokio::test]
async fn a_quota_that_cannot_be_learnt_or_is_low_is_a_warning_and_none_is_wrong() {
    let quota = |used: u64, limit: u64| {
        ok(format!("{{\"quota\":{{\"daily_limit\":{limit},\"used\":{used},\"remain\":1}}}}"))
    };
    let cases = [
        (refusal(76021, "cgi_path not found"), State::Warning),
        (quota(95, 100), State::Warning),
        (quota(100, 100), State::Wrong),
        (quota(0, 0), State::Wrong),
        (quota(5, 100), State::Ok),
    ];
    for (reply, state) in cases {
        let script =
            [(USER_INFO, vec![refusal(40003, "invalid openid")]), (QUOTA, vec![reply.clone()])];
        let server = Scripted::listed(script).await;
        let checks = checks(&with_token(&server.base)).await;
        assert_eq!(named(&checks, "shop/quota").state, state, "{reply:?}: {checks:#?}");
    }
}

#[tokio::test]
async fn nothing_secret_is_shown_even_when_the_server_repeats_it() {
    let repeated = format!("no {CANARY} wx0123456789abcdef");
    let scripts = [
        vec![(STABLE_TOKEN, vec![refusal(99999, &repeated)])],
        vec![(STABLE_TOKEN, vec![token(CANARY)]), (USER_INFO, vec![refusal(99999, &repeated)])],
        vec![(STABLE_TOKEN, vec![token(CANARY)]), (QUOTA, vec![refusal(99999, &repeated)])],
    ];
    for script in scripts {
        let server = Scripted::start(move |request, before| {
            let listed = script.iter().find(|(path, _)| *path == request.path);
            let reply = listed.and_then(|(_, replies)| replies.get(before).or(replies.last()));
            reply.cloned().unwrap_or_else(|| refusal(40003, "invalid openid"))
        })
        .await;
        let base = format!("{}/{CANARY}", server.base);
        for account in [with_secret(&server.base), with_token(&server.base), with_secret(&base)] {
            for lang in UiLang::ALL {
                let checks = network::checks(&account, &options(), lang).await;
                let printed = print::text(&checks, lang) + &print::json(&checks);
                for secret in ["c4n4ry", "wx0123456789abcdef", "openid=", "o00000"] {
                    assert!(!printed.contains(secret), "{secret} is in:\n{printed}");
                }
            }
        }
    }
}

#[tokio::test]
async fn offline_nothing_is_asked_and_that_is_said() {
    let demo = demo().await;
    let variables = [("FANSCOPE_ACCESS_TOKEN", CANARY), ("FANSCOPE_API_BASE", demo.base())];
    let options = Options { is_offline: true, ..options() };
    let checks = accounts(&Shared::default(), &options, &variables).await;
    let network = named(&checks, "network");
    assert_eq!(*network, network::offline(UiLang::En));
    assert_eq!((network.state, exit(&checks)), (State::Warning, Exit::Done));
    assert!(network.action.contains("--offline"), "{network:?}");
    assert_eq!(demo.calls(Endpoint::UserInfo), 0);
    assert_eq!(network::refused(&Error::Offline, UiLang::En).state, State::Wrong);
}

#[tokio::test]
async fn without_an_account_it_says_how_to_set_one_up() {
    let checks = accounts(&Shared::default(), &options(), &[]).await;
    let account = named(&checks, "account");
    assert_eq!((account.state, exit(&checks)), (State::Wrong, Exit::SomeFailed));
    assert!(account.action.contains("fanscope accounts add"), "{account:?}");
}
