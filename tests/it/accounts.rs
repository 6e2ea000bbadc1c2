//! Accounts own their state: each has its own list, and no answer, fault or failure of one shows in another.

use fanscope::{
    app::{
        effect::{Done, Effect, Job, Leave},
        event::Event,
        fault::Fault,
        model::{Start, mode::Mode},
        response::Page,
    },
    follower::{account_id::AccountId, openid::OpenId},
};
use ratatui::layout::Size;

use crate::support::{
    made::{self, openid, openid_of_service},
    play::{
        before, jobs, keys, listed, opened, play, play_with, screen, selected, started, update,
    },
};

type Answered = Result<Done, Fault>;

/// Whom these effects ask about.
fn requested(effects: &[Effect]) -> Vec<(&AccountId, &OpenId)> {
    let requested = jobs(effects).into_iter().filter_map(|job| match job {
        Job::Follower { account, openid, .. } => Some((account, openid)),
        _ => None,
    });
    requested.collect()
}

fn pages(effects: &[Effect]) -> usize {
    jobs(effects).into_iter().filter(|job| matches!(job, Job::Followers { .. })).count()
}

fn resize() -> [Event; 1] {
    [Event::Resize(Size::new(80, 24))]
}

#[test]
fn each_account_has_its_own_list_and_comes_back_where_it_was_left() {
    let mut model = started(80, 24);
    play(&mut model, keys("jjj/o\n "));
    let effects = play(&mut model, keys("a"));
    let service = made::account("service");
    assert!(requested(&effects).iter().all(|(id, _)| **id == service), "{effects:?}");
    assert_eq!(selected(&model), Some(openid_of_service(0).as_str()));
    assert_eq!(
        (model.account().list.filter().text(), model.account().marked()),
        ("", 0),
        "the filter and the marks are the other's"
    );
    play(&mut model, keys("ja"));
    assert_eq!(model.account().list.filter().text(), "o");
    assert_eq!(model.account().marked(), 1);
    play(&mut model, keys("a"));
    assert_eq!(selected(&model), Some(openid_of_service(1).as_str()));
}

#[test]
fn going_round_the_accounts_does_not_end_the_paging_of_any() {
    let mut model = opened(before(80, 24));
    let mut effects = update(&mut model, resize()[0].clone());
    let Some(Effect::Run { ticket, job, .. }) = effects.pop() else {
        panic!("a page is asked for")
    };
    // The first page is on its way while the accounts are gone round.
    play(&mut model, keys("aa"));
    play(&mut model, [Event::Done(ticket, made::response(&job))]);
    play(&mut model, keys("G"));
    play(&mut model, keys("G"));
    assert_eq!(model.account().list.listed(), made::FOLLOWERS);
}

#[test]
fn tags_and_quota_are_the_account_s_own_also_where_its_own_cannot_be_had() {
    let mut model = started(120, 36);
    assert!(screen(&model).contains("complaint") && screen(&model).contains("7 of 5,000,000"));
    play(&mut model, keys("a"));
    let seen = screen(&model);
    assert!(seen.contains("refund") && seen.contains("90 of 500,000"), "{seen}");
    assert!(!seen.contains("complaint"), "{seen}");
    let mut model = started(120, 36);
    play_with(&mut model, keys("a"), |job| match job {
        Job::Tags { .. } | Job::Quota { .. } => made::failed(job),
        other => made::response(other),
    });
    let seen = screen(&model);
    assert!(seen.contains("#100") && !seen.contains("5,000,000"), "{seen}");
}

#[test]
fn one_account_s_recovery_leaves_another_s_warning() {
    let mut model = opened(before(120, 36));
    drop(update(&mut model, Event::Resize(Size::new(120, 36))));
    let busy = |name| Event::Waiting(made::account(name), Some("System busy [-1]".into()));
    drop(update(&mut model, busy("shop")));
    drop(update(&mut model, busy("service")));
    drop(update(&mut model, Event::Waiting(made::account("service"), None)));
    assert!(screen(&model).contains("waiting: System busy [-1]"));
}

#[test]
fn an_answer_that_comes_late_goes_to_the_account_it_is_about() {
    let mut model = opened(before(120, 36));
    let mut effects = update(&mut model, Event::Resize(Size::new(120, 36)));
    let Some(Effect::Run { ticket, job, .. }) = effects.pop() else {
        panic!("a page is asked for")
    };
    play(&mut model, keys("a"));
    play(&mut model, [Event::Done(ticket, made::response(&job))]);
    assert!(listed(&model).iter().all(|openid| openid.as_str().starts_with("oServ_")));
    play(&mut model, keys("a"));
    assert_eq!(selected(&model), Some(openid(0).as_str()));
}

