//! What many actions end with: a word to the person, a copied text, a job that starts at once.

use std::time::Duration;

use crate::app::{
    effect::{Effect, Job, Slot, Ticket},
    model::Model,
};

/// How long news stays in the status line.
const NEWS: Duration = Duration::from_secs(4);

/// Say something, and take it back after a while.
pub(super) fn say(model: &mut Model, text: String) -> Effect {
    let ticket = model.say(text, false);
    Effect::Run { ticket, after: NEWS, job: Job::Wait }
}

/// Say what these words say.
pub(super) fn tell(model: &mut Model, key: &str) -> Vec<Effect> {
    let text = model.ui_lang.say(key).into_owned();
    vec![say(model, text)]
}

/// The person did what cannot be done here, and these words say why.
pub(super) fn refuse(model: &mut Model, key: &str) -> Vec<Effect> {
    let text = model.ui_lang.say(key).into_owned();
    model.say(text, true);
    vec![]
}

/// Copy a text, and say what was copied.
pub(super) fn copy(model: &mut Model, text: String, said: String) -> Vec<Effect> {
    let said = say(model, said);
    vec![Effect::Copy(text), said]
}

/// Start a job now.
pub(super) fn run(ticket: Ticket, job: Job) -> Effect {
    Effect::Run { ticket, after: Duration::ZERO, job }
}

/// Write everything anew, for what another program or another terminal left on the screen.
pub(super) fn redraw(model: &mut Model) -> Vec<Effect> {
    vec![Effect::Redraw, probe_terminal(model, Duration::ZERO)]
}

pub(super) fn probe_terminal(model: &mut Model, after: Duration) -> Effect {
    let ticket = model.ticket(Slot::Terminal);
    Effect::Run { ticket, after, job: Job::Terminal }
}
