//! Keys in, effects and the screen out, without a terminal or a runtime.

use std::{
    collections::{HashMap, VecDeque},
    ops::{Deref, DerefMut},
};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use fanscope::{
    app::{
        directory::Marks,
        effect::{Done, Effect, Job, Slot, Ticket},
        event::Event,
        fault::Fault,
        graphics::GraphicsMode,
        model::{Model, Start, account::AccountName},
        update,
    },
    follower::{lang::Lang, openid::OpenId},
    i18n::UiLang,
    query::Query,
    runtime::world::directory::Directory,
    ui,
};
use jiff::tz::{TimeZone, offset};
use ratatui::{Terminal, backend::TestBackend, layout::Size};

use crate::support::made;

pub fn press(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

pub fn ctrl(c: char) -> Event {
    Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL))
}

/// Keys written as text: `\n` is Enter, `\t` Tab, `\x1b` Escape, `\x08` Backspace.
pub fn keys(text: &str) -> Vec<Event> {
    let code = |c| match c {
        '\n' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\x1b' => KeyCode::Esc,
        '\x08' => KeyCode::Backspace,
        c => KeyCode::Char(c),
    };
    text.chars().map(|c| press(code(c))).collect()
}

/// What is known before the first event, with two accounts.
pub fn before(width: u16, height: u16) -> Start {
    let account = |name: &str| AccountName {
        id: made::account(name),
        name: name.into(),
        appid: "wx12…ef".into(),
        open_platform: Some("acme".into()),
    };
    Start {
        size: Size::new(width, height),
        ui_lang: UiLang::En,
        zone: TimeZone::fixed(offset(8)),
        now: made::NOW,
        accounts: vec![account("shop"), account("service")],
        account: 0,
        lang: Lang::ZhCn,
        is_demo: false,
        graphics_mode: GraphicsMode::By("blocks", (8, 16)),
        graphics_reason: "blocks: the terminal did not say what it can".into(),
        warnings: vec![],
        found: None,
    }
}

/// A program that is played: what it knows, and the directory that it asks.
pub struct Played {
    pub model: Model,
    pub directory: Directory,
    /// The jobs that were asked for, so that what comes of them is kept as the world would keep it.
    jobs: HashMap<Ticket, Job>,
    /// What the directory has said and is still on its way. `None`: it is heard at once.
    pub late: Option<VecDeque<(Ticket, Done)>>,
}

impl Deref for Played {
    type Target = Model;

    fn deref(&self) -> &Model {
        &self.model
    }
}

impl DerefMut for Played {
    fn deref_mut(&mut self) -> &mut Model {
        &mut self.model
    }
}

/// The program as it starts, and what was given to it in its directory.
pub fn opened(start: Start) -> Played {
    let given: Vec<OpenId> = start.found.iter().flat_map(|found| found.kept().cloned()).collect();
    let model = Model::new(start);
    let directory = Directory::default();
    directory.give(model.account().id(), given, None);
    Played { model, directory, jobs: HashMap::new(), late: None }
}

/// Take in one event. The directory answers at once, all others are waited for.
pub fn update(played: &mut Played, event: Event) -> Vec<Effect> {
    let mut effects = vec![];
    let mut queue = VecDeque::from([event]);
    while let Some(event) = queue.pop_front() {
        let event = match event {
            Event::Done(ticket, response) => match played.jobs.remove(&ticket) {
                Some(job) => Event::Done(ticket, played.directory.keep(&job, response)),
                None => Event::Done(ticket, response),
            },
            other => other,
        };
        for effect in update::update(&mut played.model, event) {
            if let Effect::Run { ticket, job, .. } = &effect {
                if let Some(done) = played.directory.respond(job) {
                    match &mut played.late {
                        Some(late) => {
                            late.retain(|(other, _)| other.slot != ticket.slot);
                            late.push_back((ticket.clone(), done));
                        }
                        None => queue.push_back(Event::Done(ticket.clone(), Ok(done))),
                    }
                    continue;
                }
                played.jobs.insert(ticket.clone(), job.clone());
            }
            effects.push(effect);
        }
    }
    effects
}

/// Feed events, and answer every job at once, until nothing is asked any more. News stay.
pub fn play(played: &mut Played, events: impl IntoIterator<Item = Event>) -> Vec<Effect> {
    play_with(played, events, made::response)
}

/// The same, with other answers.
pub fn play_with(
    played: &mut Played,
    events: impl IntoIterator<Item = Event>,
    response: impl Fn(&Job) -> Result<Done, Fault>,
) -> Vec<Effect> {
    /// More than any event asks for, so that what is asked for without end fails and does not hang.
    const MOST: usize = 10_000;
    let mut all = vec![];
    for event in events {
        let mut queue = VecDeque::from([event]);
        let mut answered = 0;
        while let Some(event) = queue.pop_front() {
            for effect in update(played, event) {
                if let Effect::Run { ticket, job, .. } = &effect
                    && !is_news(ticket)
                {
                    answered += 1;
                    assert!(answered < MOST, "asked without end, at last for {job:?}");
                    queue.push_back(Event::Done(ticket.clone(), response(job)));
                }
                all.push(effect);
            }
        }
    }
    all
}

fn is_news(ticket: &Ticket) -> bool {
    ticket.slot == Slot::Notice
}

/// The followers of the made account, all answered.
pub fn started(width: u16, height: u16) -> Played {
    let mut played = opened(before(width, height));
    play(&mut played, [Event::Resize(Size::new(width, height))]);
    played
}

/// Everybody in the list in front, shown or not, in its order.
pub fn listed(played: &Played) -> Vec<OpenId> {
    let mut marks = Marks::default();
    marks.add(Query::default());
    marked_by(played, marks)
}

/// Those of them that are marked.
pub fn marked(played: &Played) -> Vec<OpenId> {
    marked_by(played, played.account().marks.clone())
}

fn marked_by(played: &Played, marks: Marks) -> Vec<OpenId> {
    let job = Job::Marked { account: played.account().id().clone(), marks };
    let Some(Done::Marked(text, _)) = played.directory.respond(&job) else {
        panic!("the directory knows who is marked")
    };
    text.lines().filter_map(OpenId::received).collect()
}

/// The jobs among effects, without those that only wait.
pub fn jobs(effects: &[Effect]) -> Vec<&Job> {
    let runs = effects.iter().filter_map(|effect| match effect {
        Effect::Run { job, .. } => Some(job),
        _ => None,
    });
    runs.filter(|job| **job != Job::Wait).collect()
}

pub fn selected(model: &Model) -> Option<&str> {
    model.account().list.current().map(OpenId::as_str)
}

/// The screen as text.
pub fn screen(model: &Model) -> String {
    let Size { width, height } = model.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("made in memory");
    terminal.draw(|frame| ui::draw(model, frame)).expect("drawn in memory");
    // `TestBackend` itself cannot be written out when it has no columns.
    if width == 0 { String::new() } else { terminal.backend().to_string() }
}
