//! How the state changes: one pure function, and the effects that follow from it.

mod act;
mod done;
mod look;
mod needs;
mod over;
mod person;
mod picture;
pub use over::{head, lines};
mod typing;

use std::time::Duration;

use ratatui::layout::Position;

use crate::{
    app::{
        action::{Action, Scope},
        effect::{Effect, Job, Slot},
        event::{Event, Fault},
        keymap,
        model::{Model, card, mode::Mode},
        panes::Focus,
        picture::Drawing,
    },
    follower::openid::OpenId,
};

/// How long news stays in the status line.
const NEWS: Duration = Duration::from_secs(4);
/// While keys follow each other faster than this, nothing is asked for.
const REST: Duration = Duration::from_millis(80);

/// Take in one event. The answer says what to ask of the outside.
#[must_use]
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    let (selected, offset) = (model.list.current().cloned(), model.list.offset);
    let is_by_hand = matches!(event, Event::Key(_) | Event::Click(_) | Event::Scroll(..));
    // A window that is drawn larger has many sizes on its way.
    let is_resized = matches!(event, Event::Resize(size) if size != model.size);
    let mut effects = take(model, event);
    settle(model);
    let is_elsewhere = model.list.current() != selected.as_ref();
    if is_elsewhere {
        model.detail_scroll = 0;
    }
    if is_resized {
        // Through tmux it may be another terminal that has another size.
        effects.push(ask_terminal(model, REST));
    }
    if is_resized || is_by_hand && (is_elsewhere || model.list.offset != offset) {
        effects.extend(rest(model));
    } else if model.rest.is_none() {
        effects.extend(needs::missing(model));
        effects.extend(needs::ahead(model));
    }
    effects
}

/// Ask at once after the first key; while more keys come, only when they rest.
fn rest(model: &mut Model) -> Vec<Effect> {
    let mut effects = if model.rest.is_none() { needs::missing(model) } else { vec![] };
    let ticket = model.ticket(Slot::Rest);
    model.rest = Some(ticket.clone());
    effects.push(Effect::Run { ticket, after: REST, job: Job::Wait });
    effects
}

fn take(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => match &model.mode {
            Mode::Add(_) | Mode::Filter(_) => typing::key(model, key),
            Mode::Save(_) => picture::key(model, key),
            Mode::Help(help) if help.is_typing => over::type_query(model, key),
            Mode::Browse | Mode::Sheet(_) | Mode::Help(_) => {
                match keymap::find(model.scope(), key) {
                    Some(action) => dispatch(model, action),
                    None => vec![],
                }
            }
        },
        Event::Paste(text) => typing::paste(model, &text),
        Event::Click(at) => click(model, at),
        Event::Scroll(at, rows) => scroll(model, at, isize::from(rows)),
        Event::Resize(size) => {
            model.size = size;
            vec![]
        }
        Event::Terminal(drawing, why) => {
            terminal(model, drawing, why);
            vec![]
        }
        Event::Waiting(reason) => {
            model.waiting = reason;
            vec![]
        }
        Event::Sent(account, sent) => {
            model.sent.insert(account, sent);
            vec![]
        }
        Event::Tick => {
            model.spin = model.spin.wrapping_add(1);
            vec![]
        }
        Event::Done(ticket, outcome) => done::done(model, &ticket, outcome),
    }
}

/// Do an action in the mode that is on.
fn dispatch(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.scope() {
        Scope::Browse => act::act(model, action),
        Scope::Sheet => over::sheet(model, action),
        Scope::Help => over::help(model, action),
    }
}

/// Keep everything in sight after whatever happened.
fn settle(model: &mut Model) {
    let panes = model.panes();
    model.list.settle(panes.list_height());
    if model.detail_scroll > 0 {
        let inner = panes.inner(panes.detail);
        let lines = model
            .answer()
            .map_or(0, |answer| card::lines(model, answer, usize::from(inner.width)).len());
        model.detail_scroll =
            model.detail_scroll.min(lines.saturating_sub(usize::from(inner.height)));
    }
    over::settle(model, panes.over());
}

fn click(model: &mut Model, at: Position) -> Vec<Effect> {
    if model.mode != Mode::Browse {
        return vec![];
    }
    let panes = model.panes();
    if let Some(focus) = panes.pane_at(at) {
        model.focus = focus;
    }
    if panes.input().contains(at) {
        return act::act(model, Action::Add);
    }
    if let Some(row) = panes.row_at(at) {
        let row = model.list.offset + row;
        if row < model.list.shown() {
            model.list.selected = row;
        }
    }
    vec![]
}

fn scroll(model: &mut Model, at: Position, rows: isize) -> Vec<Effect> {
    let panes = model.panes();
    match &mut model.mode {
        Mode::Sheet(sheet) => sheet.step(rows),
        Mode::Help(help) => help.selected = help.selected.saturating_add_signed(rows),
        Mode::Save(_) => {}
        Mode::Browse | Mode::Add(_) | Mode::Filter(_) => match panes.pane_at(at) {
            Some(Focus::List) => model.list.scroll(rows, panes.list_height()),
            Some(Focus::Detail) => {
                model.detail_scroll = model.detail_scroll.saturating_add_signed(rows);
            }
            Some(Focus::Avatar) | None => {}
        },
    }
    vec![]
}

/// Pictures are drawn this way from here on.
fn terminal(model: &mut Model, drawing: Drawing, why: String) {
    model.drawing = drawing;
    model.why_drawn_so = why;
    model.faces.keep_only(drawing);
}

/// Write everything anew, for what another program or another terminal left on the screen.
fn redraw(model: &mut Model) -> Vec<Effect> {
    vec![Effect::Redraw, ask_terminal(model, Duration::ZERO)]
}

fn ask_terminal(model: &mut Model, after: Duration) -> Effect {
    let ticket = model.ticket(Slot::Terminal);
    Effect::Run { ticket, after, job: Job::Terminal }
}

/// Say something, and take it back after a while.
fn say(model: &mut Model, text: String) -> Effect {
    let ticket = model.say(text, false);
    Effect::Run { ticket, after: NEWS, job: Job::Wait }
}

/// Copy a text, and say what was copied.
fn copy(model: &mut Model, text: String, said: String) -> Vec<Effect> {
    let said = say(model, said);
    vec![Effect::Copy(text), said]
}

/// A fault that the program itself finds: the person did what cannot be done here.
fn refuse(model: &mut Model, key: &str) -> Vec<Effect> {
    let text = model.words.say(key).into_owned();
    let fault = Fault { short: text.clone(), text, hint: None, report: None };
    model.warn(&fault);
    vec![]
}

/// Bring an OpenID into sight, whatever filter is on.
fn show(model: &mut Model, openid: &OpenId) {
    if !model.list.filter.is_empty() {
        model.list.filter = super::model::filter::Filter::default();
        model.refilter();
    }
    model.list.select(openid);
}
