//! Who may read and change the configuration: the owner alone, when it matters.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
};

use fanscope::config::error::Error;

use super::{SECRET, file, load};

fn with_mode(text: &str, file_mode: u32, folder_mode: u32) -> Result<(), Error> {
    let (dir, path) = file(text);
    fs::set_permissions(&path, Permissions::from_mode(file_mode)).expect("ours");
    fs::set_permissions(dir.path(), Permissions::from_mode(folder_mode)).expect("ours");
    load(&path, &[("TOKEN", "x")]).map(|_| ())
}

#[test]
fn a_file_that_others_can_change_is_refused_when_it_says_what_is_run_or_where_secrets_go() {
    let account = |line: &str| format!("[accounts.shop]\n{line}\n");
    let decisive = [
        "token = { command = \"echo x\" }".to_owned(),
        "token = { env = \"TOKEN\" }".to_owned(),
        "token = \"x\"".to_owned(),
        "api_base = \"https://gw.example\"".to_owned(),
        "proxy = \"http://127.0.0.1:1\"".to_owned(),
        "ca_file = \"/no/such\"".to_owned(),
        "failover = true".to_owned(),
        "Proxy = \"http://127.0.0.1:1\"".to_owned(),
    ];
    for line in decisive {
        let text = account(&line);
        for (mode, folder) in [(0o620, 0o700), (0o602, 0o700)] {
            let refused = with_mode(&text, mode, folder).expect_err(&line).to_string();
            assert!(refused.contains("others can change it"), "{line}: {refused}");
            assert!(refused.contains("chmod 600 '"), "{refused}");
        }
        let refused = with_mode(&text, 0o600, 0o770).expect_err(&line);
        assert!(matches!(refused, Error::WritableFolder { .. }), "{line}: {refused}");
        // In /tmp nobody can take away what is another's.
        assert_eq!(with_mode(&text, 0o600, 0o1777), Ok(()), "{line}");
        assert_eq!(with_mode(&text, 0o600, 0o755), Ok(()), "{line}");
    }
    assert_eq!(with_mode("images = \"off\"\n", 0o666, 0o777), Ok(()));
}

#[test]
fn a_file_that_others_can_read_is_refused_when_it_holds_a_secret_or_a_proxy_s_password() {
    for line in [
        format!("secret = \"{SECRET}\""),
        "proxy = \"http://me:pass@127.0.0.1:1\"".to_owned(),
        "proxy = \"http://me:pass@127.0.0.1:port\"".to_owned(),
    ] {
        let text = format!("[accounts.shop]\nappid = \"wx0123456789abcdef\"\n{line}\n");
        for mode in [0o640, 0o604] {
            let refused = with_mode(&text, mode, 0o700).expect_err(&line);
            assert!(matches!(refused, Error::Open { .. }), "{line}: {refused}");
        }
        assert_eq!(with_mode(&text, 0o600, 0o700), Ok(()), "{line}");
    }
    let without = "[accounts.shop]\ntoken = { command = \"x\" }\nproxy = \"http://127.0.0.1:1\"\n";
    assert_eq!(with_mode(without, 0o644, 0o755), Ok(()));
}

#[test]
fn a_link_counts_as_the_file_that_it_names_and_as_where_it_lies() {
    let text = "[accounts.shop]\ntoken = { command = \"echo x\" }\n";
    let (_dir, path) = file(text);
    let open = tempfile::tempdir().expect("a folder");
    let link = open.path().join("config.toml");
    std::os::unix::fs::symlink(&path, &link).expect("made");
    assert!(load(&link, &[]).is_ok());
    fs::set_permissions(open.path(), Permissions::from_mode(0o777)).expect("ours");
    assert!(matches!(load(&link, &[]), Err(Error::WritableFolder { .. })));
}

#[test]
fn the_command_that_mends_it_is_right_for_a_shell_also_with_a_quote_in_the_name() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("it's.toml");
    fs::write(&path, "[accounts.shop]\ntoken = \"x\"\n").expect("written");
    fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("ours");
    let said = load(&path, &[]).expect_err("open").to_string();
    let command = said.split_once("Run: ").expect("a command").1;
    let ran = std::process::Command::new("sh").args(["-c", command]).status().expect("runs");
    assert!(ran.success() && load(&path, &[]).is_ok(), "{command}");
}
