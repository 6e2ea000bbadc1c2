//! What the comparison refuses, so that a picture that it takes means something.

use image::{Rgb, RgbImage, imageops};

use crate::{
    area::Area,
    face::Face,
    look::{Place, is_gone},
    stage::{PINK, Stage, YELLOW},
};

const BACKGROUND: Rgb<u8> = Rgb([16, 20, 24]);
const SCREEN: Area = Area { left: 0, top: 0, width: 260, height: 200 };
/// A cell inside of a border.
const ROOM: Area = Area { left: 10, top: 20, width: 240, height: 160 };
/// Followers of the demo with faces.
const FACES: [usize; 9] = [0, 1, 2, 3, 4, 8, 10, 12, 16];

fn place(is_sharp: bool) -> Place {
    Place {
        room: ROOM,
        screen: SCREEN,
        cell: (10, 20),
        background: BACKGROUND,
        is_sharp,
        fills: false,
    }
}

/// A screen with these pixels on it.
fn screen(pixels: &RgbImage, (left, top): (i64, i64)) -> RgbImage {
    let mut screen = RgbImage::from_pixel(SCREEN.width, SCREEN.height, BACKGROUND);
    imageops::replace(&mut screen, pixels, left, top);
    screen
}

fn scaled(face: &Face, width: u32, height: u32) -> RgbImage {
    imageops::resize(&face.pixels, width, height, imageops::FilterType::Triangle)
}

#[test]
fn no_face_passes_for_another() {
    let stage = Stage::new();
    let faces = FACES.map(|number| stage.face(number, "132"));
    for (n, drawn) in faces.iter().enumerate() {
        let sharp = screen(&drawn.pixels, (60, 30));
        // As blocks draw it: a pixel a column, and two a row.
        let blocks =
            imageops::resize(&scaled(drawn, 14, 14), 140, 140, imageops::FilterType::Nearest);
        let blocks = screen(&blocks, (60, 30));
        for (wanted, face) in faces.iter().enumerate() {
            let found = place(true).find(&sharp, face);
            assert_eq!(found.is_ok(), n == wanted, "{n} for {wanted}: {found:?}");
            let found = place(false).find(&blocks, face);
            assert_eq!(found.is_ok(), n == wanted, "{n} in blocks for {wanted}: {found:?}");
        }
    }
}

#[test]
fn a_face_that_is_drawn_wrong_is_refused_and_it_is_said_why() {
    let stage = Stage::new();
    let face = &stage.face(YELLOW, "132");
    let refused = |shot: &RgbImage, why: &str| {
        let found = place(true).find(shot, face);
        assert!(found.as_ref().is_err_and(|said| said.contains(why)), "not {why:?}: {found:?}");
    };
    assert!(place(true).find(&screen(&face.pixels, (60, 30)), face).is_ok());

    refused(&screen(&RgbImage::new(1, 1), (-9, -9)), "nothing is drawn");
    refused(&screen(&scaled(face, 66, 66), (60, 30)), "should be 132x132");
    refused(&screen(&scaled(face, 110, 110), (60, 30)), "should be 132x132");
    refused(&screen(&scaled(face, 140, 132), (60, 30)), "sides differ");
    refused(&screen(&scaled(face, 132, 124), (60, 30)), "sides differ");
    // Over the border on the left, and below.
    refused(&screen(&face.pixels, (-60, 30)), "pixels in its colours are elsewhere");
    refused(&screen(&face.pixels, (60, 70)), "pixels in its colours are elsewhere");

    let mut swapped = face.pixels.clone();
    swapped.pixels_mut().for_each(|pixel| pixel.0.swap(0, 2));
    refused(&screen(&swapped, (60, 30)), "its quarters are");
    let upside_down = imageops::flip_vertical(&face.pixels);
    refused(&screen(&upside_down, (60, 30)), "from the true face");
    let mut dark = face.pixels.clone();
    imageops::replace(&mut dark, &RgbImage::from_pixel(60, 60, BACKGROUND), 66, 66);
    refused(&screen(&dark, (60, 30)), "its quarters are");

    let mut remnant = screen(&face.pixels, (60, 30));
    imageops::replace(&mut remnant, &scaled(face, 10, 20), 250, 90);
    refused(&remnant, "pixels in its colours are elsewhere");
}

#[test]
fn a_face_is_not_gone_while_a_row_of_it_is_there() {
    let stage = Stage::new();
    let [yellow, pink] = [YELLOW, PINK].map(|number| stage.face(number, "132").pixels);
    let at = Area { left: 60, top: 30, width: 132, height: 132 };
    assert!(is_gone(&yellow, at, &screen(&pink, (60, 30))).is_ok());
    assert!(is_gone(&yellow, at, &screen(&RgbImage::new(1, 1), (0, 0))).is_ok());
    assert!(is_gone(&yellow, at, &screen(&yellow, (60, 30))).is_err());
    let row = imageops::crop_imm(&yellow, 0, 60, 132, 20).to_image();
    assert!(is_gone(&yellow, at, &screen(&row, (60, 90))).is_err());
}
