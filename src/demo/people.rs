//! The people of the made-up world, by number: the same in each account and on each run.
//!
//! Most are as `WeChat` sends them today, without name and avatar (both withdrawn on 2021-12-27);
//! half of the first forty, and some of the rest, still have them, so that there is something to see.

pub mod form;
mod names;
pub mod notable;
pub mod places;

use form::Form;
use names::{EMOJI, FAMILIES, MEN, Names, SURNAMES, WOMEN};
use notable::{NOTABLE, Notable, ONLY_132};
use places::{LONDON, PLACES, Place, TAIPEI};

use super::{
    account::{Account, DOCUMENTED_AT, Kind},
    ids,
    rng::{draw, is_among, pick},
};

/// A person, whichever account asks.
#[derive(Debug)]
pub struct Person {
    pub number: u64,
    pub nickname: String,
    /// 1 male, 2 female, 0 not said.
    pub sex: u8,
    pub place: &'static Place,
    /// The language of their `WeChat`.
    pub language: &'static str,
    pub unionid: String,
    has_profile: bool,
}

/// How a person follows one account.
#[derive(Debug)]
pub struct Follow {
    pub form: Form,
    /// Unix seconds.
    pub since: u64,
    pub remark: String,
    pub tags: Vec<u32>,
    pub scene: &'static str,
    pub qr_scene: u32,
    pub qr_scene_str: String,
}

/// How people come, the common ways more than once.
const SCENES: [&str; 20] = [
    "ADD_SCENE_QR_CODE",
    "ADD_SCENE_QR_CODE",
    "ADD_SCENE_QR_CODE",
    "ADD_SCENE_QR_CODE",
    "ADD_SCENE_QR_CODE",
    "ADD_SCENE_SEARCH",
    "ADD_SCENE_SEARCH",
    "ADD_SCENE_SEARCH",
    "ADD_SCENE_PROFILE_CARD",
    "ADD_SCENE_PROFILE_LINK",
    "ADD_SCENE_PROFILE_ITEM",
    "ADD_SCENE_PAID",
    "ADD_SCENE_PAID",
    "ADD_SCENE_WECHAT_ADVERTISEMENT",
    "ADD_SCENE_REPRINT",
    "ADD_SCENE_LIVESTREAM",
    "ADD_SCENE_CHANNELS",
    "ADD_SCENE_WXA",
    "ADD_SCENE_ACCOUNT_MIGRATION",
    "ADD_SCENE_OTHERS",
];
const QR_TEXTS: [&str; 8] =
    ["shop-1", "shop-2", "shop-3", "counter-1", "expo-2023", "leaflet", "live-0618", "双11"];
/// August 2013 and October 2026: nobody follows before or after.
const FIRST: u64 = 1_375_315_200;
const LAST: u64 = 1_791_000_000;

pub fn person(number: u64) -> Person {
    let unionid = if number == DOCUMENTED_AT {
        "o6_bmasdasdsad6_2sgVt7hMZOPfL".to_owned()
    } else {
        ids::id("oU4Wx2", number)
    };
    if let Some(notable) = notable(number) {
        let has_profile = !matches!(notable.form, Form::Withdrawn | Form::KeysAbsent);
        return Person {
            number,
            nickname: notable.nickname.to_owned(),
            sex: notable.sex,
            place: &PLACES[notable.place],
            language: language(notable.place),
            unionid,
            has_profile,
        };
    }
    let sex = sex(number);
    let is_foreign = is_among(draw(number, 2), 12);
    let abroad = u64::try_from(LONDON).unwrap_or(0) + draw(number, 3) % 4;
    let place = if is_foreign { abroad } else { draw(number, 3) % 24 };
    let place = usize::try_from(place).unwrap_or(0);
    let has_profile = match number {
        ..40 => number.is_multiple_of(2) || number == ONLY_132,
        _ => is_among(draw(number, 4), 12),
    };
    let nickname = nickname(number, names(number), is_foreign);
    let language = language(place);
    Person { number, nickname, sex, place: &PLACES[place], language, unionid, has_profile }
}

