//! What goes to a terminal: tables, refusals to write there, and everything that the browser shows.

use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;

use super::{
    TOKEN,
    server::{followers, named_so, openids, refusing_rows},
    settings::quoted,
    texts,
};
use crate::{
    api::GOOD,
    support::{
        pty::Pty,
        scripted::{Answer, Request, Scripted},
    },
};

/// The program in a terminal, at a server that answers so.
struct Stage {
    server: Scripted,
    home: TempDir,
}

impl Stage {
    async fn new(answer: impl Fn(&Request, usize) -> Answer + Send + Sync + 'static) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        Self { server: Scripted::start(answer).await, home }
    }

    fn run(&self, arguments: &[&str]) -> Pty {
        let variables = [TOKEN, ("FANSCOPE_API_BASE", self.server.base.as_str())];
        Pty::start(arguments, &variables, self.home.path())
    }

    /// The browser, with the first follower answered.
    fn browse(&self) -> Pty {
        let mut pty = self.run(&[]);
        pty.wait_for("Followers 1 of 24");
        pty.wait_for("following since");
        pty
    }
}

/// Nothing of the texts was written as it is.
#[track_caller]
fn assert_safe(pty: &Pty) {
    assert_eq!(texts::injected(&pty.written), [""; 0], "{}", pty.text());
}

fn quit(mut pty: Pty) {
    pty.send("q");
    assert!(pty.wait_exit().success(), "{}", pty.text());
    pty.assert_given_back();
    assert_safe(&pty);
}

