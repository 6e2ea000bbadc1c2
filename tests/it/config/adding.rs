//! `accounts add`: what was in the file stays, whoever else writes it, and what was given is tried.

use std::{fs, os::unix::fs::symlink, path::Path, process::Child};

use fanscope::{
    config::edit::{Source, with_account},
    demo::{Demo, Options, account::SHOP, endpoint::Endpoint, faults::Fault},
    i18n::UiLang,
};

use super::{SECRET, file, load, names};
use crate::support::program::{self, Variables, said};

fn added(old: &str, name: &str, source: &Source) -> Result<String, String> {
    let path = Path::new("config.toml");
    with_account(old, path, name, "wx0123456789abcdef", source, UiLang::En)
}

fn literal() -> Source {
    Source::Literal(SECRET.to_owned().into())
}

fn start(name: &str, arguments: &[&str], variables: Variables<'_>, home: &Path) -> Child {
    let add = [&["accounts", "add", "--name", name, "--appid", SHOP.appid], arguments].concat();
    program::start(program::command(&add, variables, home), &format!("{}\n", SHOP.secret))
}

#[test]
fn a_new_account_is_written_behind_what_is_there() {
    let one = added("# mine\nimages = \"off\" # so\n", "shop", &literal()).expect("added");
    let block = format!("[accounts.shop]\nappid = \"wx0123456789abcdef\"\nsecret = \"{SECRET}\"\n");
    assert_eq!(one, format!("# mine\nimages = \"off\" # so\n\n{block}"));
    assert_eq!(added("", "shop", &literal()), Ok(block));
    let two = added(&one, "my shop", &Source::Command("pass x".into())).expect("added");
    assert!(two.starts_with(&one) && two.ends_with("secret = { command = \"pass x\" }\n"), "{two}");
    let env = added("", "a", &Source::Env("SHOP_SECRET".into())).expect("added");
    assert!(env.ends_with("secret = { env = \"SHOP_SECRET\" }\n"), "{env}");
    assert!(added(&two, "shop", &literal()).expect_err("twice").contains("already"));
    assert!(added("", "", &literal()).is_err());
    assert!(added("", "a", &Source::Literal(" ".to_owned().into())).is_err());
    assert!(added("a = [", "shop", &literal()).expect_err("broken").contains("not TOML"));
    assert!(added("accounts = 5\n", "shop", &literal()).expect_err("no table").contains("by hand"));
}

#[test]
fn names_of_every_kind_and_tables_of_every_form_keep_all_accounts() {
    let olds = [
        "accounts = { old = { token = \"x\" } } # inline\n",
        "# mine\r\nimages = \"off\"\r\naccounts = { old = { token = \"x\" } } # inline\r\n",
        "[accounts]\nold = { token = \"x\" }\n",
        "accounts.old.token = \"x\"\n",
        "[accounts.old] # mine\r\ntoken = \"x\"\r\n",
        "\u{feff}[accounts.old]\ntoken = \"x\"\n# the end",
    ];
    for old in olds {
        for name in
            ["new", "a.b", "it's \"so\"", "two\nlines", "王芳", "[accounts.old]", "\u{1b}[2J"]
        {
            let text = added(old, name, &literal()).expect(old);
            let (_dir, path) = file(&text);
            let config = load(&path, &[]).expect(&text);
            let mut both = names(&config);
            both.sort_unstable();
            let mut expected = vec!["old", name];
            expected.sort_unstable();
            assert_eq!(both, expected, "{text}");
            let comments = old.matches('#').count();
            assert_eq!(text.matches('#').count(), comments, "{text}");
        }
    }
}

#[test]
fn what_is_there_stays_as_it_stands_in_whatever_order_it_was_written() {
    let old =
        "accounts.old.token = \"x\" # one\nimages = \"off\"\n# two\naccounts.other.token = \"y\"\n";
    let text = added(old, "new", &literal()).expect("added");
    assert!(text.starts_with(old), "{text}");
    let (_dir, path) = file(&text);
    assert_eq!(names(&load(&path, &[]).expect(&text)), ["old", "other", "new"]);
    let account = format!("y = {{ appid = \"wx0123456789abcdef\", secret = \"{SECRET}\" }}");
    for (before, between, after) in [
        ("a.b = 1\r\naccounts = { x = { token = \"x\" }", ", ", " } # so\r\na.c = 2\r\n"),
        ("accounts = {\n  x = { token = \"x\" },", " ", "\n}\n"),
    ] {
        let text = added(&format!("{before}{after}"), "y", &literal());
        assert_eq!(text, Ok(format!("{before}{between}{account}{after}")));
    }
    let first = added("accounts = {}\n", "y", &literal());
    assert_eq!(first, Ok(format!("accounts = {{ {account} }}\n")));
    // What is put in would belong to the comment.
    let unfit = "accounts = {\n  x = { token = \"x\" } # so\n}\n";
    assert!(added(unfit, "y", &literal()).expect_err("a comment").contains("by hand"));
}

