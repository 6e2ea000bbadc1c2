//! Bytes to JSON, as forgiving as the API needs and no further.
//!
//! Bodies of this API carry raw control bytes in names, byte order marks, NULs and broken UTF-8, all
//! of which a JSON parser rightly refuses. They are mended inside one pass that knows what a string
//! is; nothing else about the text is changed, so what was valid reads as it always did.

use secrecy::SecretString;
use serde_json::{Map, Value};

use crate::wechat::{
    error::Body,
    scrub::{Scrubber, Shown},
    unreadable::Unreadable,
};

/// Deeper than any response of the API, shallower than any stack.
const DEEPEST: usize = 64;

/// An object that was received, and the text that it was read from, both without secrets.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    pub object: Shown<Map<String, Value>>,
    pub text: Shown<String>,
}

/// A token as it was handed out, to be used and not to be seen.
#[derive(Debug)]
pub struct Granted {
    pub token: SecretString,
    /// How many seconds it lives by what the server says. `None` when it does not.
    pub expires_in: Option<i64>,
}

/// Read a body that may hold at most so many values, for whoever may see it.
///
/// # Errors
/// When it is not a JSON object, even after mending.
pub fn read(bytes: &[u8], values: usize, scrubber: &Scrubber) -> Result<Received, Body> {
    let text = scrubber.text(readable(bytes, values)?);
    match text.json() {
        Ok(json) => match json.map(object).some() {
            Some(object) => Ok(Received { object, text }),
            None => Err(Body::Unexpected),
        },
        Err(error) => Err(reason(&error, bytes, &text, scrubber)),
    }
}

/// Read the token in a body. `None` when it has none, whatever else it is.
#[must_use]
pub fn granted(bytes: &[u8], values: usize) -> Option<Granted> {
    let object: Map<String, Value> = serde_json::from_str(&readable(bytes, values).ok()?).ok()?;
    if number(object.get("errcode")).is_some() {
        return None;
    }
    let token = text(object.get("access_token"))?.into();
    Some(Granted { token, expires_in: number(object.get("expires_in")) })
}

fn object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// The body as a text that a JSON parser takes, if it can be mended.
fn readable(bytes: &[u8], values: usize) -> Result<String, Body> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = mend(&String::from_utf8_lossy(bytes), values)?;
    if text.trim().is_empty() { Err(Body::Empty) } else { Ok(text) }
}

fn reason(error: &serde_json::Error, bytes: &[u8], text: &str, scrubber: &Scrubber) -> Body {
    // An unescaped quote runs to the end, too, but then the end is there.
    if error.is_eof() && !text.trim_end().ends_with(['}', ']']) {
        return Body::Truncated;
    }
    if text.trim_start().starts_with('<') {
        return Body::Html;
    }
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let line = lines.map(str::len).fold(0, usize::saturating_add);
    let at = line.saturating_add(error.column().saturating_sub(1));
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    Body::NotJson(Box::new(Unreadable::new(bytes, text, at, scrubber)))
}

/// The text with control characters escaped inside strings and dropped between them, with halves of
/// surrogate pairs replaced, and with numbers that no integer holds as texts, so that they keep
/// their digits. At most so many values, which are counted before anything is made of them.
fn mend(text: &str, values: usize) -> Result<String, Body> {
    let mut mended = String::with_capacity(text.len());
    let (mut is_string, mut depth, mut count) = (false, 0_usize, 0_usize);
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' if is_string => {
                let (escape, after) = escape(rest.as_str());
                mended.push_str(&escape);
                rest = after.chars();
                continue;
            }
            '"' => is_string = !is_string,
            '\0'..='\x1f' if is_string => {
                mended.push_str(&escaped(u32::from(c)));
                continue;
            }
            _ if is_string => {}
            '\t' | '\n' | '\r' => {}
            '\0'..='\x1f' => continue,
            '0'..='9' => {
                let (digits, after) = digits(c, rest.as_str());
                push_number(&mut mended, &digits, after);
                rest = after.chars();
                continue;
            }
            '{' | '[' | ',' => {
                count = count.saturating_add(1);
                if count > values {
                    return Err(Body::TooMany);
                }
                if c != ',' {
                    depth = depth.saturating_add(1);
                }
                if depth > DEEPEST {
                    return Err(Body::TooDeep);
                }
            }
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        mended.push(c);
    }
    Ok(mended)
}

