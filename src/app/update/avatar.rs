//! The avatar outside of its pane: opened in the system's viewer, or saved where the person says.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::{
    app::{
        effect::{Effect, Job, Leave, Slot, Source, Ticket},
        fault::Fault,
        model::{Model, card, field::Field, load::Load, mode::Mode},
        update::effects::{refuse, run, say},
    },
    follower::openid::OpenId,
};

/// Open it in the system's viewer, at the size that is chosen.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if model.opening.is_loading() {
        // A viewer that starts slowly is not started twice.
        return vec![];
    }
    let (source, name) = match source(model) {
        Ok(found) => found,
        Err(key) => return refuse(model, key),
    };
    let ticket = model.ticket(Slot::OpenAvatar);
    model.opening.start((), ticket.clone());
    let said = model.ui_lang.say("status.opening").into_owned();
    model.say(said, false);
    vec![run(ticket, Job::OpenAvatar { source, name })]
}

/// Ask where to save it. What is suggested can be taken as it is.
pub(super) fn prompt(model: &mut Model) -> Vec<Effect> {
    match source(model) {
        Ok((_, name)) => {
            let mut field = Field::default();
            field.insert(&name);
            model.mode = Mode::Save(field);
            vec![]
        }
        Err(key) => refuse(model, key),
    }
}

/// A key while the name of the file is typed. It stays until the avatar is saved.
pub(super) fn key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    let is_ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    model.notice.take_if(|notice| notice.is_fault);
    let Mode::Save(field) = &mut model.mode else { return vec![] };
    match key.code {
        KeyCode::Char('c') if is_ctrl => return vec![Effect::Leave(Leave::Quit)],
        KeyCode::Char('z') if is_ctrl => return vec![Effect::Suspend],
        KeyCode::Esc => {
            model.mode = Mode::Browse;
            model.saving = Load::default();
            return vec![Effect::Stop(Slot::Save)];
        }
        KeyCode::Enter if field.text().trim().is_empty() => {}
        KeyCode::Enter => {
            let to = field.text();
            return save(model, to);
        }
        _ => {
            field.edit(key);
        }
    }
    vec![]
}

fn save(model: &mut Model, to: String) -> Vec<Effect> {
    let (source, name) = match source(model) {
        Ok(found) => found,
        Err(key) => return refuse(model, key),
    };
    let ticket = model.ticket(Slot::Save);
    model.saving.start((), ticket.clone());
    vec![run(ticket, Job::Save { source, name, to })]
}

/// It was saved in this file, or was not: then the name can be mended.
pub(super) fn saved(
    model: &mut Model,
    ticket: &Ticket,
    response: Result<String, Fault>,
) -> Vec<Effect> {
    if !model.saving.settle(ticket, response.clone()) {
        return vec![];
    }
    match response {
        Ok(file) => {
            if let Mode::Save(_) = model.mode {
                model.mode = Mode::Browse;
            }
            let said = model.ui_lang.fill("status.saved", &[("file", &file)]);
            vec![say(model, said)]
        }
        Err(fault) => {
            model.warn(&fault);
            vec![]
        }
    }
}

/// The viewer was started, or was not.
pub(super) fn opened(
    model: &mut Model,
    ticket: &Ticket,
    response: Result<(), Fault>,
) -> Vec<Effect> {
    if !model.opening.settle(ticket, response.clone()) {
        return vec![];
    }
    match response {
        Ok(()) => {
            let said = model.ui_lang.say("status.opened").into_owned();
            vec![say(model, said)]
        }
        Err(fault) => {
            model.warn(&fault);
            vec![]
        }
    }
}

/// Where the avatar of the selected one comes from, and what a file of it is called; or the key of
/// the words that say why there is none.
fn source(model: &Model) -> Result<(Source, String), &'static str> {
    let Some(openid) = model.account().list.current() else {
        return Err("status.nothing_selected");
    };
    let Some(response) = model.response() else { return Err("status.no_response") };
    let Some(url) = response.follower.avatar.clone() else {
        return Err(card::no_avatar_reason(&response.follower));
    };
    let source = Source { account: model.account().id().clone(), url, size: model.avatar_size };
    Ok((source, format!("{}-{}.png", plain(openid), model.avatar_size)))
}

/// As much of an OpenID as can stand in the name of a file. What the API sends is data.
fn plain(openid: &OpenId) -> String {
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let plain: String = openid.as_str().chars().filter(is_plain).collect();
    plain.trim_start_matches('-').to_owned()
}
