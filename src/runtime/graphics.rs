//! How images are drawn in this terminal, as far as it is known: shared by input and jobs.
//!
//! One place decides, `selection::Selection`, from what the terminal responded, what the environment
//! says and what the person wants. Until the responses are here, and where none come, it is blocks,
//! which every terminal has.

pub mod blocks;
#[cfg(unix)]
pub mod capabilities;
pub mod diagnostics;
pub mod encode;
pub mod error;
pub mod kitty;
#[cfg(unix)]
pub mod probe;
pub mod protocol;
pub mod replies;
pub mod selection;
pub mod sixel;
pub mod tmux;
pub mod transmitted;

use std::sync::{Arc, PoisonError, RwLock};

use ratatui::layout::Size;

use crate::{
    app::graphics::{GraphicsMode, RenderedImage},
    avatar::image::DecodedImage,
    config::images::Images,
    i18n::UiLang,
    runtime::{output::Output, terminal},
};
use encode::Encoder;
use error::Error;
use protocol::Protocol;
use replies::Facts;
use selection::{Environment, Reason, Selection, cell_of};

/// The way in use. Clones share it.
#[derive(Debug, Clone)]
pub struct Graphics {
    wanted: Images,
    environment: Environment,
    lang: UiLang,
    output: Output,
    known: Arc<RwLock<Known>>,
}

/// What the terminal said, and what follows from it.
#[derive(Debug, Clone)]
struct Known {
    facts: Facts,
    selection: Selection,
}

impl Graphics {
    /// Until the terminal has answered, blocks; nothing when images are off.
    #[must_use]
    pub fn new(wanted: Images, environment: Environment, lang: UiLang, output: Output) -> Self {
        let shape = selection::shape(&Facts::default(), &environment);
        let selection = match wanted {
            Images::Off => Selection { encoder: None, reason: Reason::Wanted },
            _ if environment.no_colour => Selection { encoder: None, reason: Reason::NoColour },
            _ => Selection { encoder: Some(Encoder::blocks(shape)), reason: Reason::Silent },
        };
        let known = Known { facts: Facts::default(), selection };
        Self { wanted, environment, lang, output, known: Arc::new(RwLock::new(known)) }
    }

    /// What to ask the terminal. Empty when the response would change nothing.
    #[must_use]
    pub fn question(&self) -> &'static str {
        if self.wanted == Images::Off { "" } else { self.environment.question() }
    }

    /// What the terminal said, with what tmux says of the terminal behind it.
    pub async fn completed(&self, facts: Facts) -> Facts {
        let probes_tmux = matches!(self.wanted, Images::Auto | Images::Kitty)
            && self.environment.multiplexer == Some("tmux");
        let behind = if probes_tmux { tmux::behind().await } else { None };
        Facts { behind, ..facts }
    }

    /// Ask once more what can be asked at any time: in tmux another terminal may be there by now.
    pub async fn probe_again(&self) -> GraphicsMode {
        let facts = self.completed(self.known().facts).await;
        self.learn(&facts);
        // What was said of cells may be of another font than the one that is there now.
        self.resized()
    }

    /// Take in what the terminal said of itself.
    pub fn learn(&self, facts: &Facts) -> GraphicsMode {
        let (cells, pixels) = window();
        let selection = Selection::new(self.wanted, facts, &self.environment, cells, pixels);
        tracing::info!(explanation = ?selection.reason, "pictures");
        self.output.go_through_tmux(selection.is_through_tmux());
        self.set(Known { facts: facts.clone(), selection });
        self.graphics_mode()
    }

    /// Learn the size of a cell anew: another font may have come with another size.
    #[must_use]
    pub fn resized(&self) -> GraphicsMode {
        let (cells, pixels) = window();
        let cell = cell_of(cells, pixels);
        let mut known = self.known();
        known.selection.encoder = known.selection.encoder.map(|encoder| encoder.with_cell(cell));
        self.set(known);
        self.graphics_mode()
    }

    #[must_use]
    pub fn graphics_mode(&self) -> GraphicsMode {
        match self.known().selection.encoder {
            None => GraphicsMode::Off,
            Some(encoder) => GraphicsMode::By(name(encoder.protocol()), encoder.cell()),
        }
    }

    /// How images are drawn, and why so.
    #[must_use]
    pub fn explanation(&self) -> String {
        diagnostics::say(&self.known().selection, self.lang)
    }

    /// Make an image ready for a box of cells.
    ///
    /// # Errors
    /// When there is no room, or an encoder fails.
    pub fn encode(&self, image: &DecodedImage, cells: Size) -> Result<RenderedImage, Error> {
        self.known().selection.encoder.ok_or(Error::NoRoom)?.encode(image, cells)
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
fn name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Kitty | Protocol::Direct => "kitty",
        Protocol::Iterm2 => "iterm2",
        Protocol::Sixel => "sixel",
        Protocol::Blocks(_) => "blocks",
    }
}
