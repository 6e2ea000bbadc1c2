//! What a terminal sends: the same facts and events wherever the bytes are split.
//!
//! The first byte says where.

#![no_main]

use fanscope::runtime::pictures::answers::Answers;
use libfuzzer_sys::fuzz_target;

/// More than this is dropped when it comes to nothing, and where it is dropped depends on the pieces.
const LONGEST: usize = 1000;

fuzz_target!(|bytes: &[u8]| {
    let Some((step, bytes)) = bytes.split_first() else { return };
    let step = usize::from(*step).max(1);
    let mut whole = Answers::default();
    let mut events = whole.push(bytes);
    events.extend(whole.finish());
    assert!(whole.begun().is_empty(), "nothing waits at the end");
    if bytes.len() > LONGEST {
        return;
    }
    let mut split = Answers::default();
    let mut parts: Vec<_> = bytes.chunks(step).flat_map(|piece| split.push(piece)).collect();
    parts.extend(split.finish());
    assert_eq!((&split.facts, parts), (&whole.facts, events), "in pieces of {step}");
});
