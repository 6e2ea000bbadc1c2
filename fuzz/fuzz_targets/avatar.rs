//! Bytes of a picture: no bomb, no panic that gets out, nothing larger than was promised, and what was decoded
//! can be made smaller and written anew.

#![no_main]

use std::{io::Cursor, panic};

use fanscope::avatar::{
    decode::{self, BYTES, SIDE},
    image::{DecodedImage, fit},
};
use image::ImageFormat;
use libfuzzer_sys::fuzz_target;

/// Larger ones are decoded once: the fuzzer is to try many.
const SMALL: usize = 1 << 16;

fuzz_target!(
    init: {
        let abort = panic::take_hook();
        // A panic of a decoder is caught where it belongs; the hook would end the run before that.
        panic::set_hook(Box::new(move |info| {
            if info.location().is_some_and(|at| at.file().ends_with("fuzz_targets/avatar.rs")) {
                abort(info);
            }
        }));
    },
    |bytes: &[u8]| {
        let Ok(picture) = decode::decode(bytes) else { return };
        let (width, height) = picture.pixels().dimensions();
        assert!(width <= SIDE && height <= SIDE && width > 0 && height > 0);
        assert!(u64::try_from(picture.weight()).is_ok_and(|weight| weight <= BYTES));
        let is_jpeg = bytes.starts_with(&[0xff, 0xd8]);
        let has_end = bytes.windows(2).any(|pair| pair == [0xff, 0xd9]);
        assert!(!(is_jpeg && !has_end && picture.is_whole()), "a JPEG without its end is whole");
        if picture.weight() <= SMALL {
            again(bytes, &picture);
            smaller(&picture);
        }
    }
);

/// The same bytes are the same picture, and so are those that `w` and `o` write.
fn again(bytes: &[u8], picture: &DecodedImage) {
    assert_eq!(decode::decode(bytes).as_ref(), Ok(picture));
    let mut written = Cursor::new(vec![]);
    picture.pixels().write_to(&mut written, ImageFormat::Png).expect("a picture is written");
    let read = decode::decode(written.get_ref()).expect("what we wrote is read");
    assert_eq!(read.pixels(), picture.pixels());
}

/// It fits into any box, and is as large as was asked for.
fn smaller(picture: &DecodedImage) {
    let (width, height) = picture.pixels().dimensions();
    for (box_width, box_height) in [(1, 1), (7, 40), (64, 3)] {
        let (fitted_width, fitted_height) = fit(width, height, box_width, box_height);
        assert!((1..=box_width).contains(&fitted_width), "{width} x {height}");
        assert!((1..=box_height).contains(&fitted_height), "{width} x {height}");
        let size = (fitted_width, fitted_height);
        assert_eq!(picture.resized(fitted_width, fitted_height).dimensions(), size);
        assert_eq!(picture.averaged(fitted_width, fitted_height).dimensions(), size);
    }
}
