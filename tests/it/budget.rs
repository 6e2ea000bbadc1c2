//! What a key may cost, whatever the server answers and whichever account is in front.

use fanscope::{
    app::{
        effect::{Done, Effect, Job},
        event::Event,
        fault::Fault,
        model::{Start, pages::BUDGET},
        response::Page,
    },
    follower::openid::OpenId,
};
use ratatui::layout::Size;

use crate::support::{
    made::{self, openid, openid_of_service},
    play::{
        Played, before, jobs, keys, opened, play, play_with, screen, selected, started, update,
    },
};

fn resize() -> [Event; 1] {
    [Event::Resize(Size::new(120, 36))]
}

fn requested(effects: &[Effect]) -> Vec<OpenId> {
    let requested = jobs(effects).into_iter().filter_map(|job| match job {
        Job::Follower { openid, .. } => Some(openid.clone()),
        _ => None,
    });
    requested.collect()
}

fn pages(effects: &[Effect]) -> usize {
    jobs(effects).into_iter().filter(|job| matches!(job, Job::Followers { .. })).count()
}

fn list_of(numbers: std::ops::Range<usize>) -> String {
    numbers.map(|n| openid(n).to_string()).collect::<Vec<_>>().join("\n")
}

#[test]
fn who_answered_in_one_account_is_not_asked_about_in_another() {
    // Twenty of the shop and one that it refuses: an OpenID belongs to one account only.
    let mut model = started(120, 36);
    let refused = openid_of_service(7);
    play(&mut model, [Event::Paste(format!("{}\n{refused}", list_of(10..30)))]);
    let effects = play(&mut model, keys("a"));
    let foreign: Vec<OpenId> =
        requested(&effects).into_iter().filter(|it| it.as_str().starts_with("oMade_")).collect();
    assert_eq!(foreign, [], "a wall of 40003");
    assert!(requested(&effects).contains(&refused));
}

#[test]
fn an_account_to_which_nothing_given_belongs_lists_its_own_followers() {
    let found = Some(fanscope::tables::read(&list_of(10..30)));
    let mut model = opened(Start { found, ..before(120, 36) });
    play(&mut model, resize());
    let effects = play(&mut model, keys("a"));
    assert_eq!(pages(&effects), 2);
    assert_eq!(selected(&model), Some(openid_of_service(0).as_str()));
    // Who was given and is refused is what the next account is asked about, and nobody else.
    let found = Some(fanscope::tables::read(openid_of_service(7).as_str()));
    let mut model = opened(Start { found, ..before(120, 36) });
    play(&mut model, resize());
    let effects = play(&mut model, keys("a"));
    assert_eq!((requested(&effects), pages(&effects)), (vec![openid_of_service(7)], 0));
}

/// Pages of one new follower each, without end.
fn endless() -> impl Fn(&Job) -> Result<Done, Fault> {
    let count = std::cell::Cell::new(0);
    move |job| match job {
        Job::Followers { .. } => {
            count.set(count.get() + 1);
            assert!(count.get() < 1000, "asked without end");
            let new = OpenId::received(&format!("oWorst{:05}AbCdEfGhIjKlMnOpQ", count.get()));
            Ok(Done::Followers(Page {
                openids: new.clone().into_iter().collect(),
                total: 1_000_000,
                next: new,
            }))
        }
        other => made::response(other),
    }
}

#[test]
fn no_key_costs_more_than_the_budget_whatever_the_server_answers() {
    let worst = endless();
    let mut model = opened(before(120, 36));
    let mut costs = vec![pages(&play_with(&mut model, resize(), &worst))];
    for key in ["j", "G", "a", "j", "a", "R", "l", "/", "o", "\x1b", "f", "G", "r", "V"] {
        let effects = play_with(&mut model, keys(key), &worst);
        costs.push(pages(&effects));
        let rows = model.panes().list_height();
        let others = jobs(&effects).len() - pages(&effects);
        assert!(requested(&effects).len() <= rows, "{key:?} asks about those in sight");
        // Names of tags, quota, a single call, and seven avatars; the terminal.
        assert!(others <= rows + 11, "{key:?}: {others} {effects:?}");
    }
    assert!(costs.iter().all(|cost| *cost <= BUDGET), "{costs:?}");
    assert!(costs[3..5].iter().any(|cost| *cost > 0), "the second account is read too: {costs:?}");
    assert_eq!(pages(&play_with(&mut model, [Event::Tick, resize()[0].clone()], &worst)), 0);
}

