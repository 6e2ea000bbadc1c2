//! A filter over everybody: it says what it searched, and `F` has all searched, with the cost said first.

use fanscope::app::{
    directory::Progress,
    effect::{Effect, Job},
    event::Event,
    model::mode::Mode,
};

use crate::support::{
    made::{self, FOLLOWERS},
    play::{jobs, keys, play, play_with, screen, started, update},
};

#[test]
fn the_cost_is_said_first_and_only_yes_begins() {
    let mut model = started(120, 20);
    assert_eq!(jobs(&play(&mut model, keys("F"))), Vec::<&Job>::new());
    assert!(screen(&model).contains("Ask about all 40? About 3 calls."), "{}", screen(&model));
    assert_eq!(jobs(&play(&mut model, keys("n"))), Vec::<&Job>::new());
    assert_eq!(model.mode, Mode::Browse);
    let effects = play(&mut model, keys("Fy"));
    assert!(matches!(jobs(&effects)[..], [Job::Sync { .. }]), "{effects:?}");
    let said = model.notice.as_ref().map(|notice| notice.text.as_str()).unwrap_or_default();
    assert_eq!(
        said,
        format!("shop: all {FOLLOWERS} are here, {FOLLOWERS} of them were asked about.")
    );
    let effects = play(&mut model, keys("G"));
    assert!(
        !jobs(&effects).iter().any(|job| matches!(job, Job::Followers { .. })),
        "all are listed"
    );
    // The palette has it by its name.
    let effects = play(&mut model, keys(":sync\ny"));
    assert!(matches!(jobs(&effects)[..], [Job::Sync { .. }]), "{effects:?}");
}

#[test]
fn how_far_it_is_stands_on_top_and_escape_stops_it() {
    let mut model = started(120, 20);
    let mut effects = vec![];
    for event in keys("Fy") {
        effects.extend(update(&mut model, event));
    }
    let shop = made::account("shop");
    let at = |done| Event::Synced(made::account("shop"), Progress { done, of: 200 });
    play(&mut model, [at(50)]);
    assert!(screen(&model).contains("sync 25 %"), "{}", screen(&model));
    play(&mut model, keys("F"));
    assert!(screen(&model).contains("being brought in already"));
    // Another account's is not shown here.
    play(
        &mut model,
        [Event::Synced(made::account("service"), Progress { done: 1, of: 1 }), at(100)],
    );
    assert!(screen(&model).contains("sync 50 %"));
    let stopped = play(&mut model, keys("\x1b"));
    let slot = fanscope::app::effect::Slot::Sync(shop);
    assert!(stopped.contains(&Effect::Stop(slot)), "{stopped:?}");
    assert!(!screen(&model).contains("sync 50 %"));
    play(&mut model, [at(150)]);
    assert!(!screen(&model).contains("sync 75 %"), "what comes late says nothing");
}

#[test]
fn a_halted_account_is_not_synced_and_a_refusal_halts_it() {
    let mut model = started(120, 20);
    play_with(&mut model, keys("Fy"), |job| match job {
        Job::Sync { .. } => Err(made::halt("45009")),
        other => made::response(other),
    });
    let seen = screen(&model);
    assert!(seen.contains("45009"), "{seen}");
    play(&mut model, keys("F"));
    assert_eq!(model.mode, Mode::Browse, "no question about what cannot be");
}

#[test]
fn what_changed_stands_in_a_sheet_and_the_same_key_closes_it() {
    let mut model = started(120, 20);
    play(&mut model, keys("L"));
    let seen = screen(&model);
    assert!(seen.contains("What changed") && seen.contains("remark: none → “VIP”"), "{seen}");
    play(&mut model, keys("L"));
    assert_eq!(model.mode, Mode::Browse);
    play(&mut model, keys("jL"));
    assert!(screen(&model).contains("Nothing is known to have changed"), "{}", screen(&model));
    assert_eq!(model.mode, Mode::Browse);
}
