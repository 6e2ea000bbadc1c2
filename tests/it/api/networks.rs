//! Ways to the API: proxies, a path of one's own, other addresses, certificates.

use std::{fs, net::Ipv4Addr, path::Path};

use fanscope::{
    config::{Account, Failover},
    follower::lang::Lang,
    wechat::{
        client::{Client, Options},
        error::{Credentials, Error, Network},
    },
};

use super::{CANARY, GOOD, USER_INFO, answering, client, everybody, follower, openid, with_token};
use crate::support::{
    program,
    scripted::{Reply, Scripted},
    socks::{Socks, Target},
    tls::Tls,
};

const CLOSED: &str = "http://127.0.0.1:1";

async fn ask(client: &Client) -> Result<(), Error> {
    client.user_info(&openid(GOOD), Lang::ZhCn).await.map(|_| ())
}

#[tokio::test]
async fn an_account_s_proxy_is_used_for_it() {
    let proxy = Scripted::start(everybody).await;
    let account =
        Account { proxy: Some(proxy.base.clone().into()), ..with_token("http://127.0.0.1:1") };
    ask(&client(&account)).await.expect("an answer");
    let [request] = &proxy.requests()[..] else { panic!("one request") };
    assert!(
        request.head.starts_with("GET http://127.0.0.1:1/cgi-bin/user/info"),
        "{}",
        request.head
    );
}

#[tokio::test]
async fn a_proxy_that_does_not_let_us_through_is_named_as_that_and_sees_no_token() {
    let proxy = Scripted::start(|_, _| Reply::Whole(407, vec![])).await;
    let account = Account {
        proxy: Some(proxy.base.replace("http://", "http://me:PASS_c4n4ry@").into()),
        ..with_token("https://api.example")
    };
    let error = ask(&client(&account)).await.expect_err("no way through");
    assert_eq!(error, Error::Network(Network::Proxy));
    assert!(!format!("{account:?} {error:?}").contains("c4n4ry"));
    let [request] = &proxy.requests()[..] else { panic!("one request") };
    assert!(request.head.starts_with("CONNECT api.example:443"), "{}", request.head);
    assert!(!request.head.contains(CANARY));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_proxy_of_the_environment_is_used_but_not_for_this_machine() {
    let proxy = Scripted::start(|_, _| Reply::Whole(403, vec![])).await;
    let server = Scripted::start(everybody).await;
    let run = |base: &str, name: &str| {
        let token = ("FANSCOPE_ACCESS_TOKEN", CANARY);
        let variables = [("FANSCOPE_API_BASE", base), token, (name, &*proxy.base)];
        let home = Path::new(env!("CARGO_TARGET_TMPDIR"));
        program::run(&["lookup", GOOD], &variables, home).status.code()
    };
    assert_eq!(run("https://api.example", "HTTPS_PROXY"), Some(4));
    assert_eq!(run("https://api.example", "ALL_PROXY"), Some(4));
    assert_eq!(proxy.requests().len(), 2);
    assert_eq!(run(&server.base, "ALL_PROXY"), Some(0));
    assert_eq!(proxy.requests().len(), 2);
}

#[tokio::test]
async fn a_socks5_proxy_is_used_and_socks5h_leaves_the_names_to_it() {
    let server = Scripted::start(everybody).await;
    let socks = Socks::start(Some(&server.base)).await;
    let through = |scheme: &str, base: &str| {
        let proxy = Some(format!("{scheme}://{}", socks.address).into());
        client(&Account { proxy, ..with_token(base) })
    };
    ask(&through("socks5h", "http://api.invalid")).await.expect("an answer");
    ask(&through("socks5", "http://127.0.0.1:1")).await.expect("an answer");
    ask(&through("socks5", "http://localhost:2")).await.expect("an answer");
    let local = ask(&through("socks5", "http://api.invalid")).await;
    assert_eq!(local, Err(Error::Network(Network::Dns)), "resolved on this machine");
    let [named, numbered, resolved] = &socks.requested()[..] else { panic!("three connections") };
    assert_eq!(named, &Target::Name("api.invalid".into(), 80));
    assert_eq!(numbered, &Target::Address(Ipv4Addr::LOCALHOST.into(), 1));
    assert!(matches!(resolved, Target::Address(ip, 2) if ip.is_loopback()), "{resolved:?}");
    assert_eq!(server.count(USER_INFO), 3);
}

#[tokio::test]
async fn a_socks5_proxy_that_does_not_let_us_through_is_named_as_that() {
    let socks = Socks::start(None).await;
    let proxy = Some(format!("socks5h://{}", socks.address).into());
    let account = Account { proxy, ..with_token("http://api.invalid") };
    assert_eq!(ask(&client(&account)).await, Err(Error::Network(Network::Proxy)));
}

#[tokio::test]
async fn a_server_of_an_authority_of_one_s_own_is_believed_with_its_ca_file_alone() {
    let server = Scripted::start(everybody).await;
    let tls = Tls::before(&server.base).await;
    let account = with_token(&tls.base);
    assert_eq!(ask(&client(&account)).await, Err(Error::Network(Network::Tls)));
    assert_eq!(server.requests(), []);
    let dir = tempfile::tempdir().expect("a folder");
    let ca_file = dir.path().join("ca.pem");
    fs::write(&ca_file, &tls.authority).expect("written");
    ask(&client(&Account { ca_file: Some(ca_file), ..account })).await.expect("an answer");
    assert_eq!(server.count(USER_INFO), 1);
}

#[tokio::test]
async fn another_address_is_asked_when_one_cannot_be_reached_and_kept_while_it_answers() {
    let server = answering(vec![follower(GOOD)]).await;
    let failover = Failover::To(vec!["http://127.0.0.1:2".into(), server.base.clone()]);
    let account = Account { failover, ..with_token(CLOSED) };
    let client = client(&account);
    ask(&client).await.expect("an answer");
    ask(&client).await.expect("an answer");
    assert_eq!(server.count(USER_INFO), 2);
}

#[tokio::test]
async fn an_address_that_answers_badly_is_not_left_for_another() {
    let other = answering(vec![follower(GOOD)]).await;
    let server = answering(vec![Reply::Whole(404, vec![])]).await;
    let failover = Failover::To(vec![other.base.clone()]);
    let account = Account { failover, ..with_token(&server.base) };
    assert!(ask(&client(&account)).await.is_err());
    assert_eq!(other.requests(), []);
}

#[tokio::test]
async fn all_addresses_that_cannot_be_reached_are_one_failure() {
    let failover = Failover::To(vec!["http://127.0.0.1:2".into()]);
    let account = Account { failover, ..with_token(CLOSED) };
    assert_eq!(ask(&client(&account)).await, Err(Error::Network(Network::Refused)));
}

#[test]
fn a_ca_file_that_holds_no_certificate_is_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("ca.pem");
    let made = |account: &Account| Client::new(account, &Options::default()).map(|_| ());
    let account = Account { ca_file: Some(path.clone()), ..with_token("https://api.example") };
    let bad = Err(Error::Credentials(Credentials::BadCaFile));
    assert_eq!(made(&account), bad);
    fs::write(&path, "no certificate").expect("written");
    assert_eq!(made(&account), bad);
    fs::write(&path, "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n")
        .expect("written");
    assert_eq!(made(&account), bad);
}
