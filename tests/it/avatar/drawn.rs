//! Images in a box of cells: size, shape, colours, bytes.

use std::sync::Arc;

use fanscope::{
    app::graphics::{Placement, RenderedImage, Show},
    avatar::{decode::decode, image::DecodedImage},
    runtime::{
        graphics::{blocks::Shape, encode::Encoder, error::Error, kitty, protocol::Protocol},
        output::Output,
    },
};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use proptest::prelude::*;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect, Size},
    style::Color,
};

use super::made::{encoded, photo, quarters};

const BLOCKS: Protocol = Protocol::Blocks(Shape::Quadrant);
const KINDS: [Protocol; 7] = [
    Protocol::Kitty,
    Protocol::Direct,
    Protocol::Iterm2,
    Protocol::Sixel,
    Protocol::Blocks(Shape::Half),
    BLOCKS,
    Protocol::Blocks(Shape::Sextant),
];

fn avatar(image: impl Into<DynamicImage>) -> DecodedImage {
    DecodedImage::new(image.into().into_rgba8())
}

fn encoder(protocol: Protocol, cell: (u16, u16)) -> Encoder {
    Encoder::new(protocol, Some(cell), None)
}

fn drawn(encoded: &RenderedImage, area: Rect) -> Buffer {
    let mut buffer = Buffer::empty(area);
    fanscope::ui::image::draw(encoded, area, &mut buffer);
    buffer
}

/// What goes to the terminal for the first show of an image.
fn frame(encoded: &RenderedImage) -> String {
    match &encoded.show {
        Show::Bytes(show) => encoded.transmit.clone() + show,
        Show::Blocks(_) => panic!("it is made of cells"),
    }
}

/// What a frame with these images in these columns writes.
fn committed(output: &Output, images: &[(&Arc<RenderedImage>, u16)]) -> String {
    let placements: Vec<Placement> = images
        .iter()
        .map(|(image, x)| Placement { at: Position::new(*x, 2), image: Arc::clone(image) })
        .collect();
    let mut bytes = vec![];
    output.commit(&placements, &mut bytes).expect("memory");
    let text = String::from_utf8(bytes).expect("text");
    text.replace("\x1b[?2026h", "").replace("\x1b[?2026l", "").replace("\x1b[?25l", "")
}

/// Two images for a terminal that keeps them, or for one that is not known to.
fn two(protocol: Protocol, keeps_images: bool) -> [Arc<RenderedImage>; 2] {
    [photo(132), quarters(46)].map(|image| {
        let encoder = encoder(protocol, (8, 16)).keeping_images(keeps_images);
        Arc::new(encoder.encode(&avatar(image), Size::new(20, 10)).expect("room"))
    })
}

#[test]
fn a_picture_is_drawn_at_its_pixel_size_and_cut_down_to_its_box() {
    for kind in [Protocol::Kitty, Protocol::Direct, Protocol::Iterm2, Protocol::Sixel] {
        let encoder = encoder(kind, (9, 18));
        for (side, room, pixels, cells) in [
            (46, (40, 20), (46, 46), (6, 3)),
            (132, (40, 20), (132, 132), (15, 8)),
            (640, (40, 20), (360, 360), (40, 20)),
            (640, (40, 10), (180, 180), (20, 10)),
            (640, (8, 20), (72, 72), (8, 4)),
        ] {
            let encoded = encoder.encode(&avatar(quarters(side)), Size::new(room.0, room.1));
            let encoded = encoded.expect("there is room");
            assert_eq!(encoded.pixels, pixels, "{kind:?} {side}");
            assert_eq!(encoded.size, Size::new(cells.0, cells.1), "{kind:?} {side}");
        }
    }
}

#[test]
fn a_box_without_a_cell_is_refused() {
    for kind in KINDS {
        let encoded = encoder(kind, (8, 16)).encode(&avatar(quarters(46)), Size::new(0, 5));
        assert_eq!(encoded.map(|_| ()), Err(Error::NoRoom));
    }
}

