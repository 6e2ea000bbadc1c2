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
            choice::{self, Choice, Kind, Surroundings, Why, cell_of},
            encode::{Drawer, Encoded, Error},
            replies::Facts,
            tmux, why,
        },
        terminal,
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
    known: Arc<RwLock<Known>>,
}

/// What the terminal said, and what follows from it.
#[derive(Debug, Clone)]
struct Known {
    facts: Facts,
    choice: Choice,
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
        let known = Known { facts: Facts::default(), choice };
        Self { wanted, surroundings, lang, output, known: Arc::new(RwLock::new(known)) }
    }

    /// What to ask the terminal. Empty when the answer would change nothing.
    #[must_use]
    pub fn question(&self) -> &'static str {
        if self.wanted == Images::Off { "" } else { self.surroundings.question() }
    }

    /// What the terminal said, with what tmux says of the terminal behind it.
    pub async fn completed(&self, facts: Facts) -> Facts {
        let asks_tmux = matches!(self.wanted, Images::Auto | Images::Kitty)
            && self.surroundings.multiplexer == Some("tmux");
        let behind = if asks_tmux { tmux::behind().await } else { None };
        Facts { behind, ..facts }
    }

    /// Ask once more what can be asked at any time: in tmux another terminal may be there by now.
    pub async fn ask_again(&self) -> Drawing {
        let facts = self.completed(self.known().facts).await;
        self.learn(&facts);
        // What was said of cells may be of another font than the one that is there now.
        self.resized()
    }

    /// Take in what the terminal said of itself.
    pub fn learn(&self, facts: &Facts) -> Drawing {
        let (cells, pixels) = window();
        let choice = Choice::new(self.wanted, facts, &self.surroundings, cells, pixels);
        tracing::info!(why = ?choice.why, "pictures");
        self.output.go_through_tmux(choice.is_through_tmux());
        self.set(Known { facts: facts.clone(), choice });
        self.drawing()
    }

    /// Learn the size of a cell anew: another font may have come with another size.
    #[must_use]
    pub fn resized(&self) -> Drawing {
        let (cells, pixels) = window();
        let cell = cell_of(cells, pixels);
        let mut known = self.known();
        known.choice.drawer = known.choice.drawer.map(|drawer| drawer.with_cell(cell));
        self.set(known);
        self.drawing()
    }

    #[must_use]
    pub fn drawing(&self) -> Drawing {
        match self.known().choice.drawer {
            None => Drawing::Off,
            Some(drawer) => Drawing::By(name(drawer.kind()), drawer.cell()),
        }
    }

    /// How pictures are drawn, and why so.
    #[must_use]
    pub fn why(&self) -> String {
        why::say(&self.known().choice, self.lang)
    }

    /// Make a picture ready for a box of cells.
    ///
    /// # Errors
    /// When there is no room, or an encoder fails.
    pub fn encode(&self, picture: &Picture, cells: Size) -> Result<Encoded, Error> {
        self.known().choice.drawer.ok_or(Error::NoRoom)?.encode(picture, cells)
    }

    fn known(&self) -> Known {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, known: Known) {
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
    }
}

/// The window in cells and in pixels, as the system knows it; 0 where it does not.
fn window() -> (Size, Size) {
    terminal::window().unwrap_or((Size::ZERO, Size::ZERO))
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
