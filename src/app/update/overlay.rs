//! Keys while a text or the help stands over the panes.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;

use crate::app::{
    action::Action,
    effect::{Effect, Leave},
    model::{
        Model,
        help::{head, lines},
        mode::{Help, Mode},
        sheet::Kind,
    },
    update::{
        effects::{copy, redraw},
        steps::step,
    },
};

/// Keep the chosen line among the lines and in sight.
pub(super) fn settle(model: &mut Model, room: Rect) {
    let ui_lang = model.ui_lang;
    let (cells, height) =
        (usize::from(room.width.saturating_sub(2)), usize::from(room.height.saturating_sub(2)));
    // One line is the query's.
    let above = 1 + head(model, cells, height).len();
    match &mut model.mode {
        Mode::Sheet(sheet) => sheet.settle(cells, height),
        Mode::Help(help) => {
            let last = lines(ui_lang, help).len().saturating_sub(1);
            let height = height.saturating_sub(above).max(1);
            help.selected = help.selected.min(last);
            let lowest = (help.selected + 1).saturating_sub(height);
            help.offset = help.offset.clamp(lowest, help.selected);
        }
        Mode::Browse
        | Mode::Add(_)
        | Mode::Filter(_)
        | Mode::Save(_)
        | Mode::Confirm { .. }
        | Mode::Menu(_) => {}
    }
}

pub(super) fn sheet(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = page(model);
    let Mode::Sheet(sheet) = &mut model.mode else { return vec![] };
    match action {
        Action::Copy => {
            let text = sheet.text();
            let lines = sheet.lines.len().to_string();
            let said = model.ui_lang.fill("status.copied_lines", &[("n", &lines)]);
            return copy(model, text, said);
        }
        Action::Raw if sheet.kind == Kind::Raw => model.mode = Mode::Browse,
        Action::Notices if sheet.kind == Kind::Notices => model.mode = Mode::Browse,
        Action::History if sheet.kind == Kind::History => model.mode = Mode::Browse,
        Action::Fault if sheet.kind == Kind::Fault => model.mode = Mode::Browse,
        Action::Back => model.mode = Mode::Browse,
        Action::Help => model.mode = Mode::Help(Help::default()),
        Action::Redraw => return redraw(model),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return vec![Effect::Leave(Leave::Quit)],
        _ => {
            if let Some(by) = step(action, page) {
                sheet.step(by);
            }
        }
    }
    vec![]
}

pub(super) fn help(model: &mut Model, action: Action) -> Vec<Effect> {
    let (page, ui_lang) = (page(model), model.ui_lang);
    let Mode::Help(help) = &mut model.mode else { return vec![] };
    match action {
        Action::Filter => help.is_typing = true,
        Action::Back if !help.query.is_empty() => help.query.clear(),
        Action::Back | Action::Help => model.mode = Mode::Browse,
        Action::Redraw => return redraw(model),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return vec![Effect::Leave(Leave::Quit)],
        _ => {
            if let Some(by) = step(action, page) {
                let last = lines(ui_lang, help).len().saturating_sub(1);
                help.selected = help.selected.saturating_add_signed(by).min(last);
            }
        }
    }
    vec![]
}

/// Letters are text while the query is typed.
pub(super) fn type_query(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    let is_ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let Mode::Help(help) = &mut model.mode else { return vec![] };
    match key.code {
        KeyCode::Char('c') if is_ctrl => return vec![Effect::Leave(Leave::Quit)],
        KeyCode::Char('z') if is_ctrl => return vec![Effect::Suspend],
        KeyCode::Esc => model.mode = Mode::Browse,
        KeyCode::Down => help.selected += 1,
        KeyCode::Char('n') if is_ctrl => help.selected += 1,
        KeyCode::Up => help.selected = help.selected.saturating_sub(1),
        KeyCode::Char('p') if is_ctrl => help.selected = help.selected.saturating_sub(1),
        _ => {
            help.query.edit(key);
        }
    }
    vec![]
}

/// What the chosen line says, which closes the help.
pub(super) fn chosen(model: &mut Model) -> Option<Action> {
    let Mode::Help(help) = std::mem::take(&mut model.mode) else { return None };
    lines(model.ui_lang, &help).get(help.selected).map(|row| row.action)
}

fn page(model: &Model) -> isize {
    isize::try_from(model.panes().overlay_height()).unwrap_or(isize::MAX)
}
