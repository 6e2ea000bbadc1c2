//! The avatar pane: the avatar of the selected follower, or their initials and why there is none.

use std::sync::Arc;

use ratatui::{
    Frame,
    layout::{Rect, Size},
    style::{Color, Style},
    text::Line,
    widgets::{Block, Paragraph},
};

use crate::{
    app::{
        graphics::{GraphicsMode, Placement},
        layout::{Focus, Panes, square},
        model::{Model, card, load::Load},
    },
    follower::{
        initials::{colour, initials},
        openid::OpenId,
    },
    text,
    ui::{
        detail::spinner,
        image,
        parts::{pane, title_room, wrapped},
        theme,
    },
};

pub(super) fn draw(model: &Model, frame: &mut Frame, panes: &Panes) {
    if panes.avatar.is_empty() {
        return;
    }
    let inner = pane(model, panes, panes.avatar, Focus::Avatar, &title(model, panes.avatar), frame);
    let Some(openid) = model.account().list.current() else { return };
    let Some(shown) = model.avatar() else {
        stand_in(model, openid, frame, inner);
        return;
    };
    // Images are not text: one that is drawn under an overlay would show through it.
    if !model.is_covered() {
        image::draw(&shown.image, centred(inner, shown.size()), frame.buffer_mut());
    }
}

/// The image that is shown by bytes beside this frame, where `draw` leaves its cells to it.
pub(super) fn placement(model: &Model, panes: &Panes) -> Option<Placement> {
    if panes.avatar.is_empty() || model.is_covered() {
        return None;
    }
    model.account().list.current()?;
    let image = Arc::clone(&model.avatar().filter(|shown| shown.image.is_placed())?.image);
    let inner = panes.inner(panes.avatar);
    let fits = image.size.width <= inner.width && image.size.height <= inner.height;
    let at = centred(inner, image.size).as_position();
    fits.then_some(Placement { at, image })
}

/// The size asked for, and what came when that is another and there is room to say so.
fn title(model: &Model, area: Rect) -> String {
    let ui_lang = model.ui_lang;
    let requested = model.avatar_size.to_string();
    let short = ui_lang.fill("avatar.title", &[("size", &requested)]);
    let Some(avatar) = model.avatar() else { return short };
    let (wide, high) = avatar.pixels;
    let pixels = format!("{wide}×{high}");
    let whole = if avatar.received == avatar.requested {
        ui_lang.fill("avatar.title_pixels", &[("size", &requested), ("pixels", &pixels)])
    } else {
        let came = avatar.received.to_string();
        ui_lang.fill(
            "avatar.title_other",
            &[("size", &requested), ("came", &came), ("pixels", &pixels)],
        )
    };
    if text::width(&whole) <= title_room(area) { whole } else { short }
}

/// The largest tile of initials, in cells. Each of its cells is written anew for each follower, and a
/// move of the selection must stay cheap on a slow line.
const TILE: Size = Size::new(12, 6);

/// Initials on the person's colour, about as large as the avatar would be, and the reason below
/// them. The reason has the first right to the room.
fn stand_in(model: &Model, openid: &OpenId, frame: &mut Frame, area: Rect) {
    let reasons = reason(model);
    let parts: Vec<(&str, Style)> = reasons
        .iter()
        .filter(|(part, _)| !part.is_empty())
        .map(|(part, style)| (&**part, *style))
        .collect();
    let mut lines = wrapped(area, &parts);
    lines.truncate(usize::from(area.height));
    let high = u16::try_from(lines.len()).unwrap_or(area.height);
    let left = area.height.saturating_sub(high);
    // An empty line between them, where there is room for one.
    let gap = u16::from(high > 0 && left > 1);
    let room = Size::new(area.width.min(TILE.width), left.saturating_sub(gap).min(TILE.height));
    let size = square(model.avatar_size.pixels(), model.graphics_mode.cell(), room);
    let used = if size.height > 0 { size.height + gap } else { 0 };
    let top = area.y + (left - used) / 2;
    let x = area.x + (area.width - size.width) / 2;
    tile(model, openid, frame, Rect { x, y: top, width: size.width, height: size.height });
    frame.render_widget(Paragraph::new(lines), Rect { y: top + used, height: high, ..area });
}

/// A tile of the person's colour with their initials in the middle.
fn tile(model: &Model, openid: &OpenId, frame: &mut Frame, area: Rect) {
    if area.is_empty() {
        return;
    }
    let style = match model.graphics_mode {
        GraphicsMode::Off => theme::LEAD.reversed(),
        GraphicsMode::By(..) => {
            let [red, green, blue] = colour(openid);
            theme::LEAD.fg(Color::Rgb(255, 255, 255)).bg(Color::Rgb(red, green, blue))
        }
    };
    frame.render_widget(Block::new().style(style), area);
    let name = model.response().and_then(|response| response.follower.name());
    let line = Line::styled(initials(name, openid), style).centered();
    frame.render_widget(line, Rect { y: area.y + area.height / 2, height: 1, ..area });
    // Where the tile ends on the first half of a wide character, the terminal has coloured the other
    // half, and only a cell that is written anew takes the colour away. This blank is not the usual
    // one, so it is written when a tile appears, and not again from tile to tile.
    for y in area.top()..area.bottom() {
        let beside = frame.buffer_mut().cell_mut((area.right(), y));
        if let Some(cell) = beside.filter(|cell| cell.symbol() == " ") {
            cell.set_char('\u{a0}');
        }
    }
}

/// Why there is no avatar, and what to do about it.
fn reason(model: &Model) -> [(String, Style); 2] {
    let ui_lang = model.ui_lang;
    let nothing = (String::new(), theme::DIM);
    let one = |text: String, style| [(text, style), nothing.clone()];
    let waiting = |key: &str| format!("{} {}", spinner(model), ui_lang.say(key));
    let Some(response) = model.response() else {
        let is_failed =
            model.current().and_then(|(_, row)| row).is_some_and(|row| row.fault().is_some());
        return if is_failed {
            one(ui_lang.say("avatar.no_response").into_owned(), theme::REASON)
        } else if model.current().is_some_and(|(openid, _)| model.account().is_waiting(openid)) {
            one(ui_lang.say("detail.waiting").into_owned(), theme::DIM)
        } else {
            one(waiting("detail.loading"), theme::DIM)
        };
    };
    if response.follower.avatar.is_none() {
        one(ui_lang.say(card::no_avatar_reason(&response.follower)).into_owned(), theme::REASON)
    } else if model.graphics_mode == GraphicsMode::Off {
        one(ui_lang.fill("help.graphics", &[("why", &model.graphics_reason)]), theme::REASON)
    } else if let Some(fault) = model.avatar_load().and_then(Load::fault) {
        let advice = fault.advice().unwrap_or_default();
        [(fault.message.clone(), theme::REASON), (advice, theme::DIM)]
    } else {
        one(waiting("avatar.loading"), theme::DIM)
    }
}

fn centred(area: Rect, size: Size) -> Rect {
    let (width, height) = (size.width.min(area.width), size.height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}
