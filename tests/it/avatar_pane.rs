//! Which avatars are asked for, when, and that those that were seen are there at once.

use std::sync::Arc;

use fanscope::{
    app::{
        effect::{AvatarRequest, Done, Effect, Job, Slot, Source, Ticket},
        event::Event,
        graphics::{GraphicsMode, RenderedAvatar, Show},
        model::{avatars::Avatars, mode::Mode},
    },
    follower::avatar_url::AvatarSize,
};
use ratatui::layout::Size;

use crate::support::{
    made::{self, response_with_avatars as response},
    play::{
        Played, before, jobs, keys, opened, play, play_with, press, screen, selected, started,
        update,
    },
};

/// A model whose followers are these, all of whom have avatars, and all of whom are answered.
fn faces(numbers: std::ops::Range<usize>) -> (Played, Vec<Effect>) {
    let mut model = opened(before(120, 36));
    let pasted: Vec<String> = numbers.map(|n| made::openid(n).to_string()).collect();
    model.account_mut().pages.is_on = false;
    let effects = play_with(&mut model, [Event::Paste(pasted.join("\n"))], response);
    (model, effects)
}

fn requests(effects: &[Effect]) -> Vec<&AvatarRequest> {
    let requests = jobs(effects).into_iter().filter_map(|job| match job {
        Job::Avatar(request) => Some(request),
        _ => None,
    });
    requests.collect()
}

/// The numbers of the followers whose avatars these are.
fn whose(effects: &[Effect]) -> Vec<usize> {
    let number = |request: &&AvatarRequest| {
        (0..made::FOLLOWERS)
            .find(|n| made::address(&made::openid(*n)).as_ref() == Some(&request.url))
    };
    requests(effects).iter().map(|request| number(request).expect("one of ours")).collect()
}

#[test]
fn the_neighbours_are_asked_for_after_the_selected_one_in_the_order_of_their_likelihood() {
    let (mut model, first) = faces(10..30);
    assert_eq!(whose(&first), [10, 11, 12, 13, 14], "nobody is above the first");
    let down = play_with(&mut model, keys("jj"), response);
    assert_eq!(whose(&down), [15, 16], "the others are there already");
    let far = play_with(&mut model, keys("G"), response);
    assert_eq!(whose(&far), [29, 28, 27], "nobody is below the last");
}

#[test]
fn one_neighbour_is_fetched_at_a_time_and_none_while_the_selected_one_is() {
    let (mut model, _) = faces(10..30);
    let moved = update(&mut model, press(crossterm::event::KeyCode::End));
    assert_eq!(whose(&moved), [29], "{moved:?}");
    let mut running = moved;
    for next in [28, 27] {
        let (ticket, job) = running
            .iter()
            .find_map(|effect| match effect {
                Effect::Run { ticket, job: job @ Job::Avatar(_), .. } => Some((ticket, job)),
                _ => None,
            })
            .expect("one is under way");
        let done = Event::Done(ticket.clone(), response(job));
        let rested = model.rest.clone().map(|rest| Event::Done(rest, Ok(Done::Ended)));
        running = update(&mut model, done);
        if let Some(rested) = rested {
            assert_eq!(whose(&running), [0; 0], "keys may still come");
            running = update(&mut model, rested);
        }
        assert_eq!(whose(&running), [next]);
    }
}

#[test]
fn a_face_that_was_seen_is_there_while_a_key_is_held_and_nothing_passed_over_is_asked_for() {
    let (mut model, _) = faces(10..30);
    play_with(&mut model, keys("jjj"), response);
    play(&mut model, keys("g"));
    let (mut seen, mut requested) = (vec![], vec![]);
    // Never a rest: the keys come faster than that.
    for event in keys(&"j".repeat(12)) {
        requested.extend(whose(&update(&mut model, event)));
        seen.push(model.avatar().is_some());
    }
    // Those of 11 to 17 are in memory; the others are not asked for as they pass.
    assert_eq!(seen, [vec![true; 7], vec![false; 5]].concat());
    assert_eq!(requested, [0; 0]);
    let rest = model.rest.clone().expect("keys came");
    let rested = update(&mut model, Event::Done(rest, Ok(Done::Ended)));
    assert_eq!(whose(&rested), [22], "the one where it rests: {:?}", selected(&model));
}

