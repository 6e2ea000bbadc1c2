//! What the person and the terminal send, as events of ours: first its answers, then keys.

use std::{collections::VecDeque, fmt, io, pin::Pin};

use crossterm::event::{
    Event as Sent, EventStream, KeyCode, KeyEventKind, MouseButton, MouseEventKind,
};
use futures::{Stream, StreamExt, stream};
use ratatui::layout::{Position, Size};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{
    app::event::Event,
    runtime::{
        graphics::Graphics,
        pictures::{
            ask::{Asked, DEADLINE, ask},
            late::Late,
        },
    },
};

/// How far one notch of the wheel goes, in rows.
const NOTCH: i16 = 3;

/// Reads the terminal. It can be put down and taken up again, and loses nothing.
pub struct Input {
    canvas: Graphics,
    resizes: Resizes,
    source: Source,
    late: Late,
    ready: VecDeque<Event>,
}

enum Source {
    /// Nothing was read so far: the first frame comes before the first question.
    Fresh,
    /// The terminal is asked; what is typed meanwhile comes through the channel.
    Asking(Pin<Box<dyn Future<Output = Asked> + Send>>, UnboundedReceiver<Sent>),
    /// Nobody reads: the next event starts crossterm's reader.
    Idle,
    Keys(EventStream),
}

impl Input {
    /// # Errors
    /// When the system lets nobody listen for changes of the window.
    pub fn new(canvas: Graphics) -> io::Result<Self> {
        let (source, late, ready) = (Source::Fresh, Late::default(), VecDeque::new());
        Ok(Self { canvas, resizes: Resizes::new()?, source, late, ready })
    }

    /// The events from here on. Dropping the stream loses none.
    pub fn stream(&mut self) -> impl Stream<Item = Event> {
        stream::unfold(self, async |input| Some((input.next().await?, input)))
    }

    /// Stop reading, so that another program may. While the terminal is asked, the one who listens
    /// for its answers hears keys too, so he is kept: he ends by himself.
    pub fn put_down(&mut self) {
        if let Source::Keys(_) = self.source {
            self.source = Source::Idle;
        }
    }

    /// Wait until nobody listens for the terminal's answers any more, so that a next session hears
    /// every key.
    pub async fn fall_silent(&mut self) {
        if let Source::Asking(asking, _) = &mut self.source {
            asking.await;
            self.source = Source::Idle;
        }
    }

    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let sent = match &mut self.source {
                Source::Fresh => {
                    let (sender, typed) = unbounded_channel();
                    self.source = match ask(self.canvas.question(), DEADLINE, sender) {
                        Ok(asking) => {
                            let canvas = self.canvas.clone();
                            let asking = async move {
                                let Asked { facts, late } = asking.await;
                                Asked { facts: canvas.completed(facts).await, late }
                            };
                            Source::Asking(Box::pin(asking), typed)
                        }
                        Err(_) => Source::Idle,
                    };
                    continue;
                }
                Source::Asking(asking, typed) => tokio::select! {
                    biased;
                    Some(sent) = typed.recv() => sent,
                    size = self.resizes.next() => {
                        self.resized(size);
                        continue;
                    }
                    asked = asking => {
                        self.answered(asked);
                        continue;
                    }
                },
                Source::Idle => {
                    // Without a terminal crossterm's reader panics.
                    #[cfg(unix)]
                    std::fs::File::open("/dev/tty").ok()?;
                    self.source = Source::Keys(EventStream::new());
                    continue;
                }
                Source::Keys(keys) => tokio::select! {
                    biased;
                    // An error is the end: the terminal is gone.
                    sent = keys.next() => sent?.ok()?,
                    size = self.resizes.next() => {
                        self.resized(size);
                        continue;
                    }
                },
            };
            break_off_on_request(&sent);
            self.ready.extend(self.late.pass(sent).into_iter().filter_map(event));
        }
    }

    fn resized(&mut self, size: Size) {
        let drawing = self.canvas.resized();
        self.ready.push_back(Event::Terminal(drawing, self.canvas.why()));
        self.ready.push_back(Event::Resize(size));
    }

    fn answered(&mut self, asked: Asked) {
        let source = std::mem::replace(&mut self.source, Source::Idle);
        if let Source::Asking(_, mut typed) = source {
            while let Ok(sent) = typed.try_recv() {
                self.ready.extend(event(sent));
            }
        }
        self.late = asked.late;
        let drawing = self.canvas.learn(&asked.facts);
        self.ready.push_back(Event::Terminal(drawing, self.canvas.why()));
    }
}

/// In a debug build a test can ask for a panic, to see that the terminal is given back.
fn break_off_on_request(sent: &Sent) {
    let is_asked = matches!(sent, Sent::Key(key) if key.code == KeyCode::F(12));
    let is_set = cfg!(debug_assertions) && std::env::var_os("FANSCOPE_PANIC").is_some();
    assert!(!(is_asked && is_set), "asked for by FANSCOPE_PANIC");
}

/// Changes of the window's size. crossterm tells them only while its own reader runs.
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
            if let Ok((width, height)) = crossterm::terminal::size() {
                return Size::new(width, height);
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
        let source = match self.source {
            Source::Fresh => "fresh",
            Source::Asking(..) => "asking",
            Source::Idle => "idle",
            Source::Keys(_) => "keys",
        };
        write!(f, "Input({source}, {} ready)", self.ready.len())
    }
}

/// What something that the terminal sent means. `None` for what nobody asked for.
#[must_use]
pub fn event(sent: Sent) -> Option<Event> {
    Some(match sent {
        // Letting go of a key is told by some terminals only.
        Sent::Key(key) if key.kind == KeyEventKind::Release => return None,
        Sent::Key(key) => Event::Key(key),
        Sent::Paste(text) => Event::Paste(text),
        // Known already, from the signal.
        Sent::Resize(..) if cfg!(unix) => return None,
        Sent::Resize(width, height) => Event::Resize(Size::new(width, height)),
        Sent::Mouse(mouse) => {
            let at = Position::new(mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Event::Click(at),
                MouseEventKind::ScrollDown => Event::Scroll(at, NOTCH),
                MouseEventKind::ScrollUp => Event::Scroll(at, -NOTCH),
                _ => return None,
            }
        }
        Sent::FocusGained | Sent::FocusLost => return None,
    })
}
