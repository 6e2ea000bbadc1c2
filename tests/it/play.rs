//! Keys in, effects out: what each key does, and what is asked of the outside.

use std::time::Duration;

use crossterm::event::KeyCode;
use fanscope::{
    app::{
        effect::{Done, Effect, Job, Leave, Slot},
        event::Event,
        model::{Start, mode::Mode},
    },
    follower::{lang::Lang, openid::OpenId},
};
use ratatui::layout::{Position, Size};

use crate::support::{
    made::{self, openid},
    play::{
        self, Played, before, ctrl, jobs, keys, listed, opened, play, play_with, press, screen,
        selected, started, update,
    },
};

pub fn copied(effects: &[Effect]) -> Vec<String> {
    let text = |effect: &'_ Effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    };
    effects.iter().filter_map(text).collect()
}

fn marked(played: &Played) -> Vec<usize> {
    let marked = play::marked(played);
    (0..made::FOLLOWERS).filter(|n| marked.contains(&openid(*n))).collect()
}

#[test]
fn every_way_of_moving_moves() {
    let mut model = started(80, 24);
    let mut places = vec![];
    for key in keys("jjkGgk").into_iter().chain([
        ctrl('d'),
        ctrl('u'),
        ctrl('f'),
        ctrl('b'),
        press(KeyCode::Down),
        press(KeyCode::Up),
        press(KeyCode::PageDown),
        press(KeyCode::PageUp),
        press(KeyCode::End),
        press(KeyCode::Home),
    ]) {
        play(&mut model, [key]);
        places.push(model.account().list.selected);
    }
    assert_eq!(places, [1, 2, 1, 39, 0, 0, 3, 0, 6, 0, 1, 0, 6, 0, 39, 0]);
}

#[test]
fn the_list_asks_for_its_first_page_and_then_only_for_the_rows_in_sight() {
    let mut model = opened(before(80, 24));
    let first = update(&mut model, Event::Resize(Size::new(80, 24)));
    assert_eq!(
        jobs(&first),
        [&Job::Followers { account: made::account("shop"), after: None, listing: 0 }]
    );
    let rest = play(&mut model, [Event::Done(ticket(&first), made::response(jobs(&first)[0]))]);
    let requested: Vec<&OpenId> = jobs(&rest)
        .into_iter()
        .filter_map(|job| if let Job::Follower { openid, .. } = job { Some(openid) } else { None })
        .collect();
    let sight: Vec<OpenId> = (0..model.panes().list_height()).map(openid).collect();
    assert_eq!(requested, sight.iter().collect::<Vec<_>>());
}

fn ticket(effects: &[Effect]) -> fanscope::app::effect::Ticket {
    match &effects[0] {
        Effect::Run { ticket, .. } => ticket.clone(),
        other => panic!("not a job: {other:?}"),
    }
}

#[test]
fn openids_given_at_the_start_are_the_list_and_no_page_is_asked_for() {
    let text = format!("{}\n{}\n", openid(4), openid(1));
    let start = Start { found: Some(fanscope::tables::read(&text)), ..before(80, 24) };
    let mut model = opened(start);
    let effects = play(&mut model, [Event::Resize(Size::new(80, 24))]);
    assert!(!jobs(&effects).iter().any(|job| matches!(job, Job::Followers { .. })), "{effects:?}");
    assert_eq!(listed(&model), [openid(4), openid(1)]);
}

#[test]
fn while_keys_keep_coming_nothing_is_asked_for_until_they_rest() {
    let mut model = started(80, 24);
    let mut requested = vec![];
    let mut rest = None;
    for event in keys("GkkG") {
        let effects = update(&mut model, event);
        requested.push(jobs(&effects).len());
        rest = effects.into_iter().rev().find_map(|effect| match effect {
            Effect::Run { ticket, after, job: Job::Wait } => Some((ticket, after)),
            _ => None,
        });
    }
    assert_eq!(requested, [6, 0, 0, 0], "the first key asks at once");
    let (ticket, after) = rest.expect("each key starts the rest anew");
    assert_eq!(after, Duration::from_millis(80));
    let stale = fanscope::app::effect::Ticket { serial: ticket.serial - 1, ..ticket.clone() };
    assert_eq!(update(&mut model, Event::Done(stale, Ok(Done::Ended))), []);
    model.account_mut().list.step(-20);
    assert_eq!(jobs(&update(&mut model, Event::Done(ticket, Ok(Done::Ended)))).len(), 6);
}

