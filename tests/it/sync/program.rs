//! The command: what it says before, after, and where it may not go on by itself.

use std::process::Output;

use fanscope::demo::{Demo, Options, account::SHOP, endpoint::Endpoint, faults::Fault};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::program::run;

struct Stand {
    demo: Demo,
    home: TempDir,
}

async fn stand(followers: usize) -> Stand {
    let options = Options { followers, ..Options::default() };
    let demo = Demo::start(options).await.expect("a free port");
    Stand { demo, home: tempfile::tempdir().expect("a folder of our own") }
}

impl Stand {
    fn run(&self, arguments: &[&str]) -> Output {
        let variables = [
            ("FANSCOPE_API_BASE", self.demo.base()),
            ("FANSCOPE_APPID", SHOP.appid),
            ("FANSCOPE_SECRET", SHOP.secret),
        ];
        run(arguments, &variables, self.home.path())
    }
}

fn complaints(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_says_what_it_costs_and_what_it_came_to_and_then_everybody_is_found() {
    let stand = stand(500).await;
    let dry = stand.run(&["sync", "--dry-run"]);
    assert_eq!(dry.status.code(), Some(0), "{dry:?}");
    assert!(complaints(&dry).contains("500 followers; this takes 2 calls of user/get"), "{dry:?}");
    assert!(!stand.home.path().join(".local/share/fanscope").exists(), "nothing is made");
    let done = stand.run(&["sync"]);
    let summary: Value = serde_json::from_slice(&done.stdout).expect("one object");
    assert_eq!((&summary["listed"], &summary["new"]), (&500.into(), &500.into()));
    assert_eq!((&summary["left"], &summary["whole"]), (&0.into(), &true.into()));
    // The demo lists one who is nobody.
    assert_eq!((&summary["refused"], done.status.code()), (&1.into(), Some(1)), "{done:?}");
    let found = stand.run(&["find", "tag:vip"]);
    let rows = String::from_utf8_lossy(&found.stdout).lines().count();
    assert!(rows > 20, "{rows} of all, by the names of their tags");
    let unknown = stand.run(&["find", "is:unknown"]);
    assert!(String::from_utf8_lossy(&unknown.stdout).contains("\"status\":\"unknown\""));
    assert!(!complaints(&done).contains(SHOP.secret));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_the_day_has_left_needs_a_yes() {
    let stand = stand(500).await;
    let quota = r#"{"errcode":0,"errmsg":"ok","quota":{"daily_limit":10,"used":9,"remain":1}}"#;
    stand.demo.faults().set(Endpoint::QuotaGet, .., Fault::body(quota));
    let refused = stand.run(&["sync"]);
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    assert!(complaints(&refused).contains("needs --yes"), "{refused:?}");
    assert_eq!(stand.demo.calls(Endpoint::BatchGet), 0);
    let done = stand.run(&["sync", "--yes"]);
    assert!(done.status.code() == Some(1) && !done.stdout.is_empty(), "{done:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nothing_can_be_kept_nothing_is_asked() {
    let stand = stand(50).await;
    let none = stand.run(&["sync", "--no-store"]);
    assert_eq!(none.status.code(), Some(2), "{none:?}");
    let token = stand.demo.token(&SHOP);
    let variables = [("FANSCOPE_API_BASE", stand.demo.base()), ("FANSCOPE_ACCESS_TOKEN", &*token)];
    let out = run(&["sync"], &variables, stand.home.path());
    assert_eq!(out.status.code(), Some(2), "{out:?}");
    assert!(complaints(&out).contains("A token does not say whose it is"), "{out:?}");
    assert_eq!(stand.demo.calls(Endpoint::UserGet), 0);
}
