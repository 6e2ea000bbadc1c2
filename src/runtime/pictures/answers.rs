//! What comes back when the terminal is asked: its answers, and the keys typed meanwhile.
//!
//! Pure: bytes in, facts and events out, wherever the bytes are split. What the terminal answers and
//! what a person types come through the same pipe, so both are read here and nothing is thrown away
//! but answers.

use crossterm::event::Event;

use super::keys;

/// The longest answer or key that is waited for. A paste may be as long as it likes.
const LONGEST: usize = 1024;

/// What a terminal said of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// It took the kitty graphics question for what it is.
    pub kitty: bool,
    /// DA1 lists sixel graphics.
    pub sixel: bool,
    /// Name and version by XTVERSION: `kitty(0.26.5)`, `XTerm(379)`.
    pub name: Option<String>,
    /// Width and height of a cell in pixels.
    pub cell: Option<(u16, u16)>,
    /// Width and height of the text area in pixels.
    pub area: Option<(u16, u16)>,
    /// The colour behind the text, for pictures that can be seen through.
    pub background: Option<[u8; 3]>,
    /// The terminal behind tmux, when pictures can be handed on to it. It is not the terminal that
    /// answers this, but tmux.
    pub behind: Option<String>,
    /// DA1 was answered. It is asked last and everybody has it, so nothing more will come.
    pub complete: bool,
}

/// Reads what comes in after the question.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    pub facts: Facts,
    waiting: Vec<u8>,
}

/// How much of the waiting bytes belongs together, and what it is.
enum Head {
    /// It may still become something.
    Incomplete,
    /// An answer of this many bytes, taken in.
    Answer(usize),
    /// A key, a paste, a click of this many bytes.
    Typed(usize),
}

impl Answers {
    /// Take bytes in, and return the events that are complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.waiting.extend_from_slice(bytes);
        self.take(false)
    }

    /// No more will come: what waits is what it is. An `ESC` by itself is the key.
    pub fn finish(&mut self) -> Vec<Event> {
        self.take(true)
    }

    /// The beginning of something that is not whole yet.
    #[must_use]
    pub fn begun(&self) -> &[u8] {
        &self.waiting
    }

    /// The beginning of an answer that is not whole yet. Empty when it is a key's, or nothing.
    #[must_use]
    pub fn begun_answer(&self) -> &[u8] {
        let is_answer = OPENERS.iter().any(|opener| self.waiting.starts_with(opener));
        if is_answer { &self.waiting } else { &[] }
    }

    fn take(&mut self, is_last: bool) -> Vec<Event> {
        let mut events = vec![];
        while !self.waiting.is_empty() {
            let length = match self.head(is_last) {
                Head::Incomplete => break,
                Head::Answer(length) => length,
                Head::Typed(length) => {
                    events.extend(self.waiting.get(..length).and_then(keys::event));
                    length
                }
            };
            self.waiting.drain(..length.clamp(1, self.waiting.len()));
        }
        events
    }

    fn head(&mut self, is_last: bool) -> Head {
        let bytes = &self.waiting[..];
        let length = match bytes {
            [0x1b, b'_', b'G', ..]
            | [0x1b, b'P', b'>', b'|', ..]
            | [0x1b, b']', b'1', b'1', b';', ..] => string_end(bytes),
            [0x1b, b'[', ..] if keys::is_paste(bytes) => keys::paste_end(bytes),
            _ => keys::length(bytes, is_last),
        };
        let could_be_answer = OPENERS.iter().any(|opener| {
            bytes.len() < opener.len() && opener.starts_with(bytes) && bytes.len() > 1
        });
        match length {
            // `ESC P` may be a key with Alt, or the beginning of a name.
            _ if could_be_answer && !is_last => Head::Incomplete,
            None if !is_last && (bytes.len() <= LONGEST || keys::is_paste(bytes)) => {
                Head::Incomplete
            }
            // Cut off in the middle: the rest of an answer is dropped, the rest of a key has no meaning.
            None => Head::Answer(bytes.len()),
            Some(length) => {
                let whole = bytes.get(..length).unwrap_or(bytes).to_vec();
                if self.facts.take(&whole) { Head::Answer(length) } else { Head::Typed(length) }
            }
        }
    }
}

/// How answers begin that no key begins with.
const OPENERS: [&[u8]; 4] = [b"\x1b_G", b"\x1bP>|", b"\x1b]11;", b"\x1b[?"];

impl Facts {
    /// Whether this sequence was an answer.
    fn take(&mut self, sequence: &[u8]) -> bool {
        match sequence {
            [0x1b, b'_', b'G', said @ ..] => {
                let said = String::from_utf8_lossy(said);
                self.kitty |= said.starts_with("i=31") && said.contains(";OK");
                true
            }
            [0x1b, b'P', b'>', b'|', said @ ..] => {
                self.name = Some(name(said));
                true
            }
            [0x1b, b']', b'1', b'1', b';', said @ ..] => {
                self.background = colour(&String::from_utf8_lossy(said)).or(self.background);
                true
            }
            [0x1b, b'[', b'?', said @ .., b'c'] => {
                let said = String::from_utf8_lossy(said);
                // The first number is the kind of terminal.
                self.sixel |= said.split(';').skip(1).any(|number| number == "4");
                self.complete = true;
                true
            }
            // Any other report of a private mode was not asked for, and is no key either.
            [0x1b, b'[', b'?', ..] => true,
            [0x1b, b'[', said @ .., b't'] => {
                let said = String::from_utf8_lossy(said);
                let numbers: Vec<u16> =
                    said.split(';').filter_map(|number| number.parse().ok()).collect();
                match numbers[..] {
                    [6, height, width] if height > 0 && width > 0 => {
                        self.cell = Some((width, height));
                    }
                    [4, height, width] if height > 0 && width > 0 => {
                        self.area = Some((width, height));
                    }
                    _ => {}
                }
                true
            }
            _ => false,
        }
    }
}

/// The end of a string that began with `ESC` and a letter: after `ESC \`, or after `BEL`.
fn string_end(bytes: &[u8]) -> Option<usize> {
    let rest = bytes.get(2..)?;
    let at = rest.iter().position(|byte| matches!(byte, 0x07 | 0x1b))?;
    match (rest.get(at), rest.get(at + 1)) {
        (Some(0x07), _) => Some(at + 3),
        (Some(0x1b), Some(b'\\')) => Some(at + 4),
        // Another sequence begins: the string was broken off.
        (Some(0x1b), Some(_)) => Some(at + 2),
        _ => None,
    }
}

fn name(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    said.chars().take_while(|c| !c.is_control()).take(80).collect()
}

/// `rgb:1010/1414/1818`, with one to four digits each.
fn colour(said: &str) -> Option<[u8; 3]> {
    let digits: String = said.chars().take_while(|c| !c.is_control()).collect();
    let mut parts = digits.strip_prefix("rgb:")?.split('/').map(|part| {
        let value = u32::from_str_radix(part, 16).ok()?;
        let most =
            16_u32.checked_pow(u32::try_from(part.len()).ok().filter(|length| *length <= 4)?)? - 1;
        u8::try_from(value * 255 / most.max(1)).ok()
    });
    Some([parts.next()??, parts.next()??, parts.next()??])
}
