//! What is typed to narrow the list, and keys that come before its rows do.

use std::collections::VecDeque;

use crossterm::event::KeyCode;
use fanscope::app::{
    effect::{Effect, Job, Leave},
    event::Event,
    model::mode::Mode,
};

use crate::{
    play::copied,
    support::{
        made::{self, openid},
        play::{ctrl, keys, play, press, screen, started, update},
    },
};

#[test]
fn what_of_a_filter_means_nothing_is_said_and_passed_over() {
    let mut model = started(80, 24);
    for (typed, said) in [("is:gone", "“gone” is no state"), ("since:soon", "“soon” is no date")]
    {
        play(&mut model, keys(&format!("/{typed}\n")));
        assert!(screen(&model).contains(said), "{}", screen(&model));
        assert_eq!(model.account().list.shown(), made::FOLLOWERS);
        play(&mut model, keys("\x1b"));
    }
}

#[test]
fn a_key_about_a_row_that_is_not_here_yet_waits_for_it_and_all_behind_it_do() {
    let mut model = started(80, 24);
    model.late = Some(VecDeque::new());
    let mut effects = vec![];
    for event in keys("Gy/old").into_iter().chain([press(KeyCode::Enter)]) {
        effects.extend(play(&mut model, [event]));
    }
    assert_eq!((copied(&effects), &model.mode), (vec![], &Mode::Browse));
    while let Some((ticket, done)) = model.late.as_mut().and_then(VecDeque::pop_front) {
        effects.extend(play(&mut model, [Event::Done(ticket, Ok(done))]));
    }
    assert_eq!(copied(&effects), [openid(39).to_string()]);
    assert_eq!(model.account().list.filter().text(), "old");
    model.late = Some(VecDeque::new());
    play(&mut model, keys("\x1bgGy"));
    assert_eq!(
        play(&mut model, [ctrl('c')]),
        [Effect::Leave(Leave::Quit)],
        "leaving waits for nothing"
    );
}

#[test]
fn what_was_pasted_is_told_without_taking_what_is_typed_meanwhile() {
    for (typed, wanted) in [("/ann", "ann"), ("?", "Next follower")] {
        let mut model = started(80, 24);
        let text = "openid\noABC\noNewOne_AbCdEfGhIjKlMnOpQrSt\n";
        let effects = update(&mut model, Event::Paste(text.into()));
        let read = effects.iter().find_map(|effect| match effect {
            Effect::Run { ticket, job, .. } if matches!(job, Job::Read { .. }) => {
                Some((ticket.clone(), job.clone()))
            }
            _ => None,
        });
        let (ticket, job) = read.expect("it is read");
        play(&mut model, keys(typed));
        play(&mut model, [Event::Done(ticket, made::response(&job))]);
        assert!(screen(&model).contains(wanted), "{}", screen(&model));
        assert!(matches!(model.mode, Mode::Filter(_) | Mode::Help(_)), "{:?}", model.mode);
        let told = model.notices.iter().any(|notice| notice.text.contains("oABC"));
        assert!(told, "{:?}", model.notices);
    }
}
