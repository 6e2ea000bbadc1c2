//! Texts that are orders to a terminal, and servers that answer the worst, at every way in and out.

mod arguments;
mod budgets;
mod commands;
mod copied;
mod piped;
mod server;
mod settings;
mod shown;
mod texts;
mod worst;

use std::{collections::BTreeSet, path::Path, process::Output};

use crate::support::{program, pty::Pty};

/// Shows wherever it goes.
const TOKEN: (&str, &str) = ("FANSCOPE_ACCESS_TOKEN", "SECRET_c4n4ry");

/// A terminal that is asked nothing, so that `doctor` waits for no answer.
const DUMB: (&str, &str) = ("TERM", "dumb");

/// The real program with only this environment, its output in pipes.
fn program(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let home = tempfile::tempdir().expect("a folder");
    let variables = [&[("LANG", "C.UTF-8")], variables].concat();
    program::run(arguments, &variables, home.path())
}

/// The names of the texts that were told, as text.
type Told = BTreeSet<&'static str>;

/// Run the program in a terminal with all texts at once, and with each alone that was not told then, if
/// it is to be so. None of them gets out as it is. Which of them were told.
#[track_caller]
fn told_on_terminal(what: &str, each: bool, start: impl Fn(&str, &Path) -> Pty) -> Told {
    let run = |text: &str| {
        let home = tempfile::tempdir().expect("a folder");
        let mut pty = start(text, home.path());
        let ended = pty.wait_exit();
        assert!(ended.exit_code() < 100, "{what}: {ended:?} {}", pty.text());
        // What cannot be seen is a part of a value, and no order.
        let is_order = |text: &&String| {
            !(what.contains("json") && (text.starts_with("invisible") || text.contains("a tower")))
        };
        let orders = texts::injected(&pty.written);
        let orders: Vec<_> = orders.iter().filter(is_order).collect();
        assert!(orders.is_empty(), "{what} on a terminal: {orders:#?} {}", pty.text());
        texts::told(&pty.written)
    };
    let mut told = run(&texts::argument());
    for (name, text) in texts::arguments().into_iter().filter(|_| each) {
        if !told.contains(name) {
            told.extend(run(&text));
        }
    }
    told
}

/// All of the texts were told.
#[track_caller]
fn assert_told(what: &str, told: &Told) {
    let all = texts::arguments().into_iter().map(|(name, _)| name);
    let missing: Vec<&str> = all.filter(|name| !told.contains(name)).collect();
    assert!(missing.is_empty(), "{what}: of these nothing is said: {missing:?}");
}

/// Both outputs of a program hold no order to a terminal.
#[track_caller]
fn assert_clean(what: &str, output: &Output) {
    for (stream, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let orders = texts::orders(bytes);
        assert!(orders.is_empty(), "{what} on {stream}: {orders:#?}");
    }
    assert!(output.status.code().is_some_and(|code| code < 100), "{what}: {output:?}");
}
