//! Which pictures the terminal has already, so that none is sent twice.
//!
//! With kitty graphics a picture is sent once under a number, and shown by naming the number. What a
//! cell of ours holds is both; before a frame goes out, `Transmitted` takes out what was sent before.

use std::collections::VecDeque;

/// How an order begins that sends a picture. Nothing else of ours begins so.
pub const ORDER: &str = "\x1b_Gq=2,i=";
/// Where an order ends.
const END: &[u8] = b"\x1b\\";
/// What empties the whole screen.
const EMPTIED: &[u8] = b"\x1b[2J";
/// Pictures that the terminal holds for us at once. The oldest is freed for a new one: some 40 MB,
/// were all of them as large as a screen.
const MOST: usize = 48;

/// The numbers of the pictures that the terminal has, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transmitted {
    ids: VecDeque<u32>,
}

impl Transmitted {
    /// The frame as it must go out, without the pictures that the terminal has.
    #[must_use]
    pub fn strip(&mut self, mut frame: Vec<u8>) -> Vec<u8> {
        // kitty frees all pictures of a screen that is emptied, as it is when the window changes.
        if frame.windows(EMPTIED.len()).any(|part| part == EMPTIED) {
            self.forget();
        }
        let mut from = 0;
        while let Some((start, id)) = order(&frame, from) {
            let end = order_end(&frame, start);
            if self.ids.contains(&id) {
                frame.drain(start..end);
                from = start;
            } else {
                self.ids.push_back(id);
                from = end;
            }
        }
        while self.ids.len() > MOST {
            let oldest = self.ids.pop_front().map(freed).unwrap_or_default();
            frame.extend_from_slice(oldest.as_bytes());
        }
        frame
    }

    /// The terminal has none any more: another screen was shown, or this one was emptied.
    pub fn forget(&mut self) {
        self.ids.clear();
    }
}

/// The bytes that take a picture away and free it.
fn freed(id: u32) -> String {
    format!("\x1b_Ga=d,d=I,q=2,i={id}\x1b\\")
}

/// Where the next order begins, and for which number.
fn order(frame: &[u8], from: usize) -> Option<(usize, u32)> {
    let rest = frame.get(from..)?;
    let at = rest.windows(ORDER.len()).position(|part| part == ORDER.as_bytes())?;
    let digits = rest.get(at + ORDER.len()..)?;
    let length = digits.iter().position(|byte| !byte.is_ascii_digit())?;
    let id = std::str::from_utf8(digits.get(..length)?).ok()?.parse().ok()?;
    Some((from + at, id))
}

/// The end of an order, of all its chunks. Each but the last says that more comes.
fn order_end(frame: &[u8], start: usize) -> usize {
    let mut at = start;
    loop {
        let rest = frame.get(at..).unwrap_or_default();
        let Some(length) = rest.windows(END.len()).position(|part| part == END) else {
            return frame.len();
        };
        let chunk = rest.get(..length).unwrap_or_default();
        at += length + END.len();
        let head = chunk.split(|byte| *byte == b';').next().unwrap_or_default();
        if !head.ends_with(b"m=1") {
            return at;
        }
    }
}
