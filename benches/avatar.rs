//! What a picture costs from the bytes that came to the bytes that go to the terminal.
//!
//! `cargo bench --bench avatar`. It also prints how many bytes each way of drawing sends for the
//! first show in 20 × 10 cells.

use std::{hint::black_box, io::Cursor};

use criterion::{Criterion, criterion_group, criterion_main};
use fanscope::{
    avatar::decode::decode,
    runtime::pictures::{blocks::Shape, choice::Kind, encode::Drawer},
    ui::picture,
};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
};

const KINDS: [(&str, Kind); 7] = [
    ("kitty", Kind::Kitty),
    ("direct", Kind::Direct),
    ("iterm2", Kind::Iterm2),
    ("sixel", Kind::Sixel),
    ("half-blocks", Kind::Blocks(Shape::Half)),
    ("quadrants", Kind::Blocks(Shape::Quadrant)),
    ("sextants", Kind::Blocks(Shape::Sextant)),
];
const ROOM: Size = Size::new(20, 10);

/// A JPEG with the gradients and the grain of a photograph.
fn jpeg(side: u32) -> Vec<u8> {
    let mut seed = 1_u32;
    let image = RgbImage::from_fn(side, side, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = seed >> 28;
        let shade = |phase: u32| {
            let at = (x * 900 + y * 600) / side + phase;
            u8::try_from((at % 440).abs_diff(220) + grain).unwrap_or(u8::MAX)
        };
        Rgb([shade(0), shade(130), shade(290)])
    });
    let mut bytes = vec![];
    let image = DynamicImage::ImageRgb8(image);
    image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).expect("encodes");
    bytes
}

fn sent(kind: Kind, side: u32) -> usize {
    let picture = decode(&jpeg(side)).expect("a picture");
    let encoded = Drawer::new(kind, Some((8, 16)), None).encode(&picture, ROOM).expect("room");
    let area = Rect::new(0, 0, 20, 10);
    let mut buffer = Buffer::empty(area);
    picture::draw(&encoded.drawn, area, &mut buffer);
    buffer.content.iter().map(|cell| cell.symbol().len()).filter(|length| *length > 1).sum()
}

fn avatar(bench: &mut Criterion) {
    for side in [132, 640] {
        let bytes = jpeg(side);
        let picture = decode(&bytes).expect("a picture");
        bench.bench_function(&format!("decode/{side}"), |timer| {
            timer.iter(|| decode(black_box(&bytes)));
        });
        for (name, kind) in KINDS {
            let drawer = Drawer::new(kind, Some((8, 16)), None);
            bench.bench_function(&format!("encode/{name}/{side}"), |timer| {
                timer.iter(|| drawer.encode(black_box(&picture), ROOM));
            });
            println!("{name} {side}: {} bytes for the first show", sent(kind, side));
        }
        for (name, kind) in KINDS.iter().filter(|(_, kind)| matches!(kind, Kind::Blocks(_))) {
            let (drawer, pane) = (Drawer::new(*kind, Some((8, 16)), None), Size::new(50, 25));
            bench.bench_function(&format!("encode/{name} in 50 × 25/{side}"), |timer| {
                timer.iter(|| drawer.encode(black_box(&picture), pane));
            });
        }
        let drawer = Drawer::new(Kind::Direct, Some((8, 16)), None);
        bench.bench_function(&format!("whole/direct/{side}"), |timer| {
            timer.iter(|| decode(black_box(&bytes)).map(|picture| drawer.encode(&picture, ROOM)));
        });
    }
}

criterion_group!(benches, avatar);
criterion_main!(benches);
