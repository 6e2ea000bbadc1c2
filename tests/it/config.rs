//! The configuration: what counts, what is refused, and how a mistake is told.

mod adding;
mod bounds;
mod closed;
mod memory;
mod rights;
mod shown;
mod twins;
mod wrapped;

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use fanscope::{
    cli::{Shared, accounts::listed},
    config::{
        Account, Config, Credential, Failover, Flags, HAS_KEYRING, error::Error, images::Images,
    },
    i18n::UiLang,
};
use secrecy::ExposeSecret;

use crate::{api::CANARY, support::program};

const WHOLE: &str = r#"
default_account = "shop"

[accounts.service]
token = { command = "ssh gw get-wechat-token" }
api_base = "https://gw.example/wechat/"
proxy = "socks5://127.0.0.1:1080"
avatar_hosts = ["*.example.com"]
failover = ["https://gw2.example"]
per_second = 20

[accounts.shop]
appid = "wx0123456789abcdef"
secret = { env = "SHOP_SECRET" }
open_platform = "acme"
failover = true
"#;

/// What `WeChat`'s secrets look like.
const SECRET: &str = "5a1f0c93e7b24d6880f3a9c2d4e6b71a";

/// A file with this text, for its owner alone.
fn file(text: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("config.toml");
    fs::write(&path, text).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("set");
    (dir, path)
}

