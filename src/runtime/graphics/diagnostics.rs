//! How images are drawn here and why, in words: for `doctor`, the help and the log.

use super::{
    encode::Encoder,
    protocol::Protocol,
    selection::{Reason, Selection},
};
use crate::i18n::UiLang;

/// The key of the sentence in the section `doctor` of the catalogue.
#[must_use]
pub fn key(selection: &Selection) -> &'static str {
    match &selection.reason {
        Reason::Wanted if selection.encoder.is_none() => "graphics_off",
        Reason::Wanted => "graphics_wanted",
        Reason::Replied(Some(_)) => "graphics_replies",
        Reason::Replied(None) => "graphics_nameless",
        Reason::Program(_) => "graphics_program",
        Reason::Multiplexer(_) => "graphics_multiplexer",
        Reason::Passthrough(_) => "graphics_passthrough",
        Reason::NoGraphics => "graphics_no_graphics",
        Reason::Silent => "graphics_silent",
        Reason::NoCellSize => "graphics_no_cell",
        Reason::NoColour => "graphics_no_colour",
    }
}

/// What stands in that sentence: the way, who said so, the pixels of a cell.
#[must_use]
pub fn values(selection: &Selection) -> [(&'static str, String); 3] {
    let protocol_name = match selection.encoder.map(Encoder::protocol) {
        None => "off".to_owned(),
        Some(Protocol::Kitty | Protocol::Direct) => "kitty".to_owned(),
        Some(Protocol::Iterm2) => "iterm2".to_owned(),
        Some(Protocol::Sixel) => "sixel".to_owned(),
        Some(Protocol::Blocks(shape)) => format!("blocks ({})", shape.name()),
    };
    let who = match &selection.reason {
        Reason::Replied(name) => name.clone().unwrap_or_default(),
        Reason::Program(name) | Reason::Passthrough(name) => name.clone(),
        Reason::Multiplexer(name) => (*name).to_owned(),
        Reason::Wanted
        | Reason::NoGraphics
        | Reason::Silent
        | Reason::NoCellSize
        | Reason::NoColour => String::new(),
    };
    let cell = selection.encoder.map_or((0, 0), Encoder::cell);
    [("protocol", protocol_name), ("who", who), ("cell", format!("{}x{}", cell.0, cell.1))]
}

/// All of it as one sentence.
#[must_use]
pub fn say(selection: &Selection, lang: UiLang) -> String {
    let values = values(selection);
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    lang.fill(&format!("doctor.{}", key(selection)), &values)
}
