//! What the terminal can: its size, its colours, and how avatars are drawn in it.

use std::io::{self, IsTerminal};

use ratatui::layout::Size;

use crate::{
    cli::doctor::check::{Check, State, What},
    config::images::Images,
    i18n::UiLang,
    runtime::{
        graphics::{
            capabilities::Terminal,
            diagnostics,
            selection::{Reason, Selection},
        },
        terminal,
    },
};

/// The screen says that it is too small below this.
const LEAST: Size = Size::new(20, 5);
/// Below this, list and detail are not side by side.
const COMFORTABLE: Size = Size::new(60, 15);

/// What was seen of a terminal.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub term: String,
    pub size: Size,
    pub colours: Colours,
    pub selection: Selection,
}

/// How many colours the environment promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// `NO_COLOR` is set.
    Off,
    /// `TERM` is empty or `dumb`.
    Unknown,
    Few,
    Many,
    All,
}

impl Colours {
    #[must_use]
    pub fn new(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| variable(name).unwrap_or_default();
        let term = value("TERM");
        if !value("NO_COLOR").is_empty() {
            Self::Off
        } else if term.is_empty() || term == "dumb" {
            Self::Unknown
        } else if matches!(value("COLORTERM").as_str(), "truecolor" | "24bit")
            || term.ends_with("-direct")
        {
            Self::All
        } else if term.contains("256color") {
            Self::Many
        } else {
            Self::Few
        }
    }
}

/// Look at the terminal and ask it. `None` when there is none at both ends: a question would then
/// end in a file, or its response in the input of whatever comes next.
pub async fn probe(images: Images, variable: impl Fn(&str) -> Option<String>) -> Option<Seen> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return None;
    }
    terminal::window().ok()?;
    let Terminal { term, size, selection, .. } = Terminal::learn(images, &variable).await;
    Some(Seen { term, size, colours: Colours::new(variable), selection })
}

/// What was seen, in words.
#[must_use]
pub fn checks(seen: &Option<Seen>, lang: UiLang) -> Vec<Check> {
    match seen {
        None => vec![Check::said(What::Terminal, State::Warning, "no_terminal", &[], lang)],
        Some(seen) => vec![size(seen, lang), colours(seen, lang), graphics(&seen.selection, lang)],
    }
}

fn size(seen: &Seen, lang: UiLang) -> Check {
    let size = |size: Size| format!("{}x{}", size.width, size.height);
    let (here, least) = (size(seen.size), size(LEAST));
    let comfortable = size(COMFORTABLE);
    let term = if seen.term.is_empty() { "-" } else { seen.term.as_str() };
    let values =
        [("size", &*here), ("term", term), ("least", &*least), ("comfortable", &*comfortable)];
    let holds = |other: Size| seen.size.width >= other.width && seen.size.height >= other.height;
    let (state, key) = if !holds(LEAST) {
        (State::Wrong, "too_small")
    } else if !holds(COMFORTABLE) {
        (State::Warning, "cramped")
    } else {
        (State::Ok, "size")
    };
    Check::said(What::Terminal, state, key, &values, lang)
}

fn colours(seen: &Seen, lang: UiLang) -> Check {
    let (state, key) = match seen.colours {
        Colours::Off => (State::Ok, "colours_off"),
        Colours::Unknown => (State::Warning, "colours_unknown"),
        Colours::Few => (State::Ok, "colours_few"),
        Colours::Many => (State::Ok, "colours_many"),
        Colours::All => (State::Ok, "colours_all"),
    };
    Check::said(What::Colours, state, key, &[("term", &seen.term)], lang)
}

fn graphics(selection: &Selection, lang: UiLang) -> Check {
    let state = match &selection.reason {
        Reason::Wanted
        | Reason::Replied(_)
        | Reason::Program(_)
        | Reason::Multiplexer(_)
        | Reason::Passthrough(_)
        | Reason::NoGraphics
        | Reason::Silent => State::Ok,
        Reason::NoCellSize | Reason::NoColour => State::Warning,
    };
    let values = diagnostics::values(selection);
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    Check::said(What::Graphics, state, diagnostics::key(selection), &values, lang)
}
