//! Bodies of the API: whatever the bytes, reading ends; what was JSON reads as it always did, dirt changes
//! nothing of it, and no secret comes out where a person may see it.

#![no_main]

use fanscope::{
    text::visible,
    wechat::{decode, encoding, scrub::Scrubber, transport::Response, wire},
    i18n::UiLang,
};
use libfuzzer_sys::fuzz_target;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// In the bodies that the fuzzer begins with, and to be seen nowhere.
const SECRET: &str = "96_Ab-cdEF01";
/// More values than any input has.
const ALL: usize = 1 << 20;
/// Fewer than some inputs have.
const FEW: usize = 50;
/// As in `wire`: what is deeper is refused.
const DEEPEST: usize = 64;
/// The largest body that is unpacked here.
const UNPACKED: usize = 1 << 20;

fuzz_target!(|bytes: &[u8]| {
    let scrubber = Scrubber::default();
    let read = wire::read(bytes, ALL, &scrubber).map(|received| received.object.into_inner());
    if let Ok(object) = &read {
        decoded(object);
        assert!(has_digits(bytes, object), "a number lost its digits: {object:?}");
        assert_eq!(wire_read(&dirty(object)).as_ref(), Some(object), "dirt changed it");
        let few = wire::read(bytes, FEW, &scrubber);
        assert!(few.is_err() || values(object) <= FEW + 1, "more values than were allowed");
    }
    if let Ok(plain) = serde_json::from_slice::<Object>(bytes) {
        let plain = Value::Object(plain);
        if depth(&plain) <= DEEPEST {
            let object = Value::Object(read.expect("what is an object already is read"));
            assert!(is_same(&object, &plain), "{object:?} is not {plain:?}");
        }
    }
    shown(bytes);
    if let Some(encoding) = encoding::of("deflate", bytes)
        && let Ok(unpacked) = encoding::decoded(encoding, bytes, UNPACKED)
    {
        assert!(unpacked.len() <= UNPACKED);
    }
});

/// Our nouns in an object hold what the API's do.
fn decoded(object: &Object) {
    if let Some(follower) = decode::follower(object) {
        let openid = follower.openid.as_str();
        assert!(!openid.is_empty() && openid.trim() == openid);
    }
    for from in [None, Some("o6_bmjrPTlm6_2sgVt7hMZOPfL2M")] {
        let Ok(page) = decode::page(object, from) else { continue };
        assert!(page.next.is_none() || !page.openids.is_empty(), "an empty page goes on");
        assert!(page.next.is_none() || page.next.as_deref() != from, "it goes on where it is");
    }
    let _ = decode::tags(object);
    let _ = decode::quota(object);
    for row in decode::list(object.get("user_info_list")).filter_map(Value::as_object) {
        let _ = decode::follower(row);
    }
    let mut trimmed = decode::trimmed(object.clone());
    if let Some(Value::String(unionid)) = trimmed.get_mut("unionid") {
        assert_eq!(unionid.trim(), unionid);
        unionid.clone_from(&object["unionid"].as_str().unwrap_or_default().to_owned());
    }
    assert_eq!(&trimmed, object, "more was trimmed than a UnionID");
}

/// What a person sees of a body: all of it without the account's secret, and without the token in it.
fn shown(bytes: &[u8]) {
    let scrubber = Scrubber::default();
    scrubber.learn(&SecretString::from(SECRET));
    let mut secrets = vec![SECRET.to_owned()];
    if let Some(granted) = wire::granted(bytes, ALL) {
        let token = granted.token.expose_secret();
        // Shorter ones are words, and no header takes what is not ASCII.
        if token.len() >= 8 && token.bytes().all(|byte| byte.is_ascii_graphic()) {
            scrubber.learn(&granted.token);
            secrets.push(token.to_owned());
        }
    }
    let mut texts = vec![];
    match Response::new(200, bytes.to_vec()).read("cgi-bin/user/info", ALL, &scrubber) {
        Ok(received) => {
            texts.push(received.text.into_inner());
            gather(&Value::Object(received.object.into_inner()), &mut texts);
        }
        Err(error) => {
            for lang in UiLang::ALL {
                let report = error.report("shop", 1_641_276_534, lang);
                assert!(report.lines().all(|line| visible(line) == line), "{report:?}");
                texts.push(report);
            }
        }
    }
    for (secret, text) in
        secrets.iter().flat_map(|secret| texts.iter().map(move |text| (secret, text)))
    {
        assert!(!text.contains(secret.as_str()), "{secret:?} in {text:?}");
    }
}