#[test]
fn what_is_on_its_way_for_a_neighbour_is_not_asked_for_twice_when_it_is_selected() {
    let (mut model, _) = faces(10..30);
    let pasted = Event::Paste(made::openid(20).to_string());
    let effects = play_until_ahead(&mut model, pasted);
    assert_eq!(whose(&effects).last(), Some(&21));
    let next = update(&mut model, keys("j").remove(0));
    assert_eq!(selected(&model), Some(made::openid(21).as_str()));
    assert_eq!(requests(&next), [] as [&AvatarRequest; 0], "{next:?}");
    assert!(
        !next.iter().any(|effect| matches!(effect, Effect::Stop(Slot::AvatarLoad(_)))),
        "{next:?}"
    );
    assert!(model.is_busy(), "it is waited for now");
}

/// Answer everything but the avatars of neighbours.
fn play_until_ahead(model: &mut Played, event: Event) -> Vec<Effect> {
    let mut all = vec![];
    let mut queue = vec![event];
    while let Some(event) = queue.pop() {
        for effect in update(model, event) {
            if let Effect::Run { ticket, job, .. } = &effect {
                let is_own = |request: &AvatarRequest| {
                    model.account().list.current().and_then(|it| model.avatar_request(it)).as_ref()
                        == Some(request)
                };
                let is_ahead = matches!(job, Job::Avatar(request) if !is_own(request));
                if !is_ahead && ticket.slot != Slot::Notice {
                    queue.push(Event::Done(ticket.clone(), response(job)));
                }
            }
            all.push(effect);
        }
    }
    all
}

#[test]
fn a_neighbour_that_is_one_no_more_is_not_waited_for() {
    let (mut model, _) = faces(10..30);
    let effects = play_until_ahead(&mut model, Event::Paste(made::openid(20).to_string()));
    let request = (*requests(&effects).last().expect("a neighbour is on its way")).clone();
    let moved = update(&mut model, keys("G").remove(0));
    assert!(moved.contains(&Effect::Stop(Slot::AvatarLoad(request))), "{moved:?}");
}

#[test]
fn a_neighbour_that_failed_is_asked_for_once_more_when_somebody_looks() {
    let mut model = opened(before(120, 36));
    model.account_mut().pages.is_on = false;
    let pasted = [10, 11].map(|n| made::openid(n).to_string()).join("\n");
    let failing = |job: &Job| match job {
        Job::Avatar(request) if Some(&request.url) == made::address(&made::openid(11)).as_ref() => {
            made::failed(job)
        }
        other => response(other),
    };
    let first = play_with(&mut model, [Event::Paste(pasted)], failing);
    assert_eq!(whose(&first), [10, 11]);
    assert!(model.avatar().is_some());
    let looked = play_with(&mut model, keys("j"), failing);
    assert_eq!(whose(&looked), [11]);
    assert!(screen(&model).contains("gone"));
    assert_eq!(whose(&play_with(&mut model, keys("kj"), response)), [0; 0], "it is known by now");
    assert_eq!(whose(&play_with(&mut model, keys("r"), response)), [11]);
    assert!(model.avatar().is_some());
}

#[test]
fn a_size_is_asked_for_once_and_a_new_way_to_draw_asks_again() {
    let (mut model, _) = faces(10..11);
    let sizes = [
        ('0', Some(AvatarSize::Full)),
        ('4', Some(AvatarSize::Px46)),
        ('6', Some(AvatarSize::Px64)),
        ('9', Some(AvatarSize::Px96)),
        ('1', None),
        ('+', None),
        ('-', None),
    ];
    let cells = model.panes().avatar_cells();
    let url = made::address(&made::openid(10)).expect("all have one");
    for (key, size) in sizes {
        let effects = play_with(&mut model, keys(&key.to_string()), response);
        let wanted = size.map(|size| AvatarRequest {
            account: made::account("shop"),
            url: url.clone(),
            size,
            cells,
            graphics_mode: model.graphics_mode,
        });
        assert_eq!(requests(&effects), wanted.iter().collect::<Vec<_>>(), "{key}");
    }
    let resized = play_with(&mut model, [Event::Resize(Size::new(110, 30))], response);
    assert_eq!(whose(&resized), [10]);
    let graphics_mode = GraphicsMode::By("sixel", (9, 18));
    let learnt = play_with(&mut model, [Event::Terminal(graphics_mode, "sixel".into())], response);
    assert_eq!(
        requests(&learnt).iter().map(|request| request.graphics_mode).collect::<Vec<_>>(),
        [graphics_mode]
    );
}