/// A run of digits, without what is dropped between them, and the text behind it.
fn digits(first: char, rest: &str) -> (String, &str) {
    let is_dropped = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\x7f');
    let is_part = |c: char| c.is_ascii_digit() || is_dropped(c);
    let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
    let (more, after) = rest.split_at(end);
    (std::iter::once(first).chain(more.chars().filter(char::is_ascii_digit)).collect(), after)
}

/// Add a run of digits: as it is, or as a text where it is a whole number that no integer holds.
fn push_number(mended: &mut String, digits: &str, after: &str) {
    let is_part = after.starts_with(['.', 'e', 'E'])
        || mended.ends_with(['.', 'e', 'E', '+'])
        || mended.ends_with("e-")
        || mended.ends_with("E-");
    let is_negative = mended.ends_with('-');
    let is_integer = if is_negative {
        format!("-{digits}").parse::<i64>().is_ok()
    } else {
        digits.parse::<u64>().is_ok()
    };
    if is_part || is_integer {
        mended.push_str(digits);
        return;
    }
    let sign = if is_negative { mended.pop() } else { None };
    mended.push('"');
    mended.extend(sign);
    mended.push_str(digits);
    mended.push('"');
}

/// One escape, given what follows its backslash: the whole of it, and the text behind it.
fn escape(rest: &str) -> (String, &str) {
    let Some((first, tail)) = hex(rest) else {
        let mut letters = rest.chars();
        let letter = letters.next().map(String::from).unwrap_or_default();
        return (format!("\\{letter}"), letters.as_str());
    };
    match first {
        0xd800..=0xdbff => match tail.strip_prefix('\\').and_then(hex) {
            Some((second @ 0xdc00..=0xdfff, tail)) => {
                (format!("{}{}", escaped(first), escaped(second)), tail)
            }
            _ => ("\\ufffd".to_owned(), tail),
        },
        0xdc00..=0xdfff => ("\\ufffd".to_owned(), tail),
        _ => (escaped(first), tail),
    }
}

fn escaped(unit: u32) -> String {
    format!("\\u{unit:04x}")
}

/// The number of `uXXXX`, and the text behind it.
fn hex(text: &str) -> Option<(u32, &str)> {
    let (digits, tail) = text.strip_prefix('u')?.split_at_checked(4)?;
    let are_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = are_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()?;
    Some((number, tail))
}

/// A text, whether it came as one or as a number. `None` when absent, `null`, `""` or 0.
#[must_use]
pub fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) if number.as_f64() != Some(0.0) => Some(number.to_string()),
        _ => None,
    }
}