pub fn follow(account: &Account, index: u64) -> Follow {
    let person = account.person(index);
    let salt = |question: u64| draw(person, question << 8 | u64::from(account.kind == Kind::Shop));
    if let (Some(notable), Kind::Shop) = (notable(person), account.kind) {
        let qr_scene =
            if notable.qr.is_empty() && notable.scene.ends_with("QR_CODE") { 98_765 } else { 0 };
        return Follow {
            form: notable.form,
            since: notable.followed,
            remark: notable.remark.to_owned(),
            tags: notable.tags.to_vec(),
            scene: notable.scene,
            qr_scene,
            qr_scene_str: notable.qr.to_owned(),
        };
    }
    let scene = *pick(&SCENES, salt(1));
    let by_code = scene.ends_with("QR_CODE");
    let by_number = by_code && is_among(salt(2), 40);
    Follow {
        form: form(person, salt(3)),
        since: FIRST + salt(4) % (LAST - FIRST),
        remark: remark(person, salt(5)),
        tags: tags(account, index),
        scene,
        qr_scene: if by_number { u32::try_from(salt(6) % 100_000).unwrap_or(0) + 1 } else { 0 },
        qr_scene_str: if by_code && !by_number {
            (*pick(&QR_TEXTS, salt(6))).to_owned()
        } else {
            String::new()
        },
    }
}

/// The tags alone, which are counted over all followers.
pub fn tags(account: &Account, index: u64) -> Vec<u32> {
    let person = account.person(index);
    if let (Some(notable), Kind::Shop) = (notable(person), account.kind) {
        return notable.tags.to_vec();
    }
    let bits = draw(person, 0x7a65 ^ account.tags.len() as u64);
    let mut tags = vec![];
    for (turn, share) in [(0, 45), (1, 20), (2, 6)] {
        let bits = bits >> (turn * 20);
        let (tag, _) = pick(account.tags, bits >> 8 & 0xfff);
        if is_among(bits & 0xff, share) && !tags.contains(tag) {
            tags.push(*tag);
        }
    }
    tags
}

/// The person with this number among those who are written down.
fn notable(number: u64) -> Option<&'static Notable> {
    usize::try_from(number).ok().and_then(|number| NOTABLE.get(number))
}

/// Of those who are made up: a few have left, and the rest depends on the person.
fn form(number: u64, bits: u64) -> Form {
    if is_among(bits, 2) && number >= 40 {
        return Form::NotFollowing;
    }
    match person(number).has_profile {
        true if is_among(bits >> 8, 4) && number >= 40 => Form::NoAvatar,
        true => Form::Full,
        false => Form::Withdrawn,
    }
}

fn nickname(number: u64, names: &Names, is_foreign: bool) -> String {
    let (first, second) = (draw(number, 10), draw(number, 11));
    let mut name = match draw(number, 12) % 100 {
        _ if is_foreign => format!("{} {}", pick(&names.english, first), pick(&FAMILIES, second)),
        ..45 => format!("{}{}", pick(&SURNAMES, first), pick(&names.given, second)),
        45..85 => (*pick(&names.nicknames, first)).to_owned(),
        _ => (*pick(&names.english, first)).to_owned(),
    };
    if is_among(draw(number, 13), 10) {
        name.push_str(pick::<&str>(&EMOJI, second));
    }
    name
}

/// What an operator noted. The API has room for fewer than thirty bytes.
fn remark(number: u64, bits: u64) -> String {
    let (first, second) = (draw(number, 10), draw(number, 11));
    let names = names(number);
    let (surname, given) = (pick(&SURNAMES, first), pick(&names.given, second));
    let (english, title) = (pick(&names.english, first), pick(&names.titles, bits >> 8));
    match bits % 24 {
        0 => format!("{surname}{given} VIP"),
        1 => format!("{surname}{title}"),
        2 => format!("{surname}{title} 老客"),
        3 => format!("{surname}{title} 批发"),
        4 => format!("{surname}{given}"),
        5 => format!("订单 {}", 100_000 + first % 900_000),
        6 => format!("{english} (trade)"),
        7 => format!("{surname}{title} {}栋", 1 + second % 30),
        8 => format!("VIP {english}"),
        9 => format!("{surname}{given} 已退款"),
        _ => String::new(),
    }
}

fn names(number: u64) -> &'static Names {
    if sex(number) == 1 { &MEN } else { &WOMEN }
}

/// Of those who are made up: 1 male, 2 female, 0 not said.
fn sex(number: u64) -> u8 {
    *pick(&[1, 2, 1, 2, 1, 2, 1, 2, 0, 2], draw(number, 1))
}

fn language(place: usize) -> &'static str {
    match place {
        TAIPEI => "zh_TW",
        LONDON.. if place < PLACES.len() - 1 => "en",
        _ => "zh_CN",
    }
}
