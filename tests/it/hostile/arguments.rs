//! What a command line and an environment hold: whoever wrote it, it is not ours.

use std::os::unix::fs::PermissionsExt;

use super::{
    DUMB, TOKEN, assert_clean, assert_told, program, settings::quoted, texts, told_on_terminal,
};
use crate::{api::GOOD, support::pty::Pty};

const CLOSED: (&str, &str) = ("FANSCOPE_API_BASE", "http://127.0.0.1:1");

type Cases<'a> = &'a [&'a [&'a str]];

/// Run each with the texts where `@` stands, in pipes and in a terminal, where all of them are told.
fn assert_all_clean(cases: Cases<'_>, variables: &[(&str, &str)]) {
    for case in cases {
        let told = told(case, variables, true);
        assert_told(&case.join(" "), &told);
    }
}

/// The same of what is not repeated at all, as it may be a secret in the wrong place.
fn assert_nothing_told(cases: Cases<'_>, variables: &[(&str, &str)]) {
    for (number, case) in cases.iter().enumerate() {
        // All at once, and for the first one also each alone: that is the same for all of them.
        let told = told(case, variables, number == 0);
        assert!(told.is_empty(), "{}: {told:?}", case.join(" "));
    }
}

fn told(case: &[&str], variables: &[(&str, &str)], each: bool) -> super::Told {
    let with =
        |text: &str| -> Vec<String> { case.iter().map(|part| part.replace('@', text)).collect() };
    let hostile = with(&texts::argument());
    let arguments: Vec<&str> = hostile.iter().map(String::as_str).collect();
    let variables_with = |text: &str| -> Vec<(String, String)> {
        let with = |(name, value): &(&str, &str)| ((*name).to_owned(), value.replace('@', text));
        variables.iter().map(with).collect()
    };
    let owned = variables_with(&texts::argument());
    let all: Vec<(&str, &str)> = owned.iter().map(|(name, value)| (&**name, &**value)).collect();
    let names: Vec<&str> = variables.iter().map(|(name, _)| *name).collect();
    let what = format!("{} with {names:?}", case.join(" "));
    assert_clean(&what, &program(&arguments, &all));
    told_on_terminal(&what, each, |text, home| {
        let (arguments, owned) = (with(text), variables_with(text));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let own = owned.iter().map(|(name, value)| (&**name, &**value));
        let variables: Vec<(&str, &str)> = [DUMB].into_iter().chain(own).collect();
        Pty::start(&arguments, &variables, home)
    })
}

#[test]
fn the_name_of_an_account_is_text_in_every_command() {
    let cases: [&[&str]; 6] = [
        &["lookup", GOOD, "-a", "@"],
        &["avatar", GOOD, "-a", "@"],
        &["avatar", GOOD, "-o", "x", "-a", "@"],
        &["doctor", "-a", "@"],
        &["doctor", "--json", "-a", "@"],
        &["-a", "@"],
    ];
    assert_all_clean(&cases, &[TOKEN, CLOSED]);
    assert_nothing_told(&[&["accounts", "-a", "@"]], &[TOKEN, CLOSED]);
}

#[test]
fn an_address_of_the_api_is_not_repeated_by_any_command() {
    let cases: [&[&str]; 7] = [
        &["lookup", GOOD, "--api-base", "http://@"],
        &["lookup", GOOD, "--api-base", "@"],
        &["avatar", GOOD, "-o", "x", "--api-base", "http://10.0.0.1/@"],
        &["--api-base", "@"],
        &["accounts", "--api-base", "http://@"],
        &["doctor", "--api-base", "@"],
        &["doctor", "--json", "--api-base", "@"],
    ];
    assert_nothing_told(&cases, &[TOKEN]);
}

#[test]
fn the_name_of_a_file_is_text_in_every_command() {
    let cases: [&[&str]; 8] = [
        &["lookup", "-f", "/@"],
        &["-f", "/@"],
        &["lookup", GOOD, "--config", "/@"],
        &["avatar", GOOD, "-o", "x", "--config", "/@"],
        &["--config", "/@"],
        &["accounts", "--config", "/@"],
        &["doctor", "--config", "/@"],
        &["doctor", "--json", "--config", "/@"],
    ];
    assert_all_clean(&cases, &[TOKEN, CLOSED]);
}

