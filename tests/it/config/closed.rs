//! What decides where secrets go is right, or nothing is sent: a listener in the API's place sees nothing.

use std::{
    fs,
    io::{ErrorKind, Read},
    net::TcpListener,
    thread,
};

use fanscope::{
    app::{
        effect::{AvatarRequest, Job},
        graphics::GraphicsMode,
    },
    config::{Account, Config, error::Error, images::Images},
    follower::avatar_url::{AvatarSize, AvatarUrl},
    i18n::UiLang,
    runtime::{
        graphics::{Graphics, selection::Environment},
        jobs::World,
        output::Output,
        world::{AvatarFolders, Services},
    },
    wechat::client::Options,
};
use ratatui::layout::Size;

use super::{SECRET, file, load, names};
use crate::{
    api::{CANARY, everybody},
    support::{
        program::{self, said},
        scripted::Scripted,
    },
};

const OPENID: &str = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";

/// A place where the API could be, and whether anybody has come.
struct Listener(TcpListener);

impl Listener {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
        listener.set_nonblocking(true).expect("set");
        Self(listener)
    }

    fn base(&self) -> String {
        format!("http://{}", self.0.local_addr().expect("bound"))
    }

    fn assert_untouched(&self, what: &str) {
        match self.0.accept() {
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock, "{what}"),
            Ok((mut stream, _)) => {
                let mut bytes = [0; 2000];
                let read = stream.read(&mut bytes).unwrap_or(0);
                panic!("{what} sent {}", String::from_utf8_lossy(&bytes[..read]));
            }
        }
    }
}

/// Lines of an account any of which makes it unusable, and the key that is named then.
const WRONG: [(&str, &str); 19] = [
    ("api_base = \"http://a.example\"", "api_base"),
    ("api_base = \"nonsense\"", "api_base"),
    ("api_base = 5", "api_base"),
    ("api_base = \"\"", "api_base"),
    ("proxy = \"nonsense\"", "proxy"),
    ("proxy = \"http://me:SECRET_c4n4ry@host:port\"", "proxy"),
    ("proxy = \"ftp://127.0.0.1:1\"", "proxy"),
    ("proxy = \"\"", "proxy"),
    ("proxy = true", "proxy"),
    ("failover = \"yes\"", "failover"),
    ("failover = [\"https://gw.example\", \"http://gw.example\"]", "failover"),
    ("failover = [5]", "failover"),
    ("ca_file = \"/no/such/file\"", "ca_file"),
    ("ca_file = \"/dev/zero\"", "ca_file"),
    ("ca_file = \"\"", "ca_file"),
    ("api_bsae = \"https://gw.example\"", "api_base"),
    ("Proxy = \"socks5://127.0.0.1:1\"", "proxy"),
    ("ca-file = \"/etc/ca.pem\"", "ca_file"),
    ("failovr = true", "failover"),
];

