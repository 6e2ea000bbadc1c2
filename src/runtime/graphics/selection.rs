//! Which way images are drawn here, and why: the one place that decides.

use ratatui::layout::Size;

use super::{blocks::Shape, encode::Encoder, protocol::Protocol, replies::Facts};
use crate::config::images::Images;

/// Why it was chosen, for `doctor` and the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The person said so.
    Wanted,
    /// A multiplexer stands between, which lets text through only.
    Multiplexer(&'static str),
    /// tmux hands images on to this terminal.
    Passthrough(String),
    /// The terminal's response, with its name where it told one.
    Replied(Option<String>),
    /// The environment names a terminal that can.
    Program(String),
    /// It answered that it has no graphics.
    NoGraphics,
    /// Nothing came back in time.
    Silent,
    /// It has graphics, but how large a cell is could not be learnt.
    NoCellSize,
    /// Colours are switched off, and blocks are nothing else.
    NoColour,
}

/// What the environment says about the terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    pub multiplexer: Option<&'static str>,
    /// `TERM`.
    pub term: String,
    /// `TERM_PROGRAM` or `LC_TERMINAL`.
    pub program: String,
    pub no_colour: bool,
}

impl Environment {
    #[must_use]
    pub fn new(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        let program = set("LC_TERMINAL").or_else(|| set("TERM_PROGRAM")).unwrap_or_default();
        let multiplexer = if set("TMUX").is_some() || term.starts_with("tmux") {
            Some("tmux")
        } else if set("ZELLIJ").is_some() {
            Some("zellij")
        } else if set("STY").is_some() || term.starts_with("screen") {
            Some("screen")
        } else {
            None
        };
        Self { multiplexer, term, program, no_colour: set("NO_COLOR").is_some() }
    }

    /// A screen without windows, or nothing known: some hundred characters, and no questions.
    fn is_console(&self) -> bool {
        let consoles = ["linux", "dumb", "cons", "vt52"];
        self.term.is_empty() || consoles.iter().any(|name| self.term.starts_with(name))
    }

    /// What to send. tmux takes the kitty question for a title, screen shows it, and the console of
    /// Linux prints what it does not know, so they are asked only what they understand.
    #[must_use]
    pub fn question(&self) -> &'static str {
        match self.multiplexer {
            _ if self.is_console() => "",
            Some("screen") => "\x1b[c",
            Some(_) => "\x1b[16t\x1b[14t\x1b[c",
            // DA1 last: everybody answers it, so nothing more comes after it.
            None => {
                "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[>0q\x1b]11;?\x1b\\\x1b[16t\x1b[14t\x1b[c"
            }
        }
    }
}

/// The way, if there is one, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    pub encoder: Option<Encoder>,
    pub reason: Reason,
}

impl Selection {
    /// Whether orders of kitty graphics must be wrapped, so that tmux hands them on.
    #[must_use]
    pub const fn is_through_tmux(&self) -> bool {
        matches!(self.reason, Reason::Passthrough(_))
    }

    /// Decide. `cells` and `pixels` are the window's, by the system; pixels are 0 where it knows none.
    #[must_use]
    pub fn new(
        wanted: Images,
        facts: &Facts,
        environment: &Environment,
        cells: Size,
        pixels: Size,
    ) -> Self {
        let blocks = Protocol::Blocks(shape(facts, environment));
        let (protocol, reason) = match select(wanted, facts, environment) {
            (Some(protocol), reason) => (protocol, reason),
            (None, reason) => return Self { encoder: None, reason },
        };
        let cell = facts.cell.or_else(|| {
            let (width, height) = facts.area.unwrap_or((pixels.width, pixels.height));
            cell_of(cells, Size::new(width, height))
        });
        let (protocol, reason) = match (protocol, cell) {
            (Protocol::Blocks(_), _) if environment.no_colour => {
                return Self { encoder: None, reason: Reason::NoColour };
            }
            // Said by the person, it is done, with a common cell.
            (Protocol::Kitty | Protocol::Direct | Protocol::Iterm2 | Protocol::Sixel, None)
                if reason != Reason::Wanted =>
            {
                (blocks, Reason::NoCellSize)
            }
            (protocol, _) => (protocol, reason),
        };
        let encoder = Encoder::new(protocol, cell, facts.background)
            .keeping_images(keeps_images(facts.behind.as_ref().or(facts.name.as_ref())));
        Self { encoder: Some(encoder), reason }
    }
}

/// Width and height of a cell, when the window's size in pixels is known.
#[must_use]
pub fn cell_of(cells: Size, pixels: Size) -> Option<(u16, u16)> {
    let width = pixels.width.checked_div(cells.width)?;
    let height = pixels.height.checked_div(cells.height)?;
    // Some terminals tell cells for pixels.
    (width >= 3 && height >= 5).then_some((width, height))
}

