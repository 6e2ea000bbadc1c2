//! The screen as ratatui draws it: cells become bytes of the frame that is being collected.
//!
//! ratatui's own backend for crossterm would do, but for three things: with `NO_COLOR` it takes the
//! attributes away with the colours (see `colours`), it knows 24 bits of colour only, and it writes
//! some 20 bytes for a frame without a change.

use std::io::{self, Write};

use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
};

use crate::{
    runtime::{
        colours::{CellStyle, Depth},
        output::{self, Output},
    },
    text,
};

/// Draws into an output, in as many colours as there are.
#[derive(Debug, Clone)]
pub struct TerminalBackend {
    output: Output,
    depth: Depth,
    cursor: Position,
}

impl TerminalBackend {
    #[must_use]
    pub const fn new(output: Output, depth: Depth) -> Self {
        Self { output, depth, cursor: Position::ORIGIN }
    }
}

impl Backend for TerminalBackend {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let (mut bytes, mut style, mut next) = (String::new(), CellStyle::default(), None);
        for (x, y, cell) in content {
            let at = Position { x, y };
            if next != Some(at) {
                bytes.push_str(&output::move_to(at));
            }
            let wanted = CellStyle {
                ink: self.depth.nearest(cell.fg),
                paper: self.depth.nearest(cell.bg),
                modifier: cell.modifier,
            };
            bytes.push_str(&wanted.after(style));
            style = wanted;
            let (symbol, cells) = (cell.symbol(), width(cell.symbol()));
            let is_certain = text::is_certain(symbol);
            if !is_certain {
                // kitty 0.26 and mlterm 3.9 put a vowel sign of Devanagari onto the letter before it, and its
                // own cell keeps what was there. Some emoji are two cells here and one elsewhere.
                bytes.extend(std::iter::repeat_n(' ', usize::from(cells)));
                bytes.push_str(&output::move_to(at));
            }
            bytes.push_str(symbol);
            // What follows a character on whose width terminals may disagree is told its place.
            next = is_certain.then(|| Position { x: x.saturating_add(cells), y });
        }
        bytes.push_str(&CellStyle::default().after(style));
        self.output.write_all(bytes.as_bytes())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.output.set_cursor(None);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.output.set_cursor(Some(self.cursor));
        Ok(())
    }

    /// Where it was put last. Nobody else moves it, and the terminal is never asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        self.output.move_cursor(self.cursor);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        let order = match clear_type {
            ClearType::All => {
                self.output.empty();
                return Ok(());
            }
            ClearType::AfterCursor => "\x1b[J",
            ClearType::BeforeCursor => "\x1b[1J",
            ClearType::CurrentLine => "\x1b[2K",
            ClearType::UntilNewLine => "\x1b[K",
        };
        self.output.write_all((output::move_to(self.cursor) + order).as_bytes())
    }

    fn size(&self) -> io::Result<Size> {
        crossterm::terminal::size().map(|(width, height)| Size { width, height })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        let window = crossterm::terminal::window_size()?;
        Ok(WindowSize {
            columns_rows: Size::new(window.columns, window.rows),
            pixels: Size::new(window.width, window.height),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn width(symbol: &str) -> u16 {
    u16::try_from(text::width(symbol)).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_a_letter_of_uncertain_width_are_emptied_and_the_next_is_told_its_place() {
        let output = Output::default();
        let mut backend = TerminalBackend::new(output.clone(), Depth::Full);
        let cells = ["a", "张", "🚀", "ि", "b"].map(Cell::new);
        let places = [0, 1, 3, 5, 6];
        backend.draw(places.into_iter().zip(&cells).map(|(x, cell)| (x, 0, cell))).expect("memory");
        let mut written = vec![];
        output.commit(&[], &mut written).expect("memory");
        let written = String::from_utf8_lossy(&written).replace("\x1b[1;", "@");
        assert!(written.contains("@1Ha张  @4H🚀@6H @6Hि@7Hb"), "{written:?}");
    }
}
