//! What goes to the terminal: one write for a frame, wrapped as a synchronized update.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::runtime::graphics::{tmux, transmitted::Transmitted};

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
const HIDE_CURSOR: &[u8] = b"\x1b[?25l";

/// Collects the bytes of a frame until it is committed. Clones write into the same frame.
#[derive(Debug, Clone, Default)]
pub struct Output(Arc<Mutex<Frame>>);

#[derive(Debug, Default)]
struct Frame {
    bytes: Vec<u8>,
    /// What the terminal is to get besides the frame: the clipboard, a deleted picture.
    besides: Vec<u8>,
    is_cursor_hidden: bool,
    /// The pictures that the terminal has.
    transmitted: Transmitted,
    /// Whether tmux stands between, and hands on what is wrapped for it.
    is_through_tmux: bool,
}

impl Output {
    /// Send this with the next frame, outside of what is drawn.
    pub fn besides(&self, bytes: &[u8]) {
        self.frame().besides.extend_from_slice(bytes);
    }

    /// From here on pictures are handed on by tmux, or are not.
    pub fn go_through_tmux(&self, is_through_tmux: bool) {
        self.frame().is_through_tmux = is_through_tmux;
    }

    /// The screen was another's meanwhile, and our pictures went with ours.
    pub fn forget_pictures(&self) {
        self.frame().transmitted.forget();
    }

    /// The frame is whole: write it at once, or nothing when nothing changed.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn commit(&self, to: &mut impl Write) -> io::Result<()> {
        let mut frame = self.frame();
        let is_nothing = shows_nothing(&frame.bytes, frame.is_cursor_hidden);
        let mut whole = vec![];
        if !is_nothing {
            frame.is_cursor_hidden = frame.bytes.ends_with(HIDE_CURSOR);
            whole.extend_from_slice(BEGIN);
            let bytes = std::mem::take(&mut frame.bytes);
            let mut bytes = frame.transmitted.strip(bytes);
            if frame.is_through_tmux {
                bytes = tmux::wrapped(&bytes);
            }
            whole.append(&mut bytes);
            whole.extend_from_slice(END);
        }
        whole.append(&mut frame.besides);
        frame.bytes.clear();
        drop(frame);
        if !whole.is_empty() {
            to.write_all(&whole)?;
            to.flush()?;
        }
        Ok(())
    }

    fn frame(&self) -> MutexGuard<'_, Frame> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a frame changes nothing: ratatui resets the colours and hides the cursor with each one.
fn shows_nothing(bytes: &[u8], is_cursor_hidden: bool) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut parts = text.split('\x1b');
    let is_colour = |part: &str| {
        part.strip_prefix('[').and_then(|part| part.strip_suffix('m')).is_some_and(|inside| {
            inside.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':'))
        })
    };
    parts.next().is_none_or(str::is_empty)
        && parts.all(|part| is_colour(part) || (part == "[?25l" && is_cursor_hidden))
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame().bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Nothing leaves before the frame is whole.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_one_synchronized_write_and_an_unchanged_one_is_none() {
        let (mut output, mut terminal) = (Output::default(), vec![]);
        output.write_all(b"a\x1b[?25l").expect("memory");
        output.flush().expect("memory");
        assert!(terminal.is_empty());
        output.commit(&mut terminal).expect("memory");
        assert_eq!(terminal, b"\x1b[?2026ha\x1b[?25l\x1b[?2026l");
        output.write_all(b"\x1b[39m\x1b[0m\x1b[?25l").expect("memory");
        output.commit(&mut terminal).expect("memory");
        assert_eq!(terminal.len(), 23, "nothing was written for a frame without a change");
    }
}
