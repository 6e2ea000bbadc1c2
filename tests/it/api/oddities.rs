//! What the detail says of a name in which there is nothing to see, and of a time that came oddly.

use fanscope::{
    app::{
        model::{Start, card},
        response::Response,
    },
    follower::{Follower, blank::Blank, follow_time},
    i18n::UiLang,
};

use super::{GOOD, openid};
use crate::support::{
    made::NOW,
    play::{before, opened},
};

/// The lines of the detail, with their labels.
fn detail(follower: Follower, ui_lang: UiLang) -> String {
    let model = opened(Start { ui_lang, ..before(80, 24) });
    let response = Response { follower, raw: "{}".into(), fetched_at: NOW };
    let lines = card::lines(&model, &response, 200).into_iter();
    lines.map(|line| format!("{}: {}\n", line.label, line.text)).collect()
}

fn following(time: &str) -> Follower {
    let (followed_at, odd_time) = follow_time::read(time);
    Follower { follows: true, followed_at, odd_time, ..Follower::new(openid(GOOD)) }
}

#[test]
fn the_detail_names_the_characters_of_a_name_in_which_there_is_nothing_to_see() {
    let blank = Blank::new("\u{3164}\u{200b}\u{3164}");
    let follower =
        Follower { blank_nickname: blank.clone(), blank_remark: blank, ..following("1382694957") };
    for (ui_lang, said) in [
        (UiLang::En, "nothing to see: U+3164, U+200B"),
        (UiLang::ZhCn, "没有可见字符：U+3164, U+200B"),
    ] {
        let detail = detail(follower.clone(), ui_lang);
        assert_eq!(detail.matches(said).count(), 2, "{detail}");
    }
}

#[test]
fn the_detail_says_when_a_time_came_in_milliseconds_or_is_none() {
    let state = |time: &str, ui_lang| {
        detail(following(time), ui_lang).lines().next().expect("a line").to_owned()
    };
    let right = state("1382694957", UiLang::En);
    assert!(right.starts_with(": following since 2013-10-25 17:55 (UTC+8), "), "{right}");
    let marked = state("1382694957123", UiLang::En);
    assert_eq!(marked, format!("{right} (the time came in milliseconds)"));
    assert_eq!(state("yest\u{1b}er", UiLang::En), ": following (not a time: yest‹ESC›er)");
    assert_eq!(
        state("9223372036854775807", UiLang::ZhCn),
        ": 已关注（不是时间：9223372036854775807）"
    );
}
