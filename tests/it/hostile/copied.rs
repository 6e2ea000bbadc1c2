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

/// Start the browser, press each of these keys once the text before it is on the screen, and take what
/// was copied.
async fn copied_by(
    steps: &[(&str, &str)],
    answer: impl Fn(&Request, usize) -> Answer + Send + Sync + 'static,
) -> String {
    let server = Scripted::start(answer).await;
    let home = tempfile::tempdir().expect("a folder");
    let mut pty = Pty::start(&[], &[TOKEN, ("FANSCOPE_API_BASE", &server.base)], home.path());
    for (ready, keys) in steps {
        pty.wait_for(ready);
        pty.send(keys);
    }
    pty.wait_for_bytes("\x1b]52;c;");
    pty.send("qq");
    assert!(pty.wait_exit().success(), "{}", pty.text());
    let mut copied = copied(&pty.written);
    assert_eq!(copied.len(), 1, "{copied:?}");
    copied.remove(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn openids_of_a_hostile_list_are_copied_one_a_line_and_hold_no_order() {
    let copied = copied_by(&[("Followers 1 of ", "\x01y")], named_so).await;
    assert_eq!(texts::orders(copied.as_bytes()), [""; 0]);
    let lines = copied.lines().count();
    assert!((1..=texts::all().len()).contains(&lines), "{lines} lines: {copied:?}");
}

/// Go down the list of all hostile followers, and take what these keys copy of each.
async fn copied_of_each(copy: impl Fn(&mut Pty, &str)) -> Vec<String> {
    let server = Scripted::start(followers).await;
    let home = tempfile::tempdir().expect("a folder");
    let mut pty = Pty::start(&[], &[TOKEN, ("FANSCOPE_API_BASE", &server.base)], home.path());
    for (n, (name, _)) in texts::all().iter().enumerate() {
        pty.wait_for(&format!("Followers {} of 24", n + 1));
        pty.wait_for("following since");
        copy(&mut pty, name);
        pty.send("j");
    }
    pty.send("q");
    assert!(pty.wait_exit().success(), "{}", pty.text());
    copied(&pty.written)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_hostile_unionid_is_copied_without_orders() {
    let copied = copied_of_each(|pty, _| {
        let start = pty.written.len();
        pty.send("Y");
        pty.wait_for_bytes_after(start, "\x1b]52;c;");
    })
    .await;
    assert_eq!(copied.len(), texts::all().len());
    for (copied, (name, _)) in copied.iter().zip(texts::all()) {
        let told = (copied.lines().count(), texts::orders_and_invisible(copied.as_bytes()));
        assert_eq!(told, (1, vec![]), "{name}");
    }
    assert_eq!(texts::told(copied.join(" ").as_bytes()).len(), texts::all().len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_raw_answer_is_copied_without_orders() {
    let copied = copied_of_each(|pty, name| {
        pty.send("J");
        pty.wait_for("subscribe_time");
        let start = pty.written.len();
        pty.send("y");
        // The longest is longer than terminals take.
        match name {
            "tower and length" => pty.wait_for("Copied"),
            _ => pty.wait_for_bytes_after(start, "\x1b]52;c;"),
        }
        pty.send("\x1b");
        pty.wait_until("the panes", |screen| !screen.contains("Raw answer"));
    })
    .await;
    assert_eq!(copied.len(), texts::all().len() - 1);
    for copied in &copied {
        assert!(copied.contains("subscribe_time"), "{copied:?}");
        assert_eq!(texts::orders(copied.as_bytes()), [""; 0]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_of_a_refusal_is_copied_without_orders() {
    let copied = copied_by(&[("WeChat refused:", "E"), ("What failed", "y")], refusing_rows).await;
    assert!(copied.contains("99999"), "{copied:?}");
    assert_eq!(texts::orders(copied.as_bytes()), [""; 0]);
}
