//! Holds for any events in any order: what the types alone do not promise.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use fanscope::app::{
    effect::{Effect, Job, Slot, Ticket},
    event::Event,
    model::{Model, load::Load},
    picture::Drawing,
    update::update,
};
use proptest::prelude::*;
use ratatui::layout::{Position, Size};

use crate::support::{
    made,
    play::{before, screen},
};

#[derive(Debug, Clone)]
enum Step {
    Key(char, bool),
    Code(usize),
    Resize(u16, u16),
    Click(u16, u16),
    Scroll(u16, u16, i16),
    Paste(String),
    Drawing(bool),
    /// Answer the nth job that was asked, even one that was overtaken.
    Answer(usize, bool),
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
        8 => ("[jkgGpi/ *dUzrRfalJyY!?:+0-9owMvZ]", prop::bool::weighted(0.2))
            .prop_map(|(s, ctrl)| Step::Key(s.chars().next().unwrap_or('j'), ctrl)),
        2 => (0..CODES.len()).prop_map(Step::Code),
        1 => (0_u16..130, 0_u16..44).prop_map(|(w, h)| Step::Resize(w, h)),
        1 => (0_u16..130, 0_u16..44).prop_map(|(x, y)| Step::Click(x, y)),
        1 => (0_u16..130, 0_u16..44, -3_i16..4).prop_map(|(x, y, n)| Step::Scroll(x, y, n)),
        1 => prop_oneof![
            (0_usize..60).prop_map(|n| made::openid(n).to_string()),
            "[0-9o张\n\u{202e}]{0,30}",
        ].prop_map(Step::Paste),
        1 => any::<bool>().prop_map(Step::Drawing),
        8 => (any::<usize>(), prop::bool::weighted(0.8)).prop_map(|(n, ok)| Step::Answer(n, ok)),
        1 => Just(Step::Tick),
    ]
}

fn event(step: &Step, asked: &[(Ticket, Job)]) -> Option<Event> {
    Some(match step {
        Step::Key(c, ctrl) => {
            let held = if *ctrl { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
            Event::Key(KeyEvent::new(KeyCode::Char(*c), held))
        }
        Step::Code(n) => Event::Key(KeyEvent::new(CODES[*n], KeyModifiers::NONE)),
        Step::Resize(w, h) => Event::Resize(Size::new(*w, *h)),
        Step::Click(x, y) => Event::Click(Position::new(*x, *y)),
        Step::Scroll(x, y, n) => Event::Scroll(Position::new(*x, *y), *n),
        Step::Paste(text) => Event::Paste(text.clone()),
        Step::Drawing(on) => {
            let drawing = if *on { Drawing::By("blocks", (8, 16)) } else { Drawing::Off };
            Event::Terminal(drawing, "a reason".into())
        }
        Step::Tick => Event::Tick,
        Step::Answer(n, ok) => {
            // Mostly the newest, sometimes one long overtaken.
            let at = asked.len().checked_sub(1 + n % asked.len().clamp(1, 40))?;
            let (ticket, job) = asked.get(at)?;
            let answer = match job {
                // Most have a face, so that one face follows another.
                Job::Follower { openid, .. } if openid.as_str().contains(['0', '3', '7']) => {
                    made::answer(job)
                }
                _ => made::answer_with_faces(job),
            };
            Event::Done(ticket.clone(), if *ok { answer } else { made::failed(job) })
        }
    })
}

/// What was drawn must be the selected follower's own.
fn is_theirs(model: &Model) -> Result<(), TestCaseError> {
    let Some((openid, row)) = model.current() else {
        prop_assert!(model.picture().is_none(), "a picture of nobody");
        return Ok(());
    };
    let answer = row.and_then(Load::value);
    if let Some(answer) = answer {
        prop_assert_eq!(&answer.follower.openid, openid, "another follower's detail");
    }
    if let Some(picture) = model.picture() {
        let url = answer.and_then(|answer| answer.follower.avatar.clone());
        let theirs = url.map(|url| made::whose(url.as_str()));
        prop_assert_eq!(Some(picture.pixels), theirs, "another follower's face");
    }
    Ok(())
}

/// Everything that was done, for comparing two runs.
fn run(steps: &[Step]) -> Result<String, TestCaseError> {
    let mut model = Model::new(before(100, 30));
    let mut asked: Vec<(Ticket, Job)> = vec![];
    let mut current: HashMap<Slot, u64> = HashMap::new();
    let mut faces: HashSet<Ticket> = HashSet::new();
    let mut trace = String::new();
    for step in steps {
        let Some(event) = event(step, &asked) else { continue };
        if let Event::Done(ticket, _) = &event {
            faces.remove(ticket);
        }
        let effects = update(&mut model, event);
        for effect in &effects {
            match effect {
                Effect::Run { ticket, job: Job::Avatar(_), .. } => {
                    drop(faces.insert(ticket.clone()))
                }
                Effect::Stop(slot) => faces.retain(|ticket| ticket.slot != *slot),
                _ => {}
            }
        }
        prop_assert!(faces.len() <= 2, "the selected one's, and one neighbour's: {:?}", faces);
        let mut slots = HashSet::new();
        for effect in &effects {
            if let Effect::Run { ticket, job, .. } = effect {
                prop_assert!(
                    slots.insert(&ticket.slot),
                    "one run for a slot at a time: {:?}",
                    effects
                );
                let before = current.insert(ticket.slot.clone(), ticket.serial);
                prop_assert!(
                    before.is_none_or(|before| before < ticket.serial),
                    "tickets only rise"
                );
                asked.push((ticket.clone(), job.clone()));
            }
        }
        let _ = write!(trace, "{effects:?}");
        let (list, height) = (&model.list, model.panes().list_height().max(1));
        prop_assert!(list.selected < list.shown().max(1), "the selected one is in the list");
        prop_assert!(
            list.offset <= list.selected && list.selected < list.offset + height,
            "the selected one is in sight: {} {} {}",
            list.offset,
            list.selected,
            height
        );
        is_theirs(&model)?;
        prop_assert_eq!(
            update(&mut model, Event::Tick),
            vec![],
            "nothing new happened, so nothing is asked"
        );
        trace += &screen(&model);
    }
    Ok(trace)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_state_stays_in_order_and_replays(steps in prop::collection::vec(step(), 0..60)) {
        prop_assert_eq!(run(&steps)?, run(&steps)?);
    }
}
