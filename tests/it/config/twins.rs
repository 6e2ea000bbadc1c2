//! Two names for one account: shown once, and that is said.

use super::file;
use crate::{
    api::{CANARY, everybody},
    support::{
        program::{self, said},
        pty::Pty,
        scripted::Scripted,
    },
};

/// Two names for one account, and one for another.
fn configured(base: &str) -> (tempfile::TempDir, String) {
    let account = |name: &str, appid: &str| {
        format!(
            "[accounts.{name}]\nappid = \"{appid}\"\ntoken = \"{CANARY}\"\napi_base = \"{base}\"\n"
        )
    };
    let (dir, path) = file(
        account("shop", "wx0123456789abcdef")
            + &account("service", "wx00000000000000ab")
            + &account("old", "wx0123456789abcdef"),
    );
    (dir, path.to_string_lossy().into_owned())
}

const OLD: &str = "old and shop are the same account: the same appid at the same address. \
                   The screen shows it once, with the settings of shop; -a old takes the others.";

#[test]
fn two_names_for_one_account_are_told_by_accounts_and_doctor() {
    let (home, config) = configured("http://127.0.0.1:1");
    for (more, expected) in [
        (&[][..], OLD),
        (&["-a", "old"], "shop and old are the same account"),
        (&["--ui-lang", "zh-CN"], "old 与 shop 是同一个公众号"),
    ] {
        for command in [&["accounts"][..], &["doctor", "--offline"]] {
            let out = program::run(
                &[command, &["--config", &config], more].concat(),
                &[("LANG", "C.UTF-8")],
                home.path(),
            );
            assert_eq!(out.status.code(), Some(0), "{command:?}: {}", said(&out));
            assert_eq!(said(&out).matches(expected).count(), 1, "{command:?}: {}", said(&out));
            assert!(!said(&out).contains("c4n4ry") && !said(&out).contains("service and"));
        }
    }
    let out = program::run(
        &["accounts", "--config", &config, "--api-base", "http://127.0.0.1:2"],
        &[],
        home.path(),
    );
    assert!(said(&out).contains(OLD), "what they are asked by for now counts: {}", said(&out));
}

#[test]
fn the_account_of_the_environment_and_one_of_the_file_that_is_called_as_it_are_told() {
    let (home, path) = file("[accounts.env]\ntoken = \"x\"\n[accounts.other]\ntoken = \"y\"\n");
    let config = path.to_string_lossy();
    let variables = [("FANSCOPE_ACCESS_TOKEN", CANARY)];
    let out = program::run(&["accounts", "--config", &config], &variables, home.path());
    assert_eq!(said(&out).matches("both called env").count(), 1, "{}", said(&out));
    let out = program::run(&["accounts", "--config", &config], &[], home.path());
    assert!(!said(&out).contains("both called"), "{}", said(&out));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_names_for_one_account_are_told_on_the_screen() {
    let server = Scripted::start(everybody).await;
    let (home, config) = configured(&server.base);
    for (more, used, expected) in [
        (&[][..], "shop", "old and shop are the same account"),
        (&["-a", "old"], "old", "shop and old are the same account"),
    ] {
        let openid = crate::api::GOOD;
        let arguments = [&[openid, "--config", &config], more].concat();
        let mut pty = Pty::start(&arguments, &[], home.path());
        pty.wait_for(expected);
        pty.wait_for(&format!("fanscope  {used}"));
        pty.send("!");
        pty.wait_for("Notices");
        assert!(pty.text().contains(expected), "{}", pty.text());
        pty.send("\x1b");
        pty.wait_until("the panes", |screen| !screen.contains("Notices"));
        pty.quit();
    }
}
