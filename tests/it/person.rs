//! One person over several accounts, failures in full, and single calls beside batches.

use std::sync::Arc;

use fanscope::app::{
    effect::{Done, Effect, Job},
    event::Event,
    model::{Model, load::Load, mode::Mode, sheet::Kind},
};

use crate::support::{
    made::{self, openid, openid_of_service},
    play::{jobs, keys, play, play_with, screen, selected, started},
};

fn front(model: &Model) -> &str {
    &model.account().name.name
}

#[test]
fn the_same_person_is_shown_in_the_other_account_once_seen_there() {
    let mut model = started(120, 36);
    assert!(!screen(&model).contains("Also in"));
    play(&mut model, keys("aa"));
    let seen = screen(&model);
    assert!(seen.contains(&format!("Also in    service: {}", openid_of_service(0))), "{seen}");
    assert!(seen.contains("2013-10-25 17:55)"), "{seen}");
}

#[test]
fn u_jumps_between_the_accounts_of_a_person_and_back() {
    let mut model = started(120, 36);
    play(&mut model, keys("aa"));
    play(&mut model, keys("u"));
    assert_eq!((front(&model), selected(&model)), ("service", Some(openid_of_service(0).as_str())));
    play(&mut model, keys("u"));
    assert_eq!((front(&model), selected(&model)), ("shop", Some(openid(0).as_str())));
}

#[test]
fn accounts_of_different_open_platforms_share_no_persons() {
    let mut model = started(120, 36);
    let service = model.accounts.get_mut(&made::account("service")).expect("set up");
    service.name.open_platform = Some("other".into());
    play(&mut model, keys("aau"));
    assert_eq!(front(&model), "shop");
    assert!(screen(&model).contains("Not seen in another account"));
}

#[test]
fn a_failure_opens_in_full_and_its_report_is_copied() {
    let mut model = started(80, 24);
    play(&mut model, keys("jjjE"));
    assert!(matches!(&model.mode, Mode::Sheet(sheet) if sheet.kind == Kind::Fault));
    assert!(screen(&model).contains("errcode: 40003"));
    let effects = play(&mut model, keys("y"));
    assert!(effects.contains(&Effect::Copy("errcode: 40003\nwhat: 40003 invalid openid".into())));
}

#[test]
fn nothing_failed_is_said_where_nothing_did() {
    let mut model = started(80, 24);
    play(&mut model, keys("E"));
    assert!(screen(&model).contains("Nothing failed here."));
}

#[test]
fn a_single_call_that_agrees_says_so() {
    let mut model = started(80, 24);
    let effects = play(&mut model, keys("V"));
    assert!(matches!(jobs(&effects)[..], [Job::Verify { .. }]), "{effects:?}");
    assert!(screen(&model).contains("A single call answers the same."));
}

#[test]
fn a_single_call_that_differs_is_told_and_takes_the_place_of_the_batch() {
    let mut model = started(80, 24);
    play_with(&mut model, keys("V"), |job| match (job, made::response(job)) {
        (Job::Verify { .. }, Ok(Done::Follower(response))) => {
            let mut response = Arc::unwrap_or_clone(response);
            response.raw =
                format!("{{\"subscribe\":1,\"openid\":\"{}\",\"remark\":\"new\"}}", openid(0));
            response.follower.remark = Some("new".into());
            Ok(Done::Follower(Arc::new(response)))
        }
        (_, other) => other,
    });
    assert!(screen(&model).contains("remark: nothing before, \"new\" by a single call"));
    let remark = model.response().and_then(|response| response.follower.remark.clone());
    assert_eq!(remark.as_deref(), Some("new"));
}

#[test]
fn a_single_call_that_fails_leaves_what_is_known_and_can_be_tried_again() {
    let mut model = started(80, 24);
    play_with(&mut model, keys("V"), made::failed);
    assert!(model.response().is_some());
    assert!(screen(&model).contains("cannot be reached"));
    let again = play(&mut model, keys("V"));
    assert_eq!(jobs(&again).len(), 1);
}

#[test]
fn the_quota_of_the_account_is_in_the_header_where_there_is_room() {
    let model = started(80, 24);
    assert!(matches!(model.account().quota, Load::Ready { .. }));
    assert!(
        screen(&model).lines().next().is_some_and(|line| line.contains("7 of 5,000,000 today"))
    );
    assert!(!screen(&started(40, 15)).contains("today"));
}

#[test]
fn nothing_in_the_header_covers_another() {
    for width in 30..=120 {
        let mut model = started(width, 20);
        model.is_demo = true;
        let seen = screen(&model);
        let line = seen.lines().next().unwrap_or_default();
        let ui_lang: Vec<&str> = line.trim_matches(['"', ' ']).split("  ").map(str::trim).collect();
        let known = ["fanscope", "shop", "wx12…ef", "zh_CN", "DEMO", "7 of 5,000,000 today", ""];
        let is_whole = |word: &&str| known.contains(word);
        assert!(ui_lang.iter().all(is_whole) && ui_lang.contains(&"DEMO"), "{width}: {line}");
        assert_eq!(ui_lang.contains(&"7 of 5,000,000 today"), width >= 60, "{line}");
    }
}

#[test]
fn the_size_of_a_picture_is_told_whole_or_not_at_all() {
    for (width, wanted) in [(60, " Avatar 132 ─"), (120, " Avatar 132: 247×662 ─")] {
        let seen = screen(&started(width, 20));
        assert!(seen.contains(wanted), "{seen}");
    }
}

#[test]
fn our_own_count_of_requests_stands_beside_the_quota_of_the_api() {
    let mut model = started(120, 36);
    play(
        &mut model,
        [
            Event::RequestsSent(made::account("shop"), 1234),
            Event::RequestsSent(made::account("service"), 9),
        ],
    );
    assert!(screen(&model).contains("1,234 sent  7 of 5,000,000 today"));
}