#[test]
fn what_is_kept_is_bounded_and_what_was_not_wanted_for_longest_goes_first() {
    let request = |width| AvatarRequest {
        account: made::account("shop"),
        url: made::address(&made::openid(0)).expect("all have one"),
        size: AvatarSize::Px132,
        cells: Size::new(width, 9),
        graphics_mode: GraphicsMode::By("blocks", (8, 16)),
    };
    let mut faces = Avatars::default();
    for width in 1..=600 {
        let ticket = Ticket { slot: Slot::AvatarLoad(request(width)), serial: u64::from(width) };
        faces.start(request(width), ticket.clone(), true);
        faces.touch(&request(1));
        let came = made::avatar(&request(width).url, AvatarSize::Px132, request(width).cells);
        faces.settle(&ticket, Ok(came));
    }
    let kept: Vec<u16> = (1..=600).filter(|width| faces.get(&request(*width)).is_some()).collect();
    assert_eq!(kept, [vec![1], (90..=600).collect()].concat());
}

#[test]
fn faces_that_do_not_fit_together_are_not_fetched_again_and_again() {
    const HEAVY: usize = 5 * 1024 * 1024;
    let heavy = |job: &Job| match response(job) {
        Ok(Done::Avatar(avatar)) => {
            let data = "x".repeat(HEAVY);
            let size = Size::new(9, 9);
            let image = Arc::new(made::rendered(size, Show::Bytes(data)));
            Ok(Done::Avatar(RenderedAvatar { image, ..avatar }))
        }
        other => other,
    };
    let mut model = opened(before(120, 36));
    model.account_mut().pages.is_on = false;
    let pasted: Vec<String> = (10..30).map(|n| made::openid(n).to_string()).collect();
    play_with(&mut model, [Event::Paste(pasted.join("\n"))], heavy);
    for step in 0..12 {
        // Seven times five are more than there is room for; the one that is looked at stays.
        let moved = play_with(&mut model, keys("j"), heavy);
        assert!(whose(&moved).len() <= 4, "{step}: {:?}", whose(&moved));
        assert!(model.avatar().is_some(), "{step}");
        assert_eq!(whose(&play_with(&mut model, [Event::Tick], heavy)), [0; 0]);
    }
    let back = play_with(&mut model, keys("k"), heavy);
    assert!(whose(&back).len() <= 3 && model.avatar().is_some(), "{:?}", whose(&back));
}

fn saves(effects: &[Effect]) -> Vec<(&str, &str)> {
    let saves = jobs(effects).into_iter().filter_map(|job| match job {
        Job::Save { name, to, .. } => Some((name.as_str(), to.as_str())),
        _ => None,
    });
    saves.collect()
}

#[test]
fn saving_asks_where_and_what_was_typed_stays_until_it_is_saved() {
    let mut model = started(120, 36);
    play(&mut model, keys("w"));
    let name = format!("{}-132.png", made::openid(0));
    assert!(screen(&model).contains(&format!("Save the avatar as {name}")));
    let failing = |job: &Job| match job {
        Job::Save { .. } => made::failed(job),
        other => made::response(other),
    };
    let tried = play_with(&mut model, keys("\x08\x08\x08jpg\n"), failing);
    let typed = format!("{}-132.jpg", made::openid(0));
    assert_eq!(saves(&tried), [(name.as_str(), typed.as_str())]);
    assert!(screen(&model).contains("there already"), "{}", screen(&model));
    // The next key is text again, and what was typed is still there.
    let saved = play(&mut model, keys("x\n"));
    assert_eq!(saves(&saved), [(name.as_str(), format!("{typed}x").as_str())]);
    assert!(screen(&model).contains(&format!("Saved {typed}x")));
    assert_eq!(model.mode, Mode::Browse);
}

#[test]
fn leaving_the_name_saves_nothing_and_a_late_answer_says_nothing() {
    let mut model = started(120, 36);
    play(&mut model, keys("w"));
    let requested = update(&mut model, keys("\n").remove(0));
    let Some(Effect::Run { ticket, job, .. }) = requested.first() else { panic!("{requested:?}") };
    let left = update(&mut model, keys("\x1b").remove(0));
    assert_eq!(left, [Effect::Stop(Slot::Save)]);
    assert_eq!(model.mode, Mode::Browse);
    drop(update(&mut model, Event::Done(ticket.clone(), made::response(job))));
    assert!(model.notice.is_none());
}

