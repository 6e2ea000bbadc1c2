//! What a picture costs from the bytes that came to the bytes that go to the terminal.
//!
//! `cargo bench --bench avatar`. It also prints how many bytes each way of drawing sends for the
//! first show in 20 × 10 cells.

use std::{
    hint::black_box,
    io::{self, Cursor},
    sync::Arc,
    time::{Duration, Instant},
};

use criterion::{Criterion, criterion_group, criterion_main};
use fanscope::{
    app::graphics::{Placement, RenderedImage, Show},
    avatar::{
        cache::disk::{Disk, LIMIT},
        decode::decode,
        image::Avatar,
    },
    cli::coloured,
    follower::avatar_url::{AvatarSize, AvatarUrl},
    runtime::{
        backend::TerminalBackend,
        colours::Depth,
        graphics::{blocks::Shape, encode::Encoder, protocol::Protocol},
        output::Output,
    },
    ui::image as drawn,
};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use ratatui::{
    Frame, Terminal, TerminalOptions, Viewport,
    layout::{Rect, Size},
};

const KINDS: [(&str, Protocol); 7] = [
    ("kitty", Protocol::Kitty),
    ("direct", Protocol::Direct),
    ("iterm2", Protocol::Iterm2),
    ("sixel", Protocol::Sixel),
    ("half-blocks", Protocol::Blocks(Shape::Half)),
    ("quadrants", Protocol::Blocks(Shape::Quadrant)),
    ("sextants", Protocol::Blocks(Shape::Sextant)),
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

fn sent(kind: Protocol, side: u32) -> usize {
    let image = decode(&jpeg(side)).expect("a picture");
    let encoded = Encoder::new(kind, Some((8, 16)), None).encode(&image, ROOM).expect("room");
    match encoded.show {
        Show::Bytes(show) => encoded.transmit.len() + show.len(),
        // Each cell is a character of up to four bytes and two colours of up to 19.
        Show::Blocks(blocks) => coloured::lines(&blocks, Depth::Full).iter().map(String::len).sum(),
    }
}

fn avatar(bench: &mut Criterion) {
    for side in [132, 640] {
        let bytes = jpeg(side);
        let image = decode(&bytes).expect("a picture");
        bench.bench_function(&format!("decode/{side}"), |timer| {
            timer.iter(|| decode(black_box(&bytes)));
        });
        for (name, kind) in KINDS {
            let encoder = Encoder::new(kind, Some((8, 16)), None);
            bench.bench_function(&format!("encode/{name}/{side}"), |timer| {
                timer.iter(|| encoder.encode(black_box(&image), ROOM));
            });
            println!("{name} {side}: {} bytes for the first show", sent(kind, side));
        }
        for (name, kind) in KINDS.iter().filter(|(_, kind)| matches!(kind, Protocol::Blocks(_))) {
            let (encoder, pane) = (Encoder::new(*kind, Some((8, 16)), None), Size::new(50, 25));
            bench.bench_function(&format!("encode/{name} in 50 × 25/{side}"), |timer| {
                timer.iter(|| encoder.encode(black_box(&image), pane));
            });
        }
        let encoder = Encoder::new(Protocol::Direct, Some((8, 16)), None);
        bench.bench_function(&format!("whole/direct/{side}"), |timer| {
            timer.iter(|| decode(black_box(&bytes)).map(|image| encoder.encode(&image, ROOM)));
        });
    }
}

/// A screen that is written into memory.
struct Screen {
    terminal: Terminal<TerminalBackend>,
    output: Output,
}

impl Screen {
    fn new() -> Self {
        let output = Output::default();
        let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, 120, 36)) };
        let terminal =
            Terminal::with_options(TerminalBackend::new(output.clone(), Depth::Full), options);
        Self { terminal: terminal.expect("in memory"), output }
    }

    /// How many bytes this picture takes on an empty screen. Emptying it takes a part of the time.
    fn show(&mut self, image: &Arc<RenderedImage>) -> usize {
        self.terminal.draw(|_| {}).expect("in memory");
        self.output.commit(&[], &mut io::sink()).expect("in memory");
        self.output.forget_images();
        let area = Rect::new(50, 20, ROOM.width, ROOM.height);
        let draw = |frame: &mut Frame| drawn::draw(image, area, frame.buffer_mut());
        self.terminal.draw(draw).expect("in memory");
        let placement = Placement { at: area.as_position(), image: Arc::clone(image) };
        let images = if image.is_placed() { vec![placement] } else { vec![] };
        let mut bytes = vec![];
        self.output.commit(&images, &mut bytes).expect("in memory");
        bytes.len()
    }
}

/// From a picture that is kept to the bytes that show it: what stands between a key and an avatar.
fn kept(_: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let disk = Disk::new(folder.path().to_owned(), LIMIT);
    for (side, size) in [(132, AvatarSize::Px132), (640, AvatarSize::Full)] {
        let address = AvatarUrl::new("http://wx.qlogo.cn/mmopen/a/132").expect("not empty");
        let image = decode(&jpeg(side)).expect("a picture");
        disk.keep(&address, &Avatar { image, requested: size, received: size });
        for (name, kind) in KINDS {
            let encoder = Encoder::new(kind, Some((8, 16)), None);
            let mut screen = Screen::new();
            let encoded = |disk: &Disk| {
                let face = disk.find(&address, size).expect("was kept");
                Arc::new(encoder.encode(&face.image, ROOM).expect("room"))
            };
            spread(&format!("on disk → bytes/{name}/{side}"), || {
                black_box(screen.show(&encoded(&disk)));
            });
            let ready = encoded(&disk);
            spread(&format!("in memory → bytes/{name}/{side}"), || {
                black_box(screen.show(&ready));
            });
        }
    }
}

/// How long something takes, most of the time and nearly always.
fn spread(name: &str, mut work: impl FnMut()) {
    const TIMES: usize = 300;
    let mut times: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let [median, most] = [TIMES / 2, TIMES * 95 / 100].map(|at| times[at]);
    println!("{name}: median {median:.2?}, p95 {most:.2?}");
}

criterion_group!(benches, avatar, kept);
criterion_main!(benches);
