//! What the person and the terminal send, as events of ours.

pub mod decoder;
pub mod keys;
pub mod paste;
pub mod reader;
pub mod sequence;

use std::{collections::VecDeque, fmt, io, pin::Pin, time::Instant};

use crossterm::event::{
    Event as TerminalEvent, KeyCode, KeyEventKind, MouseButton, MouseEventKind,
};
use futures::{Stream, stream};
use ratatui::layout::{Position, Size};
use tokio::time;

use crate::{
    app::event::Event,
    runtime::{
        graphics::{
            Graphics,
            probe::{DEADLINE, Probe},
            replies::Facts,
        },
        terminal,
    },
};
use decoder::{Decoder, Item};
use reader::Reader;

/// How far one notch of the wheel goes, in rows.
const NOTCH: i16 = 3;

/// Reads the terminal. It can be put down and taken up again, and loses nothing.
pub struct Input {
    graphics: Graphics,
    resizes: Resizes,
    /// `None` while another program may read.
    reader: Option<Reader>,
    decoder: Decoder,
    /// `None` before the first frame, which comes before the first question.
    probe: Option<Probe>,
    /// What follows from the replies, once the terminal behind this one has been asked.
    learning: Option<Pin<Box<dyn Future<Output = Facts> + Send>>>,
    ready: VecDeque<Event>,
}

impl Input {
    /// Listen for changes of the window from now on.
    ///
    /// # Errors
    /// When the system lets nobody listen for them.
    pub fn new(graphics: Graphics) -> io::Result<Self> {
        Ok(Self {
            graphics,
            resizes: Resizes::new()?,
            reader: None,
            decoder: Decoder::default(),
            probe: None,
            learning: None,
            ready: VecDeque::new(),
        })
    }

    /// The events from here on, up to the end of the terminal. Dropping the stream loses none.
    pub fn stream(&mut self) -> impl Stream<Item = Event> {
        stream::unfold(self, async |input| Some((input.next().await?, input)))
    }

    /// Stop reading, so that another program may.
    pub fn put_down(&mut self) {
        let Some(mut reader) = self.reader.take() else { return };
        reader.stop();
        while let Some(bytes) = reader.waiting() {
            self.read(&bytes);
        }
    }

    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            if self.probe.is_none() {
                self.probe = Some(Probe::send(self.graphics.question(), DEADLINE).ok()?);
            }
            let reader = match &mut self.reader {
                Some(reader) => reader,
                empty => empty.insert(Reader::start(terminal::open().ok()?).ok()?),
            };
            let deadline = self.decoder.deadline();
            let silence = self.probe.as_ref().and_then(Probe::deadline);
            tokio::select! {
                // What was read before what follows from nothing having been read.
                biased;
                read = reader.next() => self.read(&read?),
                size = self.resizes.next() => self.resized(size),
                facts = learnt(&mut self.learning) => self.learnt(&facts),
                () = at(silence) => {
                    let facts = self.probe.as_mut().map(Probe::expire);
                    self.replied(facts);
                }
                () = at(deadline) => {
                    let items = self.decoder.expire(Instant::now());
                    self.take(items);
                }
            }
        }
    }

    fn read(&mut self, bytes: &[u8]) {
        let items = self.decoder.push(bytes, Instant::now());
        self.take(items);
    }

    fn take(&mut self, items: Vec<Item>) {
        for item in items {
            match item {
                Item::Event(received) => {
                    break_off_on_request(&received);
                    self.ready.extend(event(received));
                }
                Item::Reply(reply) => {
                    let facts = self.probe.as_mut().and_then(|probe| probe.take(&reply));
                    self.replied(facts);
                }
            }
        }
    }

    /// The replies are complete, or the time for them is over.
    fn replied(&mut self, facts: Option<Facts>) {
        let Some(facts) = facts else { return };
        let graphics = self.graphics.clone();
        self.learning = Some(Box::pin(async move { graphics.completed(facts).await }));
    }

    fn learnt(&mut self, facts: &Facts) {
        let graphics_mode = self.graphics.learn(facts);
        self.ready.push_back(Event::Terminal(graphics_mode, self.graphics.explanation()));
    }

    fn resized(&mut self, size: Size) {
        let graphics_mode = self.graphics.resized();
        self.ready.push_back(Event::Terminal(graphics_mode, self.graphics.explanation()));
        self.ready.push_back(Event::Resize(size));
    }
}

/// Comes true then. Never, when there is no such time.
async fn at(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => time::sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}

/// What is being learnt, once it is.
async fn learnt(learning: &mut Option<Pin<Box<dyn Future<Output = Facts> + Send>>>) -> Facts {
    let Some(future) = learning else { return std::future::pending().await };
    let facts = future.await;
    *learning = None;
    facts
}

/// In a debug build a test can ask for a panic, to see that the terminal is given back: here, or in a
/// thread that is no job's.
fn break_off_on_request(received: &TerminalEvent) {
    let is_requested = matches!(received, TerminalEvent::Key(key) if key.code == KeyCode::F(12));
    if !cfg!(debug_assertions) || !is_requested {
        return;
    }
    match std::env::var("FANSCOPE_PANIC").as_deref() {
        Ok("thread") => {
            std::thread::spawn(|| panic!("asked for by FANSCOPE_PANIC"));
        }
        Ok(_) => panic!("asked for by FANSCOPE_PANIC"),
        Err(_) => {}
    }
}

/// Changes of the window's size.
#[cfg(unix)]
#[derive(Debug)]
struct Resizes(tokio::signal::unix::Signal);

#[cfg(unix)]
impl Resizes {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::window_change()).map(Self)
    }

    async fn next(&mut self) -> Size {
        loop {
            self.0.recv().await;
            if let Ok(size) = terminal::size() {
                return size;
            }
        }
    }
}

#[cfg(not(unix))]
#[derive(Debug)]
struct Resizes;

#[cfg(not(unix))]
impl Resizes {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Size {
        std::future::pending().await
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { reader, decoder, ready, .. } = self;
        write!(f, "Input({reader:?}, {decoder:?}, {} ready)", ready.len())
    }
}

/// What something that the terminal sent means. `None` for what nobody asked for.
#[must_use]
pub fn event(received: TerminalEvent) -> Option<Event> {
    Some(match received {
        // Letting go of a key is told by some terminals only.
        TerminalEvent::Key(key) if key.kind == KeyEventKind::Release => return None,
        TerminalEvent::Key(key) => Event::Key(key),
        TerminalEvent::Paste(text) => Event::Paste(text),
        // Known already, from the signal.
        TerminalEvent::Resize(..) if cfg!(unix) => return None,
        TerminalEvent::Resize(width, height) => Event::Resize(Size::new(width, height)),
        TerminalEvent::Mouse(mouse) => {
            let at = Position::new(mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Event::Click(at),
                MouseEventKind::ScrollDown => Event::Scroll(at, NOTCH),
                MouseEventKind::ScrollUp => Event::Scroll(at, -NOTCH),
                _ => return None,
            }
        }
        TerminalEvent::FocusGained | TerminalEvent::FocusLost => return None,
    })
}
