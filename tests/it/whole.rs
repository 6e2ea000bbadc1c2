//! The real loop, with made input and a made world, on made time.

use std::time::Duration;

use fanscope::{
    app::{
        effect::{Job, Leave},
        event::Event,
        graphics::Placement,
        model::Model,
    },
    runtime::{Loop, Turn},
};
use futures::stream::unfold;
use ratatui::{Terminal, TerminalOptions, Viewport, backend::TestBackend, layout::Rect};
use tokio::sync::mpsc;

use crate::support::{
    made::{Made, openid},
    play::{before, keys},
};

/// Play a person against the real loop, and count the frames that were committed.
async fn session(
    world: Made,
    person: impl AsyncFnOnce(mpsc::UnboundedSender<Event>),
) -> (Model, Turn, usize) {
    let (sender, receiver) = mpsc::unbounded_channel::<Event>();
    let input = unfold(receiver, async |mut events| Some((events.recv().await?, events)));
    let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, 120, 36)) };
    let mut terminal =
        Terminal::with_options(TestBackend::new(120, 36), options).expect("in memory");
    let mut program = Loop::new(Model::new(before(120, 36)), world);
    let mut frames = 0;
    let commit = |_: &[Placement]| {
        frames += 1;
        Ok(())
    };
    let (turn, ()) = tokio::join!(program.go(&mut terminal, input, commit), person(sender));
    (program.model, turn.expect("draws in memory"), frames)
}

#[tokio::test(start_paused = true)]
async fn holding_a_key_down_asks_for_the_first_and_for_where_it_rests() {
    let world = Made { delay: Duration::from_millis(50), ..Made::default() };
    let (requested, copied) = (world.requested.clone(), world.copied.clone());
    let (model, turn, _) = session(world, async |sender| {
        tokio::time::sleep(Duration::from_secs(1)).await;
        for event in keys(&"j".repeat(39)) {
            sender.send(event).expect("open");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        for event in keys("y") {
            sender.send(event).expect("open");
        }
        tokio::time::sleep(Duration::from_secs(9)).await;
        for event in keys("q") {
            sender.send(event).expect("open");
        }
    })
    .await;
    assert_eq!(turn, Turn::Leave(Leave::Quit));
    let requested = requested.lock().expect("no panic").clone();
    let avatars = requested.iter().filter(|job| matches!(job, Job::Avatar(_))).count();
    // The first has a face, and so has one of those around it.
    assert_eq!(avatars, 2, "{requested:?}");
    let rows = requested.iter().filter(|job| matches!(job, Job::Follower { .. })).count();
    assert_eq!(rows, 40, "each once, though 39 keys were pressed");
    assert_eq!(*copied.lock().expect("no panic"), [openid(39).to_string()]);
    assert!(model.notice.is_none(), "the news goes by itself");
}

#[tokio::test(start_paused = true)]
async fn an_idle_screen_is_not_drawn_again() {
    let (_, _, frames) = session(Made::default(), async |sender| {
        tokio::time::sleep(Duration::from_secs(5)).await;
        let _ = sender.send(Event::Tick);
        tokio::time::sleep(Duration::from_hours(1)).await;
    })
    .await;
    assert!(frames < 12, "an hour of waiting cost {frames} frames");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_never_comes_does_not_keep_anybody_from_quitting() {
    let world = Made { delay: Duration::from_hours(24), ..Made::default() };
    let (model, turn, _) = session(world, async |sender| {
        tokio::time::sleep(Duration::from_secs(1)).await;
        for event in keys("jq") {
            sender.send(event).expect("open");
        }
    })
    .await;
    assert_eq!(turn, Turn::Leave(Leave::Quit));
    assert!(model.is_busy());
}

#[tokio::test(start_paused = true)]
async fn what_is_asked_for_in_the_moment_of_suspending_is_asked_for() {
    let world = Made { delay: Duration::from_secs(1), ..Made::default() };
    let requested = world.requested.clone();
    let (model, turn, _) = session(world, async |sender| {
        // The palette stands over the panes before the first answer is here, so no face is asked for.
        for event in keys(":suspend") {
            sender.send(event).expect("open");
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
        sender.send(keys("\n").remove(0)).expect("open");
    })
    .await;
    assert_eq!(turn, Turn::Suspend);
    assert!(model.is_busy(), "the face is waited for");
    tokio::time::sleep(Duration::from_secs(1)).await;
    let requested = requested.lock().expect("no panic").clone();
    assert!(requested.iter().any(|job| matches!(job, Job::Avatar(_))), "{requested:?}");
}