fn select(wanted: Images, facts: &Facts, environment: &Environment) -> (Option<Protocol>, Reason) {
    let blocks = Protocol::Blocks(shape(facts, environment));
    let behind = facts.behind.clone().filter(|name| has_placeholders(name));
    match wanted {
        Images::Off => return (None, Reason::Wanted),
        Images::Blocks => return (Some(blocks), Reason::Wanted),
        Images::Sixel => return (Some(Protocol::Sixel), Reason::Wanted),
        Images::Iterm2 => return (Some(Protocol::Iterm2), Reason::Wanted),
        Images::Kitty | Images::Auto => {
            if let Some(behind) = behind {
                return (Some(Protocol::Kitty), Reason::Passthrough(behind));
            }
        }
    }
    if wanted == Images::Kitty {
        // Where it is placed at the cursor, the person cannot know.
        return (Some(kitty_protocol(facts)), Reason::Wanted);
    }
    if let Some(multiplexer) = environment.multiplexer {
        return (Some(blocks), Reason::Multiplexer(multiplexer));
    }
    let replied = || Reason::Replied(facts.name.clone());
    let name = facts.name.as_deref().unwrap_or_default();
    if ["iTerm2", "WezTerm"].iter().any(|known| name.starts_with(known)) {
        return (Some(Protocol::Iterm2), replied());
    }
    if facts.kitty {
        return (Some(kitty_protocol(facts)), replied());
    }
    if facts.sixel {
        return (Some(Protocol::Sixel), replied());
    }
    let takes_iterm2 = ["iTerm", "WezTerm", "mintty", "Tabby", "Hyper"];
    if takes_iterm2.iter().any(|known| environment.program.contains(known)) {
        return (Some(Protocol::Iterm2), Reason::Program(environment.program.clone()));
    }
    (Some(blocks), if facts.complete { Reason::NoGraphics } else { Reason::Silent })
}

/// Which blocks are sharp here and do not show as boxes.
///
/// Quadrants lie in the same part of Unicode as half-blocks and came with them, so fonts have both.
/// Few fonts have sextants, so they are used where the terminal draws them by itself.
#[must_use]
pub fn shape(facts: &Facts, environment: &Environment) -> Shape {
    if environment.multiplexer.is_some() {
        // The name, if there is one, is the multiplexer's.
        return Shape::Quadrant;
    }
    if environment.is_console() {
        // The console of Linux has 512 characters at most, and no quadrants among them.
        return Shape::Half;
    }
    let Some((program, version)) = facts.name.as_deref().and_then(program) else {
        return Shape::Quadrant;
    };
    let draws_sextants = match program {
        // 62.00, as it counts.
        "VTE" => version >= (6200, 0),
        // Three were wrong before: issue 3106.
        "kitty" => version >= (0, 20),
        // 1.20.0 ends at the first one: issue 1901. Whether it is 1.20.0 is not told here.
        "foot" => version >= (1, 8) && version != (1, 20),
        "WezTerm" => version >= (20_210_814, 0),
        "Konsole" => version >= (22, 12),
        "ghostty" => true,
        _ => false,
    };
    if draws_sextants { Shape::Sextant } else { Shape::Quadrant }
}

/// Placeholders only where they are known to work: elsewhere they show as boxes.
fn kitty_protocol(facts: &Facts) -> Protocol {
    let is_known = facts.name.as_deref().is_some_and(has_placeholders);
    if is_known { Protocol::Kitty } else { Protocol::Direct }
}

fn has_placeholders(name: &str) -> bool {
    match program(name) {
        Some(("kitty", version)) => version >= (0, 28),
        Some((name, _)) => name == "ghostty",
        None => false,
    }
}

/// Terminals that were seen to keep an image that is hidden, or that say so. xterm.js 6.1, which is VS
/// Code's, frees it, so one that has told no name, or another, is not believed to.
fn keeps_images(name: Option<&String>) -> bool {
    match name.and_then(|name| program(name)) {
        Some(("kitty" | "ghostty" | "WezTerm", _)) => true,
        Some(("Konsole", version)) => version >= (22, 12),
        _ => false,
    }
}

/// A terminal's name and the first two numbers of its version, as in `kitty(0.26.5)`, `VTE(6200)`,
/// `Konsole 22.12.3`, `WezTerm 20240203-110809-5046fc22`. A number that is missing is 0.
fn program(told: &str) -> Option<(&str, (u32, u32))> {
    let end = told.find(|c: char| !c.is_alphabetic()).unwrap_or(told.len());
    let (name, rest) = told.split_at_checked(end)?;
    let mut numbers = rest.trim_start_matches([' ', '(']).split(['.', ')', '-', ' ']);
    let mut next = || numbers.next().and_then(|number| number.parse().ok()).unwrap_or(0);
    Some((name, (next(), next())))
}