#[test]
fn only_what_was_pasted_is_asked_again_in_the_next_account() {
    let mut model = started(120, 36);
    let stranger = "oNewOne_AbCdEfGhIjKlMnOpQrSt";
    play(&mut model, [Event::Paste(stranger.into())]);
    let effects = play(&mut model, keys("a"));
    let service = made::account("service");
    let foreign: Vec<&str> = requested(&effects)
        .into_iter()
        .filter(|(id, openid)| **id == service && !openid.as_str().starts_with("oServ_"))
        .map(|(_, openid)| openid.as_str())
        .collect();
    assert_eq!(foreign, [stranger]);
    assert_eq!(selected(&model), Some(stranger));
    let again = play(&mut model, keys("aa"));
    assert_eq!(requested(&again), [], "each is asked once");
}

#[test]
fn a_second_paste_does_not_end_the_reading_of_the_first() {
    let mut model = started(80, 24);
    let new = ["oNewOne_AbCdEfGhIjKlMnOpQrSt", "oNewTwo_AbCdEfGhIjKlMnOpQrSt"];
    let mut running = vec![];
    for openid in new {
        for effect in update(&mut model, Event::Paste(openid.into())) {
            if let Effect::Run { ticket, job, .. } = effect {
                running.retain(|(other, _): &(fanscope::app::effect::Ticket, Job)| {
                    other.slot != ticket.slot
                });
                running.push((ticket, job));
            }
        }
    }
    for (ticket, job) in running {
        play(&mut model, [Event::Done(ticket, made::response(&job))]);
    }
    let listed = |openid: &str| listed(&model).iter().any(|other| other.as_str() == openid);
    assert_eq!(new.map(listed), [true; 2]);
}

#[test]
fn the_same_appid_under_two_names_is_one_account() {
    let mut start = before(80, 24);
    let mut twin = start.accounts[0].clone();
    twin.name = "twin".into();
    start.accounts.insert(1, twin);
    let mut model = opened(start);
    play(&mut model, resize());
    play(&mut model, keys("a"));
    assert_eq!(model.account().name.name, "service");
    play(&mut model, keys("a"));
    assert_eq!(model.account().name.name, "shop");
}

/// The account's quota is used up after the first followers.
fn used_up(job: &Job) -> Answered {
    match job {
        Job::Follower { .. } | Job::Tags { .. } | Job::Quota { .. } => Err(made::halt("45009")),
        other => made::response(other),
    }
}

#[test]
fn a_halted_account_is_asked_nothing_more_until_the_person_says_so() {
    let mut model = opened(before(80, 24));
    play_with(&mut model, resize(), used_up);
    let mut effects = vec![];
    for _ in 0..10 {
        effects.extend(play_with(&mut model, keys("G"), used_up));
        effects.extend(play_with(&mut model, keys("g"), used_up));
    }
    assert_eq!(jobs(&effects), Vec::<&Job>::new(), "ten moves over the whole list");
    let again = play(&mut model, keys("r"));
    assert!(!requested(&again).is_empty(), "r asks again");
    assert!(!screen(&model).contains("used up"), "and what is answered takes the banner away");
}

#[test]
fn what_concerns_the_whole_account_is_said_once_and_not_on_each_row() {
    let mut model = opened(before(80, 24));
    play_with(&mut model, resize(), used_up);
    let seen = screen(&model);
    assert_eq!(seen.matches("45009").count(), 1, "{seen}");
    assert!(seen.contains("Press r to try again."), "{seen}");
    assert!(seen.contains("waits"), "{seen}");
    let said = model.notices.iter().filter(|notice| notice.text.contains("45009")).count();
    assert_eq!(said, 1, "{:?}", model.notices);
}

#[test]
fn a_halt_of_one_account_stops_no_other() {
    let mut model = opened(before(80, 24));
    play_with(&mut model, resize(), used_up);
    let effects = play(&mut model, keys("a"));
    assert!(!requested(&effects).is_empty());
    assert!(!screen(&model).contains("45009"));
    play(&mut model, keys("a"));
    assert!(screen(&model).contains("45009"), "it stays where it belongs");
}

/// A server that lists the same two followers for ever, and says where to go on.
fn endless(next: impl Fn(Option<&OpenId>, usize) -> OpenId) -> usize {
    let mut model = opened(before(80, 24));
    let count = std::cell::Cell::new(0);
    let effects = play_with(&mut model, resize(), |job| match job {
        Job::Followers { after, .. } => {
            count.set(count.get() + 1);
            assert!(count.get() < 100, "asked without end");
            let next = Some(next(after.as_ref(), count.get()));
            Ok(Done::Followers(Page { openids: vec![openid(0), openid(1)], total: 900, next }))
        }
        other => made::response(other),
    });
    assert!(screen(&model).contains("lists the same followers again"), "{}", screen(&model));
    pages(&effects)
}

