//! The screen over what it kept: it begins with it, asks again about what is in sight, and without the network it
//! browses it.

use fanscope::demo::{Demo, Options, account::SHOP, endpoint::Endpoint};

use crate::support::pty::Pty;

const NAME: &str = "林小满";

async fn demo() -> Demo {
    Demo::start(Options::default()).await.expect("a free port")
}

fn start(demo: &Demo, arguments: &[&str], home: &std::path::Path) -> Pty {
    let base = demo.base().to_owned();
    let variables = [
        ("FANSCOPE_API_BASE", base.as_str()),
        ("FANSCOPE_APPID", SHOP.appid),
        ("FANSCOPE_SECRET", SHOP.secret),
    ];
    Pty::start(arguments, &variables, home)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_seen_is_there_again_at_once_and_without_the_network() {
    let (demo, home) = (demo().await, tempfile::tempdir().expect("a folder of our own"));
    let mut pty = start(&demo, &[], home.path());
    pty.wait_for("What is asked is kept in");
    pty.wait_for("老客");
    pty.quit();

    let asked = demo.calls(Endpoint::BatchGet);
    let mut pty = start(&demo, &["--offline"], home.path());
    pty.wait_for(NAME);
    pty.wait_for("1 of 500");
    // The names of the tags were kept too.
    pty.wait_for("老客");
    pty.send("/!is:unknown vip\r");
    pty.wait_for("of 500 searched");
    pty.quit();
    assert_eq!(demo.calls(Endpoint::BatchGet), asked, "nobody was asked");

    let mut pty = start(&demo, &[], home.path());
    pty.wait_for(NAME);
    pty.wait_until("those in sight are asked again", |_| demo.calls(Endpoint::BatchGet) > asked);
    pty.quit();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_kept_for_who_wants_nothing_kept_nor_of_the_demo() {
    let (demo, home) = (demo().await, tempfile::tempdir().expect("a folder of our own"));
    for arguments in [&["--no-store"][..], &["demo"]] {
        let mut pty = start(&demo, arguments, home.path());
        pty.wait_for(NAME);
        pty.quit();
    }
    assert!(!home.path().join(".local/share/fanscope").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_directory_that_cannot_be_used_is_told_and_the_screen_goes_on_without() {
    let (demo, home) = (demo().await, tempfile::tempdir().expect("a folder of our own"));
    let folder = home.path().join(".local/share/fanscope");
    std::fs::create_dir_all(&folder).expect("made");
    std::fs::write(folder.join("directory.db"), "openid,nickname\nand more than this")
        .expect("written");
    let mut pty = start(&demo, &[], home.path());
    pty.wait_for("is no directory of fanscope");
    pty.wait_for(NAME);
    pty.quit();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filter_finds_them_all_once_all_were_brought_in() {
    let (demo, home) = (demo().await, tempfile::tempdir().expect("a folder of our own"));
    for arguments in [&[][..], &["--no-store"]] {
        let mut pty = start(&demo, arguments, home.path());
        pty.wait_for("老客");
        pty.send("/VIP\r");
        pty.wait_for("of 500 searched");
        pty.send("F");
        pty.wait_for("Ask about all 500?");
        pty.send("y");
        // The demo lists one who is nobody's, of whom nothing can be known.
        pty.wait_for("499 of 500 searched");
        pty.wait_for("93 found");
        pty.quit();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changed_about_somebody_is_told_with_its_days() {
    let (demo, home) = (demo().await, tempfile::tempdir().expect("a folder of our own"));
    let mut pty = start(&demo, &[], home.path());
    pty.wait_for("老客");
    pty.quit();
    let path = home.path().join(".local/share/fanscope/directory.db");
    let directory = rusqlite::Connection::open(path).expect("opened");
    let noted = "INSERT INTO history (follower, what, before, after, seen_before, seen_at)
        SELECT id, 'remark', 'old', 'new', 0, 259200 FROM follower WHERE place = 0";
    assert_eq!(directory.execute(noted, []).expect("noted"), 1);
    drop(directory);
    let mut pty = start(&demo, &["--offline"], home.path());
    pty.wait_for(NAME);
    pty.send("L");
    pty.wait_for("What changed");
    pty.wait_for("1970-01-04  remark: “old” → “new”");
    pty.send("L");
    pty.wait_until("the sheet closed", |screen| !screen.contains("What changed"));
    pty.quit();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_directory_is_there_whole_and_in_its_order() {
    let options = Options { followers: 1_300, ..Options::default() };
    let demo = Demo::start(options).await.expect("a free port");
    let home = tempfile::tempdir().expect("a folder of our own");
    let variables = [
        ("FANSCOPE_API_BASE", demo.base()),
        ("FANSCOPE_APPID", SHOP.appid),
        ("FANSCOPE_SECRET", SHOP.secret),
    ];
    let synced = crate::support::program::run(&["sync"], &variables, home.path());
    assert_eq!(synced.status.code(), Some(1), "one is nobody's: {synced:?}");
    let found = crate::support::program::run(&["find"], &variables, home.path());
    let last = String::from_utf8_lossy(&found.stdout).lines().last().map(ToOwned::to_owned);
    let last: serde_json::Value =
        serde_json::from_str(&last.expect("somebody")).expect("an object");
    let mut pty = start(&demo, &["--offline"], home.path());
    pty.wait_for("1 of 1300");
    pty.send("G");
    pty.wait_for("1300 of 1300");
    pty.wait_for(last["openid"].as_str().expect("text"));
    pty.quit();
}