#[test]
fn an_openid_that_is_none_is_text_in_every_command() {
    let cases: [&[&str]; 2] =
        [&["lookup", "--format", "table", "--", "@"], &["lookup", "--format", "json", "--", "@"]];
    assert_all_clean(&cases, &[TOKEN, CLOSED]);
    // Only what is wrong with it is said, and its first wrong character.
    assert_nothing_told(&[&["avatar", "-o", "x", "--", "@"], &["--", "@"]], &[TOKEN, CLOSED]);
}

#[test]
fn what_is_no_argument_at_all_is_text_in_the_complaint() {
    let cases: [&[&str]; 10] = [
        &["avatar", GOOD, "--size=@"],
        &["avatar", GOOD, "--images=@"],
        &["lookup", GOOD, "--lang=@"],
        &["lookup", GOOD, "--ui-lang=@"],
        &["lookup", GOOD, "--format=@"],
        &["lookup", GOOD, "--@"],
        &["accounts", "@"],
        &["demo", "--list=@"],
        &["demo", "--serve", "--listen=@"],
        &["demo", "--followers=@"],
    ];
    assert_all_clean(&cases, &[TOKEN, CLOSED]);
}

#[test]
fn what_is_written_for_a_new_account_is_text_in_what_is_said_of_it() {
    let add = ["accounts", "add", "--no-try", "--appid", "wx0123456789abcdef", "--secret-env", "X"];
    let named = [&add[..], &["--name", "@"]].concat();
    assert_nothing_told(&[&named], &[]);
    let into = [&named[..], &["--config", "/@"]].concat();
    assert_all_clean(&[&into], &[]);
    let appid = ["accounts", "add", "--no-try", "--name", "x", "--appid", "@", "--secret-env", "X"];
    assert_nothing_told(&[&appid], &[]);
    // A name that is taken is named.
    let told = told_on_terminal("a name that is taken", true, |text, home| {
        let config = home.join("config.toml");
        let name = quoted(text);
        std::fs::write(&config, format!("[accounts.{name}]\nsecret = \"x\"\nappid = \"wx1\"\n"))
            .expect("written");
        std::fs::set_permissions(&config, std::fs::Permissions::from_mode(0o600)).expect("ours");
        let config = config.to_string_lossy();
        let named = [&add[..], &["--name", text, "--config", &config]].concat();
        Pty::start(&named, &[], home)
    });
    assert_told("a name that is taken", &told);
}

#[test]
fn what_the_environment_says_is_text_in_every_command() {
    let commands: [&[&str]; 4] = [&["lookup", GOOD], &["accounts"], &["--help"], &["doctor"]];
    let base = [TOKEN, ("FANSCOPE_API_BASE", "@")];
    let appid = [CLOSED, ("FANSCOPE_APPID", "@"), ("FANSCOPE_SECRET", "x")];
    let secret = [CLOSED, ("FANSCOPE_APPID", "wx0123456789abcdef"), ("FANSCOPE_SECRET", "@")];
    let proxy = [TOKEN, ("FANSCOPE_API_BASE", "https://api.example"), ("HTTPS_PROXY", "@")];
    let lang = [TOKEN, CLOSED, ("LC_ALL", "@")];
    for variables in [&base[..], &appid, &secret, &proxy] {
        assert_nothing_told(&commands, variables);
    }
    assert_nothing_told(&commands[..3], &lang);
    let config = [TOKEN, CLOSED, ("FANSCOPE_CONFIG", "/@")];
    assert_all_clean(&[commands[0], commands[1], commands[3], &["doctor", "--json"]], &config);
}

#[test]
fn what_doctor_finds_in_the_environment_is_text() {
    let folders = [TOKEN, CLOSED, ("XDG_STATE_HOME", "/@"), ("XDG_CONFIG_HOME", "/nowhere")];
    let terminal = [TOKEN, CLOSED, ("TERM", "@")];
    let locale = [TOKEN, CLOSED, ("LC_ALL", "@")];
    for variables in [&folders[..], &terminal, &locale] {
        assert_all_clean(
            &[&["doctor", "--offline"], &["doctor", "--offline", "--json"]],
            variables,
        );
    }
}
