//! How near block characters come to the avatar itself.

use fanscope::{
    app::graphics::{Block, Blocks, Show},
    avatar::{client::AvatarClient, fetch::Limits, image::DecodedImage, policy::Policy},
    config::{Account, Credential},
    demo::{Demo, Options, account::SHOP},
    follower::{avatar_url::AvatarSize, lang::Lang, openid::OpenId},
    runtime::graphics::{blocks::Shape, encode::Encoder, protocol::Protocol},
};
use image::{DynamicImage, RgbImage};
use ratatui::layout::Size;

use super::made::photo;
use crate::api::client;

const SHAPES: [Shape; 3] = [Shape::Half, Shape::Quadrant, Shape::Sextant];
/// Width and height of a cell.
const CELL: (u16, u16) = (8, 16);

/// The first faces of the demo's shop that can be had, at this size.
pub async fn faces(count: usize, size: AvatarSize) -> Vec<DecodedImage> {
    let demo = Demo::start(Options::default()).await.expect("loopback is there");
    let token = Credential::Token(demo.token(&SHOP).into());
    let account = Account { api_base: demo.base().to_owned(), ..Account::new("shop", token) };
    let client = client(&account);
    let avatars = AvatarClient::new(Policy::new(&account.api_base, &[]), Limits::default());
    let mut faces = vec![];
    for openid in demo.openids(&SHOP) {
        let openid = OpenId::received(&openid).expect("not empty");
        let Ok(reply) = client.user_info(&openid, Lang::ZhCn).await else { continue };
        let Some(address) = reply.follower.avatar else { continue };
        faces.extend(avatars.avatar(&address, size).await.ok().map(|face| face.image));
        if faces.len() == count {
            break;
        }
    }
    faces
}

fn blocks(avatar: &DecodedImage, shape: Shape, room: Size) -> Blocks {
    let encoder = Encoder::new(Protocol::Blocks(shape), Some(CELL), None);
    match encoder.encode(avatar, room).expect("there is room").show {
        Show::Blocks(blocks) => blocks,
        Show::Bytes(_) => panic!("not blocks"),
    }
}

/// Whether a character covers this place of its cell, both from 0 to 1, by what Unicode says of it.
fn covers(glyph: char, x: f64, y: f64) -> bool {
    let (right, lower) = (x >= 0.5, y >= 0.5);
    let quadrants = |names: &str| {
        names.contains(match (right, lower) {
            (false, false) => 'a',
            (true, false) => 'b',
            (false, true) => 'c',
            (true, true) => 'd',
        })
    };
    match glyph {
        ' ' => false,
        '█' => true,
        '▀' => !lower,
        '▄' => lower,
        '▌' => !right,
        '▐' => right,
        '▖' => quadrants("c"),
        '▗' => quadrants("d"),
        '▘' => quadrants("a"),
        '▙' => quadrants("acd"),
        '▚' => quadrants("ad"),
        '▛' => quadrants("abc"),
        '▜' => quadrants("abd"),
        '▝' => quadrants("b"),
        '▞' => quadrants("bc"),
        '▟' => quadrants("bcd"),
        _ => {
            // Sextants stand in the order of their bits, without those that are halves.
            let place = u32::from(glyph).checked_sub(0x1fb00).expect("a sextant");
            let bits = (1_u32..63).filter(|bits| *bits != 21 && *bits != 42);
            let bits = bits.clone().nth(place as usize).expect("a sextant");
            let part =
                u32::from(right) + 2 * u32::from(y >= 1.0 / 3.0) + 2 * u32::from(y >= 2.0 / 3.0);
            bits >> part & 1 == 1
        }
    }
}

/// What is seen of it, pixel by pixel.
fn seen(blocks: &Blocks) -> RgbImage {
    let (width, height) = (u32::from(CELL.0), u32::from(CELL.1));
    let columns = u32::from(blocks.size.width);
    RgbImage::from_fn(columns * width, u32::from(blocks.size.height) * height, |x, y| {
        let Block { glyph, ink, paper } = blocks.cells[(y / height * columns + x / width) as usize];
        let inside = |at: u32, of: u32| (f64::from(at % of) + 0.5) / f64::from(of);
        let is_ink = covers(glyph, inside(x, width), inside(y, height));
        image::Rgb(if is_ink { ink } else { paper })
    })
}

/// The mean difference of a channel, of 255, between what is seen and the avatar itself.
fn error(avatar: &DecodedImage, shape: Shape, room: Size) -> f64 {
    let seen = seen(&blocks(avatar, shape, room));
    let truth = DynamicImage::from(avatar.resized(seen.width(), seen.height())).into_rgb8();
    let apart = seen.iter().zip(truth.iter()).map(|(one, other)| u64::from(one.abs_diff(*other)));
    apart.sum::<u64>() as f64 / seen.len() as f64
}

