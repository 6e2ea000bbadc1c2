//! What a command line and an environment hold: whoever wrote it, it is not ours.

use super::{TOKEN, assert_clean, program, texts};
use crate::api::GOOD;

const CLOSED: (&str, &str) = ("FANSCOPE_API_BASE", "http://127.0.0.1:1");

/// Run each with the texts where `@` stands.
fn assert_all_clean(cases: &[&[&str]], variables: &[(&str, &str)]) {
    let hostile = texts::argument();
    for case in cases {
        let arguments: Vec<String> = case.iter().map(|part| part.replace('@', &hostile)).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        assert_clean(&case.join(" "), &program(&arguments, variables));
    }
}

#[test]
fn the_name_of_an_account_is_text_in_every_command() {
    let cases: [&[&str]; 5] = [
        &["lookup", GOOD, "-a", "@"],
        &["avatar", GOOD, "-o", "-", "-a", "@"],
        &["doctor", "-a", "@"],
        &["doctor", "--json", "-a", "@"],
        &["accounts", "-a", "@"],
    ];
    assert_all_clean(&cases, &[TOKEN, CLOSED]);
}

#[test]
fn an_address_of_the_api_is_text_in_every_command() {
    let cases: [&[&str]; 6] = [
        &["lookup", GOOD, "--api-base", "http://@"],
        &["lookup", GOOD, "--api-base", "@"],
        &["avatar", GOOD, "-o", "-", "--api-base", "http://10.0.0.1/@"],
        &["doctor", "--api-base", "@"],
        &["doctor", "--json", "--api-base", "@"],
        &["accounts", "--api-base", "http://@"],
    ];
    assert_all_clean(&cases, &[TOKEN]);
}

#[test]
fn the_name_of_a_file_is_text_in_every_command() {
    let cases: [&[&str]; 6] = [
        &["lookup", "-f", "/@"],
        &["-f", "/@"],
        &["lookup", GOOD, "--config", "/@"],
        &["doctor", "--config", "/@"],
        &["doctor", "--json", "--config", "/@"],
        &["accounts", "--config", "/@"],
    ];
    assert_all_clean(&cases, &[TOKEN, CLOSED]);
}

#[test]
fn an_openid_that_is_none_is_text_in_every_command() {
    let cases: [&[&str]; 4] = [
        &["lookup", "--format", "table", "--", "@"],
        &["lookup", "--format", "json", "--", "@"],
        &["avatar", "-o", "-", "--", "@"],
        &["--", "@"],
    ];
    assert_all_clean(&cases, &[TOKEN, CLOSED]);
}

#[test]
fn what_is_no_argument_at_all_is_text_in_the_complaint() {
    let cases: [&[&str]; 9] = [
        &["avatar", GOOD, "--size", "@"],
        &["avatar", GOOD, "--images", "@"],
        &["lookup", GOOD, "--lang", "@"],
        &["lookup", GOOD, "--ui-lang", "@"],
        &["lookup", GOOD, "--format", "@"],
        &["lookup", GOOD, "--@"],
        &["accounts", "@"],
        &["demo", "--list", "@"],
        &["demo", "--serve", "--listen", "@"],
    ];
    assert_all_clean(&cases, &[TOKEN, CLOSED]);
}

#[test]
fn what_the_environment_says_is_text_in_every_command() {
    let hostile = texts::argument();
    let base = [TOKEN, ("FANSCOPE_API_BASE", hostile.as_str())];
    let appid = [CLOSED, ("FANSCOPE_APPID", hostile.as_str()), ("FANSCOPE_SECRET", "x")];
    let config = [TOKEN, CLOSED, ("FANSCOPE_CONFIG", hostile.as_str())];
    for variables in [&base[..], &appid, &config] {
        let cases: [&[&str]; 5] =
            [&["lookup", GOOD], &["accounts"], &["doctor"], &["doctor", "--json"], &["--help"]];
        assert_all_clean(&cases, variables);
    }
}
