//! Bodies of the API: whatever the bytes, reading ends, and what was JSON reads as it always did.

#![no_main]

use fanscope::wechat::{decode, wire};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

fuzz_target!(|bytes: &[u8]| {
    let read = wire::read(bytes, |text| text);
    if let Ok(received) = &read {
        let object = &received.object;
        let _ = decode::follower(object);
        let _ = decode::page(object, Some("o6_bmjrPTlm6_2sgVt7hMZOPfL2M"));
        let _ = decode::tags(object);
        let _ = decode::quota(object);
        for row in decode::list(object.get("user_info_list")).filter_map(Value::as_object) {
            let _ = decode::follower(row);
        }
        let _ = decode::trimmed(object.clone());
    }
    // Nesting is limited on purpose, so nothing is said of what is deep.
    let is_shallow = bytes.iter().filter(|byte| matches!(byte, b'{' | b'[')).count() <= 64;
    if is_shallow && let Ok(plain) = serde_json::from_slice::<Map<String, Value>>(bytes) {
        let object = read.expect("what is an object already is read").object;
        assert_eq!(Value::Object(object), Value::Object(plain));
    }
});