/// The mean error of these avatars, by shape.
fn errors(images: &[DecodedImage], room: Size) -> [f64; 3] {
    SHAPES.map(|shape| {
        let sum: f64 = images.iter().map(|avatar| error(avatar, shape, room)).sum();
        sum / images.len() as f64
    })
}

#[tokio::test]
async fn more_parts_in_a_cell_come_nearer_to_the_picture() {
    let faces = faces(8, AvatarSize::Px132).await;
    let photo = [DecodedImage::new(DynamicImage::from(photo(640)).into_rgba8())];
    let stripes = RgbImage::from_fn(160, 160, |x, y| {
        image::Rgb(if (x + y) / 9 % 2 == 0 { [20, 40, 60] } else { [230, 220, 180] })
    });
    let stripes = [DecodedImage::new(DynamicImage::from(stripes).into_rgba8())];
    // The most that quadrants may have of the error of half-blocks, and sextants of quadrants'.
    for (name, images, most) in [
        ("faces", &faces[..], [0.93, 0.88]),
        ("a photo", &photo[..], [0.96, 0.92]),
        ("stripes", &stripes[..], [0.9, 0.9]),
    ] {
        let [half, quadrant, sextant] = errors(images, Size::new(20, 10));
        println!("{name}: {half:.2}, {quadrant:.2}, {sextant:.2}");
        // With pixels by Lanczos it is a tenth more.
        assert!(name != "faces" || half < 12.3, "{half}");
        assert!(quadrant <= half * most[0], "{name}: {quadrant} of {half}");
        assert!(sextant <= quadrant * most[1], "{name}: {sextant} of {quadrant}");
    }
}

#[test]
fn every_character_covers_the_parts_that_it_is_chosen_for() {
    for shape in SHAPES {
        let (across, down) = shape.parts();
        let mut seen = std::collections::HashSet::new();
        for covered in 0..1_u8 << (across * down) {
            let glyph = shape.glyph(covered);
            assert!(seen.insert(glyph), "{glyph} twice");
            assert_eq!(fanscope::text::width(&glyph.to_string()), 1, "{glyph}");
            for part in 0..across * down {
                let middle = |at: u32, of: u32| (f64::from(at) + 0.5) / f64::from(of);
                let (x, y) = (middle(part % across, across), middle(part / across, down));
                assert_eq!(covers(glyph, x, y), covered >> part & 1 == 1, "{glyph} {part}");
            }
        }
    }
}

#[test]
fn a_picture_of_two_colours_in_its_parts_is_shown_as_it_is() {
    for shape in SHAPES {
        let (across, down) = shape.parts();
        let (width, height) = shape.pixels(Size::new(4, 4));
        let mut seed = 7_u32;
        // Large enough that each part is many pixels, all of one colour.
        let (part_width, part_height) = (32 / (4 * across) * 3, 192 / (4 * down));
        let parts: Vec<bool> = (0..width * height)
            .map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                seed >> 31 == 1
            })
            .collect();
        let image = RgbImage::from_fn(width * part_width, height * part_height, |x, y| {
            let part = y / part_height * width + x / part_width;
            image::Rgb(if parts[part as usize] { [250, 240, 10] } else { [10, 20, 130] })
        });
        let avatar = DecodedImage::new(DynamicImage::from(image).into_rgba8());
        let encoder = Encoder::new(Protocol::Blocks(shape), Some((24, 48)), None);
        let Ok(Show::Blocks(drawn)) =
            encoder.encode(&avatar, Size::new(4, 4)).map(|encoded| encoded.show)
        else {
            panic!("blocks")
        };
        assert_eq!(drawn.size, Size::new(4, 4));
        for (place, block) in (0_u32..).zip(&drawn.cells) {
            let (column, row) = (place % 4, place / 4);
            for part in 0..across * down {
                let (x, y) = (column * across + part % across, row * down + part / across);
                let middle = |at: u32, of: u32| (f64::from(at) + 0.5) / f64::from(of);
                let is_ink =
                    covers(block.glyph, middle(part % across, across), middle(part / across, down));
                let colour = if is_ink { block.ink } else { block.paper };
                let wanted =
                    if parts[(y * width + x) as usize] { [250, 240, 10] } else { [10, 20, 130] };
                assert_eq!(colour, wanted, "{shape:?} {block:?} {part}");
            }
        }
    }
}
