//! The real program without a terminal, and with nothing in its environment but what a test puts there.

use std::{
    io::Write,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

/// What some variables hold.
pub type Variables<'a> = &'a [(&'a str, &'a str)];

/// The program, ready to run with nothing on its standard input.
pub fn command(arguments: &[&str], variables: Variables<'_>, home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanscope"));
    command
        .args(arguments)
        .env_clear()
        .env("HOME", home)
        .envs(variables.iter().copied())
        .stdin(Stdio::null());
    command
}

/// Run it to its end.
pub fn run(arguments: &[&str], variables: Variables<'_>, home: &Path) -> Output {
    command(arguments, variables, home).output().expect("the program runs")
}

/// Start it with this on its standard input, its outputs in pipes.
pub fn start(mut command: Command, input: &str) -> Child {
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    child
}

/// The same, to its end.
pub fn fed(command: Command, input: &str) -> Output {
    start(command, input).wait_with_output().expect("it ends")
}

/// Everything that was printed.
pub fn said(output: &Output) -> String {
    let all = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8_lossy(&all).into_owned()
}