#[test]
fn rows_that_leave_the_sight_before_their_answer_are_not_waited_for() {
    let mut model = opened(before(80, 24));
    let effects = update(&mut model, Event::Resize(Size::new(80, 24)));
    let page = made::response(jobs(&effects)[0]);
    drop(update(&mut model, Event::Done(ticket(&effects), page)));
    let effects = update(&mut model, keys("G").remove(0));
    let stopped: Vec<&Slot> = effects
        .iter()
        .filter_map(|effect| if let Effect::Stop(slot) = effect { Some(slot) } else { None })
        .collect();
    assert_eq!(
        stopped,
        (0..6)
            .map(|n| Slot::Row(made::account("shop"), openid(n)))
            .collect::<Vec<_>>()
            .iter()
            .collect::<Vec<_>>()
    );
}

#[test]
fn filtering_keeps_the_selected_follower_and_escape_clears() {
    let mut model = started(80, 24);
    play(&mut model, keys("jjjj/ann"));
    assert_eq!((model.account().list.shown(), selected(&model)), (1, Some(openid(4).as_str())));
    play(&mut model, keys("\n"));
    assert_eq!(model.mode, Mode::Browse);
    play(&mut model, keys("\x1b"));
    assert_eq!(
        (model.account().list.shown(), selected(&model)),
        (made::FOLLOWERS, Some(openid(4).as_str()))
    );
}

#[test]
fn letters_are_text_in_text_fields() {
    let mut model = started(80, 24);
    let effects = play(&mut model, keys("/qdJ?y 0"));
    assert!(effects.iter().all(|effect| !matches!(effect, Effect::Leave(_) | Effect::Copy(_))));
    assert_eq!(model.account().list.filter().text(), "qdJ?y 0");
    assert_eq!(model.account().list.listed(), made::FOLLOWERS);
    assert_eq!(play(&mut model, [ctrl('c')]), [Effect::Leave(Leave::Quit)]);
}

#[test]
fn a_paste_adds_openids_selects_the_first_and_asks_for_it() {
    let mut model = started(80, 24);
    let new = OpenId::received("oNewOne_AbCdEfGhIjKlMnOpQrSt").expect("not empty");
    let effects = play(&mut model, [Event::Paste(format!("openid={new}&x=1\n"))]);
    assert_eq!(selected(&model), Some(new.as_str()));
    assert!(jobs(&effects).contains(&&Job::Follower {
        account: made::account("shop"),
        openid: new,
        lang: Lang::ZhCn
    }));
    assert_eq!(model.account().list.listed(), made::FOLLOWERS + 1);
}

#[test]
fn a_pasted_openid_that_is_there_is_selected_and_not_doubled() {
    let mut model = started(80, 24);
    play(&mut model, [Event::Paste(openid(20).to_string())]);
    assert_eq!(
        (selected(&model), model.account().list.listed()),
        (Some(openid(20).as_str()), made::FOLLOWERS)
    );
    let said = model.notice.as_ref().map(|notice| notice.text.as_str());
    assert_eq!(said, Some("Added 0, 1 duplicate"));
}

#[test]
fn a_malformed_openid_is_told_and_what_was_typed_stays() {
    let mut model = started(80, 24);
    play(&mut model, keys("poABC\n"));
    let Mode::Add(field) = &model.mode else { panic!("still typing: {:?}", model.mode) };
    assert_eq!(field.text(), "oABC");
    assert!(screen(&model).contains("Not an OpenID: 4 characters, 20 to 40 are possible."));
}

