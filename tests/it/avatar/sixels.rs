//! How near sixels come to the image, and that what is flat stays flat.

use fanscope::runtime::graphics::sixel::{Dither, dithered, encoded};
use icy_sixel::SixelImage;
use image::{DynamicImage, Rgb, RgbImage};

use super::{blocks::faces, made::photo};

/// So large that `icy_sixel`'s own decoder takes it for what it is.
const SIDE: u32 = 160;

/// What a terminal shows of it.
fn seen(data: &str) -> RgbImage {
    let image = SixelImage::decode(data.as_bytes()).expect("sixels");
    let (width, height) = (image.width, image.height);
    let pixels = image.pixels;
    let side = |side: usize| SIDE.min(u32::try_from(side).unwrap_or(SIDE));
    RgbImage::from_fn(side(width), side(height), |x, y| {
        let at = (y as usize * width + x as usize) * 4;
        Rgb([pixels[at], pixels[at + 1], pixels[at + 2]])
    })
}

/// Noise that is the same each time, from 0 to 255.
fn noise(x: u32, y: u32) -> u32 {
    let mixed = x.wrapping_mul(374_761_393) ^ y.wrapping_mul(668_265_263);
    (mixed ^ (mixed >> 13)).wrapping_mul(1_274_126_177) >> 24
}

fn clamped(value: f64) -> u8 {
    (0..=u8::MAX).rev().find(|byte| f64::from(*byte) <= value).unwrap_or(0)
}

/// Four images that behave as photographs do: grain over gradients, a sky, a face out of focus, leaves.
fn photographs() -> [(&'static str, RgbImage); 4] {
    let sky = RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let (down, grain) = (f64::from(y) / f64::from(SIDE), f64::from(noise(x, y)) / 64.0);
        let [red, green, blue] = [90.0, 140.0, 200.0].map(|top| top + down * 50.0 + grain);
        Rgb([red, green, blue].map(clamped))
    });
    let face = RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let away = |cx: f64, cy: f64, size: f64| {
            let (dx, dy) = (f64::from(x) - cx, f64::from(y) - cy);
            (-(dx * dx + dy * dy) / (size * size)).exp()
        };
        let (skin, hair, light) =
            (away(80.0, 90.0, 60.0), away(80.0, 20.0, 50.0), away(60.0, 70.0, 30.0));
        let of = |skin_part: f64, hair_part: f64| {
            clamped(
                60.0 + skin * skin_part - hair * hair_part
                    + light * 40.0
                    + f64::from(noise(x, y)) / 80.0,
            )
        };
        Rgb([of(150.0, 60.0), of(100.0, 50.0), of(70.0, 30.0)])
    });
    let leaves = RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let leaf = f64::from(noise(x / 6, y / 5)) / 255.0;
        let grain = f64::from(noise(x, y)) / 16.0;
        Rgb([40.0 + leaf * 90.0, 70.0 + leaf * 140.0, 30.0 + leaf * 40.0]
            .map(|value| clamped(value + grain)))
    });
    [("gradients", photo(SIDE)), ("sky", sky), ("face", face), ("leaves", leaves)]
}

/// The root of the mean squared difference of a channel, after the dots of three by three are mixed as
/// an eye does it.
fn error(truth: &RgbImage, seen: &RgbImage) -> f64 {
    let mixed = |image: &RgbImage, x: u32, y: u32, channel: usize| {
        let around = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        around.map(|(x, y)| f64::from(image.get_pixel(x, y).0[channel])).sum::<f64>() / 9.0
    };
    let (mut sum, mut count) = (0.0, 0.0);
    for y in 1..truth.height() - 1 {
        for x in 1..truth.width() - 1 {
            for channel in 0..3 {
                let off = mixed(truth, x, y, channel) - mixed(seen, x, y, channel);
                sum += off * off;
                count += 1.0;
            }
        }
    }
    (sum / f64::max(count, 1.0)).sqrt()
}

