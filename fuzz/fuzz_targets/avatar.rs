//! Bytes of a picture: no bomb, no panic that gets out, and nothing larger than was promised.

#![no_main]

use fanscope::avatar::decode::{self, SIDE};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    // A panic of a decoder is caught where it belongs; the hook would end the run before that.
    init: std::panic::set_hook(Box::new(|_| {})),
    |bytes: &[u8]| {
        if let Ok(picture) = decode::decode(bytes) {
            let (width, height) = picture.pixels().dimensions();
            assert!(width <= SIDE && height <= SIDE && width > 0 && height > 0);
        }
    }
);