#[test]
fn blocks_show_each_quarter_where_it_is() {
    let encoded = encoder(BLOCKS, (8, 16)).encode(&avatar(quarters(64)), Size::new(8, 4));
    let encoded = encoded.expect("there is room");
    assert_eq!(encoded.size, Size::new(8, 4));
    let buffer = drawn(&encoded, Rect::new(0, 0, 8, 4));
    for (x, y, wanted) in
        [(1, 0, [220, 30, 30]), (6, 0, [30, 200, 30]), (1, 3, [30, 30, 220]), (6, 3, [240; 3])]
    {
        let Color::Rgb(red, green, blue) = buffer.cell((x, y)).expect("inside").bg else {
            panic!("a colour")
        };
        let apart = [red, green, blue].into_iter().zip(wanted).map(|(is, want)| is.abs_diff(want));
        assert!(apart.max() < Some(8), "{red} {green} {blue} at {x} {y}");
    }
}

#[test]
fn blocks_are_made_of_all_pixels() {
    let stripes = RgbaImage::from_fn(128, 128, |x, _| {
        Rgba(if x % 2 == 0 { [0, 0, 0, 255] } else { [255; 4] })
    });
    let encoded = encoder(BLOCKS, (8, 16)).encode(&DecodedImage::new(stripes), Size::new(8, 4));
    let buffer = drawn(&encoded.expect("there is room"), Rect::new(0, 0, 8, 4));
    for cell in &buffer.content {
        let Color::Rgb(shade, ..) = cell.bg else { panic!("a colour") };
        assert!((100..156).contains(&shade), "{shade}");
    }
}

#[test]
fn what_can_be_seen_through_shows_the_terminals_background() {
    let glass = DecodedImage::new(RgbaImage::from_pixel(32, 32, Rgba([255, 255, 255, 0])));
    let encoder = Encoder::new(BLOCKS, Some((8, 16)), Some([16, 20, 24]));
    let buffer =
        drawn(&encoder.encode(&glass, Size::new(4, 2)).expect("room"), Rect::new(0, 0, 4, 2));
    assert!(buffer.content.iter().all(|cell| cell.bg == Color::Rgb(16, 20, 24)));
}

#[test]
fn the_first_show_at_20_by_10_cells_costs_what_it_may() {
    let room = Size::new(20, 10);
    for (kind, most) in [
        (Protocol::Kitty, 45_000),
        (Protocol::Direct, 45_000),
        (Protocol::Iterm2, 20_000),
        (Protocol::Sixel, 40_000),
    ] {
        for side in [132, 640] {
            let came = decode(&encoded(photo(side), ImageFormat::Jpeg)).expect("a picture");
            let bytes = frame(&encoder(kind, (8, 16)).encode(&came, room).expect("room")).len();
            println!("{kind:?} {side}: {bytes} bytes");
            assert!(bytes <= most, "{kind:?} {side}: {bytes} bytes");
        }
    }
}

#[test]
fn a_terminal_that_keeps_images_is_sent_each_once_until_its_screen_is_emptied() {
    for protocol in [Protocol::Kitty, Protocol::Direct] {
        let [one, other] = two(protocol, true);
        let output = Output::default();
        assert!(!one.transmit.is_empty());
        let show = |image: &RenderedImage| frame(image).replace(&image.transmit, "");
        let at = "\x1b[3;5H";
        assert_eq!(committed(&output, &[(&one, 4)]), one.transmit.clone() + at + &show(&one));
        assert_eq!(committed(&output, &[(&one, 4)]), "", "it is there");
        let second = other.transmit.clone() + at + &show(&other) + &one.hide;
        assert_eq!(committed(&output, &[(&other, 4)]), second);
        assert_eq!(committed(&output, &[(&one, 4)]), at.to_owned() + &show(&one) + &other.hide);
        assert!(show(&one).len() <= 4000, "{protocol:?}: {}", show(&one).len());
        // It moves: it is shown elsewhere, and not hidden.
        assert_eq!(committed(&output, &[(&one, 0)]), "\x1b[3;1H".to_owned() + &show(&one));
        assert_eq!(committed(&output, &[]), one.hide);
        output.empty();
        let anew = "\x1b[2J".to_owned() + &one.transmit + at + &show(&one);
        assert_eq!(committed(&output, &[(&one, 4)]), anew, "kitty has freed it");
        output.forget_images();
        assert_eq!(committed(&output, &[(&one, 4)]), one.transmit.clone() + at + &show(&one));
    }
}