#[test]
fn what_is_pasted_into_the_open_field_stays_there_until_enter() {
    let mut model = started(80, 24);
    play(&mut model, keys("p"));
    play(&mut model, [Event::Paste(" oNewOne_AbCdEfGhIjKlMnOpQrSt\r\n".into())]);
    assert_eq!(model.account().list.listed(), made::FOLLOWERS);
    play(&mut model, keys("\n"));
    assert_eq!(selected(&model), Some("oNewOne_AbCdEfGhIjKlMnOpQrSt"));
}

#[test]
fn marks_are_kept_by_openid_through_filter_and_removal() {
    let mut model = started(80, 24);
    play(&mut model, keys(" j "));
    assert_eq!(marked(&model), [0, 2]);
    play(&mut model, keys("/old\n*"));
    assert_eq!(marked(&model), [0, 1, 2]);
    play(&mut model, keys("\x1b"));
    let effects = play(&mut model, keys("y"));
    assert_eq!(copied(&effects), [format!("{}\n{}\n{}", openid(0), openid(1), openid(2))]);
    play(&mut model, keys("d"));
    assert_eq!((model.account().list.listed(), marked(&model).len()), (made::FOLLOWERS - 3, 0));
    assert_eq!(selected(&model), Some(openid(3).as_str()));
    play(&mut model, keys("U"));
    assert_eq!(listed(&model), (0..40).map(openid).collect::<Vec<_>>());
}

#[test]
fn copying_says_what_was_copied() {
    let mut model = started(80, 24);
    let effects = play(&mut model, keys("y"));
    assert_eq!(copied(&effects), [openid(0).as_str()]);
    assert!(screen(&model).contains(&format!("Copied {} (28)", openid(0))));
    assert_eq!(copied(&play(&mut model, keys("Y"))), ["oUnion_00AbCdEfGhIjKlMnOpQr"]);
    assert_eq!(copied(&play(&mut model, keys("jjY"))), Vec::<String>::new());
    assert!(screen(&model).contains("There is no UnionID to copy."));
}

#[test]
fn no_picture_is_asked_for_under_an_overlay_and_a_resize_there_asks_after_it() {
    let mut model = started(120, 36);
    play(&mut model, keys("?"));
    let resize = Event::Resize(Size::new(110, 30));
    let under = play(&mut model, [resize]);
    assert!(!jobs(&under).iter().any(|job| matches!(job, Job::Avatar(_))), "{under:?}");
    let after = play(&mut model, keys("\x1b"));
    assert!(jobs(&after).iter().any(|job| matches!(job, Job::Avatar(_))), "{after:?}");
}

#[test]
fn another_language_asks_again_and_keeps_what_is_shown_meanwhile() {
    let mut model = started(120, 36);
    assert!(screen(&model).contains("中国"));
    let effects = update(&mut model, keys("l").remove(0));
    assert_eq!(jobs(&effects).len(), model.panes().list_height().min(made::FOLLOWERS));
    assert!(screen(&model).contains("中"), "the old answer stays until the new one comes");
    let mut model = started(120, 36);
    play(&mut model, keys("ll"));
    assert_eq!(model.lang, Lang::En);
    assert!(screen(&model).contains("China Guangzhou"));
}

#[test]
fn refresh_asks_again_for_this_one_only() {
    let mut model = started(80, 24);
    let effects = play(&mut model, keys("jr"));
    assert_eq!(
        jobs(&effects),
        [&Job::Follower { account: made::account("shop"), openid: openid(1), lang: Lang::ZhCn }]
    );
}

#[test]
fn a_line_of_the_help_can_be_chosen() {
    let mut model = started(80, 24);
    let effects = play(&mut model, keys("?/copy the openid\n"));
    assert_eq!(copied(&effects), [openid(0).as_str()]);
    assert_eq!(model.mode, Mode::Browse);
}

#[test]
fn escape_only_ever_goes_back_and_never_leaves() {
    let mut model = started(80, 24);
    play(&mut model, keys(" /o\n\tz"));
    for _ in 0..6 {
        let effects = play(&mut model, keys("\x1b"));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Leave(_))));
    }
    assert_eq!(
        (model.is_zoomed, model.account().list.filter().text(), model.account().marked()),
        (false, "", 0)
    );
}

