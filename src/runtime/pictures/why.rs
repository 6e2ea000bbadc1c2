//! How pictures are drawn here and why, in words: for `doctor`, the help and the log.

use super::{
    choice::{Choice, Kind, Why},
    encode::Drawer,
};
use crate::words::UiLang;

/// The key of the sentence in the section `doctor` of the catalogue.
#[must_use]
pub fn key(choice: &Choice) -> &'static str {
    match &choice.why {
        Why::Wanted if choice.drawer.is_none() => "pictures_off",
        Why::Wanted => "pictures_wanted",
        Why::Answer(Some(_)) => "pictures_answer",
        Why::Answer(None) => "pictures_nameless",
        Why::Program(_) => "pictures_program",
        Why::Multiplexer(_) => "pictures_multiplexer",
        Why::Passthrough(_) => "pictures_passthrough",
        Why::NoGraphics => "pictures_no_graphics",
        Why::Silent => "pictures_silent",
        Why::NoCellSize => "pictures_no_cell",
        Why::NoColour => "pictures_no_colour",
    }
}

/// What stands in that sentence: the way, who said so, the pixels of a cell.
#[must_use]
pub fn values(choice: &Choice) -> [(&'static str, String); 3] {
    let way = match choice.drawer.map(Drawer::kind) {
        None => "off".to_owned(),
        Some(Kind::Kitty | Kind::Direct) => "kitty".to_owned(),
        Some(Kind::Iterm2) => "iterm2".to_owned(),
        Some(Kind::Sixel) => "sixel".to_owned(),
        Some(Kind::Blocks(shape)) => format!("blocks ({})", shape.name()),
    };
    let who = match &choice.why {
        Why::Answer(name) => name.clone().unwrap_or_default(),
        Why::Program(name) | Why::Passthrough(name) => name.clone(),
        Why::Multiplexer(name) => (*name).to_owned(),
        Why::Wanted | Why::NoGraphics | Why::Silent | Why::NoCellSize | Why::NoColour => {
            String::new()
        }
    };
    let cell = choice.drawer.map_or((0, 0), Drawer::cell);
    [("way", way), ("who", who), ("cell", format!("{}x{}", cell.0, cell.1))]
}

/// All of it as one sentence.
#[must_use]
pub fn say(choice: &Choice, lang: UiLang) -> String {
    let values = values(choice);
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    lang.fill(&format!("doctor.{}", key(choice)), &values)
}
