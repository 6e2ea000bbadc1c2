//! `fanscope demo` as it is run.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use fanscope::demo::{
    self,
    account::{SERVICE, SHOP},
};

use super::made::client;

fn fanscope(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanscope"));
    command.args(args).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C.UTF-8");
    command
}

#[test]
fn a_list_is_printed_without_a_server() {
    for (account, name) in [(&SHOP, "shop"), (&SERVICE, "service")] {
        let ran = fanscope(&["demo", "--list", name, "--followers", "25"]).output();
        let printed = String::from_utf8(ran.expect("it runs").stdout).expect("UTF-8");
        let expected: Vec<String> = demo::openids(account, 25).collect();
        assert_eq!(printed.lines().collect::<Vec<_>>(), expected);
    }
    assert_eq!(demo::openids(&SHOP, 25).count(), 25);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let mut child = fanscope(&["demo", "--list", "shop", "--followers", "200000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!((ended.status.code(), &*String::from_utf8_lossy(&ended.stderr)), (Some(0), ""));
}

#[test]
fn what_cannot_be_served_is_refused_in_words() {
    let cases: [(&[&str], &str); 4] = [
        (&["demo", "--list", "nobody"], "no account ‘nobody’"),
        (&["demo", "--serve", "--listen", "0.0.0.0:0"], "loopback only"),
        (&["demo", "--serve", "--listen", "wherever"], "not an address"),
        (&["demo", "--ui-lang", "zh-CN", "--listen", "[::]:0"], "只监听回环地址"),
    ];
    for (args, words) in cases {
        let ran = fanscope(args).output().expect("it runs");
        let said = String::from_utf8(ran.stderr).expect("UTF-8");
        assert_eq!(ran.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_server_says_how_to_ask_it_and_ends_when_it_is_told() {
    use nix::{
        sys::signal::{Signal, kill},
        unistd::Pid,
    };

    let mut child = fanscope(&["demo", "--serve", "--followers", "30"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut value = |name: &str| {
        let start = format!("export {name}=");
        let found = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix(&start).map(ToOwned::to_owned));
        found.unwrap_or_else(|| panic!("no {name}"))
    };
    let base = value("FANSCOPE_API_BASE");
    assert_eq!(value("FANSCOPE_APPID"), SHOP.appid);
    assert_eq!(value("FANSCOPE_SECRET"), SHOP.secret);
    let token = value("FANSCOPE_ACCESS_TOKEN");
    let page = client().get(format!("{base}/cgi-bin/user/get?access_token={token}"));
    let page = page.send().await.expect("an answer").text().await.expect("a body");
    assert!(page.starts_with(r#"{"total":30,"count":30,"#), "{page}");
    let id = Pid::from_raw(i32::try_from(child.id()).expect("a process id"));
    kill(id, Signal::SIGTERM).expect("it is told");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}
