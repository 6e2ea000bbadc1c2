//! Decoding: what is right, what is odd, and what is meant to hurt.

use fanscope::avatar::{
    Error,
    decode::{Decoder, decode},
    image::DecodedImage,
};
use image::{Delay, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage, codecs::gif::GifEncoder};

use super::made::{encoded, jpeg, quarters};

/// The colours of the four corners, roughly: `R`, `G`, `B`, `W`, from the top left.
fn corners(avatar: &DecodedImage) -> String {
    let (width, height) = avatar.pixels().dimensions();
    let points = [(1, 1), (width - 2, 1), (1, height - 2), (width - 2, height - 2)];
    let name = |(x, y)| {
        let [red, green, blue, _] = avatar.pixels().get_pixel(x, y).0;
        match (red > 128, green > 128, blue > 128) {
            (true, false, false) => 'R',
            (false, true, false) => 'G',
            (false, false, true) => 'B',
            (true, true, true) => 'W',
            _ => '?',
        }
    };
    points.map(name).iter().collect()
}

fn size(bytes: &[u8]) -> Result<(u32, u32), Error> {
    decode(bytes).map(|avatar| avatar.pixels().dimensions())
}

#[test]
fn every_format_that_an_avatar_may_have_is_read() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let avatar = decode(&encoded(quarters(46), format)).expect("is read");
        assert_eq!(corners(&avatar), "RGBW", "{format:?}");
    }
}

#[test]
fn grey_16_bit_and_transparent_pictures_are_read() {
    let grey = image::DynamicImage::from(quarters(46)).into_luma8();
    assert_eq!(size(&encoded(grey, ImageFormat::Jpeg)), Ok((46, 46)));
    let deep = image::DynamicImage::from(quarters(46)).into_rgba16();
    assert_eq!(corners(&decode(&encoded(deep, ImageFormat::Png)).expect("16 bits")), "RGBW");
    let glass = RgbaImage::from_pixel(46, 46, Rgba([255, 0, 0, 80]));
    let avatar = decode(&encoded(glass, ImageFormat::Png)).expect("transparent");
    assert_eq!(avatar.pixels().get_pixel(1, 1).0, [255, 0, 0, 80]);
}

#[test]
fn cmyk_and_progressive_jpegs_are_read() {
    // In Adobe's files 255 is no ink: no cyan, all magenta, all yellow, no black.
    let cmyk = decode(&flat_jpeg(&[255, 0, 0, 255], false)).expect("CMYK");
    let [red, green, blue, alpha] = cmyk.pixels().get_pixel(4, 4).0;
    assert!(red > 200 && green < 60 && blue < 60 && alpha == 255, "{red} {green} {blue}");
    let progressive = decode(&flat_jpeg(&[255], true)).expect("progressive");
    assert_eq!(progressive.pixels().get_pixel(4, 4).0, [255; 4]);
}

#[test]
fn a_picture_turned_by_exif_is_the_right_way_up() {
    // Each number of EXIF, and where the quarters of the stored avatar come to lie.
    for (orientation, wanted) in [
        (1, "RGBW"),
        (2, "GRWB"),
        (3, "WBGR"),
        (4, "BWRG"),
        (5, "RBGW"),
        (6, "BRWG"),
        (7, "WGBR"),
        (8, "GWRB"),
    ] {
        let avatar = decode(&with_exif(&jpeg(64), orientation)).expect("is read");
        assert_eq!(corners(&avatar), wanted, "orientation {orientation}");
    }
}

