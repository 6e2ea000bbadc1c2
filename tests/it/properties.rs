//! Holds for any events in any order: what the types alone do not promise.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt::Write,
};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use fanscope::{
    app::{
        directory::{RowsRequest, Window},
        effect::{Done, Effect, Job, Slot, Ticket},
        event::Event,
        graphics::GraphicsMode,
        model::{Model, load::Load},
    },
    follower::openid::OpenId,
};
use proptest::prelude::*;
use ratatui::layout::{Position, Size};

use crate::support::{
    made,
    play::{Played, before, opened, screen, update},
};

#[derive(Debug, Clone)]
enum Step {
    Key(char, bool),
    Code(usize),
    Resize(u16, u16),
    Click(u16, u16),
    Scroll(u16, u16, i16),
    Paste(String),
    GraphicsMode(bool),
    /// Answer the nth job that was asked, even one that was overtaken.
    Response(usize, bool),
    /// Answer all that still run.
    RespondAll(bool),
    /// The directory is heard, if it is slow.
    Directory,
    Tick,
}

const CODES: [KeyCode; 9] = [
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::Backspace,
    KeyCode::Delete,
    KeyCode::Left,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::PageDown,
    KeyCode::F(1),
];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => "[jk]".prop_map(|s| Step::Key(s.chars().next().unwrap_or('j'), false)),
        8 => ("[jkgGpi/ *dUzrRfalJyY!?:+0-9owMvZsnt]", prop::bool::weighted(0.2))
            .prop_map(|(s, ctrl)| Step::Key(s.chars().next().unwrap_or('j'), ctrl)),
        2 => (0..CODES.len()).prop_map(Step::Code),
        1 => prop_oneof![(0_u16..130, 0_u16..44), (90_u16..130, 24_u16..44)]
            .prop_map(|(w, h)| Step::Resize(w, h)),
        1 => (0_u16..130, 0_u16..44).prop_map(|(x, y)| Step::Click(x, y)),
        1 => (0_u16..130, 0_u16..44, -3_i16..4).prop_map(|(x, y, n)| Step::Scroll(x, y, n)),
        1 => prop_oneof![
            (0_usize..60).prop_map(|n| made::openid(n).to_string()),
            "[0-9o张\n\u{202e}]{0,30}",
        ].prop_map(Step::Paste),
        1 => prop::bool::weighted(0.8).prop_map(Step::GraphicsMode),
        8 => (any::<usize>(), prop::bool::weighted(0.8)).prop_map(|(n, ok)| Step::Response(n, ok)),
        10 => prop::bool::weighted(0.9).prop_map(Step::RespondAll),
        10 => Just(Step::Directory),
        1 => Just(Step::Tick),
    ]
}

