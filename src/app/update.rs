//! How the state changes: one pure function, and the effects that follow from it.

mod accounts;
mod actions;
mod avatar;
mod confirm;
mod copies;
mod done;
mod edits;
mod effects;
mod halts;
mod held;
mod needs;
mod overlay;
mod sheets;
mod steps;
mod sync;
mod typing;

use std::time::Duration;

use crossterm::event::KeyCode;
use ratatui::layout::Position;

use crate::{
    app::{
        action::{Action, Scope},
        effect::{Effect, Job, Slot, Ticket},
        event::Event,
        graphics::GraphicsMode,
        keymap,
        layout::Focus,
        model::{
            Model, card,
            mode::{Help, Mode},
            pages,
        },
    },
    follower::{account_id::AccountId, openid::OpenId},
};
use effects::probe_terminal;

/// While keys follow each other faster than this, nothing is asked for.
const REST: Duration = Duration::from_millis(80);

/// Take in one event. The response says what to ask of the outside.
#[must_use]
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    let Some(event) = held::hold(model, event) else { return vec![] };
    let mut effects = turn(model, event);
    while let Some(event) = held::release(model) {
        effects.extend(turn(model, event));
    }
    effects
}

fn turn(model: &mut Model, event: Event) -> Vec<Effect> {
    let position = position(model);
    let is_by_hand = matches!(event, Event::Key(_) | Event::Click(_) | Event::Scroll(..));
    if is_by_hand || matches!(event, Event::Paste(_)) {
        // Of each: the key may put another account in front.
        model.accounts.all_mut().for_each(|account| account.pages.budget = pages::BUDGET);
    }
    // A window that is drawn larger has many sizes on its way.
    let is_resized = matches!(event, Event::Resize(size) if size != model.size);
    let brings_rows = matches!(&event, Event::Done(Ticket { slot: Slot::Rows(_), .. }, _));
    let mut effects = take(model, event);
    settle(model);
    let (before, now) = (position, self::position(model));
    if before.0 != now.0 {
        model.detail_scroll = 0;
    }
    if is_resized {
        // Through tmux it may be another terminal that has another size.
        effects.push(probe_terminal(model, REST));
    }
    effects.extend(needs::list(model));
    if is_resized || is_by_hand && before != now {
        effects.extend(rest(model));
    } else if model.rest.is_none() {
        effects.extend(needs::missing(model));
        effects.extend(needs::ahead(model));
    } else if brings_rows && std::mem::take(&mut model.is_owed) {
        effects.extend(needs::missing(model));
    }
    effects
}

/// Who is selected, in which account, and where the list stands.
fn position(model: &Model) -> ((AccountId, Option<OpenId>), usize) {
    let account = model.account();
    ((account.id().clone(), account.list.current().cloned()), account.list.offset)
}

/// Ask at once after the first key; while more keys come, only when they rest.
fn rest(model: &mut Model) -> Vec<Effect> {
    let mut effects = if model.rest.is_none() { needs::missing(model) } else { vec![] };
    if model.rest.is_none() {
        model.is_owed = model.account().list.is_between();
    }
    let ticket = model.ticket(Slot::Rest);
    model.rest = Some(ticket.clone());
    effects.push(Effect::Run { ticket, after: REST, job: Job::Wait });
    effects
}

fn take(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => match &model.mode {
            Mode::Add(_) | Mode::Filter(_) => typing::key(model, key),
            Mode::Save(_) => avatar::key(model, key),
            Mode::Confirm { .. } => confirm::key(model, key),
            Mode::Help(Help { is_typing: true, .. }) if key.code == KeyCode::Enter => choose(model),
            Mode::Help(help) if help.is_typing => overlay::type_query(model, key),
            Mode::Browse | Mode::Sheet(_) | Mode::Help(_) | Mode::Menu(_) => {
                match keymap::find(model.scope(), key) {
                    Some(action) => dispatch(model, action),
                    // The second of two keys that there is no action for.
                    None if matches!(model.mode, Mode::Menu(_)) => {
                        model.mode = Mode::Browse;
                        vec![]
                    }
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
        Event::Terminal(graphics_mode, reason) => {
            terminal(model, graphics_mode, reason);
            vec![]
        }
        Event::Waiting(id, reason) => {
            if let Some(account) = model.accounts.get_mut(&id) {
                account.retry_reason = reason;
            }
            vec![]
        }
        Event::RequestsSent(id, sent) => {
            if let Some(account) = model.accounts.get_mut(&id) {
                account.requests_sent = sent;
            }
            vec![]
        }
        Event::Warning(said) => {
            model.say(said, true);
            vec![]
        }
        Event::Synced(id, progress) => {
            if let Some(account) = model.accounts.get_mut(&id).filter(|it| it.sync.is_loading()) {
                account.progress = progress;
            }
            vec![]
        }
        Event::Changed(id, tags) => {
            if let Some(account) = model.accounts.get_mut(&id) {
                account.tags.remember((), tags);
                account.list.forget();
            }
            vec![]
        }
        Event::Tick => {
            model.spin = model.spin.wrapping_add(1);
            vec![]
        }
        Event::Done(ticket, result) => done::done(model, &ticket, result),
    }
}

/// Do an action in the mode that is on.
fn dispatch(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.scope() {
        Scope::Browse => actions::act(model, action),
        Scope::Sheet => overlay::sheet(model, action),
        Scope::Help if action == Action::Open => choose(model),
        Scope::Help => overlay::help(model, action),
        Scope::Sort => {
            model.mode = Mode::Browse;
            if action == Action::Back { vec![] } else { actions::act(model, action) }
        }
    }
}

/// Do what the chosen line of the help says.
fn choose(model: &mut Model) -> Vec<Effect> {
    match overlay::chosen(model) {
        Some(action) => actions::act(model, action),
        None => vec![],
    }
}

/// Keep everything in sight after whatever happened.
fn settle(model: &mut Model) {
    let panes = model.panes();
    model.account_mut().list.settle_offset(panes.list_height());
    if model.detail_scroll > 0 {
        let inner = panes.inner(panes.detail);
        let lines = model
            .response()
            .map_or(0, |response| card::lines(model, response, usize::from(inner.width)).len());
        model.detail_scroll =
            model.detail_scroll.min(lines.saturating_sub(usize::from(inner.height)));
    }
    overlay::settle(model, panes.overlay());
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
        return actions::act(model, Action::Add);
    }
    if let Some(row) = panes.row_at(at) {
        let list = &mut model.account_mut().list;
        let row = list.offset + row;
        if row < list.shown() {
            list.go_to(row);
        }
    }
    vec![]
}

fn scroll(model: &mut Model, at: Position, rows: isize) -> Vec<Effect> {
    let panes = model.panes();
    match &mut model.mode {
        Mode::Sheet(sheet) => sheet.step(rows),
        Mode::Help(help) => help.selected = help.selected.saturating_add_signed(rows),
        Mode::Save(_) | Mode::Confirm { .. } | Mode::Menu(_) => {}
        Mode::Browse | Mode::Add(_) | Mode::Filter(_) => match panes.pane_at(at) {
            Some(Focus::List) => model.account_mut().list.scroll(rows, panes.list_height()),
            Some(Focus::Detail) => {
                model.detail_scroll = model.detail_scroll.saturating_add_signed(rows);
            }
            Some(Focus::Avatar) | None => {}
        },
    }
    vec![]
}

/// Avatars are drawn this way from here on.
fn terminal(model: &mut Model, graphics_mode: GraphicsMode, reason: String) {
    model.graphics_mode = graphics_mode;
    model.graphics_reason = reason;
    model.avatars.keep_only(graphics_mode);
}
