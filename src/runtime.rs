//! The loop, and all that touches the outside: terminal, input, jobs, clipboard.

pub mod backend;
pub mod clipboard;
pub mod colours;
pub mod faults;
pub mod files;
pub mod graphics;
pub mod input;
pub mod jobs;
pub mod kept;
pub mod log;
pub mod output;
pub mod past;
pub mod program;
pub mod session;
pub mod terminal;
pub mod world;

use std::{collections::VecDeque, io, task::Poll, time::Duration};

use futures::{Stream, StreamExt};
use ratatui::{
    Terminal,
    backend::{Backend, ClearType},
    layout::{Rect, Size},
};
use tokio::{
    sync::mpsc::{self, UnboundedReceiver},
    time,
};

use crate::{
    app::{
        effect::{Effect, Leave},
        event::Event,
        graphics::Placement,
        layout::Panes,
        model::Model,
        update::update,
    },
    ui,
};
use jobs::{Jobs, World};

/// How often something turns while it loads.
const TICK: Duration = Duration::from_millis(100);

/// The program between the terminal and the world. It can be left and taken up again.
#[derive(Debug)]
pub struct Loop<W> {
    pub model: Model,
    jobs: Jobs<W>,
    responses: UnboundedReceiver<Event>,
    /// What came in and is not taken in yet.
    queue: VecDeque<Event>,
    /// The size of the screen and the panes on it, once it is drawn.
    drawn: Option<(Size, Panes)>,
}

/// Reason the loop came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Suspend,
    Leave(Leave),
    /// Nothing more can come in.
    Ended,
}

impl<W: World> Loop<W> {
    #[must_use]
    pub fn new(model: Model, world: W) -> Self {
        let (sender, responses) = mpsc::unbounded_channel();
        let jobs = Jobs::new(world, sender, faults::of_ours(model.ui_lang));
        Self { model, jobs, responses, queue: VecDeque::new(), drawn: None }
    }

    /// Draw, wait, take in all that waits, and so on, until the person suspends or quits or the
    /// input ends. `commit` sends a finished frame to the terminal, with these images on it.
    ///
    /// # Errors
    /// When the terminal cannot be drawn to.
    pub async fn go<B>(
        &mut self,
        terminal: &mut Terminal<B>,
        input: impl Stream<Item = Event>,
        mut commit: impl FnMut(&[Placement]) -> io::Result<()>,
    ) -> io::Result<Turn>
    where
        B: Backend,
        B::Error: std::error::Error + Send + Sync + 'static,
    {
        let mut ticks = time::interval_at(time::Instant::now() + TICK, TICK);
        ticks.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
        self.queue.push_front(Event::Resize(self.model.size));
        let input = input.fuse();
        tokio::pin!(input);
        loop {
            while let Some(event) = self.queue.pop_front() {
                if let Event::Done(ticket, _) = &event {
                    self.jobs.ended(ticket);
                }
                // Of two changes that follow fast only the last is seen, and it may be back to what it
                // was; but the terminal has cut or moved what stood on the screen meanwhile.
                if matches!(event, Event::Resize(_)) {
                    self.drawn = None;
                }
                // What is asked for besides is done all the same: the model waits for its responses.
                let mut turn = None;
                for effect in update(&mut self.model, event) {
                    match effect {
                        Effect::Leave(reason) => turn = Some(Turn::Leave(reason)),
                        Effect::Redraw => self.drawn = None,
                        Effect::Suspend => turn = Some(Turn::Suspend),
                        Effect::Run { .. } | Effect::Stop(_) | Effect::Copy(_) => {
                            self.jobs.perform(effect);
                        }
                    }
                }
                if let Some(turn) = turn {
                    return Ok(turn);
                }
            }
            let images = self.draw(terminal)?;
            commit(&images)?;
            tokio::select! {
                // Keys before answers: the person never waits for the network.
                biased;
                event = input.next() => match event {
                    Some(event) => self.queue.push_back(event),
                    None => return Ok(Turn::Ended),
                },
                Some(response) = self.responses.recv() => self.queue.push_back(response),
                _ = ticks.tick(), if self.model.is_busy() => self.queue.push_back(Event::Tick),
            }
            // Everything that already waits is taken in before the next frame is drawn.
            while let Poll::Ready(Some(event)) = futures::poll!(input.next()) {
                self.queue.push_back(event);
            }
            while let Ok(response) = self.responses.try_recv() {
                self.queue.push_back(response);
            }
        }
    }

    /// The screen is given back. The next frame draws it anew.
    pub fn put_away(&mut self) {
        self.drawn = None;
    }

    /// The images that stand beside the cells of the frame.
    fn draw<B>(&mut self, terminal: &mut Terminal<B>) -> io::Result<Vec<Placement>>
    where
        B: Backend,
        B::Error: std::error::Error + Send + Sync + 'static,
    {
        // The size is the model's, not asked from the terminal: what is drawn always fits it. Panes
        // that take others' places find an empty screen: terminals disagree on how wide some
        // characters are, and what one of them left over would stay.
        let drawn = Some((self.model.size, self.model.panes()));
        if self.drawn != drawn {
            // All of it, which takes away images too. `resize` empties it from the cursor on only,
            // where some terminals leave them.
            terminal.backend_mut().clear_region(ClearType::All).map_err(io::Error::other)?;
            let area = Rect::from((ratatui::layout::Position::ORIGIN, self.model.size));
            terminal.resize(area).map_err(io::Error::other)?;
            self.drawn = drawn;
        }
        terminal.draw(|frame| ui::draw(&self.model, frame)).map_err(io::Error::other)?;
        Ok(ui::placements(&self.model))
    }
}