#[test]
fn who_has_no_picture_has_none_to_save_or_to_open_and_it_is_said_why() {
    let mut model = started(120, 36);
    for key in ["w", "o"] {
        let effects = play(&mut model, keys(&format!("gj{key}")));
        assert_eq!(saves(&effects), []);
        assert!(!jobs(&effects).iter().any(|job| matches!(job, Job::OpenAvatar { .. })));
        assert_eq!(model.mode, Mode::Browse);
        let said = model.notice.clone().expect("something is said").text;
        assert!(said.contains("2021-12-27"), "{said}");
    }
}

#[test]
fn opening_takes_the_size_that_is_chosen() {
    let mut model = started(120, 36);
    let effects = play(&mut model, keys("4o"));
    let wanted = Job::OpenAvatar {
        source: Source {
            account: made::account("shop"),
            url: made::address(&made::openid(0)).expect("has one"),
            size: AvatarSize::Px46,
        },
        name: format!("{}-46.png", made::openid(0)),
    };
    assert!(jobs(&effects).contains(&&wanted), "{effects:?}");
    assert!(screen(&model).contains("Opened in the system's viewer"));
}

#[test]
fn the_avatar_alone_is_a_key_away_from_anywhere_and_moving_goes_on_under_it() {
    let mut model = started(120, 36);
    let before = model.panes().avatar_cells();
    let effects = play(&mut model, keys("Z"));
    let alone = model.panes().avatar_cells();
    assert!(alone.width > before.width && alone.height > before.height);
    assert!(requests(&effects).iter().any(|request| request.cells == alone), "{effects:?}");
    play(&mut model, keys("jjjj"));
    assert_eq!(selected(&model), Some(made::openid(4).as_str()));
    assert!(model.avatar().is_some() && !screen(&model).contains("Followers"));
    play(&mut model, keys("Z"));
    assert_eq!(model.panes().avatar_cells(), before);
    assert!(screen(&model).contains("Followers 5 of 40"));
}

#[test]
fn a_window_that_is_drawn_larger_asks_for_the_first_size_and_for_the_last() {
    let (mut model, _) = faces(10..11);
    let mut requested = vec![];
    for width in 130..160 {
        requested.extend(whose(&update(&mut model, Event::Resize(Size::new(width, 36)))));
    }
    assert_eq!(requested, [10], "the first one, at once");
    let rest = model.rest.clone().expect("the window changed");
    let rested = update(&mut model, Event::Done(rest, Ok(Done::Ended)));
    let last = model.panes().avatar_cells();
    assert_eq!(requests(&rested).iter().map(|request| request.cells).collect::<Vec<_>>(), [last]);
    assert!(
        rested.iter().any(|effect| matches!(effect, Effect::Stop(Slot::AvatarLoad(_)))),
        "{rested:?}"
    );
}

#[test]
fn a_viewer_that_starts_slowly_is_said_to_be_starting_and_not_started_twice() {
    let mut model = started(120, 36);
    let first = update(&mut model, keys("o").remove(0));
    assert!(matches!(jobs(&first)[..], [Job::OpenAvatar { .. }]), "{first:?}");
    assert!(screen(&model).contains("Opening the avatar"));
    assert!(model.is_busy(), "escape stops it");
    assert_eq!(jobs(&update(&mut model, keys("o").remove(0))), [] as [&Job; 0]);
    let stopped = update(&mut model, keys("\x1b").remove(0));
    assert!(stopped.contains(&Effect::Stop(Slot::OpenAvatar)), "{stopped:?}");
    assert!(!model.is_busy());
}

#[test]
fn escape_stops_what_is_fetched_ahead_too_until_another_is_looked_at() {
    let (mut model, _) = faces(10..30);
    play_with(&mut model, keys("G"), response);
    let effects = play_until_ahead(&mut model, Event::Paste(made::openid(20).to_string()));
    assert_eq!(whose(&effects), [20, 21]);
    // Something is waited for besides, so escape stops it all.
    drop(update(&mut model, keys("o").remove(0)));
    let stopped = play_with(&mut model, keys("\x1b"), response);
    assert_eq!(whose(&stopped), [0; 0], "{stopped:?}");
    assert!(stopped.iter().any(|effect| matches!(effect, Effect::Stop(Slot::AvatarLoad(_)))));
    assert_eq!(whose(&play_with(&mut model, [Event::Tick], response)), [0; 0]);
    assert_eq!(whose(&play_with(&mut model, keys("j"), response))[..2], [21, 22]);
}
