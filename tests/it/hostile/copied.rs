//! What goes to the clipboard, from where it is pasted into shells and spreadsheets.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    TOKEN,
    server::{followers, named_so, refusing_rows},
    texts,
};
use crate::support::{
    pty::Pty,
    scripted::{Answer, Request, Scripted},
};

/// The texts of all orders to the clipboard.
fn copied(written: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(written);
    let orders = text.split("\x1b]52;c;").skip(1);
    let coded = orders.map(|rest| rest.split('\x07').next().unwrap_or_default());
    coded
        .map(|coded| String::from_utf8(STANDARD.decode(coded).expect("base64")).expect("UTF-8"))
        .collect()
}

/// Start the browser, press these keys once the list is there, and take what was copied.
async fn copied_by(
    keys: &str,
    ready: &str,
    answer: impl Fn(&Request, usize) -> Answer + Send + Sync + 'static,
) -> Vec<String> {
    let server = Scripted::start(answer).await;
    let home = tempfile::tempdir().expect("a folder");
    let mut pty = Pty::start(&[], &[TOKEN, ("FANSCOPE_API_BASE", &server.base)], home.path());
    pty.wait_for(ready);
    for key in keys.split(' ') {
        pty.send(key);
        pty.wait_until("an answer to the key", |_| true);
    }
    pty.wait_for("Copied");
    pty.wait_for_bytes("\x1b]52;");
    pty.send("qq");
    assert!(pty.wait_exit().success(), "{}", pty.text());
    copied(&pty.written)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn openids_of_a_hostile_list_are_copied_one_a_line_and_hold_no_order() {
    let [copied] = &*copied_by("\x01 y", "Followers 1 of ", named_so).await else {
        panic!("not once")
    };
    assert_eq!(texts::orders(copied.as_bytes()), [""; 0]);
    // The first follower that is marked may be the only one that is an OpenID.
    let lines = copied.lines().count();
    assert!((1..=texts::all().len()).contains(&lines), "{lines} lines: {copied:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_unionid_is_copied_without_orders() {
    let copied = copied_by("Y", "following since", followers).await;
    let [copied] = &*copied else { panic!("{copied:?}") };
    assert_eq!((copied.lines().count(), texts::orders(copied.as_bytes())), (1, vec![]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_raw_answer_is_copied_without_orders() {
    let server = |request: &Request, before: usize| followers(request, before);
    for down in 0..texts::all().len() {
        // One session would do, were it not for what is copied twice.
        if ![14, 16, 17, 18, 19, 20].contains(&down) {
            continue;
        }
        let keys = format!("{} J y", "j".repeat(down));
        let copied = copied_by(&keys, "following since", server).await;
        let [copied] = &*copied else { panic!("{copied:?}") };
        assert_eq!(texts::orders(copied.as_bytes()), [""; 0], "{down}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_of_a_refusal_is_copied_without_orders() {
    let copied = copied_by("E y", "99999", refusing_rows).await;
    let [copied] = &*copied else { panic!("{copied:?}") };
    assert_eq!(texts::orders(copied.as_bytes()), [""; 0]);
}
