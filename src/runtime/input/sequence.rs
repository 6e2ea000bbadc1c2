//! Where one thing ends in what a terminal sends: a letter, a key, a reply, a mark of a paste.
//!
//! Keys, replies and pastes share one stream and can be cut anywhere, so this only measures. What a
//! key means is `keys`' work, what a reply means is that of whoever asked.

/// The marks around a bracketed paste.
pub const PASTE: &[u8] = b"\x1b[200~";
pub const PASTE_END: &[u8] = b"\x1b[201~";

/// The longest reply or key that is waited for.
pub const LONGEST: usize = 1024;

/// How the strings begin that terminals send: kitty graphics, XTVERSION, DECRQSS, XTGETTCAP, colours,
/// the clipboard. Without more, each of them begins with a key with Alt.
const OPENERS: [&[u8]; 11] = [
    b"\x1b_G",
    b"\x1bP>|",
    b"\x1bP!|",
    b"\x1bP0$r",
    b"\x1bP1$r",
    b"\x1bP0+r",
    b"\x1bP1+r",
    b"\x1b]10;",
    b"\x1b]11;",
    b"\x1b]4;",
    b"\x1b]52;",
];

/// What stands at the beginning of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A printable character.
    Letter,
    /// Anything else that a key or the mouse sends.
    Key,
    /// What a terminal says when it is asked, and what nobody types.
    Reply,
    PasteBegins,
    PasteEnds,
    /// What means nothing: half a letter, a sequence that was broken off.
    Noise,
}

/// Why more bytes must come before it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfinished {
    /// It may be whole: `ESC` is a key, and so is `ESC [`, with Alt.
    Key,
    /// A key or a reply with numbers, `ESC [ 1 ;`.
    Numbers,
    /// A string that only a terminal sends.
    Text,
    /// The first bytes of a character.
    Letter,
}

/// What the bytes begin with, and how many of them belong to it.
///
/// # Errors
/// When more must come to know.
pub fn first(bytes: &[u8]) -> Result<(Kind, usize), Unfinished> {
    match bytes {
        [0x1b, ..] if OPENERS.iter().any(|opener| bytes.starts_with(opener)) => string(bytes),
        [0x1b, ..] if OPENERS.iter().any(|opener| opener.starts_with(bytes)) => {
            Err(Unfinished::Key)
        }
        [] | [0x1b, b'[' | b'O'] => Err(Unfinished::Key),
        [0x1b, b'[', ..] => numbers(bytes),
        [0x1b, b'O', 0x21..=0x7e, ..] => Ok((Kind::Key, 3)),
        [0x1b, 0x1b, ..] => Ok((Kind::Key, 1)),
        [0x1b, rest @ ..] => match first(rest)? {
            (Kind::Letter | Kind::Key, length) => Ok((Kind::Key, length + 1)),
            (_, length) => Ok((Kind::Noise, length + 1)),
        },
        [0x00..=0x1f | 0x7f, ..] => Ok((Kind::Key, 1)),
        _ => letter(bytes),
    }
}

/// What the bytes begin with when no more come: `ESC` by itself, or a key with Alt.
#[must_use]
pub fn last(bytes: &[u8]) -> (Kind, usize) {
    match bytes {
        [0x1b, 0x20..=0x7e, ..] => (Kind::Key, 2),
        _ => (Kind::Key, 1),
    }
}

/// A string ends with `ESC \` or BEL. Any other control character breaks it off, so that no key waits
/// behind a reply that lost its end.
fn string(bytes: &[u8]) -> Result<(Kind, usize), Unfinished> {
    let is_end = |byte: &u8| matches!(byte, 0x00..=0x1f);
    let Some(at) = bytes.iter().skip(2).position(is_end).map(|at| at + 2) else {
        return if bytes.len() < LONGEST {
            Err(Unfinished::Text)
        } else {
            Ok((Kind::Noise, bytes.len()))
        };
    };
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(0x07), _) => Ok((Kind::Reply, at + 1)),
        (Some(0x1b), Some(b'\\')) => Ok((Kind::Reply, at + 2)),
        (Some(0x1b), None) => Err(Unfinished::Text),
        // The next sequence begins: what was said so far counts.
        (Some(0x1b), Some(_)) => Ok((Kind::Reply, at)),
        _ => Ok((Kind::Noise, at)),
    }
}

/// `ESC [`, numbers, and a letter.
fn numbers(bytes: &[u8]) -> Result<(Kind, usize), Unfinished> {
    match bytes {
        // The mouse as X10 has it: three bytes of any kind.
        [0x1b, b'[', b'M', ..] if bytes.len() < 6 => return Err(Unfinished::Numbers),
        [0x1b, b'[', b'M', ..] => return Ok((Kind::Key, 6)),
        // The console of Linux sends F1 to F5 so.
        [0x1b, b'[', b'['] => return Err(Unfinished::Numbers),
        [0x1b, b'[', b'[', ..] => return Ok((Kind::Key, 4)),
        _ => {}
    }
    let is_inside = |byte: &u8| (0x20..0x40).contains(byte);
    let Some(at) = bytes.iter().skip(2).position(|byte| !is_inside(byte)).map(|at| at + 2) else {
        return if bytes.len() < LONGEST {
            Err(Unfinished::Numbers)
        } else {
            Ok((Kind::Noise, bytes.len()))
        };
    };
    let whole = bytes.get(..=at).unwrap_or(bytes);
    let kind = match whole {
        PASTE => Kind::PasteBegins,
        PASTE_END => Kind::PasteEnds,
        [0x1b, b'[', b'?' | b'>' | b'=', .., 0x40..=0x7e]
        | [0x1b, b'[', .., b'c' | b'n' | b't' | b'x' | b'y'] => Kind::Reply,
        [.., 0x40..=0x7e] => Kind::Key,
        // A control character or a letter of another script: it was broken off before that.
        _ => return Ok((Kind::Noise, at)),
    };
    Ok((kind, at + 1))
}

fn letter(bytes: &[u8]) -> Result<(Kind, usize), Unfinished> {
    let length = match bytes.first() {
        Some(0x20..=0x7e) => return Ok((Kind::Letter, 1)),
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return Ok((Kind::Noise, 1)),
    };
    let there = bytes.get(..length.min(bytes.len())).unwrap_or(bytes);
    if let Some(at) = there.iter().skip(1).position(|byte| !(0x80..0xc0).contains(byte)) {
        return Ok((Kind::Noise, at + 1));
    }
    match std::str::from_utf8(there) {
        Ok(_) => Ok((Kind::Letter, length)),
        Err(_) if there.len() < length => Err(Unfinished::Letter),
        Err(_) => Ok((Kind::Noise, length)),
    }
}
