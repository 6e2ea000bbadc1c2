//! The memory of the running program, where the secret is: no core file holds it, and nobody reads it.
//!
//! Whether a process may be dumped is shown by no file of its own. What follows from it is: the system
//! owns what `/proc` has of it, and its own user reads none of that. Root reads all, so that a test that
//! runs as root starts the program as somebody else.

#![cfg(target_os = "linux")]

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use nix::unistd::geteuid;

/// Who has no rights anywhere.
const NOBODY: u32 = 65534;

/// The user as whom everything here runs.
fn user() -> u32 {
    if geteuid().is_root() { NOBODY } else { geteuid().as_raw() }
}

fn by_user(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    if geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// Ended with the test, and not before: its output stays open.
struct Running {
    child: Child,
    _out: BufReader<ChildStdout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Once it has written its first line it does what it is for.
    fn start(mut command: Command) -> Self {
        let mut child = command.spawn().expect("it starts");
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        assert!(out.read_line(&mut String::new()).expect("a line") > 0, "it ended at once");
        Self { child, _out: out }
    }

    fn file(&self, name: &str) -> String {
        format!("/proc/{}/{name}", self.child.id())
    }

    /// Who owns its memory, and whether its own user reads what is there.
    fn seen(&mut self) -> (u32, bool) {
        let owner = fs::metadata(self.file("mem")).expect("it runs").uid();
        let read = by_user("/bin/cat").arg(self.file("environ")).output().expect("cat is there");
        assert_eq!(
            self.child.try_wait().expect("ours"),
            None,
            "of one that has ended nothing is seen"
        );
        (owner, !read.stdout.is_empty())
    }
}

#[test]
fn no_core_is_left_and_nobody_reads_our_memory() {
    let home = tempfile::tempdir().expect("a folder");
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o777)).expect("ours");
    // The folder of the build may be closed to others. A program that its user cannot read would be no
    // proof: the system protects the memory of such a one by itself.
    let program = home.path().join("fanscope");
    let built = env!("CARGO_BIN_EXE_fanscope");
    fs::hard_link(built, &program).or_else(|_| fs::copy(built, &program).map(|_| ())).expect("put");
    assert_eq!(fs::metadata(&program).expect("there").mode() & 0o5, 0o5);
    let mut ours = by_user(&program);
    ours.args(["demo", "--serve"]).env_clear().env("HOME", home.path());
    let mut ours = Running::start(ours);
    let mut other = by_user("/bin/sh");
    other.args(["-c", "echo begun; read line"]).env_clear().env("HOME", home.path());
    assert_eq!(Running::start(other).seen(), (user(), true), "any other program");
    assert_eq!(ours.seen(), (0, false));

    let limits = fs::read_to_string(ours.file("limits")).expect("it runs");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("named");
    let values: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
    assert_eq!(values, ["0", "0"]);
}
