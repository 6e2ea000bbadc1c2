//! What is learnt of the terminal by a command without a screen: the same for all of them.

use ratatui::layout::Size;

use super::{
    probe,
    replies::Facts,
    selection::{Environment, Selection},
    tmux,
};
use crate::{
    config::images::Images,
    runtime::{colours::Depth, terminal},
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
        let (size, pixels) = terminal::window().unwrap_or((Size::new(80, 24), Size::ZERO));
        let mut facts = probe::learn(images, &environment).await;
        if images != Images::Off && environment.multiplexer == Some("tmux") {
            facts.behind = tmux::behind().await;
        }
        let selection = Selection::new(images, &facts, &environment, size, pixels);
        Self { term: environment.term, size, depth: Depth::of(variable), facts, selection }
    }
}
