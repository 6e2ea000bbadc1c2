//! What the person and the terminal send, as events of ours: first its answers, then keys.

use std::{collections::VecDeque, fmt, pin::Pin};

use crossterm::event::{Event as Sent, EventStream, KeyEventKind, MouseButton, MouseEventKind};
use futures::{Stream, StreamExt, stream};
use ratatui::layout::{Position, Size};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{
    app::event::Event,
    runtime::{
        canvas::Canvas,
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
    canvas: Canvas,
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
    #[must_use]
    pub fn new(canvas: Canvas) -> Self {
        Self { canvas, source: Source::Fresh, late: Late::default(), ready: VecDeque::new() }
    }

    /// The events from here on. Dropping the stream loses none.
    pub fn stream(&mut self) -> impl Stream<Item = Event> {
        stream::unfold(self, async |input| Some((input.next().await?, input)))
    }

    /// Stop reading, so that another program may.
    pub fn put_down(&mut self) {
        self.source = Source::Idle;
    }

    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            match &mut self.source {
                Source::Fresh => {
                    let (sender, typed) = unbounded_channel();
                    self.source = match ask(self.canvas.question(), DEADLINE, sender) {
                        Ok(asking) => Source::Asking(Box::pin(asking), typed),
                        Err(_) => Source::Idle,
                    };
                }
                Source::Asking(asking, typed) => {
                    let asked = tokio::select! {
                        biased;
                        Some(sent) = typed.recv() => {
                            self.ready.extend(event(sent));
                            continue;
                        }
                        asked = asking => asked,
                    };
                    while let Ok(sent) = typed.try_recv() {
                        self.ready.extend(event(sent));
                    }
                    self.late = asked.late;
                    // Nobody was told of a resize meanwhile.
                    if let Ok((width, height)) = crossterm::terminal::size() {
                        self.ready.push_back(Event::Resize(Size::new(width, height)));
                    }
                    self.ready.push_back(Event::Terminal(self.canvas.learn(&asked.facts)));
                    self.source = Source::Idle;
                }
                Source::Idle => self.source = Source::Keys(EventStream::new()),
                Source::Keys(keys) => {
                    // An error is the end: the terminal is gone.
                    let sent = keys.next().await?.ok()?;
                    if matches!(sent, Sent::Resize(..)) {
                        self.ready.push_back(Event::Terminal(self.canvas.resized()));
                    }
                    self.ready.extend(self.late.pass(sent).into_iter().filter_map(event));
                }
            }
        }
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
