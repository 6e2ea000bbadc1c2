//! Killed at any moment, the directory is whole, and the next sync goes on.

use std::{
    process::{Command, Stdio},
    time::Duration,
};

use fanscope::{
    demo::{Demo, Options, account::SHOP, endpoint::Endpoint},
    store::Store,
};

use super::{everybody, id, listed};
use crate::support::{program::command, rng::Rng};

/// How often it is killed. More by hand: `FANSCOPE_KILLS=100 cargo test --test it -- killed`.
fn kills() -> usize {
    std::env::var("FANSCOPE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_is_killed_again_and_again_still_brings_everybody() {
    const FOLLOWERS: usize = 12_000;
    let options =
        Options { followers: FOLLOWERS, latency: Duration::from_millis(3), ..Options::default() };
    let demo = Demo::start(options).await.expect("a free port");
    let home = tempfile::tempdir().expect("a folder of our own");
    let path = home.path().join(".local/share/fanscope/directory.db");
    let variables = [
        ("FANSCOPE_API_BASE", demo.base()),
        ("FANSCOPE_APPID", SHOP.appid),
        ("FANSCOPE_SECRET", SHOP.secret),
    ];
    let program = || -> Command {
        let mut command = command(&["sync"], &variables, home.path());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let mut rng = Rng::new(0x0bad_cafe);
    let (mut in_the_middle, mut before) = (0, 0);
    for _ in 0..kills() {
        let mut child = program().spawn().expect("it starts");
        // After so many more calls it is somewhere in the middle of something.
        let calls = || demo.calls(Endpoint::BatchGet) + demo.calls(Endpoint::UserGet);
        let target = calls() + rng.below(40);
        let mut ended = false;
        while calls() < target && !ended {
            ended = child.try_wait().expect("it can be looked at").is_some();
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("it is gone");
        if !path.exists() {
            continue;
        }
        let store = Store::open(&path).expect("it opens after any kill");
        assert_eq!(store.check().expect("looked through"), None);
        let staged = store.listing(&id(&demo)).expect("read").map_or(0, |listing| listing.listed);
        let count = store.count(&id(&demo)).expect("counted");
        assert!(staged.is_multiple_of(10_000), "whole pages: {staged}");
        in_the_middle += usize::from(!ended && (staged > 0 || count > 0));
        assert!(count >= before || staged > 0, "nothing that was done is lost: {count} {before}");
        before = count;
    }
    assert!(in_the_middle > 0, "none of the kills struck while it was at work");
    let last = program().status().expect("it runs");
    assert!(matches!(last.code(), Some(0 | 1)), "{last:?}");
    let store = Store::open(&path).expect("opened");
    assert_eq!(listed(&store, &id(&demo)), everybody(&demo).await);
    let unanswered = store.count_due(&id(&demo), 1).expect("counted");
    assert!(unanswered <= 1, "of {unanswered} nothing was said: one is nobody's");
}