#[test]
fn exif_is_read_in_every_form_in_which_it_comes() {
    let big = b"MM\0*\0\0\0\x08\0\x02\x01\x0f\0\x02\0\0\0\x02X\0\0\0\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    // As in a JPEG that was written by a phone: behind the head of JFIF, and behind XMP.
    let jpeg = jpeg(64);
    let first = 4 + usize::from(u16::from_be_bytes([jpeg[4], jpeg[5]]));
    let segment = |body: &[u8]| {
        let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
        [&[0xff, 0xe1], length.as_slice(), body].concat()
    };
    let xmp = segment(b"http://ns.adobe.com/xap/1.0/\0<x/>");
    let exif = segment(&[b"Exif\0\0", big.as_slice()].concat());
    let of_phone = [&jpeg[..first], &xmp, &exif, &jpeg[first..]].concat();
    assert_eq!(corners(&decode(&of_phone).expect("a JPEG")), "BRWG");
    // In PNG and in WebP it stands alone, or as in a JPEG.
    for exif in [big.to_vec(), [b"Exif\0\0", big.as_slice()].concat()] {
        let png = encoded(quarters(64), ImageFormat::Png);
        let with_exif = [&png[..33], &chunk(*b"eXIf", &exif), &png[33..]].concat();
        assert_eq!(corners(&decode(&with_exif).expect("a PNG")), "BRWG");
        let webp = with_webp_exif(&encoded(quarters(64), ImageFormat::WebP), 64, &exif);
        assert_eq!(corners(&decode(&webp).expect("a WebP")), "BRWG");
    }
}

/// A WebP of this side in its extended form, with EXIF.
fn with_webp_exif(webp: &[u8], side: u8, exif: &[u8]) -> Vec<u8> {
    let part = |name: &[u8; 4], body: &[u8]| {
        let length = u32::try_from(body.len()).expect("short").to_le_bytes();
        let padding = vec![0; body.len() % 2];
        [name.as_slice(), &length, body, &padding].concat()
    };
    let head = part(b"VP8X", &[0b1000, 0, 0, 0, side - 1, 0, 0, side - 1, 0, 0]);
    let body = [b"WEBP", head.as_slice(), &webp[12..], &part(b"EXIF", exif)].concat();
    part(b"RIFF", &body)
}

#[test]
fn a_jpeg_that_is_cut_short_is_shown_and_known_to_be() {
    let whole = jpeg(64);
    let is_whole = |bytes: &[u8]| decode(bytes).map(|image| image.is_whole());
    assert_eq!(is_whole(&whole), Ok(true));
    assert_eq!(is_whole(&[whole.as_slice(), b"\r\n"].concat()), Ok(true), "more behind its end");
    assert_eq!(is_whole(&with_exif(&whole, 1)), Ok(true));
    // Its tables take the first three quarters.
    let cut = &whole[..whole.len() * 9 / 10];
    assert_eq!(size(cut), Ok((64, 64)));
    assert_eq!(is_whole(cut), Ok(false));
    assert_eq!(is_whole(&whole[..whole.len() - 2]), Ok(false));
    // Its thumbnail is a whole JPEG, and it is not.
    let thumbnail = [b"Exif\0\0".as_slice(), &jpeg(8)].concat();
    let length = u16::try_from(thumbnail.len() + 2).expect("short").to_be_bytes();
    let cut = [&cut[..2], &[0xff, 0xe1], &length, &thumbnail, &cut[2..]].concat();
    assert_eq!(is_whole(&cut), Ok(false));
}

#[test]
fn nothing_and_what_is_no_picture_are_told_apart() {
    assert_eq!(size(b""), Err(Error::Empty));
    assert_eq!(size(b"<!DOCTYPE html><html></html>"), Err(Error::NotAnImage));
    assert_eq!(size(b"{\"errcode\":40001}"), Err(Error::NotAnImage));
    assert_eq!(size(b"\xff\xd8\xff"), Err(Error::Broken));
}