#[test]
fn eight_that_add_at_once_lose_none() {
    let home = tempfile::tempdir().expect("a folder");
    let all: Vec<String> = (0..8).map(|number| format!("shop{number}")).collect();
    let children: Vec<Child> =
        all.iter().map(|name| start(name, &["--no-try"], &[], home.path())).collect();
    for child in children {
        let out = child.wait_with_output().expect("it ends");
        assert_eq!(out.status.code(), Some(0), "{}", said(&out));
    }
    let folder = home.path().join(".config/fanscope");
    let config = load(&folder.join("config.toml"), &[]).expect("TOML");
    let mut found = names(&config);
    found.sort_unstable();
    assert_eq!(found, all);
    assert_eq!(fs::read_dir(&folder).expect("there").count(), 1, "nothing lies beside it");
}

#[test]
fn a_linked_file_stays_a_link() {
    let home = tempfile::tempdir().expect("a folder");
    let (folder, real) = (home.path().join(".config/fanscope"), home.path().join("dotfiles"));
    fs::create_dir_all(&folder).expect("made");
    fs::create_dir(&real).expect("made");
    symlink("../../dotfiles/fanscope.toml", folder.join("config.toml")).expect("made");
    for name in ["one", "two"] {
        let out = start(name, &["--no-try"], &[], home.path()).wait_with_output().expect("it ends");
        assert_eq!(out.status.code(), Some(0), "{}", said(&out));
    }
    assert!(fs::symlink_metadata(folder.join("config.toml")).expect("there").is_symlink());
    let config = load(&real.join("fanscope.toml"), &[]).expect("TOML");
    assert_eq!(names(&config), ["one", "two"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_given_is_tried_and_what_wechat_says_of_it_is_shown() {
    let demo = Demo::start(Options::default()).await.expect("loopback is there");
    let home = tempfile::tempdir().expect("a folder");
    let base = [("FANSCOPE_API_BASE", demo.base())];
    let run = |name: &str, arguments: &[&str]| {
        start(name, arguments, &base, home.path()).wait_with_output().expect("it ends")
    };
    let good = run("good", &[]);
    let text = said(&good);
    assert_eq!(good.status.code(), Some(0), "{text}");
    assert!(text.contains("good: token") && text.contains("good: IP whitelist"), "{text}");
    let before = demo.calls(Endpoint::StableToken);
    assert!(before > 0);
    for arguments in [&["--no-try"][..], &["--offline"]] {
        assert_eq!(run(arguments[0].trim_start_matches('-'), arguments).status.code(), Some(0));
    }
    assert_eq!(demo.calls(Endpoint::StableToken), before);
    demo.faults().set(Endpoint::StableToken, .., Fault::refuse(40164));
    let barred = run("barred", &[]);
    assert_eq!(barred.status.code(), Some(4), "{}", said(&barred));
    assert!(said(&barred).contains("203.0.113.7"), "{}", said(&barred));
    demo.faults().set(Endpoint::StableToken, .., Fault::refuse(40125));
    let wrong = run("wrong", &[]);
    assert_eq!(wrong.status.code(), Some(3), "{}", said(&wrong));
    let config = load(&home.path().join(".config/fanscope/config.toml"), &[]).expect("TOML");
    assert_eq!(config.accounts.len(), 5, "it is written all the same");
    assert!(!text.contains(SHOP.secret));
}

#[test]
fn what_was_typed_is_looked_at_before_it_is_written() {
    let home = tempfile::tempdir().expect("a folder");
    let add = ["accounts", "add", "--name", "a", "--no-try", "--appid", "gh_0123456789ab"];
    assert_eq!(program::run(&add, &[], home.path()).status.code(), Some(3));
    assert!(!home.path().join(".config").exists());
}
