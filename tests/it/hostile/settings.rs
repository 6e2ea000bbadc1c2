//! What a configuration file holds: names, keys and values, right and wrong ones.

use std::{fmt::Write, os::unix::fs::PermissionsExt};

use super::{DUMB, Told, assert_clean, assert_told, program, texts, told_on_terminal};
use crate::{api::GOOD, support::pty::Pty};

type Case<'a> = &'a [&'a str];

const ACCOUNTS: Case<'_> = &["accounts"];
const LOOKUP: Case<'_> = &["lookup", "--format", "json", GOOD];
const AVATAR: Case<'_> = &["avatar", GOOD, "-o", "x"];
const DOCTOR: Case<'_> = &["doctor", "--offline"];
const DOCTOR_JSON: Case<'_> = &["doctor", "--offline", "--json"];
const ALL: [Case<'_>; 5] = [ACCOUNTS, LOOKUP, AVATAR, DOCTOR, DOCTOR_JSON];

/// A text of TOML with all that it must escape.
pub fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => write!(quoted, "\\u{:04x}", u32::from(c)).expect("in memory"),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// Run a command with this configuration, in pipes and in a terminal. Which texts are told there.
fn told_with(config: &str, case: Case<'_>) -> Told {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("config.toml");
    std::fs::write(&file, config).expect("written");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("ours");
    let path = file.to_string_lossy().into_owned();
    let arguments = [case, &["--config", path.as_str()]].concat();
    assert_clean(&case.join(" "), &program(&arguments, &[]));
    told_on_terminal(&case.join(" "), false, |_, home| Pty::start(&arguments, &[DUMB], home))
}

/// Nothing of it is an order, whatever of it is told.
fn assert_clean_with(config: &str) {
    for case in ALL {
        told_with(config, case);
    }
}

/// The same, and each of these commands tells all texts. They are given in two halves, as no more than
/// twenty mistakes are told.
fn assert_told_with(config: impl Fn(&[(&str, String)]) -> String, cases: &[Case<'_>]) {
    let texts = texts::arguments();
    let (one, other) = texts.split_at(12);
    for case in ALL {
        let mut told = told_with(&config(one), case);
        told.extend(told_with(&config(other), case));
        if cases.contains(&case) {
            assert_told(&case.join(" "), &told);
        }
    }
}

/// The same, and no command tells any.
fn assert_nothing_told_with(config: &str) {
    for case in ALL {
        let told = told_with(config, case);
        assert!(told.is_empty(), "{}: {told:?} of {config}", case.join(" "));
    }
}

/// A line for each of these.
fn lines(texts: &[(&str, String)], line: impl Fn(usize, &str) -> String) -> String {
    let lines = texts.iter().enumerate().map(|(n, (_, text))| line(n, &quoted(text)));
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

const SHOP: &str = "[accounts.shop]\nappid = \"wx0123456789abcdef\"\nsecret = \"x\"\napi_base = \"http://127.0.0.1:1\"\n";

#[test]
fn names_of_accounts_are_text_wherever_they_are_shown() {
    // All are the same account, which is told too.
    let named = |name: &str| SHOP.replace("accounts.shop", &format!("accounts.{name}"));
    let names = |texts: &[(&str, String)]| lines(texts, |_, name| named(name));
    assert_told_with(names, &[ACCOUNTS, DOCTOR, DOCTOR_JSON]);
    let unknown: Case<'_> = &["lookup", GOOD, "-a", "nobody"];
    assert_told("the known ones", &told_with(&names(&texts::arguments()), unknown));
    let unusable = |name: &str| format!("[accounts.{name}]\nsecret = \"x\"\nproxy = \"x\"");
    let unusable = |texts: &[(&str, String)]| lines(texts, |_, name| unusable(name));
    assert_told_with(unusable, &[ACCOUNTS, DOCTOR, DOCTOR_JSON]);
    // One whose command wraps its token.
    let one = quoted(&texts::argument());
    assert_clean_with(&format!(
        "[accounts.{one}]\ntoken = {{ command = \"echo '\\\"x\\\"'\" }}\napi_base = \"http://127.0.0.1:1\"\n"
    ));
}

#[test]
fn values_of_accounts_are_text_wherever_they_are_shown() {
    let text = quoted(&texts::argument());
    let address = quoted(&format!("http://10.0.0.1/{}", texts::argument()));
    for (key, value) in [
        ("appid", &text),
        ("secret", &text),
        ("token", &text),
        ("api_base", &text),
        ("api_base", &address),
        ("proxy", &text),
        ("ca_file", &text),
        ("failover", &format!("[{text}]")),
        ("avatar_hosts", &format!("[{text}]")),
        ("open_platform", &text),
        ("at_once", &text),
        ("token", &format!("{{ command = {text} }}")),
    ] {
        let rest: Vec<&str> = SHOP.lines().filter(|line| !line.starts_with(key)).collect();
        assert_nothing_told_with(&format!("{}\n{key} = {value}\n", rest.join("\n")));
    }
    assert_nothing_told_with(&format!("images = {text}\n{SHOP}"));
}

#[test]
fn keys_that_are_none_are_text_in_what_is_said_of_them() {
    let keys = |texts: &[(&str, String)]| lines(texts, |n, key| format!("{key} = {n}"));
    assert_told_with(|texts| format!("{}{SHOP}", keys(texts)), &ALL);
    assert_told_with(|texts| format!("{SHOP}{}", keys(texts)), &ALL);
    let sources = |texts: &[(&str, String)], form: &str| {
        let account = |n: usize, text: &str| {
            let source = form.replace('@', text);
            format!("[accounts.a{n}]\nappid = \"wx0123456789abcdef\"\nsecret = {{ {source} }}")
        };
        format!("{SHOP}{}", lines(texts, account))
    };
    assert_told_with(|texts| sources(texts, "env = @"), &ALL);
    assert_told_with(|texts| sources(texts, "command = \"x\", @ = 1"), &ALL);
    let tables = |texts: &[(&str, String)]| lines(texts, |_, name| format!("accounts.{name} = 1"));
    assert_told_with(tables, &[ACCOUNTS, DOCTOR, DOCTOR_JSON]);
    let key = quoted(&texts::argument());
    assert_told_with(|_| format!("default_account = {key}\n{SHOP}"), &ALL);
}

#[test]
fn a_file_that_is_no_toml_is_text_in_what_is_said_of_it() {
    let hostile = texts::argument();
    assert_clean_with(&format!("{hostile}\n"));
    assert_clean_with(&format!("[accounts.shop]\nappid = {hostile}\n"));
    assert_clean_with(&format!("[accounts.shop\n# {hostile}\n"));
}