#[test]
fn a_picture_of_another_type_is_refused() {
    assert_eq!(size(b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0"), Err(Error::NotAnImage));
    assert_eq!(size(b"II*\0\x08\0\0\0\0\0\0\0\0\0\0\0"), Err(Error::NotAnImage));
    assert_eq!(size(b"%PDF-1.7"), Err(Error::NotAnImage));
    assert_eq!(size(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err(Error::NotAnImage));
}

#[test]
fn a_truncated_picture_is_an_error_or_what_came_of_it_and_never_a_panic() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let whole = encoded(quarters(64), format);
        for length in 0..whole.len() {
            match size(&whole[..length]) {
                Ok(size) => assert_eq!(size, (64, 64)),
                Err(error) => {
                    assert!(
                        matches!(error, Error::Empty | Error::NotAnImage | Error::Broken),
                        "{error}"
                    );
                }
            }
        }
    }
    let png = encoded(quarters(64), ImageFormat::Png);
    assert_eq!(size(&png[..png.len() / 2]), Err(Error::Broken));
}

#[test]
fn a_bomb_of_20000_by_20000_pixels_is_refused_by_its_header() {
    let bomb = png(20_000, 20_000, &[chunk(*b"IDAT", &run_of_zeros(20_000_000))]);
    assert!(bomb.len() < 200_000, "{}", bomb.len());
    assert_eq!(size(&bomb), Err(Error::TooManyPixels));
    let mut gif = encoded(quarters(8), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0x20, 0x4e, 0x20, 0x4e]);
    assert_eq!(size(&gif), Err(Error::TooManyPixels));
    let mut jpeg = jpeg(64);
    let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a frame header");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x4e, 0x20, 0x4e, 0x20]);
    assert_eq!(size(&jpeg), Err(Error::TooManyPixels));
}

#[test]
fn a_ztxt_bomb_costs_nothing() {
    let mut text = b"Comment\0\0".to_vec();
    text.extend(run_of_zeros(512 * 1024 * 1024));
    let pixel = [0x78, 0x01, 0x01, 4, 0, 0xfb, 0xff, 0, 255, 0, 0, 0x02, 0xff, 0x01, 0x00];
    let avatar = decode(&png(1, 1, &[chunk(*b"zTXt", &text), chunk(*b"IDAT", &pixel)]));
    assert!(matches!(&avatar, Ok(_) | Err(Error::Broken | Error::TooManyPixels)), "{avatar:?}");
    if let Ok(avatar) = avatar {
        assert_eq!(avatar.pixels().get_pixel(0, 0).0, [255, 0, 0, 255]);
    }
}

#[test]
fn a_strip_of_1_by_65535_is_refused() {
    let strip = RgbImage::from_pixel(1, 65_535, Rgb([1, 2, 3]));
    assert_eq!(size(&encoded(strip, ImageFormat::Png)), Err(Error::TooManyPixels));
    let wide = RgbImage::from_pixel(4096, 1, Rgb([1, 2, 3]));
    assert_eq!(size(&encoded(wide, ImageFormat::Png)), Ok((4096, 1)));
}

#[test]
fn a_picture_whose_16_bit_pixels_are_too_many_is_refused() {
    let bomb = png_of_depth(4096, 4096, 16, &[chunk(*b"IDAT", &run_of_zeros(258))]);
    assert_eq!(size(&bomb), Err(Error::TooManyPixels));
}

#[test]
fn of_an_animation_of_10000_frames_only_the_first_is_read() {
    let mut bytes = vec![];
    {
        let mut encoder = GifEncoder::new_with_speed(&mut bytes, 30);
        for number in 0..2_u32 {
            let mut still = image::DynamicImage::from(quarters(8)).into_rgba8();
            still.put_pixel(0, 0, Rgba([0, 0, u8::try_from(number).expect("small"), 255]));
            encoder
                .encode_frame(Frame::from_parts(still, 0, 0, Delay::from_numer_denom_ms(1, 1)))
                .expect("encodes");
        }
    }
    // The second frame again and again, before the end mark.
    let second = bytes.windows(2).rposition(|pair| pair == [0x21, 0xf9]).expect("a second frame");
    let frame = bytes[second..bytes.len() - 1].to_vec();
    bytes.pop();
    for _ in 0..10_000 {
        bytes.extend(&frame);
    }
    bytes.push(0x3b);
    assert_eq!(corners(&decode(&bytes).expect("is read")), "RGBW");
}

#[tokio::test]
async fn many_pictures_at_once_are_all_decoded_though_two_at_a_time() {
    let decoder = Decoder::default();
    let all = (0..16).map(|_| decoder.decode(jpeg(132)));
    let done = futures::future::join_all(all).await;
    assert!(done.iter().all(|avatar| avatar.as_ref().is_ok_and(|it| corners(it) == "RGBW")));
    assert_eq!(decoder.decode(b"<html>".to_vec()).await, Err(Error::NotAnImage));
}

