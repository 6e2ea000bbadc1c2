//! Bytes of the terminal, read by read, to keys, pastes and replies, wherever they are cut.
//!
//! Pure: the time comes in with the bytes. Everything that the terminal sends passes here, so nothing
//! of it is ever thrown away by one reader before another starts, and a reply may come at any time:
//! in the middle of keys, long after the question, or cut in two.

use std::time::{Duration, Instant};

use crossterm::event::Event;

use super::{
    keys,
    paste::is_paste,
    sequence::{self, Kind, LONGEST, PASTE_END, Unfinished},
};

/// How long an `ESC` waits to be more than the key. Over a slow line the rest of a key comes in a read
/// of its own; more than 50 ms is felt as a delay of Escape.
pub const ESCAPE: Duration = Duration::from_millis(40);
/// How long a sequence that has begun waits for its end.
pub const UNFINISHED: Duration = Duration::from_secs(1);
/// A paste without marks has ended when nothing came for so long.
pub const GAP: Duration = Duration::from_millis(100);
/// After a read this long, more is surely on its way, and a busy machine may take its time.
const FULL: usize = 1024;
pub const FULL_GAP: Duration = Duration::from_millis(500);
/// How long a marked paste waits for its end. The end is lost when a shell read it while we were
/// stopped, and without a limit the screen would be deaf from there on.
pub const STALLED: Duration = Duration::from_secs(2);
/// Fewer bytes than this are keys, which must not keep a paste open that lost its end.
const KEYS: usize = 8;
/// A longer paste is cut: it would take the memory of the machine. A million OpenIDs are 29 MB.
const MOST: usize = 64 * 1024 * 1024;

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    Event(Event),
    /// What the terminal says when it is asked, as it came.
    Reply(Vec<u8>),
}

/// Takes reads in and gives out what is whole.
#[derive(Debug, Default)]
pub struct Decoder {
    /// What is not understood yet.
    waiting: Vec<u8>,
    /// When the first of the waiting bytes came.
    since: Option<Instant>,
    paste: Paste,
    /// A reply was given up. Its rest, should it come, is no typing.
    cut: Option<Unfinished>,
}

#[derive(Debug, Default)]
enum Paste {
    #[default]
    None,
    /// Between the marks of the terminal.
    Marked { text: Vec<u8>, until: Instant },
    /// Known by its looks. It ends with a rest.
    Unmarked { text: Vec<u8>, until: Instant },
}

impl Decoder {
    /// Take in what one read brought.
    pub fn push(&mut self, bytes: &[u8], now: Instant) -> Vec<Item> {
        let bytes = self.without_rest(bytes);
        match &mut self.paste {
            Paste::Marked { until, .. } if bytes.len() >= KEYS => *until = now + STALLED,
            Paste::Unmarked { until, .. } => *until = now + gap(bytes),
            Paste::Marked { .. } | Paste::None => {}
        }
        let mut items = vec![];
        let is_left = match self.paste {
            // The way out of a paste that lost its end, besides the time.
            Paste::Marked { .. } => bytes == b"\x03",
            Paste::Unmarked { .. } => begins_with_key(bytes),
            Paste::None => false,
        };
        if is_left {
            items.extend(self.finish_paste());
        }
        self.waiting.extend_from_slice(bytes);
        items.extend(self.take(bytes.len(), now));
        items
    }