#[test]
fn a_list_that_repeats_itself_ends_and_that_is_said() {
    let (a, b) = (openid(0), openid(1));
    assert_eq!(endless(|after, _| if after == Some(&a) { b.clone() } else { a.clone() }), 2);
    assert_eq!(endless(|_, count| openid(count % 90 + 2)), 2, "always a new cursor");
}

#[test]
fn whatever_a_server_answers_one_key_brings_no_more_pages_than_the_budget() {
    let mut model = opened(before(80, 24));
    let new = |n: usize| OpenId::received(&format!("oWorst{n:05}AbCdEfGhIjKlMnOpQ")).expect("text");
    let count = std::cell::Cell::new(0);
    // One new follower a page, and no end.
    let worst = |job: &Job| match job {
        Job::Followers { .. } => {
            count.set(count.get() + 1);
            assert!(count.get() < 1000, "asked without end");
            let next = Some(new(count.get()));
            Ok(Done::Followers(Page { openids: vec![new(count.get())], total: 1_000_000, next }))
        }
        other => made::response(other),
    };
    let effects = play_with(&mut model, resize(), worst);
    assert_eq!(pages(&effects), fanscope::app::model::pages::BUDGET);
    let effects = play_with(&mut model, keys("j"), worst);
    assert!(pages(&effects) <= fanscope::app::model::pages::BUDGET, "{}", pages(&effects));
}

#[test]
fn an_answer_that_comes_in_takes_its_place_in_a_filtered_list() {
    let mut model = started(80, 24);
    play(&mut model, keys("/moon\n"));
    let seen = screen(&model);
    assert!(!seen.contains("Nothing matches"), "{seen}");
    assert!(seen.contains("35 are not"), "{seen}");
    play(&mut model, keys("\x1b/!moon\n"));
    let shown = model.account().list.shown();
    let before = selected(&model).map(ToOwned::to_owned);
    play_with(&mut model, keys("r"), |job| match made::response(job) {
        Ok(Done::Follower(response)) => {
            let mut response = (*response).clone();
            response.follower.remark = Some("moon".into());
            Ok(Done::Follower(response.into()))
        }
        other => other,
    });
    assert_eq!(model.account().list.shown(), shown - 1, "one has the word by now");
    play(&mut model, keys("\x1b/moon\n"));
    assert_eq!(selected(&model).map(ToOwned::to_owned), before);
}

#[test]
fn the_demo_is_gone_to_at_once_only_where_no_account_is_set_up() {
    let mut model = opened(Start { accounts: vec![], ..before(80, 24) });
    assert_eq!(play(&mut model, keys("D")), [Effect::Leave(Leave::Demo)]);
    let mut model = started(80, 24);
    for no in ["Dn", "D\n", "D\x1b", "Dq"] {
        assert_eq!(play(&mut model, keys(no)), [], "{no:?}");
        assert_eq!(model.mode, Mode::Browse, "{no:?}");
    }
    play(&mut model, keys("D"));
    assert!(screen(&model).contains("Leave your accounts for the demo?"));
    assert_eq!(play(&mut model, keys("y")), [Effect::Leave(Leave::Demo)]);
}

#[test]
fn a_gathered_list_comes_back_after_all_followers_were_listed() {
    let text = format!("{}\n{}\n", openid(4), openid(1));
    let start = Start { found: Some(fanscope::tables::read(&text)), ..before(80, 24) };
    let mut model = opened(start);
    play(&mut model, resize());
    play(&mut model, keys("f"));
    assert_eq!(model.account().list.listed(), made::FOLLOWERS);
    assert!(screen(&model).contains("U puts back the list before"), "{}", screen(&model));
    play(&mut model, keys("U"));
    assert_eq!(listed(&model), [openid(4), openid(1)]);
}

#[test]
fn what_an_input_method_makes_of_a_key_is_that_key_and_text_in_a_field() {
    for (typed, plain) in
        [("？", "?"), ("：", ":"), ("！", "!"), ("／", "/"), ("ｊ", "j"), ("、", "/")]
    {
        let (mut model, mut same) = (started(80, 24), started(80, 24));
        play(&mut model, keys(typed));
        play(&mut same, keys(plain));
        assert_eq!(screen(&model), screen(&same), "{typed}");
    }
    let mut model = started(80, 24);
    play(&mut model, keys("/ｊ、？"));
    assert_eq!(model.account().list.filter().text(), "ｊ、？");
}

#[test]
fn that_nothing_was_said_so_far_is_no_error() {
    let mut model = started(80, 24);
    play(&mut model, keys("!"));
    let notice = model.notice.as_ref().map(|notice| (notice.is_fault, notice.text.as_str()));
    assert_eq!(notice, Some((false, "Nothing was said so far.")));
}
