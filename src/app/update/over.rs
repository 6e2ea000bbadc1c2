//! Keys while a text or the help stands over the panes.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;

use crate::{
    app::{
        action::{Action, Row, Scope},
        effect::{Effect, Leave},
        keymap,
        model::{
            Model,
            mode::{Help, Mode},
            sheet::Kind,
        },
        update::{act, copy, redraw},
    },
    text,
    words::UiLang,
};

/// The lines of the help that its query leaves: everything that can be done in the panes.
#[must_use]
pub fn lines(words: UiLang, help: &Help) -> Vec<&'static Row> {
    let query = help.query.text().to_lowercase();
    let wanted: Vec<&str> = query.split_whitespace().collect();
    keymap::rows(Scope::Browse)
        .filter(|row| {
            let text = format!("{} {}", words.say(&row.text()), row.name).to_lowercase();
            wanted.iter().all(|word| text.contains(word))
        })
        .collect()
}

/// How pictures are drawn and why, in the lines that stand under what is typed in the help: at most two,
/// and none where the lines to choose from need the room.
#[must_use]
pub fn head(model: &Model, width: usize, height: usize) -> Vec<String> {
    /// With fewer lines than this there is room for what can be done, and no more.
    const LOW: usize = 8;
    let why = model.words.fill("help.pictures", &[("why", &model.why_drawn_so)]);
    let mut lines = text::wrap(&text::visible(&why), width.saturating_sub(1));
    lines.truncate(if height < LOW { 0 } else { 2 });
    lines
}

/// Keep the chosen line among the lines and in sight.
pub(super) fn settle(model: &mut Model, room: Rect) {
    let words = model.words;
    let (cells, height) =
        (usize::from(room.width.saturating_sub(2)), usize::from(room.height.saturating_sub(2)));
    // One line is the query's.
    let above = 1 + head(model, cells, height).len();
    match &mut model.mode {
        Mode::Sheet(sheet) => sheet.settle(cells, height),
        Mode::Help(help) => {
            let last = lines(words, help).len().saturating_sub(1);
            let height = height.saturating_sub(above).max(1);
            help.selected = help.selected.min(last);
            let lowest = (help.selected + 1).saturating_sub(height);
            help.offset = help.offset.clamp(lowest, help.selected);
        }
        Mode::Browse | Mode::Add(_) | Mode::Filter(_) | Mode::Save(_) => {}
    }
}

pub(super) fn sheet(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = page(model);
    let Mode::Sheet(sheet) = &mut model.mode else { return vec![] };
    match action {
        Action::Copy => {
            let text = sheet.text();
            let lines = sheet.lines.len().to_string();
            let said = model.words.fill("status.copied_lines", &[("n", &lines)]);
            return copy(model, text, said);
        }
        Action::Raw if sheet.kind == Kind::Raw => model.mode = Mode::Browse,
        Action::Notices if sheet.kind == Kind::Notices => model.mode = Mode::Browse,
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
    let (page, words) = (page(model), model.words);
    let Mode::Help(help) = &mut model.mode else { return vec![] };
    match action {
        Action::Filter => help.is_typing = true,
        Action::Open => return choose(model),
        Action::Back if !help.query.is_empty() => help.query.clear(),
        Action::Back | Action::Help => model.mode = Mode::Browse,
        Action::Redraw => return redraw(model),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return vec![Effect::Leave(Leave::Quit)],
        _ => {
            if let Some(by) = step(action, page) {
                let last = lines(words, help).len().saturating_sub(1);
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
        KeyCode::Enter => return choose(model),
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

/// Do what the chosen line says.
fn choose(model: &mut Model) -> Vec<Effect> {
    let Mode::Help(help) = std::mem::take(&mut model.mode) else { return vec![] };
    match lines(model.words, &help).get(help.selected) {
        Some(row) => act::act(model, row.action),
        None => vec![],
    }
}

fn page(model: &Model) -> isize {
    isize::try_from(model.panes().over_height()).unwrap_or(isize::MAX)
}

/// How far a moving action moves, with this many lines in sight.
pub(super) fn step(action: Action, page: isize) -> Option<isize> {
    Some(match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::HalfDown => (page / 2).max(1),
        Action::HalfUp => -(page / 2).max(1),
        Action::PageDown => page.max(1),
        Action::PageUp => -page.max(1),
        Action::Top => isize::MIN,
        Action::Bottom => isize::MAX,
        _ => return None,
    })
}