proptest::proptest! {
    #[test]
    fn changed_bytes_are_never_a_panic(at in 0_usize..2000, byte: u8, which in 0_usize..4) {
        let format = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif][which];
        let mut bytes = encoded(quarters(32), format);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = decode(&bytes);
    }
}

fn png(width: u32, height: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    png_of_depth(width, height, 8, chunks)
}

fn png_of_depth(width: u32, height: u32, depth: u8, chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([depth, if depth == 16 { 6 } else { 2 }, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(*b"IHDR", &header));
    bytes.extend(chunks.concat());
    bytes.extend(chunk(*b"IEND", b""));
    bytes
}

fn chunk(name: [u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [name.as_slice(), body].concat();
    let mut sum = u32::MAX;
    for byte in &named {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    let length = u32::try_from(body.len()).expect("short").to_be_bytes();
    [length.as_slice(), &named, &(!sum).to_be_bytes()].concat()
}

/// A zlib stream of at least this many zeros: one zero, then "258 of the one before" in 13 bits,
/// again and again.
fn run_of_zeros(length: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.push(0b011, 3);
    bits.push(0b0000_1100, 8);
    for _ in 0..length / 258 {
        bits.push(0b1010_0011, 8);
        bits.push(0, 5);
    }
    bits.push(0, 7);
    [&[0x78, 0x01], bits.done().as_slice(), &[0, 0, 0, 0]].concat()
}

/// Bits from the lowest on, as deflate has them.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    last: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, bits: u32, count: u32) {
        self.last |= bits << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.extend(&self.last.to_le_bytes()[..1]);
            self.last >>= 8;
            self.count -= 8;
        }
    }

    fn done(mut self) -> Vec<u8> {
        self.push(0, 7);
        self.bytes
    }
}

/// A JPEG of 8 × 8 pixels with these components all over, each 0 or 255.
fn flat_jpeg(components: &[u8], is_progressive: bool) -> Vec<u8> {
    let count = u8::try_from(components.len()).expect("few");
    let segment = |mark: u8, body: &[u8]| {
        let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
        [&[0xff, mark], length.as_slice(), body].concat()
    };
    let mut bytes = vec![0xff, 0xd8];
    bytes.extend(segment(0xee, b"Adobe\0\x64\0\0\0\0\0"));
    bytes.extend(segment(0xdb, &[&[0], [8; 64].as_slice()].concat()));
    let each: Vec<u8> = (1..=count).flat_map(|id| [id, 0x11, 0]).collect();
    let frame = [&[8, 0, 8, 0, 8, count], each.as_slice()].concat();
    bytes.extend(segment(if is_progressive { 0xc2 } else { 0xc0 }, &frame));
    // `0` is a difference of 7 bits, `10` one of 8; then `0` ends a block.
    let lengths = |ones: u8, twos: u8| [[ones, twos].as_slice(), &[0; 14]].concat();
    bytes.extend(segment(0xc4, &[&[0x00], lengths(1, 1).as_slice(), &[7, 8]].concat()));
    bytes.extend(segment(0xc4, &[&[0x10], lengths(1, 0).as_slice(), &[0]].concat()));
    let each: Vec<u8> = (1..=count).flat_map(|id| [id, 0]).collect();
    let end: u8 = if is_progressive { 0 } else { 63 };
    bytes.extend(segment(0xda, &[&[count], each.as_slice(), &[0, end, 0]].concat()));
    let mut bits = String::new();
    for component in components {
        bits.push_str(if *component == 255 { "01111111" } else { "1001111111" });
        bits.push_str(if is_progressive { "" } else { "0" });
    }
    while !bits.len().is_multiple_of(8) {
        bits.push('1');
    }
    for eight in bits.as_bytes().chunks(8) {
        let byte = eight.iter().fold(0, |byte, bit| byte << 1 | bit & 1);
        bytes.push(byte);
        bytes.extend((byte == 0xff).then_some(0));
    }
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// The JPEG with an EXIF segment that says how the camera was held.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}