#[test]
fn a_place_that_was_met_before_ends_the_list_even_if_it_brings_somebody_new() {
    let count = std::cell::Cell::new(0);
    let mut model = opened(before(120, 36));
    let effects = play_with(&mut model, resize(), |job| match job {
        Job::Followers { .. } => {
            count.set(count.get() + 1);
            let new = OpenId::received(&format!("oWorst{:05}AbCdEfGhIjKlMnOpQ", count.get()));
            let openids = new.into_iter().collect();
            Ok(Done::Followers(Page { openids, total: 900, next: Some(openid(count.get() % 2)) }))
        }
        other => made::response(other),
    });
    assert_eq!(pages(&effects), 3, "the first page, and one from each of both places");
    assert!(screen(&model).contains("lists the same followers again"), "{}", screen(&model));
}

#[test]
fn narrowing_reads_no_further_pages() {
    let many = |job: &Job| match job {
        Job::Followers { after, .. } => {
            let first = after.as_ref().map_or(0, |_| 500);
            let new = |n: usize| OpenId::received(&format!("oMany{n:05}AbCdEfGhIjKlMnOpQr"));
            Ok(Done::Followers(Page {
                openids: (first..first + 500).filter_map(new).collect(),
                total: 1_000,
                next: new(first + 499).filter(|_| first == 0),
            }))
        }
        other => made::response(other),
    };
    let mut model = opened(before(120, 36));
    assert_eq!(pages(&play_with(&mut model, resize(), many)), 1);
    assert_eq!(pages(&play_with(&mut model, keys("/nobody\n"), many)), 0);
    assert!(screen(&model).contains("of 1000 searched"), "{}", screen(&model));
    assert_eq!(pages(&play_with(&mut model, keys("\x1bG"), many)), 1);
    assert_eq!(model.account().list.listed(), 1_000);
}

fn halted(width: u16) -> Played {
    let mut model = opened(before(width, 36));
    play_with(&mut model, [Event::Resize(Size::new(width, 36))], |job| match job {
        Job::Follower { .. } => Err(made::halt("45009")),
        other => made::response(other),
    });
    model
}

#[test]
fn what_is_opened_anew_in_a_halted_account_says_that_it_waits() {
    let mut model = halted(120);
    let effects = play(&mut model, keys("f"));
    assert_eq!(jobs(&effects), Vec::<&Job>::new());
    let seen = screen(&model);
    assert!(seen.contains("45009") && !seen.contains("Loading the followers"), "{seen}");
    assert!(seen.contains("Not asked: see the line on top."), "{seen}");
    play(&mut model, keys("r"));
    assert_eq!(model.account().list.listed(), made::FOLLOWERS);
}

#[test]
fn the_line_over_the_panes_is_cut_between_its_words() {
    for width in 62..100 {
        let seen = screen(&halted(width));
        let line = seen.lines().nth(1).unwrap_or_default();
        let whole =
            "The quota of the day is used up (45009). Wait for tomorrow. Press r to try again.";
        let mut words = line.trim_matches('"').split_whitespace();
        let is_whole = |word: &str| whole.split(' ').any(|known| known == word);
        assert!(words.all(|word| is_whole(word.trim_end_matches('…'))), "{width}: {line}");
    }
}

#[test]
fn an_old_answer_in_a_halted_account_is_said_to_be_old() {
    let mut model = started(120, 36);
    play_with(&mut model, keys("r"), |job| match job {
        Job::Follower { .. } => Err(made::halt("45009")),
        other => made::response(other),
    });
    let seen = screen(&model);
    assert!(seen.contains("Old answer: see the line on top."), "{seen}");
    assert!(seen.contains("王芳") && seen.matches("45009").count() == 1, "{seen}");
}

#[test]
fn what_happens_in_an_account_behind_is_told_with_its_name() {
    let mut model = opened(before(120, 36));
    let mut effects = update(&mut model, resize()[0].clone());
    let Some(Effect::Run { ticket, .. }) = effects.pop() else { panic!("no page is asked for") };
    play(&mut model, keys("a"));
    let page = Page { openids: vec![], total: 900, next: Some(openid(1)) };
    play(&mut model, [Event::Done(ticket, Ok(Done::Followers(page)))]);
    let said = model.notices.last().map(|notice| notice.text.as_str()).unwrap_or_default();
    assert!(said.starts_with("shop: The API lists the same followers again"), "{said}");
}
