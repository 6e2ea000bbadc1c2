//! What goes to the terminal: one write for a frame, wrapped as a synchronized update.
//!
//! A frame is cells, which the backend writes, and images beside them, which the frame leaves its
//! cells to. An image is transmitted once where the terminal keeps it, shown when it appears or moves,
//! and hidden when it goes.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ratatui::layout::Position;

use crate::{
    app::graphics::{Placement, Show},
    runtime::graphics::{tmux, transmitted::Transmitted},
};

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
const EMPTY: &[u8] = b"\x1b[2J";
const HIDE_CURSOR: &[u8] = b"\x1b[?25l";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";

/// Collects the bytes of a frame until it is committed. Clones write into the same frame.
#[derive(Debug, Clone, Default)]
pub struct Output(Arc<Mutex<Frame>>);

/// Where the terminal's cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Cursor {
    #[default]
    Unknown,
    Hidden,
    At(Position),
}

impl From<Option<Position>> for Cursor {
    fn from(position: Option<Position>) -> Self {
        position.map_or(Self::Hidden, Self::At)
    }
}

#[derive(Debug, Default)]
struct Frame {
    /// The cells that changed.
    cells: Vec<u8>,
    /// What the terminal is to get besides the frame: the clipboard.
    images_beside: Vec<u8>,
    /// Where the cursor is to be; `None` when it is hidden.
    cursor: Option<Position>,
    /// The cursor as the terminal has it.
    cursor_there: Cursor,
    /// The images that are on the screen.
    placed: Vec<Placement>,
    /// The images that the terminal has, whether they are on the screen or not.
    transmitted: Transmitted,
    /// Whether tmux stands between, and hands on what is wrapped for it.
    is_through_tmux: bool,
}

impl Output {
    /// Send this with the next frame, outside of what is drawn.
    pub fn images_beside(&self, bytes: &[u8]) {
        self.frame().images_beside.extend_from_slice(bytes);
    }

    /// From here on images are handed on by tmux, or are not.
    pub fn go_through_tmux(&self, is_through_tmux: bool) {
        self.frame().is_through_tmux = is_through_tmux;
    }

    /// The screen was another's meanwhile, and our images went with ours.
    pub fn forget_images(&self) {
        let mut frame = self.frame();
        frame.transmitted.forget();
        frame.placed.clear();
        frame.cursor_there = Cursor::Unknown;
    }

    /// Begin the frame with an empty screen. kitty frees all images of a screen that is emptied.
    pub fn empty(&self) {
        self.forget_images();
        self.frame().cells = EMPTY.to_vec();
    }

    /// Where the cursor is when the frame is whole; hidden when it is nowhere.
    pub fn set_cursor(&self, cursor: Option<Position>) {
        self.frame().cursor = cursor;
    }

    /// The cursor is there, if it is shown.
    pub fn move_cursor(&self, to: Position) {
        let mut frame = self.frame();
        frame.cursor = frame.cursor.map(|_| to);
    }

    /// The frame is whole, with these images on it: write it at once, or nothing when nothing changed.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn commit(&self, images: &[Placement], to: &mut impl Write) -> io::Result<()> {
        let mut frame = self.frame();
        let mut body = std::mem::take(&mut frame.cells);
        frame.place(images, &mut body);
        frame.put_cursor(&mut body);
        let images_beside = std::mem::take(&mut frame.images_beside);
        drop(frame);
        let whole = if body.is_empty() {
            images_beside
        } else {
            [BEGIN, &body, END, &images_beside].concat()
        };
        if !whole.is_empty() {
            to.write_all(&whole)?;
            to.flush()?;
        }
        Ok(())
    }

    fn frame(&self) -> MutexGuard<'_, Frame> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Frame {
    /// Show the images that are new, and then hide those that are gone, so that nothing flickers.
    fn place(&mut self, images: &[Placement], body: &mut Vec<u8>) {
        let before = std::mem::replace(&mut self.placed, images.to_vec());
        for placement in images.iter().filter(|placement| !before.contains(placement)) {
            let image = &placement.image;
            let Show::Bytes(show) = &image.show else { continue };
            if !image.transmit.is_empty() {
                let (is_new, freed) = self.transmitted.add(image.id);
                if is_new {
                    self.order(&image.transmit, body);
                }
                self.order(&freed, body);
            }
            body.extend_from_slice(move_to(placement.at).as_bytes());
            body.extend_from_slice(show.as_bytes());
        }
        let is_there = |gone: &Placement| images.iter().any(|now| now.image.id == gone.image.id);
        for gone in before.iter().filter(|gone| !is_there(gone)) {
            self.order(&gone.image.hide, body);
        }
    }

    /// An order of a graphics protocol that shows nothing by itself.
    fn order(&self, order: &str, body: &mut Vec<u8>) {
        if self.is_through_tmux {
            body.extend_from_slice(&tmux::wrapped(order.as_bytes()));
        } else {
            body.extend_from_slice(order.as_bytes());
        }
    }

    fn put_cursor(&mut self, body: &mut Vec<u8>) {
        let is_moved = !body.is_empty() && self.cursor.is_some();
        if self.cursor_there == self.cursor.into() && !is_moved {
            return;
        }
        match self.cursor {
            None if self.cursor_there == Cursor::Hidden => {}
            None => body.extend_from_slice(HIDE_CURSOR),
            Some(at) => {
                body.extend_from_slice(move_to(at).as_bytes());
                if !matches!(self.cursor_there, Cursor::At(_)) {
                    body.extend_from_slice(SHOW_CURSOR);
                }
            }
        }
        self.cursor_there = self.cursor.into();
    }
}

/// The order that puts the cursor into this cell.
#[must_use]
pub fn move_to(Position { x, y }: Position) -> String {
    format!("\x1b[{};{}H", u32::from(y) + 1, u32::from(x) + 1)
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame().cells.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Nothing leaves before the frame is whole.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_one_synchronized_write_and_an_unchanged_one_is_none() {
        let (mut output, mut terminal) = (Output::default(), vec![]);
        output.write_all(b"a").expect("memory");
        output.flush().expect("memory");
        assert!(terminal.is_empty());
        output.commit(&[], &mut terminal).expect("memory");
        assert_eq!(terminal, b"\x1b[?2026ha\x1b[?25l\x1b[?2026l");
        output.set_cursor(None);
        output.commit(&[], &mut terminal).expect("memory");
        assert_eq!(terminal.len(), 23, "nothing was written for a frame without a change");
    }

    #[test]
    fn the_cursor_is_put_behind_all_that_is_written_and_only_when_something_is() {
        let output = Output::default();
        let frame = |bytes: &[u8], cursor: Option<Position>| {
            let mut terminal = vec![];
            output.clone().write_all(bytes).expect("memory");
            output.set_cursor(cursor);
            output.commit(&[], &mut terminal).expect("memory");
            let text = String::from_utf8(terminal).expect("text");
            text.replace("\x1b[?2026h", "").replace("\x1b[?2026l", "")
        };
        let at = |x, y| Some(Position { x, y });
        assert_eq!(frame(b"a", at(2, 0)), "a\x1b[1;3H\x1b[?25h");
        assert_eq!(frame(b"", at(2, 0)), "");
        assert_eq!(frame(b"b", at(2, 0)), "b\x1b[1;3H");
        assert_eq!(frame(b"", at(3, 0)), "\x1b[1;4H");
        assert_eq!(frame(b"", None), "\x1b[?25l");
        assert_eq!(frame(b"c", None), "c");
    }
}