/// A whole number, whether it came as one, as a fraction of 0, as a text or as `true`.
/// `None` when absent, `null`, `""`, 0 or out of range.
#[must_use]
pub fn number(value: Option<&Value>) -> Option<i64> {
    let number = match value? {
        Value::Bool(yes) => i64::from(*yes),
        Value::Number(number) => whole(&number.to_string())?,
        Value::String(text) => whole(text.trim())?,
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    (number != 0).then_some(number)
}

/// A count: a number that is not negative, 0 when there is none.
#[must_use]
pub fn count(value: Option<&Value>) -> u64 {
    number(value).and_then(|number| u64::try_from(number).ok()).unwrap_or(0)
}

fn whole(text: &str) -> Option<i64> {
    let whole = text.split_once('.').map_or(Some(text), |(whole, fraction)| {
        fraction.bytes().all(|digit| digit == b'0').then_some(whole)
    })?;
    whole.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(bytes: &[u8]) -> Result<Value, Body> {
        let received = read(bytes, 1_000, &Scrubber::default())?;
        Ok(Value::Object(received.object.into_inner()))
    }

    #[test]
    fn dirty_bodies_are_read_and_clean_ones_are_not_changed() {
        let cases: [(&[u8], Value); 12] = [
            (b"{\"a\":\"x\x14\n\x00y\"}", json!({"a": "x\u{14}\n\0y"})),
            (b"\xef\xbb\xbf{\"a\":1}\0\0", json!({"a": 1})),
            (b"{\"a\":\"\xff\xfe\"}", json!({"a": "\u{fffd}\u{fffd}"})),
            (br#"{"a":"http:\/\/b\/0"}"#, json!({"a": "http://b/0"})),
            (br#"{"a":"\ud83d\udc4d \ud83d! \udc4d"}"#, json!({"a": "👍 \u{fffd}! \u{fffd}"})),
            (br#"{"a":"\\\" [{\\u0041"}"#, json!({"a": "\\\" [{\\u0041"})),
            (br#"{"a":"\u0014"}"#, json!({"a": "\u{14}"})),
            ("{\"a\":\"张三\"}".as_bytes(), json!({"a": "张三"})),
            (
                b"{\"a\":-98765432109876543210987,\"b\":[18446744073709551615,1.5e3]}",
                json!({"a": "-98765432109876543210987", "b": [18_446_744_073_709_551_615_u64, 1.5e3]}),
            ),
            // What is dropped between digits parts no number.
            (
                b"{\"a\":-92234\x00\x00372077564835808,\"b\":12\x01.5,\"c\":1\x00844674407370955161\x026}",
                json!({"a": "-92234372077564835808", "b": 12.5, "c": "18446744073709551616"}),
            ),
            // No fraction holds the digits of the first; the second is the least integer.
            (
                b"{\"a\":-9223372036854775809,\"b\":-9223372036854775808}",
                json!({"a": "-9223372036854775809", "b": i64::MIN}),
            ),
            (b"{\"a\":\"123456789012345678901234\"}", json!({"a": "123456789012345678901234"})),
        ];
        for (bytes, expected) in cases {
            assert_eq!(value(bytes), Ok(expected), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_is_no_response_says_what_it_is() {
        let deep = "{\"a\":".repeat(100_000);
        let many = format!("{{\"a\":[{}1]}}", "1,".repeat(2_000));
        let cases: [(&[u8], Body); 8] = [
            (b"", Body::Empty),
            (b"\xef\xbb\xbf \0\n", Body::Empty),
            (b"<!DOCTYPE html><p>Log in", Body::Html),
            (many.as_bytes(), Body::TooMany),
            (b"{\"a\":1", Body::Truncated),
            (b"{\"a\":\"x\\", Body::Truncated),
            (b"[1]", Body::Unexpected),
            (deep.as_bytes(), Body::TooDeep),
        ];
        for (bytes, expected) in cases {
            assert_eq!(value(bytes), Err(expected));
        }
    }

    #[test]
    fn numbers_and_texts_are_read_from_either() {
        let read = |value: Value| (text(Some(&value)), number(Some(&value)));
        assert_eq!(read(json!("1382694957")), (Some("1382694957".into()), Some(1_382_694_957)));
        assert_eq!(read(json!(98765)), (Some("98765".into()), Some(98765)));
        assert_eq!(number(Some(&json!(7.0))), Some(7));
        assert_eq!(number(Some(&json!(true))), Some(1));
        for empty in [json!(null), json!(""), json!(0), json!(0.0), json!([]), json!({})] {
            assert_eq!(read(empty.clone()), (None, None), "{empty}");
        }
        assert_eq!(number(Some(&json!("1e9"))), None);
        assert_eq!(count(Some(&json!(-3))), 0);
    }
}