fn events(step: &Step, stand_in: &StandIn, played: &mut Played) -> Vec<Event> {
    match step {
        Step::Directory => {
            let said = played.late.as_mut().and_then(VecDeque::pop_front);
            said.map(|(ticket, done)| Event::Done(ticket, Ok(done))).into_iter().collect()
        }
        Step::Key(c, ctrl) => {
            let held = if *ctrl { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
            vec![Event::Key(KeyEvent::new(KeyCode::Char(*c), held))]
        }
        Step::Code(n) => vec![Event::Key(KeyEvent::new(CODES[*n], KeyModifiers::NONE))],
        Step::Resize(w, h) => vec![Event::Resize(Size::new(*w, *h))],
        Step::Click(x, y) => vec![Event::Click(Position::new(*x, *y))],
        Step::Scroll(x, y, n) => vec![Event::Scroll(Position::new(*x, *y), *n)],
        Step::Paste(text) => vec![Event::Paste(text.clone())],
        Step::GraphicsMode(on) => {
            let graphics_mode =
                if *on { GraphicsMode::By("blocks", (8, 16)) } else { GraphicsMode::Off };
            vec![Event::Terminal(graphics_mode, "a reason".into())]
        }
        Step::Tick => vec![Event::Tick],
        Step::Response(n, ok) => {
            // Mostly the newest, sometimes one long overtaken.
            let requested = &stand_in.requested;
            let at = requested.len().checked_sub(1 + n % requested.len().clamp(1, 40));
            let job = at.and_then(|at| requested.get(at));
            job.map(|job| done(job, *ok)).into_iter().collect()
        }
        Step::RespondAll(ok) => stand_in.running.iter().map(|job| done(job, *ok)).collect(),
    }
}

fn done((ticket, job): &(Ticket, Job), ok: bool) -> Event {
    let response = match job {
        _ if !ok => made::failed(job),
        // Most have a face, so that one face follows another.
        Job::Follower { openid, .. } if openid.as_str().contains(['0', '3', '7']) => {
            made::response(job)
        }
        _ => made::response_with_avatars(job),
    };
    Event::Done(ticket.clone(), response)
}

/// What was drawn must be the selected follower's own.
fn is_theirs(model: &Model) -> Result<(), TestCaseError> {
    let Some((openid, row)) = model.current() else {
        prop_assert!(model.avatar().is_none(), "a picture of nobody");
        return Ok(());
    };
    let response = row.and_then(Load::value);
    if let Some(response) = response {
        prop_assert_eq!(&response.follower.openid, openid, "another follower's detail");
    }
    if let Some(avatar) = model.avatar() {
        let url = response.and_then(|response| response.follower.avatar.clone());
        let theirs = url.map(|url| made::whose(url.as_str()));
        prop_assert_eq!(Some(avatar.pixels), theirs, "another follower's face");
    }
    Ok(())
}

/// What the outside would know of a run: which jobs were asked for, and which of them still run.
#[derive(Default)]
struct StandIn {
    requested: Vec<(Ticket, Job)>,
    running: Vec<(Ticket, Job)>,
    serials: HashMap<Slot, u64>,
}

impl StandIn {
    fn take(&mut self, effects: &[Effect], is_late: bool) -> Result<(), TestCaseError> {
        let mut slots = HashSet::new();
        for effect in effects {
            match effect {
                Effect::Run { ticket, job, .. } => {
                    let is_first = slots.insert(&ticket.slot);
                    // A key that waited can ask for the same as the one before it.
                    prop_assert!(is_first || is_late, "one run for a slot: {:?}", effects);
                    let before = self.serials.insert(ticket.slot.clone(), ticket.serial);
                    let is_newer = before.is_none_or(|before| before < ticket.serial);
                    prop_assert!(is_newer, "tickets only rise");
                    self.running.retain(|(other, _)| other.slot != ticket.slot);
                    self.running.push((ticket.clone(), job.clone()));
                    self.requested.push((ticket.clone(), job.clone()));
                }
                Effect::Stop(slot) => self.running.retain(|(ticket, _)| ticket.slot != *slot),
                Effect::Copy(_) | Effect::Redraw | Effect::Suspend | Effect::Leave(_) => {}
            }
        }
        let faces = self.running.iter().filter(|(_, job)| matches!(job, Job::Avatar(_))).count();
        prop_assert!(faces <= 2, "the selected one's face, and one neighbour's: {}", faces);
        Ok(())
    }
}

/// Everything that was done, for comparing two runs.
fn run(steps: &[Step], is_late: bool) -> Result<String, TestCaseError> {
    let mut model = opened(before(100, 30));
    model.late = is_late.then(VecDeque::new);
    let mut stand_in = StandIn::default();
    let mut trace = String::new();
    for step in steps {
        let events = events(step, &stand_in, &mut model);
        if events.is_empty() {
            continue;
        }
        for event in events {
            if let Event::Done(ticket, _) = &event {
                stand_in.running.retain(|(other, _)| other != ticket);
            }
            let effects = update(&mut model, event);
            stand_in.take(&effects, is_late)?;
            let _ = write!(trace, "{effects:?}");
            in_order(&model)?;
            is_theirs(&model)?;
        }
        let again = update(&mut model, Event::Tick);
        prop_assert_eq!(again, vec![], "nothing new happened, so nothing is asked");
        trace += &screen(&model);
    }
    while let Some((ticket, done)) = model.late.as_mut().and_then(VecDeque::pop_front) {
        drop(update(&mut model, Event::Done(ticket, Ok(done))));
    }
    is_at_hand(&model)?;
    Ok(trace)
}

/// What is shown of the list is what the directory has.
fn is_at_hand(played: &Played) -> Result<(), TestCaseError> {
    let account = played.account();
    prop_assert!(played.held.is_empty(), "nothing is waited for any more");
    let Some(window) = account.list.window() else { return Ok(()) };
    let request = RowsRequest {
        account: account.id().clone(),
        query: account.list.query.clone(),
        marks: account.marks.clone(),
        range: window.first..window.first + window.rows.len(),
        anchor: account.list.anchor().cloned(),
    };
    let Some(Done::Rows(now)) = played.directory.respond(&Job::Rows(Box::new(request))) else {
        panic!("the directory knows its rows")
    };
    let heads = |window: &Window| -> Vec<(OpenId, usize, bool)> {
        let heads = window.rows.iter();
        heads.map(|head| (head.openid.clone(), head.place, head.is_marked)).collect()
    };
    prop_assert_eq!(heads(&now), heads(window));
    let counts = |window: &Window| (window.total, window.listed, window.marked);
    prop_assert_eq!(counts(&now), counts(window));
    prop_assert_eq!(now.anchor_at.unwrap_or(0), account.list.selected);
    prop_assert!(account.list.current().is_some() || window.total == 0, "somebody is selected");
    Ok(())
}

fn in_order(model: &Model) -> Result<(), TestCaseError> {
    let (list, height) = (&model.account().list, model.panes().list_height().max(1));
    prop_assert!(list.selected < list.shown().max(1), "the selected one is in the list");
    prop_assert!(
        list.offset <= list.selected && list.selected < list.offset + height,
        "the selected one is in sight: {} {} {}",
        list.offset,
        list.selected,
        height
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_state_stays_in_order_and_replays(steps in prop::collection::vec(step(), 0..60)) {
        prop_assert_eq!(run(&steps, false)?, run(&steps, false)?);
    }

    #[test]
    fn a_slow_directory_brings_nothing_out_of_order(steps in prop::collection::vec(step(), 0..60)) {
        run(&steps, true)?;
    }
}