/// Of the pixels that nearly are like the one to the left, how many of a hundred are seen apart from it:
/// the dots.
fn dots(truth: &RgbImage, seen: &RgbImage) -> f64 {
    let apart = |image: &RgbImage, x: u32, y: u32| {
        let (one, other) = (image.get_pixel(x - 1, y).0, image.get_pixel(x, y).0);
        one.into_iter().zip(other).map(|(one, other)| one.abs_diff(other)).max().unwrap_or(0)
    };
    let all = (0..truth.height()).flat_map(|y| (1..truth.width()).map(move |x| (x, y)));
    let flat: Vec<(u32, u32)> = all.filter(|(x, y)| apart(truth, *x, *y) <= 2).collect();
    let dots = flat.iter().filter(|(x, y)| apart(seen, *x, *y) > 5).count();
    100.0 * dots as f64 / flat.len().max(1) as f64
}

/// Mean error, mean dots and mean kilobytes of these images.
fn figures(images: &[RgbImage], encode: impl Fn(&RgbImage) -> String) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for image in images {
        let data = encode(image);
        let seen = seen(&data);
        let of_this = [error(image, &seen), dots(image, &seen), data.len() as f64 / 1000.0];
        for (sum, figure) in sums.iter_mut().zip(of_this) {
            *sum += figure / images.len() as f64;
        }
    }
    sums
}

/// Shown with `--nocapture`. The table is in `benches/README.md`.
#[tokio::test]
async fn faces_are_flat_where_they_are_flat_and_photographs_stay_smooth() {
    let faces = faces(8, fanscope::follower::avatar_url::AvatarSize::Full).await;
    let faces: Vec<RgbImage> =
        faces.iter().map(|face| DynamicImage::from(face.resized(SIDE, SIDE)).into_rgb8()).collect();
    let photographs = photographs().map(|(_, image)| image);
    let icy = |image: &RgbImage| {
        let rgba = DynamicImage::from(image.clone()).into_rgba8();
        let side = SIDE as usize;
        icy_sixel::sixel_encode(&rgba, side, side, &icy_sixel::EncodeOptions::default())
            .expect("encodes")
    };
    let print = |name: &str, faces: [f64; 3], photographs: [f64; 3]| {
        let row = |[error, dots, size]: [f64; 3]| format!("{error:.2} | {dots:.1} | {size:.0}");
        println!("| {name} | {} | {} |", row(faces), row(photographs));
    };
    let before = figures(&faces, icy);
    print("icy_sixel", before, figures(&photographs, icy));
    if std::env::var_os("FANSCOPE_SIXELS").is_some() {
        for diffusion in [0.0, 0.5, 0.875, 1.0] {
            for tolerance in [0.0, 2.0, 4.0, 6.0, 8.0] {
                let dither = Dither { colours: 256, diffusion, tolerance };
                let encode = |image: &RgbImage| dithered(image, dither).expect("encodes");
                print(
                    &format!("{diffusion} / {tolerance}"),
                    figures(&faces, encode),
                    figures(&photographs, encode),
                );
            }
        }
    }
    let encode = |image: &RgbImage| encoded(image).expect("encodes");
    let (of_avatars, of_photographs) = (figures(&faces, encode), figures(&photographs, encode));
    print("chosen", of_avatars, of_photographs);
    assert!(of_avatars[1] < before[1] / 3.0, "{of_avatars:?}, before {before:?}");
    assert!(
        of_avatars[0] < before[0] && of_photographs[0] < 1.6,
        "{of_avatars:?} {of_photographs:?}"
    );
}

#[test]
fn an_area_of_one_colour_is_one_colour_beside_an_image_of_many() {
    let photograph = photo(SIDE);
    // A hat as it comes out of a JPEG, where each pixel is off by one or two.
    let hat = |x, y| {
        [46, 125, 50].map(|value: u8| value + u8::try_from(noise(x, y) / 100).expect("small"))
    };
    let image = RgbImage::from_fn(SIDE, SIDE, |x, y| {
        if y < SIDE / 2 { Rgb(hat(x, y)) } else { *photograph.get_pixel(x, y) }
    });
    let seen = seen(&encoded(&image).expect("encodes"));
    let colours: std::collections::HashSet<[u8; 3]> = (0..SIDE / 2 - 1)
        .flat_map(|y| (0..SIDE).map(move |x| (x, y)))
        .map(|(x, y)| seen.get_pixel(x, y).0)
        .collect();
    let spread = |channel: usize| {
        let values = colours.iter().map(|colour| colour[channel]);
        values.clone().max().expect("some") - values.min().expect("some")
    };
    assert!((0..3).all(|channel| spread(channel) <= 5), "{colours:?}");
}
