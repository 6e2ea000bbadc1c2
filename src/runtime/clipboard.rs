//! Copying: OSC 52, which works over ssh, and the clipboard tool of this machine beside it.

use std::{io::Write, process::Stdio};

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::runtime::program;

/// More than this, many terminals drop the whole sequence.
pub const MOST: usize = 74_994;

/// The sequence that asks the terminal to take a text onto its clipboard. `None` when the text is
/// longer than terminals take.
#[must_use]
pub fn osc52(text: &str) -> Option<Vec<u8>> {
    let coded = STANDARD.encode(text);
    (coded.len() <= MOST).then(|| format!("\x1b]52;c;{coded}\x07").into_bytes())
}

/// Give the text to the tool of this desktop, if there is one. Nothing waits for it.
pub fn by_tool(text: &str) {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let tool: &[&str] = if cfg!(target_os = "macos") {
        &["pbcopy"]
    } else if is_set("WAYLAND_DISPLAY") {
        &["wl-copy"]
    } else if is_set("DISPLAY") {
        &["xclip", "-selection", "clipboard"]
    } else {
        return;
    };
    let Some((name, arguments)) = tool.split_first() else { return };
    let (name, arguments, text) = ((*name).to_owned(), arguments.to_vec(), text.to_owned());
    // A tool that is missing or broken is no loss: OSC 52 was sent as well.
    std::thread::spawn(move || {
        let child = program::foreign(&name)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut child) = child else { return };
        if let Some(mut stdin) = child.stdin.take() {
            let _ = stdin.write_all(text.as_bytes());
        }
        let _ = child.wait();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_to_the_terminal_unless_it_is_too_long() {
        assert_eq!(osc52("o6_bm").as_deref(), Some(&b"\x1b]52;c;bzZfYm0=\x07"[..]));
        assert_eq!(osc52(&"o".repeat(60_000)), None);
    }
}
