//! Text fields: adding OpenIDs, narrowing the list, and what a paste does where.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::{
    app::{
        effect::{Effect, Job, Leave, Ticket},
        fault::Fault,
        layout::Focus,
        model::{Given, Model, Reading, field::Field, mode::Mode, verdict},
        update::effects::{run, say},
    },
    follower::{
        account_id::AccountId,
        find::Found,
        openid::{Malformed, OpenId},
    },
    query::filter::Filter,
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
            model.account_mut().list.narrow(Filter::default());
        }
        Mode::Add(_)
        | Mode::Save(_)
        | Mode::Confirm { .. }
        | Mode::Browse
        | Mode::Sheet(_)
        | Mode::Help(_)
        | Mode::Menu(_) => {}
    }
}

fn enter(model: &mut Model) -> Vec<Effect> {
    match std::mem::take(&mut model.mode) {
        Mode::Add(field) if field.is_empty() => vec![],
        Mode::Add(field) => {
            let text = field.text();
            model.mode = Mode::Add(field);
            read(model, Given::Typed, text)
        }
        Mode::Filter(_) => {
            mistaken(model);
            vec![]
        }
        Mode::Save(_)
        | Mode::Confirm { .. }
        | Mode::Browse
        | Mode::Sheet(_)
        | Mode::Help(_)
        | Mode::Menu(_) => {
            vec![]
        }
    }
}

/// Say what of a filter means nothing.
fn mistaken(model: &mut Model) {
    let Some(problem) = model.account().list.filter().problems().first() else { return };
    let said = verdict::mistaken(model.ui_lang, problem);
    model.say(said, true);
}

/// Let what is typed narrow the list.
fn narrow(model: &mut Model) {
    let Mode::Filter(field) = &model.mode else { return };
    let text = field.text();
    if model.account().list.filter().text() != text {
        let filter = Filter::new(&text, &model.zone);
        model.account_mut().list.narrow(filter);
    }
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
        // Terminals send a pasted line end as CR.
        Mode::Add(field) if !text.trim().contains(['\n', '\r']) => {
            field.insert(text.trim());
            vec![]
        }
        Mode::Add(field) => {
            let text = format!("{}{text}", field.text());
            model.mode = Mode::Browse;
            read(model, Given::Pasted, text)
        }
        Mode::Browse | Mode::Confirm { .. } | Mode::Sheet(_) | Mode::Help(_) | Mode::Menu(_) => {
            model.mode = Mode::Browse;
            read(model, Given::Pasted, text.to_owned())
        }
    }
}

/// Have a text read. What was typed stays until it is known that an OpenID is in it.
fn read(model: &mut Model, given: Given, text: String) -> Vec<Effect> {
    let ticket = model.read(given);
    let account = model.account();
    let (account, before) = (account.id().clone(), account.list.anchor().cloned());
    vec![run(ticket, Job::Read { account, text, before })]
}

/// Add all OpenIDs that were found, select the first, and say what became of the rest.
pub(super) fn found(
    model: &mut Model,
    ticket: &Ticket,
    result: Result<(Found, usize), Fault>,
) -> Vec<Effect> {
    let Some(at) = model.reading.iter().position(|reading| reading.ticket == *ticket) else {
        return vec![];
    };
    let Reading { given, account, .. } = model.reading.remove(at);
    let (found, there) = match result {
        Ok(found) => found,
        Err(fault) => {
            model.warn(&fault);
            return vec![];
        }
    };
    if given == Given::Typed
        && let Mode::Add(field) = &model.mode
    {
        if let Err(reason) = alone(field, &found) {
            let reason = verdict::malformed(model.ui_lang, reason);
            let said = model.ui_lang.fill("verdict.typed", &[("why", &reason)]);
            model.say(said, true);
            return vec![];
        }
        model.mode = Mode::Browse;
    }
    add(model, &account, &found, there)
}

/// Why what was typed is no OpenID, where none was found in it.
fn alone(field: &Field, found: &Found) -> Result<(), Malformed> {
    if found.kept().next().is_some() || found.duplicates() > 0 {
        return Ok(());
    }
    OpenId::parse(&field.text()).map(drop)
}

/// Those that were found are in the list by now; of them `there` were in it before.
fn add(model: &mut Model, id: &AccountId, found: &Found, there: usize) -> Vec<Effect> {
    let Some(first) = found.kept().next().cloned() else {
        let said = if found.items.is_empty() {
            verdict::nothing(model.ui_lang, found.lines)
        } else {
            model.ui_lang.say("verdict.all_malformed").into_owned()
        };
        model.say(said, true);
        report(model, found, 0);
        return vec![];
    };
    model.focus = Focus::List;
    if let Some(account) = model.accounts.get_mut(id) {
        account.list.narrow(Filter::default());
        account.list.select(first);
        account.list.forget();
    }
    report(model, found, there);
    let said = verdict::summary(model.ui_lang, found, there);
    vec![say(model, said)]
}

/// Open the verdict when it has something that must be seen. Over what the person has opened or types meanwhile
/// nothing is opened: it is among the notices.
fn report(model: &mut Model, found: &Found, there: usize) {
    let Some(sheet) = verdict::sheet(model.ui_lang, found, there) else { return };
    if matches!(model.mode, Mode::Browse | Mode::Sheet(_)) {
        model.mode = Mode::Sheet(sheet);
        return;
    }
    for line in verdict::lines(model.ui_lang, found) {
        drop(model.note(line, true));
    }
}
