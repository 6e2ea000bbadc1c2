//! What a configuration file holds: names, keys and values, right and wrong ones.

use std::{fmt::Write, os::unix::fs::PermissionsExt};

use super::{assert_clean, program, texts};
use crate::api::GOOD;

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

/// Run the commands that read a configuration with this one.
fn assert_clean_with(config: &str) {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("config.toml");
    std::fs::write(&file, config).expect("written");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("ours");
    let path = file.to_string_lossy().into_owned();
    let cases: [&[&str]; 5] = [
        &["accounts"],
        &["lookup", "--format", "json", GOOD],
        &["avatar", GOOD, "-o", "-"],
        &["doctor", "--offline"],
        &["doctor", "--offline", "--json"],
    ];
    for case in cases {
        let arguments = [case, &["--config", path.as_str()]].concat();
        assert_clean(&case.join(" "), &program(&arguments, &[]));
    }
}

#[test]
fn names_of_accounts_are_text_wherever_they_are_shown() {
    let name = quoted(&texts::argument());
    assert_clean_with(&format!(
        "[accounts.{name}]\nappid = \"wx0123456789abcdef\"\nsecret = \"x\"\napi_base = \"http://127.0.0.1:1\"\n"
    ));
}

#[test]
fn values_of_accounts_are_text_wherever_they_are_shown() {
    let text = quoted(&texts::argument());
    let address = quoted(&format!("http://10.0.0.1/{}", texts::argument()));
    for (key, value) in [
        ("appid", &text),
        ("api_base", &text),
        ("api_base", &address),
        ("proxy", &text),
        ("ca_file", &text),
        ("open_platform", &text),
        ("images", &text),
    ] {
        let appid = if key == "appid" { "" } else { "appid = \"wx0123456789abcdef\"\n" };
        let base = if key == "api_base" { "" } else { "api_base = \"http://127.0.0.1:1\"\n" };
        assert_clean_with(&format!(
            "[accounts.shop]\nsecret = \"x\"\n{appid}{base}{key} = {value}\n"
        ));
    }
}

#[test]
fn keys_that_are_none_are_text_in_what_is_said_of_them() {
    let key = quoted(&texts::argument());
    let account = "[accounts.shop]\nappid = \"wx0123456789abcdef\"\nsecret = \"x\"\napi_base = \"http://127.0.0.1:1\"\n";
    assert_clean_with(&format!("{key} = 1\n{account}{key} = 2\n"));
    assert_clean_with(&format!("default_account = {key}\n{account}"));
    assert_clean_with(&format!("{account}[accounts.other]\nsecret = {{ env = {key} }}\n"));
    assert_clean_with(&format!("{account}[accounts.other]\nsecret = {{ {key} = 1 }}\n"));
}

#[test]
fn a_file_that_is_no_toml_is_text_in_what_is_said_of_it() {
    let hostile = texts::argument();
    assert_clean_with(&format!("{hostile}\n"));
    assert_clean_with(&format!("[accounts.shop]\nappid = {hostile}\n"));
    assert_clean_with(&format!("[accounts.shop\n# {hostile}\n"));
}
