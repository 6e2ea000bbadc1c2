//! Texts that are orders to a terminal, and servers that answer the worst, at every way in and out.

mod arguments;
mod budgets;
mod copied;
mod piped;
mod server;
mod settings;
mod shown;
mod texts;
mod worst;

use std::process::Output;

use crate::support::program;

/// Shows wherever it goes.
const TOKEN: (&str, &str) = ("FANSCOPE_ACCESS_TOKEN", "SECRET_c4n4ry");

/// The real program with only this environment, its output in pipes.
fn program(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let home = tempfile::tempdir().expect("a folder");
    let variables = [&[("LANG", "C.UTF-8")], variables].concat();
    program::run(arguments, &variables, home.path())
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