/// What `lookup` of all hostile followers writes to a terminal, and how it ends.
async fn lookup(more: &[&str]) -> (Pty, u32) {
    let stage = Stage::new(followers).await;
    let openids = openids();
    let mut arguments = vec!["lookup"];
    arguments.extend(more);
    arguments.extend(openids.iter().map(String::as_str));
    let mut pty = stage.run(&arguments);
    let code = pty.wait_exit().exit_code();
    (pty, code)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_on_a_terminal_is_safe() {
    let (pty, code) = lookup(&[]).await;
    assert_eq!(code, 0, "{}", pty.text());
    assert_safe(&pty);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_with_avatars_on_a_terminal_is_safe() {
    let (pty, code) = lookup(&["--avatars"]).await;
    assert_eq!(code, 0, "{}", pty.text());
    assert_safe(&pty);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn json_on_a_terminal_is_safe() {
    let (pty, code) = lookup(&["--format", "json"]).await;
    assert_eq!(code, 0, "{}", pty.text());
    // What cannot be seen is a part of the value, and no order.
    let orders = texts::injected(&pty.written);
    let is_order = |text: &&String| !text.starts_with("invisible") && *text != "a tower of marks";
    let orders: Vec<_> = orders.iter().filter(is_order).collect();
    assert_eq!(orders, [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn csv_on_a_terminal_is_refused_without_force() {
    let (pty, code) = lookup(&["--format", "csv"]).await;
    assert_safe(&pty);
    assert_eq!(code, 2, "{}", pty.text());
    assert!(pty.text().contains("--force"), "{}", pty.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_as_it_came_on_a_terminal_is_refused_without_force() {
    let stage = Stage::new(followers).await;
    let mut pty = stage.run(&["avatar", GOOD, "-o", "-"]);
    assert_eq!(pty.wait_exit().exit_code(), 2, "{}", pty.text());
    assert!(pty.text().contains("--force"), "{}", pty.text());
    assert_safe(&pty);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_follower_is_safe_in_list_title_and_detail() {
    let stage = Stage::new(followers).await;
    let mut pty = stage.browse();
    for n in 1..texts::all().len() {
        pty.send("j");
        pty.wait_for(&format!("Followers {} of 24", n + 1));
    }
    quit(pty);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_raw_answer_is_safe() {
    let stage = Stage::new(followers).await;
    let mut pty = stage.browse();
    for n in 0..texts::all().len() {
        pty.wait_for(&format!("Followers {} of 24", n + 1));
        pty.send("J");
        pty.wait_for("subscribe_time");
        pty.send("G\x1b");
        // Its title, which is in sight to its end: a key that follows an escape too soon is one with it.
        pty.wait_until("the panes", |screen| !screen.contains("Raw answer"));
        pty.send("j");
    }
    quit(pty);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn followers_whose_openids_are_hostile_are_safe() {
    let stage = Stage::new(named_so).await;
    let mut pty = stage.run(&[]);
    pty.wait_for("Followers 1 of ");
    for _ in 0..24 {
        pty.send("j");
    }
    pty.send("G");
    pty.wait_until("the last one", |screen| {
        screen.lines().any(|line| {
            let count = line.split_once("Followers ").map(|(_, rest)| rest.split(' '));
            count.is_some_and(|mut parts| parts.next() == parts.nth(1))
        })
    });
    quit(pty);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_in_unknown_words_is_safe_in_list_detail_and_report() {
    let stage = Stage::new(refusing_rows).await;
    let mut pty = stage.run(&[]);
    pty.wait_for("Followers 1 of 24");
    // Of the selected one. Rows fail one after the other, in any order.
    pty.wait_for("WeChat refused:");
    pty.send("E");
    pty.wait_for("What failed");
    pty.send("G\x1b");
    pty.wait_until("the panes", |screen| !screen.contains("What failed"));
    quit(pty);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_pasted_is_safe_in_the_verdict_and_in_every_field() {
    let stage = Stage::new(followers).await;
    let mut pty = stage.browse();
    // What ends a paste cannot be in one.
    let rows = texts::rows().replace('\x1b', "\u{9b}");
    pty.send(&format!("\x1b[200~{rows}\n{GOOD}\n\x1b[201~"));
    pty.wait_for("What was pasted");
    // The last of the texts: all of them are in sight.
    pty.wait_for("a@HALVES@b");
    pty.send("\x1b");
    pty.wait_until("the panes", |screen| !screen.contains("What was pasted"));
    // Line ends make a list of what is pasted into `p`, which is read at once.
    let one_line = texts::argument().replace('\x1b', "\u{9b}").replace(['\n', '\r'], "");
    for field in ["/", "p", ":"] {
        pty.send(&format!("{field}\x1b[200~PASTED7 {one_line} PASTED7\x1b[201~"));
        pty.wait_for("PASTED7");
        pty.send("\x1b");
        pty.wait_until("the field left", |screen| !screen.contains("PASTED7"));
    }
    quit(pty);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_name_of_a_file_that_is_typed_is_safe_also_when_it_cannot_be_written() {
    let home = tempfile::tempdir().expect("a folder");
    let mut pty = Pty::start(&["demo"], &[], home.path());
    pty.wait_for("following since");
    // There is a picture to be saved.
    pty.wait_for("Avatar 132: 132×132");
    for (_, text) in texts::arguments() {
        let text = text.replace('\x1b', "\u{9b}").replace(['\n', '\r'], "");
        pty.send("w");
        pty.wait_for("Save the picture as");
        // Its end is in sight, and in what is said of it its beginning.
        pty.send(&format!("\x15\x1b[200~/nowhere/{text}.png\x1b[201~"));
        pty.wait_for(".png ");
        pty.send("\r");
        pty.wait_for("Cannot write /nowhere/");
        pty.send("\x1b");
        pty.wait_until("the field left", |screen| {
            !screen.contains("Save the picture as") && !screen.contains("Cannot write")
        });
    }
    quit(pty);
}

/// A configuration with twelve of the texts as keys that are none, and as the names of accounts.
fn configured(base: &str, texts: &[(&str, String)]) -> String {
    let keys = texts.iter().map(|(_, text)| format!("{} = 1\n", quoted(text)));
    let accounts = texts.iter().enumerate().map(|(n, (_, text))| {
        let name = quoted(text);
        format!("[accounts.{name}]\nappid = \"wx{n:016x}\"\ntoken = \"x\"\napi_base = \"{base}\"\n")
    });
    keys.chain(accounts).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_and_mistakes_of_the_configuration_are_safe_on_the_screen() {
    let stage = Stage::new(followers).await;
    let config = stage.home.path().join("config.toml");
    let path = config.to_string_lossy().into_owned();
    for texts in texts::arguments().chunks(12) {
        std::fs::write(&config, configured(&stage.server.base, texts)).expect("written");
        std::fs::set_permissions(&config, std::fs::Permissions::from_mode(0o600)).expect("ours");
        let mut pty = Pty::start(&["--config", &path], &[], stage.home.path());
        pty.wait_for("Followers 1 of 24");
        pty.send("!");
        pty.wait_for("Notices");
        pty.send("G\x1b");
        pty.wait_until("the panes", |screen| !screen.contains("Notices"));
        for (_, text) in texts.iter().skip(1) {
            pty.send("a");
            let name: String = fanscope::text::visible(text).chars().take(6).collect();
            pty.wait_for(&format!("fanscope  {}", name.trim_end()));
            pty.wait_for("Followers 1 of 24");
        }
        quit(pty);
    }
}
