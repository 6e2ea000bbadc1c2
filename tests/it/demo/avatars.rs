//! The pictures: drawn in each size, told apart, and the ways in which there is none.

use fanscope::demo::account::SHOP;
use image::{ImageFormat, RgbImage};

use super::made::{Stand, demo, get, json, shop};

/// The mean difference of a channel, of 255.
const APART: f64 = 15.0;

/// The addresses of the first faces that can be had, without their size.
async fn addresses(demo: &Stand, count: usize) -> Vec<String> {
    let mut found = vec![];
    for (place, openid) in demo.openids(&SHOP).enumerate() {
        // These have no strict JSON, or no picture behind their address.
        if matches!(place, 5 | 11 | 14 | 15 | 17 | 23) {
            continue;
        }
        let body = shop(demo, "/cgi-bin/user/info", &format!("&openid={openid}")).await;
        let row = json(&body);
        let address = row["headimgurl"].as_str().unwrap_or_default();
        found.extend(address.strip_suffix("/132").map(ToOwned::to_owned));
        if found.len() == count {
            break;
        }
    }
    found
}

async fn avatar(demo: &Stand, address: &str) -> RgbImage {
    let reply = demo.client.get(address).send().await.expect("an answer");
    assert_eq!(reply.headers()["content-type"], "image/jpeg");
    assert!(!reply.headers().contains_key("x-errno"));
    let bytes = reply.bytes().await.expect("a body");
    let avatar = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg);
    avatar.expect("a JPEG").to_rgb8()
}

#[tokio::test]
async fn a_face_has_the_size_that_is_asked_for() {
    let demo = demo(20).await;
    let address = addresses(&demo, 1).await.remove(0);
    for (part, pixels) in [(46, 46), (64, 64), (96, 96), (132, 132), (0, 640)] {
        assert_eq!(
            avatar(&demo, &format!("{address}/{part}")).await.dimensions(),
            (pixels, pixels)
        );
    }
    let elsewhere = demo.client.get(format!("{address}/50")).send().await.expect("an answer");
    assert_eq!(elsewhere.status(), 400);
}

#[tokio::test]
async fn any_two_of_thirty_faces_can_be_told_apart_at_46_pixels() {
    let demo = demo(400).await;
    let addresses = addresses(&demo, 30).await;
    assert_eq!(addresses.len(), 30);
    let mut faces = vec![];
    for address in &addresses {
        faces.push(avatar(&demo, &format!("{address}/46")).await);
    }
    for (place, one) in faces.iter().enumerate() {
        for (other_place, other) in faces.iter().enumerate().skip(place + 1) {
            let pairs = one.as_raw().iter().zip(other.as_raw());
            let sum: u32 = pairs.map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
            let mean = f64::from(sum) / f64::from(46_u32 * 46 * 3);
            assert!(mean > APART, "{place} and {other_place} differ by {mean}");
        }
    }
}

#[tokio::test]
async fn a_face_is_the_same_on_each_run() {
    let (one, other) = (demo(20).await, demo(20).await);
    let (first, second) = (addresses(&one, 1).await, addresses(&other, 1).await);
    assert_eq!(
        avatar(&one, &format!("{}/46", first[0])).await,
        avatar(&other, &format!("{}/46", second[0])).await
    );
}

#[tokio::test]
async fn about_half_of_the_first_forty_have_a_face_and_few_of_the_rest() {
    let demo = demo(400).await;
    let (mut early, mut late) = (0, 0);
    for (place, openid) in demo.openids(&SHOP).enumerate() {
        let body = shop(&demo, "/cgi-bin/user/info", &format!("&openid={openid}")).await;
        let has_avatar = String::from_utf8_lossy(&body).contains(r"\/mmopen\/");
        *(if place < 40 { &mut early } else { &mut late }) += u32::from(has_avatar);
    }
    assert!((18..=26).contains(&early), "{early}");
    assert!((20..=80).contains(&late), "{late}");
}

#[tokio::test]
async fn a_picture_that_is_gone_is_a_placeholder_with_a_header_that_says_so() {
    let demo = demo(40).await;
    for path in [path(&demo, 14, 132).await, "/mmopen/nobody/46".to_owned()] {
        let reply = get(&demo, &path).await;
        assert_eq!(reply.status(), 200);
        assert_eq!(reply.headers()["x-errno"], "-6101");
        let bytes = reply.bytes().await.expect("a body");
        image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).expect("a picture");
    }
}

#[tokio::test]
async fn a_picture_may_be_a_page_of_html() {
    let demo = demo(40).await;
    let reply = get(&demo, &path(&demo, 15, 132).await).await;
    assert_eq!(
        (reply.status().as_u16(), &reply.headers()["content-type"]),
        (200, &"text/html".parse().expect("a type"))
    );
    assert!(reply.text().await.expect("text").starts_with("<html>"));
}

#[tokio::test]
async fn some_pictures_are_there_in_the_size_they_came_with_only() {
    let demo = demo(40).await;
    let small = get(&demo, &path(&demo, 23, 46).await).await;
    assert!(small.headers().contains_key("x-errno"));
    let usual = get(&demo, &path(&demo, 23, 132).await).await;
    assert!(!usual.headers().contains_key("x-errno"));
}

/// The path of the picture of the follower at this place.
async fn path(demo: &Stand, place: usize, size: u16) -> String {
    let openid = demo.openids(&SHOP).nth(place).expect("somebody");
    let body = shop(demo, "/cgi-bin/user/info", &format!("&openid={openid}")).await;
    let row = json(&body);
    let address = row["headimgurl"].as_str().expect("an address");
    let path = address.strip_prefix(demo.base()).and_then(|path| path.strip_suffix("/132"));
    format!("{}/{size}", path.expect("an address of the stand-in"))
}
