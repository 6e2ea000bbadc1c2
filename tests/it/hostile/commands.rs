//! What the commands write to a terminal of what a server, a file and a picture's address say.

use fanscope::demo::{Demo, Options, account::SHOP, openids as of_demo};

use super::{
    DUMB, TOKEN, Told, assert_told,
    server::{followers, openid, openids, refusing},
    texts, told_on_terminal,
};
use crate::{
    api::GOOD,
    support::{
        pty::Pty,
        scripted::{Reply, Request, Scripted},
    },
};

/// What a command tells at a server that answers so.
async fn told(
    arguments: &[&str],
    reply: impl Fn(&Request, usize) -> Reply + Send + Sync + 'static,
) -> Told {
    let server = Scripted::start(reply).await;
    let variables = [DUMB, TOKEN, ("FANSCOPE_API_BASE", &server.base)];
    told_on_terminal(&arguments.join(" "), false, |_, home| Pty::start(arguments, &variables, home))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_in_unknown_words_is_text_in_every_command() {
    for arguments in [
        &["lookup", "--format", "table", GOOD][..],
        &["lookup", "--format", "json", GOOD],
        &["avatar", GOOD, "-o", "x"],
        &["avatar", GOOD],
        &["doctor"],
        &["doctor", "--json"],
    ] {
        assert_told(&arguments.join(" "), &told(arguments, refusing).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn followers_are_text_in_every_format() {
    let openids = openids();
    for format in ["table", "json"] {
        let mut arguments = vec!["lookup", "--verify", "--format", format];
        arguments.extend(openids.iter().map(String::as_str));
        assert_told(format, &told(&arguments, followers).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_address_of_a_picture_is_text_in_what_is_said_of_it() {
    for n in 0..texts::all().len() {
        let told = told(&["avatar", &openid(n), "-o", "x"], followers).await;
        assert!(told.is_empty(), "the host alone is named: {told:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_name_of_a_picture_s_file_is_text_in_what_is_said_of_it() {
    let demo = Demo::start(Options::default()).await.expect("loopback is there");
    let openid = of_demo(&SHOP, 1).next().expect("one");
    let token = demo.token(&SHOP);
    let variables = [DUMB, ("FANSCOPE_ACCESS_TOKEN", &*token), ("FANSCOPE_API_BASE", demo.base())];
    let told = told_on_terminal("avatar -o", true, |text, home| {
        Pty::start(&["avatar", &openid, "-o", &format!("/nowhere/{text}")], &variables, home)
    });
    assert_told("avatar -o", &told);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn malformed_ids_of_a_file_are_text_in_every_format() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), texts::rows()).expect("written");
    let path = file.path().to_string_lossy();
    for format in ["table", "json"] {
        let told = told(&["lookup", "--format", format, "-f", &path], followers).await;
        // Escape sequences and marks of no width are cut out of a cell before it is looked at.
        assert!(told.len() >= 10, "{format}: {told:?}");
    }
}
