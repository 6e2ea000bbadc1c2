//! Text fields: adding OpenIDs, narrowing the list, and what a paste does where.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::{
    app::{
        effect::{Effect, Leave},
        model::{Model, field::Field, filter::Filter, mode::Mode, verdict},
        panes::Focus,
        update::effects::{say, show},
    },
    follower::{find::Found, openid::OpenId},
};

pub(super) fn key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    let is_ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let page = isize::try_from(model.panes().list_height()).unwrap_or(isize::MAX);
    match key.code {
        KeyCode::Char('c') if is_ctrl => return vec![Effect::Leave(Leave::Quit)],
        KeyCode::Char('z') if is_ctrl => return vec![Effect::Suspend],
        KeyCode::Char('n') if is_ctrl => model.account_mut().list.step(1),
        KeyCode::Char('p') if is_ctrl => model.account_mut().list.step(-1),
        KeyCode::Down => model.account_mut().list.step(1),
        KeyCode::Up => model.account_mut().list.step(-1),
        KeyCode::PageDown => model.account_mut().list.step(page),
        KeyCode::PageUp => model.account_mut().list.step(-page),
        KeyCode::Enter => return enter(model),
        KeyCode::Esc => leave(model),
        _ => {
            if let Mode::Add(field) | Mode::Filter(field) = &mut model.mode {
                field.edit(key);
            }
            narrow(model);
        }
    }
    vec![]
}

/// Escape: the filter is cleared; an OpenID that is not yet taken in waits for the next `p`.
fn leave(model: &mut Model) {
    match std::mem::take(&mut model.mode) {
        Mode::Filter(_) => {
            filter(model, Filter::default());
        }
        Mode::Add(_)
        | Mode::Save(_)
        | Mode::Confirm { .. }
        | Mode::Browse
        | Mode::Sheet(_)
        | Mode::Help(_) => {}
    }
}

fn enter(model: &mut Model) -> Vec<Effect> {
    match std::mem::take(&mut model.mode) {
        Mode::Add(field) if field.is_empty() => vec![],
        Mode::Add(field) => add_typed(model, field),
        Mode::Filter(_)
        | Mode::Save(_)
        | Mode::Confirm { .. }
        | Mode::Browse
        | Mode::Sheet(_)
        | Mode::Help(_) => vec![],
    }
}

/// Let what is typed narrow the list.
fn narrow(model: &mut Model) {
    let Mode::Filter(field) = &model.mode else { return };
    let text = field.text();
    if model.account().list.filter.text() != text {
        filter(model, Filter::new(&text));
    }
}

fn filter(model: &mut Model, filter: Filter) {
    let account = model.account_mut();
    account.list.filter = filter;
    account.refilter();
}

/// A pasted text: into the field that is open, else OpenIDs into the list.
pub(super) fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    match &mut model.mode {
        Mode::Filter(field) => {
            field.insert(text.trim());
            narrow(model);
            vec![]
        }
        Mode::Save(field) => {
            field.insert(text.trim());
            vec![]
        }
        Mode::Help(help) if help.is_typing => {
            help.query.insert(text.trim());
            vec![]
        }
        Mode::Add(field) if text.trim().lines().count() <= 1 => {
            field.insert(text.trim());
            vec![]
        }
        Mode::Add(field) => {
            let text = format!("{}{text}", field.text());
            model.mode = Mode::Browse;
            add(model, &text)
        }
        Mode::Browse | Mode::Confirm { .. } | Mode::Sheet(_) | Mode::Help(_) => {
            model.mode = Mode::Browse;
            add(model, text)
        }
    }
}

/// Add what was typed. When nothing in it is an OpenID, it stays to be mended.
fn add_typed(model: &mut Model, field: Field) -> Vec<Effect> {
    let text = field.text();
    let alone = OpenId::parse(&text);
    if let (Err(why), true) = (&alone, OpenId::find_all(&text).kept().next().is_none()) {
        let why = verdict::malformed(model.words, *why);
        let said = model.words.fill("verdict.typed", &[("why", &why)]);
        model.mode = Mode::Add(field);
        model.say(said, true);
        return vec![];
    }
    // A single one is meant as it is, whatever it looks like; running text is searched.
    let text = alone.map_or(text, |read| read.openid.as_str().to_owned());
    add(model, &text)
}

/// Add all OpenIDs of a text, select the first, and say what became of the rest.
fn add(model: &mut Model, text: &str) -> Vec<Effect> {
    let found = OpenId::find_all(text);
    let Some(first) = found.kept().next().cloned() else {
        let key = if found.items.is_empty() { "verdict.nothing" } else { "verdict.all_malformed" };
        let said = model.words.say(key).into_owned();
        model.say(said, true);
        look(model, &found, 0);
        return vec![];
    };
    let there = found.kept().filter(|openid| model.account().list.has(openid)).count();
    model.account_mut().give(found.kept().cloned().collect());
    model.focus = Focus::List;
    show(model, &first);
    look(model, &found, there);
    let said = verdict::summary(model.words, &found, there);
    vec![say(model, said)]
}

/// Open the verdict when it has something that must be seen.
fn look(model: &mut Model, found: &Found, there: usize) {
    if let Some(sheet) = verdict::sheet(model.words, found, there) {
        model.mode = Mode::Sheet(sheet);
    }
}
