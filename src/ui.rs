//! What it looks like: a pure function from the model to a frame.

mod avatar;
mod banner;
mod detail;
mod header;
mod help;
pub mod image;
mod list;
mod menu;
mod parts;
mod separate;
mod sheet;
mod status;
mod theme;

use ratatui::{Frame, text::Line, widgets::Paragraph};

use crate::{
    app::{
        graphics::Placement,
        layout::SMALLEST,
        model::{Model, mode::Mode},
    },
    text,
};

/// Draw the whole screen.
pub fn draw(model: &Model, frame: &mut Frame) {
    let panes = model.panes();
    if panes.body.is_empty() {
        too_small(model, frame);
        return;
    }
    header::draw(model, frame, panes.header);
    banner::draw(model, frame, panes.banner);
    list::draw(model, frame, &panes);
    detail::draw(model, frame, &panes);
    avatar::draw(model, frame, &panes);
    match &model.mode {
        Mode::Sheet(sheet) => sheet::draw(sheet, frame, panes.overlay()),
        Mode::Help(help) => help::draw(model, help, frame, panes.overlay()),
        Mode::Menu(scope) => menu::draw(model, *scope, frame, panes.list),
        Mode::Browse | Mode::Add(_) | Mode::Filter(_) | Mode::Save(_) | Mode::Confirm { .. } => {}
    }
    status::draw(model, frame, panes.status);
    separate::separate(frame.buffer_mut());
}

/// The images that stand beside the cells of this frame.
#[must_use]
pub fn placements(model: &Model) -> Vec<Placement> {
    avatar::placement(model, &model.panes()).into_iter().collect()
}

fn too_small(model: &Model, frame: &mut Frame) {
    let needed = format!("{}x{}", SMALLEST.width, SMALLEST.height);
    let said = model.ui_lang.fill("status.too_small", &[("size", &needed)]);
    let area = frame.area();
    let lines: Vec<Line> =
        text::wrap(&said, usize::from(area.width)).into_iter().map(Line::from).collect();
    frame.render_widget(Paragraph::new(lines), area);
}
