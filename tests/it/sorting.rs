//! Two keys that sort the list, the box between them, and the same by name in the palette.

use fanscope::{
    app::{
        effect::Job,
        model::{Model, mode::Mode},
    },
    follower::openid::OpenId,
    query::order::{By, Order},
};

use crate::support::{
    made::openid,
    play::{jobs, keys, play, screen, selected, started},
};

/// Those in sight, from the top.
fn in_sight(model: &Model) -> Vec<OpenId> {
    let height = model.panes().list_height();
    model.account().list.in_sight(height).map(|(_, head)| head.openid.clone()).collect()
}

#[test]
fn the_first_key_opens_a_box_at_once_and_the_second_sorts() {
    let mut model = started(120, 20);
    play(&mut model, keys("s"));
    let seen = screen(&model);
    assert!(seen.contains("Sort by") && seen.contains("t  follow time"), "{seen}");
    play(&mut model, keys("t"));
    assert!(!screen(&model).contains("Sort by"));
    // Of those that are known the newest first; all others behind them.
    let known = in_sight(&started(120, 20)).len();
    let newest: Vec<OpenId> =
        (0..known).rev().filter(|n| ![2, 3].contains(n)).map(openid).collect();
    let sorted = in_sight(&started_by(120, 20, "st\x1b"));
    assert!(sorted.iter().zip(&newest).all(|(one, other)| one == other), "{sorted:?}");
    assert!(screen(&model).contains("by follow time"), "{}", screen(&model));
}

/// The followers after these keys, seen from the top.
fn started_by(width: u16, height: u16, typed: &str) -> crate::support::play::Played {
    let mut model = started(width, height);
    play(&mut model, keys(typed));
    // Nobody more is asked about, so that the order stays.
    model.account_mut().list.go_to(0);
    play(&mut model, keys("g"));
    model
}

#[test]
fn the_same_again_turns_the_order_round_and_the_selected_one_stays() {
    let mut model = started(120, 36);
    play(&mut model, keys("jjjj"));
    play(&mut model, keys("sn"));
    assert_eq!(selected(&model), Some(openid(4).as_str()));
    let order = |model: &Model| model.account().list.query.order;
    assert_eq!(order(&model), Order { by: By::Name, is_reversed: false });
    play(&mut model, keys("sn"));
    assert_eq!(order(&model), Order { by: By::Name, is_reversed: true });
    assert!(screen(&model).contains("by name, reversed"), "{}", screen(&model));
    assert_eq!(selected(&model), Some(openid(4).as_str()));
    play(&mut model, keys("so"));
    assert_eq!(order(&model), Order::default());
    assert_eq!(model.account().list.selected, 4);
}

#[test]
fn names_are_sorted_by_their_sound_and_those_without_one_come_last() {
    let model = started_by(120, 20, "sn");
    // "a very long…", "ｆｕｌｌ…", "没有…" (mei), "old customer", "王芳" (wang), and an emoji.
    let named: Vec<OpenId> = [9, 8, 5, 1, 0, 4].map(openid).into();
    assert_eq!(in_sight(&model)[..6], named);
}

#[test]
fn a_key_that_sorts_by_nothing_closes_the_box_and_does_nothing_else() {
    for closed in ["s\x1b", "sx", "s?", "sd"] {
        let mut model = started(80, 24);
        let effects = play(&mut model, keys(closed));
        assert_eq!(
            (jobs(&effects), &model.mode),
            (Vec::<&Job>::new(), &Mode::Browse),
            "{closed:?}"
        );
        assert_eq!(model.account().list.query.order, Order::default());
    }
}

#[test]
fn the_palette_sorts_by_what_stands_behind_the_word() {
    let mut model = started(80, 24);
    play(&mut model, keys(":sort since\n"));
    assert_eq!(model.account().list.query.order.by, By::Since);
    play(&mut model, keys("?"));
    assert!(screen(&model).contains('?'));
    play(&mut model, keys("/sort by name"));
    assert!(screen(&model).contains("s n"), "the help says both keys: {}", screen(&model));
}