fn load(path: &Path, variables: &[(&str, &str)]) -> Result<Config, Error> {
    let flags = Flags { config: Some(path.to_owned()), api_base: None };
    Config::load(&flags, |name| {
        variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}

fn names(config: &Config) -> Vec<&str> {
    config.accounts.iter().map(|account| account.name.as_str()).collect()
}

/// What the file's problems come to, without the file's name.
fn problems(text: &str) -> Vec<String> {
    let (_dir, path) = file(text);
    let config = load(&path, &[]).expect("TOML");
    let start = format!("{}:", path.display());
    let cut = |line: String| line.strip_prefix(&start).expect("names the file").to_owned();
    config.problems(UiLang::En).into_iter().map(cut).collect()
}

#[test]
fn a_file_is_read_whole_with_the_default_account_first() {
    let (_dir, path) = file(WHOLE);
    let config = load(&path, &[("SHOP_SECRET", CANARY)]).expect("right");
    assert_eq!((names(&config), config.is_right()), (vec!["shop", "service"], true));
    let [shop, service] = &config.accounts[..] else { panic!("two") };
    assert!(matches!(&shop.credential, Credential::Secret(text) if text.expose_secret() == CANARY));
    assert_eq!((shop.appid.as_str(), &shop.failover), ("wx0123456789abcdef", &Failover::Official));
    assert_eq!(shop.open_platform.as_deref(), Some("acme"));
    assert!(
        matches!(&service.credential, Credential::TokenCommand(text) if text.starts_with("ssh"))
    );
    assert_eq!(service.api_base, "https://gw.example/wechat");
    assert_eq!(service.failover, Failover::To(vec!["https://gw2.example".into()]));
    assert_eq!(service.limits.per_second.map(u32::from), Some(20));
    assert!(!format!("{config:?}").contains("c4n4ry"));
}

#[test]
fn the_environment_comes_before_the_file_and_needs_none() {
    let (_dir, path) = file(WHOLE);
    let variables = [("FANSCOPE_ACCESS_TOKEN", CANARY), ("SHOP_SECRET", "x")];
    let config = load(&path, &variables).expect("right");
    assert_eq!(names(&config), ["env", "shop", "service"]);
    assert_eq!(config.account(Some("service")).map(|account| account.name.as_str()), Ok("service"));
    let alone = Config::load(&Flags::default(), |name| {
        (name == "FANSCOPE_ACCESS_TOKEN").then(|| CANARY.to_owned())
    });
    assert_eq!(names(&alone.expect("right")), ["env"]);
    let none = Config::load(&Flags::default(), |_| None).expect("no error");
    assert_eq!(none.account(None).map(|_| ()), Err(Error::NoAccount));
}

#[test]
fn an_account_that_is_not_there_is_told_with_those_that_are() {
    let (_dir, path) = file(WHOLE);
    let config = load(&path, &[("SHOP_SECRET", "x")]).expect("right");
    let error = config.account(Some("shpo")).expect_err("not there");
    assert_eq!(error.say(UiLang::En), "There is no account shpo. Known accounts: shop, service.");
}

#[test]
fn a_mistake_is_told_with_its_line_its_key_and_what_was_meant_and_stops_no_other() {
    let text = r#"default_acount = "shop"
[accounts.shop]
app_id = "wx1"
appid = "wx0123456789abcdef"
secret = "5a1f0c93e7b24d6880f3a9c2d4e6b71a"
api-base = "https://a.example"
avatar_hosts = "a.example"
per_second = 0
proxy = "nonsense"
api_base = "http://a.example"
[accounts.other]
token = 5
[accounts.third]
colour = "red"
[accounts.fourth]
secret = { env = "NOT_SET" }
appid = "wx0123456789abcde3"
[accounts.fifth]
secret = { keyring = true }
[accounts.sixth]
secret = "5a1f0c93e7b24d6880f3a9c2d4e6b71a"
"#;
    let told = problems(text);
    let fifth = if HAS_KEYRING {
        "18: accounts.fifth: this account has a secret and no appid"
    } else {
        "19: accounts.fifth.secret: this build has no keyring; one built with"
    };
    let starts = [
        "1: default_acount: there is no such key. Did you mean default_account?",
        "3: app_id: there is no such key. Did you mean appid?",
        "6: accounts.shop.api-base: there is no such key. Did you mean api_base? api_base decides",
        "7: accounts.shop.avatar_hosts: this should be a list",
        "8: accounts.shop.per_second: this should be a whole number",
        "9: accounts.shop.proxy: this is not a proxy's address",
        "10: accounts.shop.api_base: http:// to a.example is not encrypted",
        "12: accounts.other.token: this should be a text",
        "13: accounts.third: this account has neither",
        "14: colour: there is no such key.",
        "16: accounts.fourth.secret: the environment variable NOT_SET is not set",
        fifth,
        "20: accounts.sixth: this account has a secret and no appid",
    ];
    assert_eq!(told.len(), starts.len(), "{told:#?}");
    for (told, start) in told.iter().zip(starts) {
        assert!(told.starts_with(start), "{told} does not start with {start}");
    }
    let (_dir, path) = file(text);
    let config = load(&path, &[]).expect("TOML");
    assert_eq!(names(&config), ["shop", "other", "third", "fourth", "fifth", "sixth"]);
    assert!(config.accounts.iter().all(|account| account.fault.is_some()));
}

#[test]
fn how_pictures_are_drawn_is_read_and_what_is_no_way_is_told() {
    let (_dir, path) = file("images = \"sixel\"");
    assert_eq!(load(&path, &[]).expect("TOML").images, Some(Images::Sixel));
    let flag = |images| Shared { images, ..Shared::default() };
    let config = load(&path, &[]).expect("TOML");
    assert_eq!(flag(None).images(&config), Images::Sixel);
    assert_eq!(flag(Some(Images::Off)).images(&config), Images::Off);
    assert_eq!(flag(None).images(&Config::default()), Images::Auto);
    for wrong in ["images = \"sixels\"", "images = 4"] {
        let told = problems(wrong);
        assert_eq!(
            told,
            ["1: images: this should be one of auto, kitty, iterm2, sixel, blocks and off."]
        );
    }
}

#[test]
fn a_default_account_that_is_none_is_told() {
    let told = problems("default_account = \"sohp\"\n[accounts.shop]\ntoken = \"x\"\n");
    assert_eq!(told, ["1: default_account: there is no account sohp. Did you mean shop?"]);
}

#[test]
fn a_file_that_is_missing_empty_a_folder_not_utf8_or_no_toml_is_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let said = |path: &Path| {
        load(path, &[]).map(|config| config.accounts.len()).map_err(|error| error.to_string())
    };
    let missing = said(&dir.path().join("none.toml")).expect_err("missing");
    assert!(missing.ends_with("none.toml does not exist."), "{missing}");
    let folder = said(dir.path()).expect_err("a folder");
    assert!(folder.ends_with("is a folder, not a configuration file."), "{folder}");
    let (_dir, path) = file(b"a = \"\xff\"");
    assert!(said(&path).expect_err("not UTF-8").contains("is not UTF-8"));
    let (_dir, path) = file("[accounts.shop]\nappid = wx1\n");
    let broken = said(&path).expect_err("no TOML");
    assert!(broken.contains("config.toml:2: this is not TOML"), "{broken}");
    let (_dir, path) = file("");
    assert_eq!(said(&path), Ok(0));
}

#[test]
fn a_secret_in_a_file_that_others_can_read_is_refused_with_the_command_that_mends_it() {
    let literal = format!("[accounts.shop]\nappid = \"wx1\"\nsecret = \"{CANARY}\"\n");
    let (_dir, path) = file(&literal);
    assert!(load(&path, &[]).is_ok());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("set");
    let said = load(&path, &[]).expect_err("open").to_string();
    assert!(said.contains(&format!("chmod 600 '{}'", path.display())), "{said}");
    assert!(!said.contains("c4n4ry"));
    let (_dir, path) = file(literal.replace(&format!("\"{CANARY}\""), "{ command = \"pass x\" }"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("set");
    assert!(load(&path, &[]).is_ok(), "there is no secret in it");
}

#[test]
fn a_keyring_is_named_by_true_and_holds_the_secret_under_the_account_s_name() {
    let text = "[accounts.shop]\nappid = \"wx1\"\nsecret = { keyring = true }\n\
        [accounts.service]\ntoken = { keyring = true }\n\
        [accounts.off]\nappid = \"wx1\"\nsecret = { keyring = false }\n";
    let (_dir, path) = file(text);
    let config = load(&path, &[]).expect("TOML");
    let lines: Vec<usize> = config.problems.iter().map(|problem| problem.line).collect();
    if !HAS_KEYRING {
        assert_eq!(lines, [2, 3, 5, 7, 8]);
        assert!(config.accounts.iter().all(|account| account.fault.is_some()));
        return;
    }
    assert_eq!(lines, [2, 7, 8]);
    let [shop, service, off] = &config.accounts[..] else { panic!("three") };
    assert!(off.fault.is_some());
    assert!(matches!(&shop.credential, Credential::SecretKeyring(name) if name == "shop"));
    assert!(matches!(&service.credential, Credential::TokenKeyring(name) if name == "service"));
}

#[test]
fn a_keyring_that_is_not_there_is_told_and_nothing_else_is_tried() {
    let home = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        let nowhere = [("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")];
        let output = program::run(arguments, &nowhere, home.path());
        (output.status.code(), program::said(&output))
    };
    let (_dir, path) = file("[accounts.shop]\nappid = \"wx1\"\nsecret = { keyring = true }\n");
    let path = path.display().to_string();
    let openid = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";
    let (status, said) =
        run(&["lookup", openid, "--config", &path, "--api-base", "http://127.0.0.1:1"]);
    let why = if HAS_KEYRING { "does not answer" } else { "this build has no keyring" };
    assert!(status == Some(3) && said.contains(why), "{status:?} {said}");
    let new = home.path().join("new.toml").display().to_string();
    let add = ["accounts", "add", "--name", "a", "--appid", "wx1", "--keyring", "--config", &new];
    let (status, said) = run(&add);
    let why = if HAS_KEYRING { "are needed" } else { "This build has no keyring" };
    assert!(status == Some(3) && said.contains(why), "{status:?} {said}");
    assert!(!fs::exists(&new).expect("told"));
    let (_, help) = run(&["accounts", "add", "--help"]);
    assert_eq!(help.contains("--keyring"), HAS_KEYRING);
}

#[test]
fn every_problem_is_said_in_both_languages() {
    let text = "a = 1\naccounts = 5\n";
    let (_dir, path) = file(text);
    let config = load(&path, &[]).expect("TOML");
    let [en, zh] = UiLang::ALL.map(|lang| config.problems(lang));
    assert_eq!((en.len(), zh.len()), (2, 2));
    assert!(zh.iter().zip(&en).all(|(zh, en)| zh != en && !zh.contains(": config.")), "{zh:?}");
}

#[test]
fn accounts_are_listed_without_their_secrets() {
    let token = Account::new("王芳", Credential::Token(CANARY.to_owned().into()));
    let secret = Account {
        appid: "wx0123456789abcdef".into(),
        ..Account::new("shop", Credential::Secret(CANARY.to_owned().into()))
    };
    let listed = listed(&[token, secret], UiLang::En);
    assert!(!listed.contains("c4n4ry"), "{listed}");
    let at = |line: &str| line.split("http").next().map(fanscope::text::width);
    let ends: Vec<_> = listed.lines().skip(1).map(at).collect();
    assert!(ends.windows(2).all(|pair| pair[0] == pair[1]), "{listed}");
}

#[test]
fn the_program_adds_an_account_from_a_pipe_and_lists_it() {
    let home = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str], input: &str| {
        program::fed(program::command(arguments, &[], home.path()), input)
    };
    let added =
        run(&["accounts", "add", "--no-try"], &format!("shop\nwx0123456789abcdef\n{CANARY}\n"));
    assert_eq!(added.status.code(), Some(0), "{added:?}");
    let path = home.path().join(".config/fanscope/config.toml");
    assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    let listed = run(&["accounts"], "");
    assert_eq!(listed.status.code(), Some(0), "{listed:?}");
    assert!(String::from_utf8_lossy(&listed.stdout).contains("wx0123456789abcdef"));
    assert!(!format!("{added:?} {listed:?}").contains("c4n4ry"));
    let again = run(&["accounts", "add", "--no-try"], &format!("shop\nwx1\n{CANARY}\n"));
    assert_eq!(again.status.code(), Some(3), "{again:?}");
}
