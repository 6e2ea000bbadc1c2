//! Folders and the configuration file: whether they are there, writable, and for the owner alone.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use fanscope::{
    cli::{
        Shared,
        doctor::{
            check::{Check, Name, State, What},
            folders,
        },
    },
    config::paths::Paths,
    i18n::UiLang,
};

use super::{accounts, named, options, states};
use crate::api::CANARY;

fn made() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("fanscope");
    fs::create_dir(&path).expect("made");
    set(&path, 0o700);
    (dir, path)
}

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
}

fn state_folder(path: &Path) -> Check {
    folders::check(What::StateFolder, path, UiLang::En)
}

#[test]
fn a_folder_for_its_owner_alone_is_well_and_nothing_stays_in_it() {
    let (_dir, path) = made();
    let expected = Check {
        name: Name { what: What::StateFolder, account: None },
        state: State::Ok,
        found: format!("{}, mode 0700", path.display()),
        action: String::new(),
    };
    assert_eq!(state_folder(&path), expected);
    assert_eq!(fs::read_dir(&path).expect("there").count(), 0);
}

#[test]
fn a_folder_or_a_file_that_others_can_read_comes_with_the_command_that_mends_it() {
    let (_dir, path) = made();
    let file = path.join("token-x.json");
    fs::write(&file, CANARY).expect("written");
    set(&file, 0o644);
    let check = state_folder(&path);
    assert_eq!(check.state, State::Warning);
    assert_eq!(check.action, format!("Run: chmod 600 '{}'", file.display()));
    set(&path, 0o755);
    let check = state_folder(&path);
    assert_eq!(check.state, State::Warning);
    assert_eq!(check.action, format!("Run: chmod 700 '{}'", path.display()));
}

#[test]
fn a_folder_that_is_not_there_yet_is_well_and_one_that_is_a_file_is_wrong() {
    let (_dir, path) = made();
    let paths = Paths {
        config: path.join("a/b"),
        data: path.join("file"),
        cache: path.join("file/below"),
        state: path.clone(),
    };
    fs::write(&paths.data, "").expect("written");
    set(&paths.data, 0o600);
    let checks = folders::checks(Some(&paths), UiLang::En);
    let expected = [
        ("config_folder", State::Ok),
        ("data_folder", State::Wrong),
        ("cache_folder", State::Wrong),
        ("state_folder", State::Ok),
    ];
    assert_eq!(states(&checks), expected.map(|(name, state)| (name.to_owned(), state)));
    assert!(!paths.config.exists());
    assert_eq!(folders::checks(None, UiLang::En)[0].state, State::Warning);
}

/// The checks with a configuration file of this text and mode.
async fn with_file(text: &str, mode: u32) -> (Vec<Check>, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("config.toml");
    fs::write(&file, text).expect("written");
    set(&file, mode);
    let shared = Shared { config: Some(file.clone()), offline: true, ..Shared::default() };
    let options = fanscope::wechat::client::Options { is_offline: true, ..options() };
    (accounts(&shared, &options, &[]).await, file)
}

#[tokio::test]
async fn a_configuration_file_that_others_can_read_is_a_warning_and_with_a_secret_wrong() {
    let plain =
        "[accounts.shop]\nappid = \"wx0123456789abcdef\"\nsecret = { command = \"pass x\" }\n";
    let (checks, file) = with_file(plain, 0o644).await;
    let check = named(&checks, "config");
    assert_eq!(check.state, State::Warning);
    assert_eq!(check.action, format!("Run: chmod 600 '{}'", file.display()));
    assert_eq!(named(&checks, "shop/account").found, "appid wx01…cdef, secret, from a command");
    let literal = format!("[accounts.shop]\nappid = \"wx1\"\nsecret = \"{CANARY}\"\n");
    let (checks, _file) = with_file(&literal, 0o644).await;
    let check = named(&checks, "config");
    assert_eq!(check.state, State::Wrong);
    assert!(check.found.contains("chmod 600") && !check.found.contains(CANARY), "{check:?}");
}

#[tokio::test]
async fn each_problem_of_the_file_is_a_line_of_its_own() {
    let text = format!("acounts = 1\n[accounts.shop]\nappidd = \"x\"\nsecret = \"{CANARY}\"\n");
    let (checks, _file) = with_file(&text, 0o600).await;
    let wrong: Vec<&Check> = checks
        .iter()
        .filter(|check| check.name.what == What::Config && check.state == State::Wrong)
        .collect();
    assert!(wrong.len() >= 2, "{checks:#?}");
    assert!(wrong[0].found.contains(":1:") && wrong[0].found.contains("Did you mean accounts?"));
    assert!(!format!("{checks:?}").contains(CANARY));
}

#[tokio::test]
async fn a_secret_pasted_in_place_of_the_appid_is_not_shown() {
    let text = format!("[accounts.shop]\nappid = \"{CANARY}\"\nsecret = {{ command = \"x\" }}\n");
    let (checks, _file) = with_file(&text, 0o600).await;
    assert_eq!(named(&checks, "shop/account").state, State::Warning);
    assert!(!format!("{checks:?}").contains("c4n"), "{checks:?}");
}