#[test]
fn a_terminal_that_is_not_known_to_keep_images_is_sent_them_each_time_and_left_none() {
    let [one, other] = two(Protocol::Direct, false);
    let output = Output::default();
    let at = "\x1b[3;5H".to_owned();
    assert!(frame(&one).contains(&format!("\x1b_Gq=2,i={},a=t", one.id)));
    assert_eq!(one.hide, kitty::free(one.id));
    assert_eq!(committed(&output, &[(&one, 4)]), at.clone() + &frame(&one));
    assert_eq!(committed(&output, &[(&other, 4)]), at.clone() + &frame(&other) + &one.hide);
    assert_eq!(committed(&output, &[(&one, 4)]), at + &frame(&one) + &other.hide);
}

#[test]
fn an_image_that_goes_through_tmux_has_each_of_its_orders_wrapped_and_no_text() {
    let [one, _] = two(Protocol::Kitty, true);
    let output = Output::default();
    output.go_through_tmux(true);
    let written = committed(&output, &[(&one, 4)]);
    assert_eq!(
        written.matches("\x1bPtmux;\x1b\x1b_G").count(),
        one.transmit.matches("\x1b_G").count()
    );
    assert!(written.ends_with(&frame(&one).replace(&one.transmit, "")), "placeholders are text");
}

#[test]
fn every_image_has_a_number_of_its_own_and_brings_the_cursor_back() {
    let mut seen = std::collections::HashSet::new();
    for protocol in [Protocol::Kitty, Protocol::Direct, Protocol::Iterm2, Protocol::Sixel] {
        for image in two(protocol, true) {
            assert!(seen.insert(image.id));
            let mut screen =
                vt100::Parser::new(24.try_into().expect("some"), 80.try_into().expect("some"), 0);
            screen.process(b"\x1b[5;7H");
            screen.process(frame(&image).as_bytes());
            assert_eq!(screen.screen().cursor_position(), (4, 6), "{protocol:?}");
        }
    }
}

#[test]
fn the_cells_of_an_image_are_not_written_and_all_are_when_it_is_gone() {
    let [one, _] = two(Protocol::Sixel, false);
    let area = Rect::new(0, 0, 30, 12);
    let mut text = Buffer::empty(area);
    text.set_string(0, 0, "x".repeat(30), ratatui::style::Style::new());
    let with_image = drawn(&one, area);
    let under = |x: u16, y: u16| x < one.size.width && y < one.size.height;
    assert!(text.diff(&with_image).iter().all(|(x, y, _)| !under(*x, *y)));
    let empty = Buffer::empty(area);
    let after = with_image.diff(&empty);
    let rewritten = after.iter().filter(|(x, y, _)| under(*x, *y)).count();
    assert_eq!(rewritten, usize::from(one.size.width * one.size.height));
}

#[test]
fn blocks_fill_the_room_whatever_the_size_of_the_image() {
    for side in [46, 64, 132, 640] {
        let encoded = encoder(BLOCKS, (8, 16)).encode(&avatar(quarters(side)), Size::new(40, 20));
        assert_eq!(encoded.expect("room").size, Size::new(40, 20), "{side}");
        let encoded = encoder(BLOCKS, (8, 16)).encode(&avatar(quarters(side)), Size::new(50, 9));
        assert_eq!(encoded.expect("room").size, Size::new(18, 9), "{side}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_picture_is_stretched_or_spills_over_its_box(
        width in 1_u32..200, height in 1_u32..200,
        columns in 1_u16..40, rows in 1_u16..20,
        cell_width in 4_u16..14, cell_height in 8_u16..28,
        protocol in prop::sample::select(KINDS.to_vec()),
    ) {
        let image = RgbaImage::from_pixel(width, height, Rgba([9, 9, 9, 255]));
        let encoder = encoder(protocol, (cell_width, cell_height));
        let encoded = encoder.encode(&DecodedImage::new(image), Size::new(columns, rows)).expect("room");
        prop_assert!(encoded.size.width <= columns && encoded.size.height <= rows);
        prop_assert!(encoded.size.width > 0 && encoded.size.height > 0);
        if !matches!(protocol, Protocol::Blocks(_)) {
            let (across, down) = encoded.pixels;
            prop_assert!(across <= width && down <= height);
            // Within a pixel of its own proportion.
            let (wanted, had) = (f64::from(across) * f64::from(height), f64::from(down) * f64::from(width));
            prop_assert!((wanted - had).abs() <= f64::from(width.max(height)), "{across}x{down}");
            prop_assert!(across.div_ceil(u32::from(cell_width)) <= u32::from(encoded.size.width));
        }
        prop_assert_eq!(encoded.is_placed(), !matches!(protocol, Protocol::Blocks(_)));
    }
}