    /// When `expire` is to be called, should nothing come before.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let unfinished = self.since.map(|since| match sequence::first(&self.waiting) {
            Err(Unfinished::Key) => since + ESCAPE,
            Err(Unfinished::Numbers | Unfinished::Text | Unfinished::Letter) | Ok(_) => {
                since + UNFINISHED
            }
        });
        match &self.paste {
            Paste::None => unfinished,
            Paste::Marked { until, .. } | Paste::Unmarked { until, .. } => Some(*until),
        }
    }

    /// Nothing came until the deadline: what waits is what it is. An `ESC` by itself is the key.
    pub fn expire(&mut self, now: Instant) -> Vec<Item> {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return vec![];
        }
        if !matches!(self.paste, Paste::None) {
            let items = self.finish_paste();
            self.since = (!self.waiting.is_empty()).then_some(now);
            return items;
        }
        match sequence::first(&self.waiting) {
            Err(Unfinished::Key) => {
                let (_, length) = sequence::last(&self.waiting);
                let rest = self.waiting.split_off(length);
                let key = std::mem::replace(&mut self.waiting, rest);
                let mut items: Vec<Item> = keys::event(&key).map(Item::Event).into_iter().collect();
                items.extend(self.take(0, now));
                items
            }
            Err(unfinished) => {
                self.cut = Some(unfinished);
                self.waiting.clear();
                self.since = None;
                vec![]
            }
            Ok(_) => self.take(0, now),
        }
    }

    /// The bytes without the rest of a reply that was given up. Only what comes in one read with its
    /// end is taken for that: somebody's typing is not.
    fn without_rest<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let end = match self.cut.take() {
            Some(Unfinished::Text) => {
                let at = bytes.iter().position(|byte| !matches!(byte, 0x20..=0x7e));
                match at.map(|at| (at, bytes.get(at..).unwrap_or_default())) {
                    Some((at, [0x07, ..])) if at <= LONGEST => at + 1,
                    Some((at, [0x1b, b'\\', ..])) if at <= LONGEST => at + 2,
                    _ => 0,
                }
            }
            Some(Unfinished::Numbers) => {
                let at = bytes.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b';' | b':'));
                match at.map(|at| (at, bytes.get(at))) {
                    Some((at @ 1.., Some(0x40..=0x7e))) => at + 1,
                    _ => 0,
                }
            }
            Some(Unfinished::Key | Unfinished::Letter) | None => 0,
        };
        bytes.get(end..).unwrap_or_default()
    }

    /// Take what is whole off the waiting bytes, of which the last `fresh` came in one read.
    fn take(&mut self, fresh: usize, now: Instant) -> Vec<Item> {
        let mut items = vec![];
        let waiting = std::mem::take(&mut self.waiting);
        // A paste is looked for once in each run of text, and only in what came in one read.
        let mut looked_at = waiting.len() - fresh.min(waiting.len());
        let mut at = 0;
        while let Some(rest) = waiting.get(at..).filter(|rest| !rest.is_empty()) {
            if let Paste::Marked { text, .. } = &mut self.paste {
                let (taken, is_end) = take_marked(text, rest);
                at += taken;
                if is_end {
                    items.extend(self.finish_paste());
                }
                looked_at = looked_at.max(at);
                continue;
            }
            if at >= looked_at && matches!(self.paste, Paste::None) {
                let run = rest.iter().take_while(|byte| is_text(**byte)).count();
                let run = rest.get(..run).unwrap_or_default();
                looked_at = at + run.len().max(1);
                if is_paste(run) {
                    self.paste = Paste::Unmarked { text: vec![], until: now + gap(rest) };
                }
            }
            match sequence::first(rest) {
                Ok((kind, length)) => {
                    let whole = rest.get(..length.max(1)).unwrap_or(rest);
                    items.extend(self.one(kind, whole, now));
                    at += whole.len();
                }
                Err(_) => break,
            }
        }
        self.since = match self.since {
            _ if at >= waiting.len() => None,
            // What waited before still does.
            Some(since) if at == 0 => Some(since),
            _ => Some(now),
        };
        self.waiting = waiting.get(at..).unwrap_or_default().to_vec();
        items
    }

    /// What one whole thing comes to.
    fn one(&mut self, kind: Kind, whole: &[u8], now: Instant) -> Vec<Item> {
        match kind {
            Kind::Reply => vec![Item::Reply(whole.to_vec())],
            Kind::PasteBegins => {
                let items = self.finish_paste();
                self.paste = Paste::Marked { text: vec![], until: now + STALLED };
                items
            }
            // Of a paste that was given up, or that was not seen to begin.
            Kind::PasteEnds => self.finish_paste(),
            Kind::Letter | Kind::Key | Kind::Noise => match &mut self.paste {
                // The mouse may move meanwhile. Any other sequence may be a colour of the text.
                Paste::Unmarked { .. } if whole.starts_with(b"\x1b[<") => vec![],
                // Terminals take `ESC` out of what they paste, so a key is one, even in the same read.
                Paste::Unmarked { .. } if whole.len() > 2 && begins_with_key(whole) => {
                    let mut items = self.finish_paste();
                    items.extend(keys::event(whole).map(Item::Event));
                    items
                }
                Paste::Unmarked { text, .. } | Paste::Marked { text, .. } => {
                    append(text, whole);
                    vec![]
                }
                Paste::None if kind == Kind::Noise => vec![],
                Paste::None => keys::event(whole).map(Item::Event).into_iter().collect(),
            },
        }
    }

    fn finish_paste(&mut self) -> Vec<Item> {
        match std::mem::take(&mut self.paste) {
            Paste::Marked { text, .. } | Paste::Unmarked { text, .. } if !text.is_empty() => {
                vec![Item::Event(Event::Paste(String::from_utf8_lossy(&text).into_owned()))]
            }
            Paste::None | Paste::Marked { .. } | Paste::Unmarked { .. } => vec![],
        }
    }
}

/// Take in up to the end mark. How many bytes were taken, and whether the mark was there.
fn take_marked(text: &mut Vec<u8>, bytes: &[u8]) -> (usize, bool) {
    // The mark may have been cut, and its first part be the end of the text.
    let kept = text.len().min(PASTE_END.len() - 1);
    let mut seam = text.split_off(text.len() - kept);
    seam.extend_from_slice(bytes);
    let found = seam.windows(PASTE_END.len()).position(|part| part == PASTE_END);
    append(text, seam.get(..found.unwrap_or(seam.len())).unwrap_or_default());
    match found {
        Some(at) => (at + PASTE_END.len() - kept, true),
        None => (bytes.len(), false),
    }
}

/// What no longer fits is lost.
fn append(text: &mut Vec<u8>, bytes: &[u8]) {
    let fits = MOST.saturating_sub(text.len()).min(bytes.len());
    text.extend_from_slice(bytes.get(..fits).unwrap_or_default());
}

/// Whether a read begins with a key that is in no text: somebody types again, before the rest that ends a
/// paste without marks is over.
fn begins_with_key(read: &[u8]) -> bool {
    let Ok((Kind::Key, length)) = sequence::first(read) else { return false };
    let is_text = read.first().is_some_and(|byte| is_text(*byte));
    let event = read.get(..length).and_then(keys::event);
    !is_text && matches!(event, Some(Event::Key(_)))
}

fn gap(read: &[u8]) -> Duration {
    if read.len() >= FULL { FULL_GAP } else { GAP }
}

/// Whether a byte can stand in a pasted line.
fn is_text(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n' | b'\t' | 0x20..=0x7e | 0x80..)
}
