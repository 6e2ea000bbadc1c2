//! How pictures are drawn in this terminal, as far as it is known: shared by input and jobs.

use std::sync::{Arc, PoisonError, RwLock};

use ratatui::layout::Size;

use crate::{
    app::picture::Drawing,
    avatar::picture::Picture,
    config::images::Images,
    runtime::{
        output::Output,
        pictures::{
            answers::Facts,
            choice::{self, Choice, Kind, Surroundings, Why, cell_of},
            encode::{Drawer, Encoded, Error},
            why,
        },
    },
    words::UiLang,
};

/// The way in use. Clones share it.
#[derive(Debug, Clone)]
pub struct Canvas {
    wanted: Images,
    surroundings: Surroundings,
    lang: UiLang,
    output: Output,
    choice: Arc<RwLock<Choice>>,
}

impl Canvas {
    /// Until the terminal has answered, blocks; nothing when pictures are off.
    #[must_use]
    pub fn new(wanted: Images, surroundings: Surroundings, lang: UiLang, output: Output) -> Self {
        let shape = choice::shape(&Facts::default(), &surroundings);
        let choice = match wanted {
            Images::Off => Choice { drawer: None, why: Why::Wanted },
            _ if surroundings.no_colour => Choice { drawer: None, why: Why::NoColour },
            _ => Choice { drawer: Some(Drawer::blocks(shape)), why: Why::Silent },
        };
        Self { wanted, surroundings, lang, output, choice: Arc::new(RwLock::new(choice)) }
    }

    /// What to ask the terminal. Empty when the answer would change nothing.
    #[must_use]
    pub fn question(&self) -> &'static str {
        if self.wanted == Images::Off { "" } else { self.surroundings.question() }
    }

    /// Whether tmux is to be asked for the terminal behind it.
    #[must_use]
    pub fn asks_tmux(&self) -> bool {
        matches!(self.wanted, Images::Auto | Images::Kitty)
            && self.surroundings.multiplexer == Some("tmux")
    }

    /// Take in what the terminal said of itself.
    pub fn learn(&self, facts: &Facts) -> Drawing {
        let (cells, pixels) = window();
        let choice = Choice::new(self.wanted, facts, &self.surroundings, cells, pixels);
        tracing::info!(why = ?choice.why, "pictures");
        self.output.go_through_tmux(choice.is_through_tmux());
        self.set(choice);
        self.drawing()
    }

    /// Learn the size of a cell anew: another font may have come with another size.
    #[must_use]
    pub fn resized(&self) -> Drawing {
        let (cells, pixels) = window();
        let cell = cell_of(cells, pixels);
        let mut choice = self.choice();
        choice.drawer = choice.drawer.map(|drawer| drawer.with_cell(cell));
        self.set(choice);
        self.drawing()
    }

    #[must_use]
    pub fn drawing(&self) -> Drawing {
        match self.choice().drawer {
            None => Drawing::Off,
            Some(drawer) => Drawing::By(name(drawer.kind()), drawer.cell()),
        }
    }

    /// How pictures are drawn, and why so.
    #[must_use]
    pub fn why(&self) -> String {
        why::say(&self.choice(), self.lang)
    }

    /// Make a picture ready for a box of cells.
    ///
    /// # Errors
    /// When there is no room, or an encoder fails.
    pub fn encode(&self, picture: &Picture, cells: Size) -> Result<Encoded, Error> {
        self.choice().drawer.ok_or(Error::NoRoom)?.encode(picture, cells)
    }

    fn choice(&self) -> Choice {
        self.choice.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, choice: Choice) {
        *self.choice.write().unwrap_or_else(PoisonError::into_inner) = choice;
    }
}

/// The window in cells and in pixels, as the system knows it; 0 where it does not.
fn window() -> (Size, Size) {
    crossterm::terminal::window_size().map_or((Size::ZERO, Size::ZERO), |size| {
        (Size::new(size.columns, size.rows), Size::new(size.width, size.height))
    })
}

/// What a way is called on the screen and in `--images`.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Kitty | Kind::Direct => "kitty",
        Kind::Iterm2 => "iterm2",
        Kind::Sixel => "sixel",
        Kind::Blocks(_) => "blocks",
    }
}