#[test]
fn an_account_with_anything_wrong_that_decides_where_secrets_go_sends_nothing_and_ends_with_3() {
    let home = tempfile::tempdir().expect("a folder");
    for (line, key) in WRONG {
        let listener = Listener::start();
        let base = listener.base();
        let own = if line.starts_with("api_base") {
            String::new()
        } else {
            format!("api_base = \"{base}\"\n")
        };
        let text = format!(
            "[accounts.shop]\nappid = \"wx0123456789abcdef\"\nsecret = \"{SECRET}\"\n{own}{line}\n"
        );
        let (_dir, path) = file(text);
        let path = path.to_string_lossy().into_owned();
        // A proxy of the environment would be the way out of an address that is wrong.
        let variables = [("HTTPS_PROXY", base.as_str()), ("LANG", "C.UTF-8")];
        for arguments in [&["lookup", OPENID][..], &["avatar", OPENID, "-o", "-"], &["doctor"]] {
            let out =
                program::run(&[arguments, &["--config", &path]].concat(), &variables, home.path());
            let code = if arguments == ["doctor"] { 1 } else { 3 };
            let text = said(&out);
            assert_eq!(out.status.code(), Some(code), "{line}: {text}");
            assert!(text.contains(key) && text.contains("config.toml:"), "{line}: {text}");
            assert!(!text.contains("c4n4ry") && !text.contains(SECRET), "{text}");
            listener.assert_untouched(line);
        }
        if !line.starts_with("api_base") {
            let flag = ["lookup", OPENID, "--config", &path, "--api-base", &base];
            assert_eq!(
                program::run(&flag, &variables, home.path()).status.code(),
                Some(3),
                "{line}"
            );
            listener.assert_untouched(line);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_other_accounts_still_work() {
    let home = tempfile::tempdir().expect("a folder");
    let server = Scripted::start(everybody).await;
    let (_dir, path) = file(format!(
        "[accounts.shop]\ntoken = \"{CANARY}\"\nProxy = \"x\"\n[accounts.service]\ntoken = \"{CANARY}\"\n\
         api_base = \"{}\"\n",
        server.base
    ));
    let path = path.to_string_lossy().into_owned();
    let run = |account: &str| {
        let arguments = ["lookup", OPENID, "--config", &path, "-a", account];
        program::run(&arguments, &[], home.path())
    };
    let (shop, service) = (run("shop"), run("service"));
    assert_eq!((shop.status.code(), service.status.code()), (Some(3), Some(0)), "{}", said(&shop));
    assert!(said(&shop).contains("Nothing is sent for the account shop"), "{}", said(&shop));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_account_that_cannot_be_used_gets_no_avatar_and_keeps_none_from_the_others() {
    let bad = ["proxy = \"nonsense\"", "api_base = \"nonsense\"", "ca_file = \"/no/such/file\""];
    for line in bad {
        let listener = Listener::start();
        let base = listener.base();
        let (_dir, path) = file(format!(
            "[accounts.shop]\nappid = \"wx0123456789abcdef\"\ntoken = \"{CANARY}\"\n{line}\n\
             avatar_hosts = [\"{0}\"]\n[accounts.service]\ntoken = \"{CANARY}\"\napi_base = \"{base}\"\n",
            base.trim_start_matches("http://")
        ));
        let accounts = load(&path, &[]).expect("TOML").accounts;
        let output = Output::default();
        let graphics =
            Graphics::new(Images::Blocks, Environment::default(), UiLang::En, output.clone());
        let world = Services::new(
            &accounts,
            0,
            &Options::default(),
            graphics,
            output,
            UiLang::En,
            &AvatarFolders::default(),
        );
        let world = world.expect("the other account can be reached");
        let avatar_of = |account: &Account| {
            world.perform(Job::Avatar(AvatarRequest {
                account: account.id(),
                url: AvatarUrl::new(&format!("{base}/mmopen/a/132")).expect("not empty"),
                size: AvatarSize::Px132,
                cells: Size::new(10, 5),
                graphics_mode: GraphicsMode::Off,
            }))
        };
        let fault = avatar_of(&accounts[0]).await.expect_err("nothing is fetched for it");
        assert!(fault.message.contains("shop"), "{fault:?}");
        listener.assert_untouched(line);
        // And the other one asks. Nobody answers it here.
        listener.0.set_nonblocking(false).expect("set");
        let come = tokio::task::spawn_blocking(move || listener.0.accept().is_ok());
        let (_, come) = tokio::join!(avatar_of(&accounts[1]), come);
        assert!(come.expect("no panic"), "{line}");
    }
}

#[test]
fn a_key_above_the_accounts_that_looks_as_if_it_were_for_all_stops_all() {
    let (_dir, path) = file("proxy = \"http://127.0.0.1:1\"\n[accounts.shop]\ntoken = \"x\"\n");
    let config = load(&path, &[]).expect("TOML");
    let fault = config.account(None).expect_err("not usable").say(UiLang::En);
    assert!(fault.contains("config.toml:1: proxy: there is no such key"), "{fault}");
}

#[test]
fn a_bad_proxy_of_the_environment_is_not_passed_by() {
    let (_dir, path) = file(
        "[accounts.shop]\ntoken = \"x\"\n[accounts.own]\ntoken = \"x\"\nproxy = \"http://127.0.0.1:1\"\n\
         [accounts.local]\ntoken = \"x\"\napi_base = \"http://127.0.0.1:1\"\n",
    );
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let config = load(&path, &[(name, "http://me:SECRET_c4n4ry@host:port")]).expect("TOML");
        let faults: Vec<bool> =
            config.accounts.iter().map(|account| account.fault.is_some()).collect();
        assert_eq!(faults, [true, false, false], "{name}");
        let said = config.account(None).expect_err("not usable").say(UiLang::En);
        assert!(said.contains(name) && !said.contains("c4n4ry"), "{said}");
        assert!(load(&path, &[(name, "proxy.example:3128")]).expect("TOML").is_right());
    }
}

#[test]
fn a_bad_address_of_the_flag_or_the_environment_sends_nothing_and_repeats_no_password() {
    let home = tempfile::tempdir().expect("a folder");
    let listener = Listener::start();
    let proxy = listener.base();
    for base in [
        "https://me:SECRET_c4n4ry@api.weixin.qq.com:port",
        "https://me:SECRET_c4n4ry@gw.example",
        "https//SECRET_c4n4ry@gw.example",
        "SECRET_c4n4ry",
        "http://gw.example/SECRET_c4n4ry",
    ] {
        let set = [
            ("FANSCOPE_ACCESS_TOKEN", CANARY),
            ("HTTPS_PROXY", proxy.as_str()),
            ("FANSCOPE_API_BASE", base),
        ];
        for (arguments, variables) in [
            (&["lookup", OPENID][..], &set[..]),
            (&["accounts"], &set),
            (&["doctor"], &set),
            (&["lookup", OPENID, "--api-base", base], &set[..2]),
        ] {
            let out = program::run(arguments, variables, home.path());
            let code = if arguments == ["doctor"] { 1 } else { 3 };
            assert_eq!(out.status.code(), Some(code), "{arguments:?} {}", said(&out));
            assert!(!said(&out).contains("c4n4ry"), "{}", said(&out));
            listener.assert_untouched(base);
        }
    }
}

#[test]
fn what_cannot_be_a_credential_is_said_before_anything_is_sent() {
    let home = tempfile::tempdir().expect("a folder");
    let listener = Listener::start();
    let base = listener.base();
    let (first, rest) = SECRET.split_at(9);
    let hidden = format!("{first}\u{200b}{rest}");
    let cases: [(&str, &str, &str); 5] = [
        ("wx0123456789abcdef", &hidden, "FANSCOPE_SECRET: this secret has an invisible character"),
        ("wx0123456789abcdef", "two words", "FANSCOPE_SECRET: this cannot be an AppSecret"),
        (SECRET, SECRET, "FANSCOPE_APPID: this looks like the AppSecret"),
        ("gh_0123456789ab", SECRET, "FANSCOPE_APPID: this is the account's original ID"),
        ("微信", SECRET, "FANSCOPE_APPID: this cannot be an appid"),
    ];
    for (appid, secret, expected) in cases {
        let variables = [
            ("FANSCOPE_APPID", appid),
            ("FANSCOPE_SECRET", secret),
            ("FANSCOPE_API_BASE", base.as_str()),
        ];
        for (command, code) in [(&["lookup", OPENID][..], 3), (&["doctor"], 1)] {
            let out = program::run(command, &variables, home.path());
            assert_eq!(out.status.code(), Some(code), "{}", said(&out));
            assert!(said(&out).contains(expected), "{expected}: {}", said(&out));
            assert!(!said(&out).contains(rest), "{}", said(&out));
            listener.assert_untouched(expected);
        }
    }
    let command = format!("printf '%s' '{hidden}'");
    let text = format!(
        "[accounts.shop]\nappid = \"wx0123456789abcdef\"\nsecret = {{ command = \"{command}\" }}\n\
         api_base = \"{base}\"\n"
    );
    let (_dir, path) = file(text);
    let path = path.to_string_lossy().into_owned();
    let out = program::run(&["lookup", OPENID, "--config", &path], &[], home.path());
    assert_eq!(out.status.code(), Some(3), "{}", said(&out));
    assert!(said(&out).contains("invisible character in it (U+200B)"), "{}", said(&out));
    listener.assert_untouched("a command");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_unwrapped_from_every_source_and_that_is_said_once() {
    let home = tempfile::tempdir().expect("a folder");
    let server = Scripted::start(everybody).await;
    let wrapped = format!("{{\"access_token\":\"{CANARY}\",\"expires_in\":7200}}");
    let reply = home.path().join("answer.json");
    fs::write(&reply, format!("\u{feff}{wrapped}\r\n")).expect("written");
    let command = format!("cat {}", reply.display());
    let base = &server.base;
    let (_dir, path) = file(format!(
        "[accounts.literal]\ntoken = '{wrapped}'\napi_base = \"{base}\"\n\
         [accounts.variable]\ntoken = {{ env = \"TOKEN\" }}\napi_base = \"{base}\"\n\
         [accounts.command]\ntoken = {{ command = \"{command}\" }}\napi_base = \"{base}\"\n"
    ));
    let path = path.to_string_lossy().into_owned();
    let bearer = format!("Bearer {CANARY}");
    for (account, variables) in [
        ("env", vec![("FANSCOPE_ACCESS_TOKEN", wrapped.as_str())]),
        ("literal", vec![("TOKEN", bearer.as_str())]),
        ("variable", vec![("TOKEN", bearer.as_str())]),
        ("command", vec![("TOKEN", CANARY)]),
    ] {
        let variables =
            [&variables[..], &[("FANSCOPE_API_BASE", base.as_str()), ("TOKEN", "x")][..1]].concat();
        let arguments = ["lookup", OPENID, "-a", account, "--config", &path];
        let out = program::run(&arguments, &variables, home.path());
        let last = server.requests().pop().expect("asked");
        assert_eq!(last.value("access_token"), CANARY, "{account}: {}", said(&out));
        if account == "env" {
            let times =
                said(&out).matches("FANSCOPE_ACCESS_TOKEN: the access token was taken").count();
            assert_eq!(times, 1, "{}", said(&out));
        }
        assert!(!said(&out).contains("c4n4ry"), "{}", said(&out));
    }
}

#[test]
fn an_unusual_secret_or_appid_is_a_warning_and_no_more() {
    let (_dir, path) = file("[accounts.shop]\nappid = \"wx1\"\nsecret = \"s3cret\"\n");
    let config = load(&path, &[]).expect("TOML");
    assert_eq!((config.problems.len(), config.is_right(), names(&config)), (2, true, vec!["shop"]));
    assert!(config.account(None).is_ok());
}

#[test]
fn the_screen_says_why_when_the_account_that_is_meant_cannot_be_used() {
    let (_dir, path) = file("[accounts.shop]\ntoken = \"x\"\nProxy = \"x\"\n");
    let config = load(&path, &[]).expect("TOML");
    assert!(matches!(config.nothing_to_show(None), Some(Error::Unusable { .. })));
    let (_dir, path) =
        file("[accounts.shop]\ntoken = \"x\"\nProxy = \"x\"\n[accounts.b]\ntoken = \"x\"\n");
    let config = load(&path, &[]).expect("TOML");
    assert_eq!(config.nothing_to_show(None), None);
    assert!(config.nothing_to_show(Some("shop")).is_some());
    assert_eq!(Config::default().nothing_to_show(None), None);
    let home = tempfile::tempdir().expect("a folder");
    let path = path.to_string_lossy().into_owned();
    let mut pty = crate::support::pty::Pty::start(&["--config", &path], &[], home.path());
    pty.wait_for("Nothing is sent for the account shop");
    drop(pty);
    // So that no thread of the terminal outlives the folder.
    thread::yield_now();
}
