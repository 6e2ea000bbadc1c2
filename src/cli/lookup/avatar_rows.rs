//! The lines of a table whose rows have avatars beside them.
//!
//! Our own encoders draw them, and not viuer: it takes each cell for 6 × 12 pixels where it draws
//! sixels, which is too small in most terminals, and asks the terminal again for each avatar.
//!
//! An avatar is drawn after the text of its row, from the line where the row begins: by then all the
//! lines it covers are there, so it neither scrolls the terminal nor is scrolled itself.

use std::io::{self, Write};

use ratatui::layout::Size;

use crate::{
    app::graphics::Show,
    cli::{
        coloured::{self, PLAIN},
        lookup::{
            avatars::{AvatarCell, Avatars},
            printer::Printer,
            row::Row,
            two_lines,
        },
    },
    runtime::colours::Depth,
    text::{cut, pad, visible, width},
};

/// White, which can be read on all colours of initials.
const WHITE: [u8; 3] = [255; 3];

/// What stands above the rows.
///
/// # Errors
/// When it cannot be written.
pub fn head(printer: &Printer, avatars: &Avatars, out: &mut impl Write) -> io::Result<()> {
    let left = " ".repeat(usize::from(avatars.room.width));
    two_lines::head(printer.lang)
        .iter()
        .try_for_each(|line| writeln!(out, "{left}  {}", fitted(line, avatars)))
}

/// A row and what stands beside it.
///
/// # Errors
/// When it cannot be written.
pub fn row(
    printer: &Printer,
    avatars: &Avatars,
    row: &Row,
    avatar_cell: &AvatarCell,
    out: &mut impl Write,
) -> io::Result<()> {
    let reason = match avatar_cell {
        AvatarCell::Initials { reason, .. } => visible(reason).into_owned(),
        AvatarCell::Image(_) | AvatarCell::Nothing => String::new(),
    };
    let height = usize::from(avatars.room.height);
    let mut lines = Vec::from(two_lines::row(printer, row));
    lines.push(two_lines::below(&reason));
    lines.resize(height, String::new());
    for (left, line) in left(avatar_cell, avatars.room, avatars.depth).iter().zip(&lines) {
        writeln!(out, "{}", format!("{left}  {}", fitted(line, avatars)).trim_end_matches(' '))?;
    }
    out.write_all(image_bytes(avatar_cell, avatars.room).as_bytes())
}

/// A line that wraps would move the avatar beside it.
fn fitted(line: &str, avatars: &Avatars) -> String {
    let room = usize::from(avatars.columns).saturating_sub(usize::from(avatars.room.width) + 3);
    cut(line.trim_end(), room).into_owned()
}

/// What each line begins with, as wide as the room.
fn left(avatar_cell: &AvatarCell, room: Size, depth: Depth) -> Vec<String> {
    let empty = " ".repeat(usize::from(room.width));
    let mut lines = vec![empty; usize::from(room.height)];
    match avatar_cell {
        AvatarCell::Nothing => {}
        AvatarCell::Image(image) => {
            let Show::Blocks(blocks) = &image.show else { return lines };
            let beyond = " ".repeat(usize::from(room.width.saturating_sub(blocks.size.width)));
            for (line, cells) in lines.iter_mut().zip(coloured::lines(blocks, depth)) {
                *line = cells + &beyond;
            }
        }
        AvatarCell::Initials { letters, colour, .. } => {
            // Without colours, ink and paper of the terminal change places.
            let order = match depth {
                Depth::None => "\x1b[7m".to_owned(),
                Depth::Sixteen | Depth::Indexed | Depth::Full => depth.order(WHITE, *colour),
            };
            let middle = (room.height.max(1) - 1) / 2;
            for (at, line) in (0..).zip(&mut lines) {
                let text = if at == middle { centred(letters, room.width) } else { line.clone() };
                *line = format!("{order}{text}{PLAIN}");
            }
        }
    }
    lines
}

fn centred(letters: &str, cells: u16) -> String {
    let cells = usize::from(cells);
    let before = cells.saturating_sub(width(letters)) / 2;
    pad(&format!("{}{letters}", " ".repeat(before)), cells)
}

/// What draws an image over the lines above the cursor, and brings the cursor back.
fn image_bytes(avatar_cell: &AvatarCell, room: Size) -> String {
    let AvatarCell::Image(image) = avatar_cell else { return String::new() };
    let Show::Bytes(show) = &image.show else { return String::new() };
    let (transmit, height) = (&image.transmit, room.height);
    format!("\x1b[{height}A{transmit}{show}\x1b[{height}B")
}
