//! OpenIDs through a pipe, with keys from the terminal.

use portable_pty::CommandBuilder;

use super::{DOCUMENTED, home};
use crate::support::pty::Pty;

fn piped(script: &str, home: &tempfile::TempDir) -> Pty {
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &script.replace("fanscope", env!("CARGO_BIN_EXE_fanscope"))]);
    let variables =
        [("FANSCOPE_ACCESS_TOKEN", "none"), ("FANSCOPE_API_BASE", "http://127.0.0.1:9")];
    Pty::start_command(command, &variables, home.path())
}

#[test]
fn a_list_through_a_pipe_is_the_list_and_keys_come_from_the_terminal() {
    let home = home();
    let mut pty = piped(&format!("printf '%s\\n' {DOCUMENTED} | fanscope"), &home);
    pty.wait_for("1 of 1");
    pty.send("?");
    pty.wait_for("Next follower");
    // Escape, as a key of its own whatever follows.
    pty.send("\x1b[27u");
    pty.quit();
}

#[test]
fn an_empty_standard_input_is_no_list() {
    let home = home();
    let mut pty = piped("fanscope </dev/null", &home);
    pty.wait_for("Followers");
    pty.quit();
}
