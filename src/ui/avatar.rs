//! The avatar pane: the picture of the selected follower, or why there is none.

use ratatui::{Frame, layout::Rect};

use crate::{
    app::{
        event::Drawing,
        model::{Model, card, load::Load},
        panes::{Focus, Panes},
    },
    ui::{detail::spinner, instead, pane, picture, theme},
};

pub(super) fn draw(model: &Model, frame: &mut Frame, panes: &Panes) {
    if panes.avatar.is_empty() {
        return;
    }
    let inner = pane(model, panes, panes.avatar, Focus::Avatar, &title(model), frame);
    let words = model.words;
    let Some(answer) = model.answer() else { return };
    if answer.follower.avatar.is_none() {
        let why = words.say(card::why_no_avatar(&answer.follower));
        instead(frame, inner, &[(&why, theme::REASON)]);
    } else if model.drawing == Drawing::Off {
        instead(frame, inner, &[(&words.say("avatar.off"), theme::REASON)]);
    } else if let Some(shown) = model.picture() {
        // Pictures are not text: one that is drawn under an overlay would show through it.
        if !model.is_covered() {
            let size = shown.size();
            let area = centred(inner, size.width, size.height);
            picture::draw(&shown.drawn, area, frame.buffer_mut());
        }
    } else if let Load::Failed { fault, .. } = &model.avatar {
        let hint = fault.hint.clone().unwrap_or_default();
        instead(frame, inner, &[(&fault.text, theme::REASON), (&hint, theme::DIM)]);
    } else {
        let said = format!("{} {}", spinner(model), words.say("avatar.loading"));
        instead(frame, inner, &[(&said, theme::DIM)]);
    }
}

/// The size asked for, and what came when that is another.
fn title(model: &Model) -> String {
    let words = model.words;
    let asked = model.avatar_size.to_string();
    let Some(picture) = model.picture() else {
        return words.fill("avatar.title", &[("size", &asked)]);
    };
    let (wide, high) = picture.pixels;
    let pixels = format!("{wide}×{high}");
    if picture.came == picture.asked {
        words.fill("avatar.title_pixels", &[("size", &asked), ("pixels", &pixels)])
    } else {
        let came = picture.came.to_string();
        words.fill("avatar.title_other", &[("size", &asked), ("came", &came), ("pixels", &pixels)])
    }
}

fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}
