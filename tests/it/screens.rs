//! What the person sees: each pane in each state, in each size.

use crossterm::event::KeyCode;
use fanscope::{
    app::{
        effect::Done,
        event::Event,
        model::{Model, Start},
    },
    i18n::UiLang,
};
use insta::assert_snapshot;
use ratatui::layout::Size;

use crate::support::{
    made,
    play::{Played, before, keys, opened, play, play_with, press, screen, started, update},
};

const SIZES: [(u16, u16); 3] = [(120, 36), (80, 24), (40, 15)];

/// The screens of a model that is made and played for each size.
fn in_sizes(name: &str, make: impl Fn(u16, u16) -> Played) {
    for (width, height) in SIZES {
        assert_snapshot!(format!("{name}_{width}x{height}"), screen(&make(width, height)));
    }
}

fn not_answered(start: Start) -> Played {
    let size = start.size;
    let mut model = opened(start);
    drop(update(&mut model, Event::Resize(size)));
    model
}

#[test]
fn the_first_screen_with_a_full_profile() {
    in_sizes("full", started);
}

#[test]
fn in_chinese_everything_is_said_in_chinese() {
    in_sizes("chinese", |width, height| {
        let mut model = opened(Start { ui_lang: UiLang::ZhCn, ..before(width, height) });
        play(&mut model, [Event::Resize(Size::new(width, height))]);
        model
    });
}

#[test]
fn before_the_first_answer_each_pane_says_that_it_loads() {
    in_sizes("loading", |width, height| not_answered(before(width, height)));
}

#[test]
fn without_an_account_the_screen_says_how_to_set_one_up_and_offers_the_demo() {
    in_sizes("no_account", |width, height| {
        not_answered(Start { accounts: vec![], ..before(width, height) })
    });
}

#[test]
fn when_the_followers_cannot_be_listed_the_list_says_why_and_what_to_press() {
    in_sizes("list_failed", |width, height| {
        let mut model = opened(before(width, height));
        play_with(&mut model, [Event::Resize(Size::new(width, height))], made::failed);
        model
    });
}

#[test]
fn a_problem_of_the_configuration_is_told_first() {
    let warnings = vec!["config.toml, line 3: appidd is not known; did you mean appid?".to_owned()];
    let model = not_answered(Start { warnings, ..before(80, 24) });
    assert!(screen(&model).contains("line 3: appidd is not known; did you mean appid?"));
}

#[test]
fn an_account_without_followers_says_so() {
    let mut model = opened(before(80, 24));
    let nobody = fanscope::app::response::Page { openids: vec![], total: 0, next: None };
    play_with(&mut model, [Event::Resize(Size::new(80, 24))], |_| {
        Ok(Done::Followers(nobody.clone()))
    });
    assert_snapshot!(screen(&model));
}

/// The screen with the follower of this number selected; in a narrow one, their detail.
fn at(number: usize, width: u16, height: u16) -> Played {
    let mut model = started(width, height);
    play(&mut model, keys(&"j".repeat(number)));
    if width < 60 {
        play(&mut model, keys("\n"));
    }
    model
}

#[test]
fn a_withdrawn_profile_leads_with_what_is_left_and_says_why() {
    in_sizes("withdrawn", |width, height| at(1, width, height));
}

#[test]
fn one_who_does_not_follow_is_not_called_withdrawn() {
    in_sizes("not_following", |width, height| at(2, width, height));
}

#[test]
fn one_that_failed_says_what_happened_and_what_to_press() {
    in_sizes("failed", |width, height| at(3, width, height));
}

#[test]
fn a_hostile_nickname_is_visible_text() {
    in_sizes("hostile", |width, height| at(4, width, height));
}

#[test]
fn one_without_an_avatar_has_none_and_it_is_not_called_withdrawn() {
    let model = at(5, 80, 24);
    assert_snapshot!(screen(&model));
}

#[test]
fn the_reason_for_a_missing_unionid_is_the_right_one() {
    let said = |model: &Model| {
        let screen = screen(model);
        ["not bound", "this follower only", "they do not follow"]
            .into_iter()
            .filter(|reason| screen.contains(reason))
            .map(ToOwned::to_owned)
            .collect::<Vec<String>>()
    };
    assert_eq!(said(&at(6, 120, 36)), ["this follower only"]);
    let mut alone = opened(Start {
        found: Some(fanscope::tables::read(made::openid(6).as_str())),
        ..before(120, 36)
    });
    play(&mut alone, [Event::Resize(Size::new(120, 36))]);
    assert_eq!(said(&alone), ["not bound"]);
}

#[test]
fn a_refresh_that_fails_keeps_the_old_answer_and_says_that_it_is_old() {
    let mut model = started(80, 24);
    play_with(&mut model, keys("r"), made::failed);
    assert_snapshot!(screen(&model));
}

#[test]
fn typing_shows_in_the_line_on_top() {
    let mut model = started(80, 24);
    play(&mut model, keys("poAbC"));
    assert_snapshot!(screen(&model));
}

#[test]
fn a_filter_marks_what_it_found_and_counts() {
    let mut model = started(80, 24);
    play(&mut model, keys("/vip\n"));
    assert_snapshot!("filtered", screen(&model));
    play(&mut model, keys("/x"));
    assert_snapshot!("filtered_away", screen(&model));
}

#[test]
fn the_verdict_on_a_paste_tells_of_each_line() {
    let text = format!(
        "{}\n{}\noABC\nq\u{200b}123456789012345678901234567\n",
        made::openid(3),
        made::openid(99)
    );
    in_sizes("verdict", |width, height| {
        let mut model = started(width, height);
        play(&mut model, [Event::Paste(text.clone())]);
        model
    });
}

#[test]
fn the_help_stands_over_everything_and_hides_the_picture() {
    in_sizes("help", |width, height| {
        let mut model = started(width, height);
        play(&mut model, keys("?"));
        model
    });
}

#[test]
fn the_palette_narrows_the_lines() {
    let mut model = started(80, 24);
    play(&mut model, keys(":copy"));
    assert_snapshot!(screen(&model));
}

#[test]
fn the_raw_answer_stands_over_the_panes() {
    let mut model = started(80, 24);
    play(&mut model, keys("J"));
    assert_snapshot!(screen(&model));
}

#[test]
fn marks_are_shown_and_counted() {
    let mut model = started(80, 24);
    play(&mut model, keys("  j "));
    assert_snapshot!(screen(&model));
}

#[test]
fn one_pane_alone_has_all_the_room() {
    let mut model = started(120, 36);
    play(&mut model, keys("\t\tz"));
    assert_snapshot!(screen(&model));
}

#[test]
fn a_screen_of_20x5_works_and_a_smaller_one_says_how_large_it_must_be() {
    assert_snapshot!("smallest", screen(&started(20, 5)));
    assert_snapshot!("too_small", screen(&started(19, 5)));
    assert_snapshot!("low", screen(&started(60, 7)));
}

#[test]
fn the_detail_scrolls_when_it_is_longer_than_its_pane() {
    let mut model = started(80, 16);
    play(&mut model, keys("\n"));
    play(&mut model, [press(KeyCode::End)]);
    assert_snapshot!(screen(&model));
}
