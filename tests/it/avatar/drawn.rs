//! Pictures in a box of cells: size, shape, colours, bytes.

use fanscope::{
    app::picture::Drawn,
    avatar::{decode::decode, image::DecodedImage},
    runtime::graphics::{
        blocks::Shape,
        encode::{Encoded, Encoder, Error},
        kitty::Placed,
        protocol::Protocol,
        transmitted::Transmitted,
    },
};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use proptest::prelude::*;
use ratatui::{
    buffer::{Buffer, Cell},
    layout::{Rect, Size},
    style::Color,
};
use ratatui_image::protocol::Protocol as Carried;

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

fn picture(image: impl Into<DynamicImage>) -> DecodedImage {
    DecodedImage::new(image.into().into_rgba8())
}

fn encoder(protocol: Protocol, cell: (u16, u16)) -> Encoder {
    Encoder::new(protocol, Some(cell), None)
}

fn drawn(encoded: &Encoded, area: Rect) -> Buffer {
    let mut buffer = Buffer::empty(area);
    fanscope::ui::picture::draw(&encoded.drawn, area, &mut buffer);
    buffer
}

/// What goes to the terminal for the first show of a picture.
fn frame(encoded: &Encoded) -> Vec<u8> {
    let buffer = drawn(encoded, Rect::new(0, 0, 100, 50));
    let symbols = buffer.content.iter().map(Cell::symbol);
    symbols.filter(|symbol| symbol.len() > 1).collect::<String>().into_bytes()
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
            let encoded = encoder.encode(&picture(quarters(side)), Size::new(room.0, room.1));
            let encoded = encoded.expect("there is room");
            assert_eq!(encoded.pixels, pixels, "{kind:?} {side}");
            assert_eq!(encoded.size, Size::new(cells.0, cells.1), "{kind:?} {side}");
            assert_eq!(encoded.drawn.size(), encoded.size);
        }
    }
}

#[test]
fn a_box_without_a_cell_is_refused() {
    for kind in KINDS {
        let encoded = encoder(kind, (8, 16)).encode(&picture(quarters(46)), Size::new(0, 5));
        assert_eq!(encoded.map(|_| ()), Err(Error::NoRoom));
    }
}

#[test]
fn blocks_show_each_quarter_where_it_is() {
    let encoded = encoder(BLOCKS, (8, 16)).encode(&picture(quarters(64)), Size::new(40, 20));
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
fn a_second_show_by_kitty_graphics_costs_next_to_nothing() {
    for kind in [Protocol::Kitty, Protocol::Direct] {
        let encode = || encoder(kind, (8, 16)).encode(&picture(photo(132)), Size::new(20, 10));
        let (one, other) = (encode().expect("room"), encode().expect("room"));
        let mut sent = Transmitted::default();
        let mut show = |encoded: &Encoded| sent.strip(frame(encoded)).len();
        assert_eq!(show(&one), frame(&one).len());
        assert!(show(&one) <= 4000, "{kind:?}: {}", show(&one));
        assert_eq!(show(&other), frame(&other).len());
        assert!(show(&one) <= 4000 && show(&other) <= 4000);
        sent.forget();
        assert_eq!(sent.strip(frame(&one)), frame(&one));
        let emptied = [b"\x1b[2J".as_slice(), &frame(&one)].concat();
        assert_eq!(sent.strip(emptied.clone()), emptied, "kitty has freed it");
    }
}

#[test]
fn the_terminal_is_not_given_more_pictures_than_it_can_hold() {
    let mut sent = Transmitted::default();
    let mut freed = String::new();
    for id in 1..=100 {
        let order = format!("a\x1b_Gq=2,i={id},a=t,m=1;AA\x1b\\\x1b_Gq=2,m=0;BB\x1b\\b");
        let frame = sent.strip(order.clone().into_bytes());
        freed = String::from_utf8(frame).expect("text").replacen(&order, "", 1);
        assert_eq!(sent.strip(order.into_bytes()), b"ab");
    }
    assert_eq!(freed, "\x1b_Ga=d,d=I,q=2,i=52\x1b\\");
    let endless = b"\x1b_Gq=2,i=777,a=t,m=1;never ends".to_vec();
    assert!(sent.strip(endless.clone()).starts_with(&endless));
    assert_eq!(sent.strip(endless), b"");
}

#[test]
fn each_picture_has_a_number_of_its_own_in_the_terminal() {
    let encode =
        || encoder(Protocol::Direct, (8, 16)).encode(&picture(quarters(46)), Size::new(20, 10));
    let (one, other) = (encode().expect("room"), encode().expect("room"));
    assert!(one.id.is_some() && one.id != other.id);
}

#[test]
fn a_placed_picture_is_taken_away_when_the_frame_has_it_no_more() {
    let encode =
        || encoder(Protocol::Direct, (8, 16)).encode(&picture(quarters(46)), Size::new(20, 10));
    let (one, other) = (encode().expect("room"), encode().expect("room"));
    let area = Rect::new(0, 0, 20, 10);
    let delete =
        |encoded: &Encoded| format!("\x1b_Ga=d,d=i,q=2,i={}\x1b\\", encoded.id.expect("a number"));
    let mut placed = Placed::default();
    assert_eq!(placed.settle(&Buffer::empty(area)), "");
    assert_eq!(placed.settle(&drawn(&one, area)), "");
    assert_eq!(placed.settle(&drawn(&one, area)), "");
    assert_eq!(placed.settle(&drawn(&other, area)), delete(&one));
    assert_eq!(placed.settle(&Buffer::empty(area)), delete(&other));
    assert_eq!(placed.settle(&drawn(&one, area)), "");
    assert_eq!(placed.leave(), delete(&one));
    assert_eq!(placed.leave(), "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_picture_is_stretched_or_spills_over_its_box(
        width in 1_u32..200, height in 1_u32..200,
        columns in 1_u16..40, rows in 1_u16..20,
        cell_width in 4_u16..14, cell_height in 8_u16..28,
        kind in prop::sample::select(KINDS.to_vec()),
    ) {
        let image = RgbaImage::from_pixel(width, height, Rgba([9, 9, 9, 255]));
        let encoder = encoder(kind, (cell_width, cell_height));
        let encoded = encoder.encode(&DecodedImage::new(image), Size::new(columns, rows)).expect("room");
        prop_assert!(encoded.size.width <= columns && encoded.size.height <= rows);
        prop_assert!(encoded.size.width > 0 && encoded.size.height > 0);
        if !matches!(kind, Protocol::Blocks(_)) {
            let (across, down) = encoded.pixels;
            prop_assert!(across <= width && down <= height);
            // Within a pixel of its own proportion.
            let (wanted, had) = (f64::from(across) * f64::from(height), f64::from(down) * f64::from(width));
            prop_assert!((wanted - had).abs() <= f64::from(width.max(height)), "{across}x{down}");
            prop_assert!(across.div_ceil(u32::from(cell_width)) <= u32::from(encoded.size.width));
        }
        if matches!(encoded.drawn, Drawn::Bytes(Carried::Sixel(_) | Carried::ITerm2(_))) {
            let area = Rect::new(0, 0, columns, rows);
            let first = drawn(&encoded, area).cell((0, 0)).expect("inside").symbol().len();
            prop_assert!(first > 1);
        }
    }
}
