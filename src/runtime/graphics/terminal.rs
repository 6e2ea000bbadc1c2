//! What is learnt of the terminal by a command without a screen: the same for all of them.

use ratatui::layout::Size;
use tokio::sync::mpsc::unbounded_channel;

use super::{
    protocol::{Environment, Selection},
    tmux,
};
use crate::{
    config::images::Images,
    runtime::{
        colours::Depth,
        pictures::{
            answers::Facts,
            ask::{Asked, DEADLINE, ask},
        },
    },
};

/// A terminal, how images are drawn in it, and why so.
#[derive(Debug, Clone, PartialEq)]
pub struct Terminal {
    pub term: String,
    /// The window in cells. 80 × 24 where nobody knows it.
    pub size: Size,
    pub depth: Depth,
    pub facts: Facts,
    pub selection: Selection,
}

impl Terminal {
    /// Ask the terminal, unless nothing depends on it. What is typed meanwhile is lost, as with any
    /// command that reads the terminal.
    pub async fn learn(images: Images, variable: impl Fn(&str) -> Option<String>) -> Self {
        let environment = Environment::new(&variable);
        let window = crossterm::terminal::window_size();
        let (size, pixels) = window.map_or((Size::new(80, 24), Size::ZERO), |window| {
            (Size::new(window.columns, window.rows), Size::new(window.width, window.height))
        });
        let mut facts = Facts::default();
        if images != Images::Off {
            facts = asked(&environment).await;
            if environment.multiplexer == Some("tmux") {
                facts.behind = tmux::behind().await;
            }
        }
        let selection = Selection::new(images, &facts, &environment, size, pixels);
        Self { term: environment.term, size, depth: Depth::of(variable), facts, selection }
    }
}

async fn asked(environment: &Environment) -> Facts {
    if crossterm::terminal::enable_raw_mode().is_err() {
        return Facts::default();
    }
    let (typed, _unread) = unbounded_channel();
    let asked = match ask(environment.question(), DEADLINE, typed) {
        Ok(asking) => asking.await,
        Err(_) => Asked::default(),
    };
    // The next read would report it.
    let _ = crossterm::terminal::disable_raw_mode();
    asked.facts
}
