//! Which way pictures are drawn here, and why: the one place that decides.

use ratatui::layout::Size;

use super::{answers::Facts, encode::Drawer};

/// A way to draw a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// kitty graphics, placed by characters: kitty from 0.28, Ghostty.
    Kitty,
    /// kitty graphics, placed at the cursor: kitty before 0.28, Konsole, and others that answer.
    Direct,
    Iterm2,
    Sixel,
    /// Two pixels in each cell, by half a block and two colours.
    Blocks,
}

/// What the person wants: `--images`, or the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wanted {
    #[default]
    Auto,
    Kitty,
    Iterm2,
    Sixel,
    Blocks,
    Off,
}

/// Why it was chosen, for `doctor` and the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The person said so.
    Wanted,
    /// A multiplexer stands between, which lets text through only.
    Multiplexer(&'static str),
    /// The terminal's answer, with its name where it told one.
    Answer(Option<String>),
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
pub struct Surroundings {
    pub multiplexer: Option<&'static str>,
    /// `TERM`.
    pub term: String,
    /// `TERM_PROGRAM` or `LC_TERMINAL`.
    pub program: String,
    pub no_colour: bool,
}

impl Surroundings {
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

    /// What to send. tmux takes the kitty question for a title, screen shows it, and the console of
    /// Linux prints what it does not know, so they are asked only what they understand.
    #[must_use]
    pub fn question(&self) -> &'static str {
        let is_console =
            ["linux", "dumb", "cons", "vt52"].iter().any(|name| self.term.starts_with(name));
        match self.multiplexer {
            _ if is_console || self.term.is_empty() => "",
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
pub struct Choice {
    pub drawer: Option<Drawer>,
    pub why: Why,
}

impl Choice {
    /// Decide. `cells` and `pixels` are the window's, by the system; pixels are 0 where it knows none.
    #[must_use]
    pub fn new(
        wanted: Wanted,
        facts: &Facts,
        surroundings: &Surroundings,
        cells: Size,
        pixels: Size,
    ) -> Self {
        let (kind, why) = match way(wanted, facts, surroundings) {
            (Some(kind), why) => (kind, why),
            (None, why) => return Self { drawer: None, why },
        };
        let cell = facts.cell.or_else(|| {
            let (width, height) = facts.area.unwrap_or((pixels.width, pixels.height));
            cell_of(cells, Size::new(width, height))
        });
        let (kind, why) = match (kind, cell) {
            (Kind::Blocks, _) if surroundings.no_colour && why != Why::Wanted => {
                return Self { drawer: None, why: Why::NoColour };
            }
            // Said by the person, it is done, with a common cell.
            (_, None) if kind != Kind::Blocks && why != Why::Wanted => {
                (Kind::Blocks, Why::NoCellSize)
            }
            (kind, _) => (kind, why),
        };
        let drawer = Drawer::new(kind, cell, facts.background);
        Self { drawer: Some(drawer), why }
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

fn way(wanted: Wanted, facts: &Facts, surroundings: &Surroundings) -> (Option<Kind>, Why) {
    match wanted {
        Wanted::Off => return (None, Why::Wanted),
        Wanted::Blocks => return (Some(Kind::Blocks), Why::Wanted),
        Wanted::Sixel => return (Some(Kind::Sixel), Why::Wanted),
        Wanted::Iterm2 => return (Some(Kind::Iterm2), Why::Wanted),
        // Where it is placed at the cursor, the person cannot know.
        Wanted::Kitty => return (Some(kitty_kind(facts)), Why::Wanted),
        Wanted::Auto => {}
    }
    if let Some(multiplexer) = surroundings.multiplexer {
        return (Some(Kind::Blocks), Why::Multiplexer(multiplexer));
    }
    let answer = || Why::Answer(facts.name.clone());
    let name = facts.name.as_deref().unwrap_or_default();
    if ["iTerm2", "WezTerm"].iter().any(|known| name.starts_with(known)) {
        return (Some(Kind::Iterm2), answer());
    }
    if facts.kitty {
        return (Some(kitty_kind(facts)), answer());
    }
    if facts.sixel {
        return (Some(Kind::Sixel), answer());
    }
    let takes_iterm2 = ["iTerm", "WezTerm", "mintty", "Tabby", "Hyper"];
    if takes_iterm2.iter().any(|known| surroundings.program.contains(known)) {
        return (Some(Kind::Iterm2), Why::Program(surroundings.program.clone()));
    }
    (Some(Kind::Blocks), if facts.complete { Why::NoGraphics } else { Why::Silent })
}

/// Placeholders only where they are known to work: elsewhere they show as boxes.
fn kitty_kind(facts: &Facts) -> Kind {
    let name = facts.name.as_deref().unwrap_or_default();
    let version = |name: &str| -> Option<(u32, u32)> {
        let mut parts = name.strip_prefix("kitty(")?.split(['.', ')']);
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    let is_new_kitty = version(name).is_some_and(|version| version >= (0, 28));
    if is_new_kitty || name.starts_with("ghostty") { Kind::Kitty } else { Kind::Direct }
}
