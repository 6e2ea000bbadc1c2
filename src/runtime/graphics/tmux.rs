//! Images through tmux, where tmux itself says that it lets them through, and to what.
//!
//! What a program writes goes to tmux's own screen, which knows no images. With its setting
//! `allow-passthrough` it hands on what is wrapped for it. Only kitty graphics with placeholders can
//! be shown so: placeholders are text, which tmux moves, covers and redraws as any other, while a
//! image at the cursor would stand still. The setting is the person's, and is never changed here.

use std::{process::Stdio, time::Duration};

use tokio::{process::Command, time};

use crate::runtime::program;

/// What tmux is asked: whether it hands on, what its terminal can, and which terminal that is.
const QUESTION: &str = "#{allow-passthrough}|#{client_termfeatures}|#{client_termtype}";
/// tmux answers at once, or it hangs.
const TIMEOUT: Duration = Duration::from_millis(300);
/// How an order of kitty graphics begins and ends.
const ORDER: &[u8] = b"\x1b_G";
const END: &[u8] = b"\x1b\\";

/// The terminal behind tmux with its version, `kitty(0.35.2)`, when what is wrapped reaches it whole.
pub async fn behind() -> Option<String> {
    let mut command = Command::from(program::foreign("tmux"));
    command.args(["display-message", "-p"]);
    if let Some(pane) = std::env::var_os("TMUX_PANE") {
        command.arg("-t").arg(pane);
    }
    command.arg(QUESTION).stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let output = time::timeout(TIMEOUT, command.output()).await.ok()?.ok()?;
    let told = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
    read(&told)
}

/// What tmux's response means. The colour of a placeholder is the number of its image, so colours must
/// come through as they are.
fn read(told: &str) -> Option<String> {
    let mut parts = told.trim_end().splitn(3, '|');
    let (passes, features, terminal) = (parts.next()?, parts.next()?, parts.next()?);
    let is_passed = matches!(passes, "1" | "on" | "all");
    let is_whole = features.split(',').any(|feature| feature == "RGB");
    (is_passed && is_whole && !terminal.is_empty()).then(|| terminal.to_owned())
}

/// A frame as it must go to tmux: each order of kitty graphics wrapped, so that it is handed on.
#[must_use]
pub fn wrapped(frame: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(frame.len() + frame.len() / 16);
    let mut rest = frame;
    while let Some(at) = find(rest, ORDER) {
        let (before, order) = rest.split_at(at);
        let length = find(order, END).map_or(order.len(), |end| end + END.len());
        let (order, after) = order.split_at(length);
        whole.extend_from_slice(before);
        whole.extend_from_slice(b"\x1bPtmux;");
        for byte in order {
            if *byte == 0x1b {
                whole.push(0x1b);
            }
            whole.push(*byte);
        }
        whole.extend_from_slice(END);
        rest = after;
    }
    whole.extend_from_slice(rest);
    whole
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_proven_only_with_passthrough_and_true_colours() {
        let kitty = Some("kitty(0.35.2)".to_owned());
        for (told, wanted) in [
            ("1|256,RGB,title|kitty(0.35.2)\n", kitty.clone()),
            ("on|RGB|kitty(0.35.2)\n", kitty.clone()),
            ("all|title,RGB|kitty(0.35.2)", kitty),
            ("0|RGB|kitty(0.35.2)", None),
            ("off|RGB|kitty(0.35.2)", None),
            ("1|256,title|kitty(0.35.2)", None),
            ("1|RGB|", None),
            ("||", None),
            ("", None),
            ("no server running", None),
        ] {
            assert_eq!(read(told), wanted, "{told:?}");
        }
    }

    #[test]
    fn each_order_is_wrapped_by_itself_and_text_is_left_as_it_is() {
        let frame = b"a\x1b[1m\x1b_Gq=2,i=7,m=1;AA\x1b\\\x1b_Gq=2,m=0;BB\x1b\\b\x1b[0m";
        let wanted = b"a\x1b[1m\x1bPtmux;\x1b\x1b_Gq=2,i=7,m=1;AA\x1b\x1b\\\x1b\\\x1bPtmux;\x1b\x1b_Gq=2,m=0;BB\x1b\x1b\\\x1b\\b\x1b[0m";
        assert_eq!(wrapped(frame), wanted);
        assert_eq!(wrapped(b"only \x1b[31mtext"), b"only \x1b[31mtext");
        assert_eq!(wrapped(b"\x1b_Gcut"), b"\x1bPtmux;\x1b\x1b_Gcut\x1b\\");
    }
}