#[test]
fn quit_suspend_and_demo_are_asked_of_the_outside() {
    let mut model = started(80, 24);
    assert_eq!(play(&mut model, keys("q")), [Effect::Leave(Leave::Quit)]);
    assert_eq!(play(&mut model, [ctrl('z')]), [Effect::Suspend]);
}

#[test]
fn an_error_stays_until_the_next_action_and_is_kept_among_the_notices() {
    let mut model = started(80, 24);
    play(&mut model, [Event::Paste("nothing here, really nothing".into())]);
    assert!(screen(&model).contains("There is no OpenID in what was given"));
    play(&mut model, keys("j"));
    assert!(!screen(&model).contains("There is no OpenID"));
    play(&mut model, keys("!"));
    assert!(screen(&model).contains("! There is no OpenID in what was given"));
}

#[test]
fn a_click_selects_and_the_wheel_scrolls_what_is_under_it() {
    let mut model = started(120, 36);
    play(&mut model, [Event::Click(Position::new(10, 5))]);
    assert_eq!(model.account().list.selected, 2);
    play(&mut model, [Event::Scroll(Position::new(10, 5), 3)]);
    assert_eq!((model.account().list.offset, model.account().list.selected), (3, 3));
}

#[test]
fn a_server_that_repeats_its_page_is_not_asked_for_ever() {
    let mut model = opened(before(80, 24));
    let page =
        fanscope::app::response::Page { openids: vec![openid(0)], total: 9, next: Some(openid(0)) };
    let effects = play_with(&mut model, [Event::Resize(Size::new(80, 24))], |job| match job {
        Job::Followers { .. } => Ok(Done::Followers(page.clone())),
        other => made::response(other),
    });
    let pages =
        jobs(&effects).into_iter().filter(|job| matches!(job, Job::Followers { .. })).count();
    assert_eq!(pages, 2);
}

#[test]
fn escape_stops_what_is_waited_for_and_refresh_takes_it_up_again() {
    let mut model = opened(before(80, 24));
    let effects = update(&mut model, Event::Resize(Size::new(80, 24)));
    let page = made::response(jobs(&effects)[0]);
    drop(update(&mut model, Event::Done(ticket(&effects), page)));
    let effects = update(&mut model, press(KeyCode::Esc));
    let stopped = effects.iter().filter(|effect| matches!(effect, Effect::Stop(Slot::Row(..))));
    assert_eq!(stopped.count(), 6);
    assert!(!model.is_busy());
    assert!(screen(&model).contains("You stopped waiting for this."));
    let effects = play(&mut model, keys("r"));
    let again =
        Job::Follower { account: made::account("shop"), openid: openid(0), lang: Lang::ZhCn };
    assert!(jobs(&effects).contains(&&again), "{effects:?}");
}

#[test]
fn a_call_that_waits_to_be_tried_again_is_seen_while_something_loads() {
    let mut model = opened(before(120, 36));
    drop(update(&mut model, Event::Resize(Size::new(120, 36))));
    drop(update(
        &mut model,
        Event::Waiting(made::account("shop"), Some("System busy [-1]".into())),
    ));
    assert!(screen(&model).contains("waiting: System busy [-1]"));
    drop(update(&mut model, Event::Waiting(made::account("shop"), None)));
    assert!(!screen(&model).contains("waiting"));
}

#[test]
fn a_picture_that_fails_leaves_no_other_face_beside_the_name() {
    let mut model = started(120, 36);
    assert!(model.avatar().is_some());
    let failing = |job: &Job| match job {
        Job::Avatar(_) => made::failed(job),
        other => made::response(other),
    };
    // From one avatar to another, without a follower between who has none.
    play_with(&mut model, [Event::Paste(openid(8).to_string())], failing);
    assert_eq!(selected(&model), Some(openid(8).as_str()));
    assert!(model.avatar().is_none(), "{:?}", model.avatar_load());
    assert!(screen(&model).contains("WeChat does not know it (gone)"));
}