/// Every key and every text in a value.
fn gather(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|item| gather(item, texts)),
        Value::Object(object) => {
            for (key, value) in object {
                texts.push(key.clone());
                gather(value, texts);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn wire_read(text: &str) -> Option<Object> {
    let read = wire::read(text.as_bytes(), ALL, &Scrubber::default());
    read.ok().map(|received| received.object.into_inner())
}

/// The object as a careless server writes it: control characters as they are, and more of them, a byte order
/// mark before it and zeros behind it.
fn dirty(object: &Object) -> String {
    let mut text = String::from("\u{feff}\u{1}");
    write(&Value::Object(object.clone()), &mut text);
    text.push_str("\0\n\0");
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::String(string) => write_string(string, text),
        Value::Array(list) => {
            text.push('[');
            for (at, item) in list.iter().enumerate() {
                text.push_str(if at == 0 { "\u{8}" } else { ",\u{1f}\t" });
                write(item, text);
            }
            text.push(']');
        }
        Value::Object(object) => {
            text.push('{');
            for (at, (key, value)) in object.iter().enumerate() {
                text.push_str(if at == 0 { "" } else { "\0,\r\n" });
                write_string(key, text);
                text.push_str("\u{b}:");
                write(value, text);
            }
            text.push('}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => text.push_str(&value.to_string()),
    }
}

fn write_string(string: &str, text: &mut String) {
    text.push('"');
    for c in string.chars() {
        if matches!(c, '"' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
}

/// Whether no whole number became a fraction, which holds 16 digits. Where the body has fractions nothing is
/// said.
fn has_digits(bytes: &[u8], object: &Object) -> bool {
    fn is_whole(value: &Value) -> bool {
        match value {
            // `-0` is a fraction to serde_json, and nothing to us.
            Value::Number(number) => {
                number.is_i64() || number.is_u64() || number.as_f64() == Some(0.0)
            }
            Value::Array(list) => list.iter().all(is_whole),
            Value::Object(object) => object.values().all(is_whole),
            Value::Null | Value::Bool(_) | Value::String(_) => true,
        }
    }
    let is_fraction = |pair: &[u8]| matches!(pair, [b'0'..=b'9', b'.' | b'e' | b'E']);
    // What is dropped parts no number.
    let bytes: Vec<u8> = bytes.iter().copied().filter(|byte| *byte >= b' ').collect();
    bytes.windows(2).any(is_fraction) || object.values().all(is_whole)
}

/// Whether it is the same but for numbers that no integer holds, which are texts with all their digits.
fn is_same(ours: &Value, plain: &Value) -> bool {
    match (ours, plain) {
        (Value::String(digits), Value::Number(number)) => {
            let is_number = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            // serde_json reads so many digits with an error in the last of a fraction's.
            let is_near = |(ours, plain): (f64, f64)| (ours - plain).abs() <= plain.abs() * 1e-12;
            let both = digits.parse().ok().zip(number.as_f64());
            number.is_f64() && is_number && both.is_some_and(is_near)
        }
        (Value::Array(ours), Value::Array(plain)) => {
            ours.len() == plain.len()
                && ours.iter().zip(plain).all(|(ours, plain)| is_same(ours, plain))
        }
        (Value::Object(ours), Value::Object(plain)) => {
            ours.keys().eq(plain.keys())
                && ours.values().zip(plain.values()).all(|(ours, plain)| is_same(ours, plain))
        }
        _ => ours == plain,
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(depth).max().unwrap_or(0),
        Value::Object(object) => 1 + object.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn values(object: &Object) -> usize {
    fn count(value: &Value) -> usize {
        match value {
            Value::Array(list) => 1 + list.iter().map(count).sum::<usize>(),
            Value::Object(object) => 1 + object.values().map(count).sum::<usize>(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
        }
    }
    1 + object.values().map(count).sum::<usize>()
}
