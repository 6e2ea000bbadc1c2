//! Jobs that run beside the loop, at most one for each slot.

use std::{collections::HashMap, future::Future, panic::AssertUnwindSafe};

use futures::FutureExt;
use tokio::{sync::mpsc::UnboundedSender, task::AbortHandle, time};

use crate::app::{
    effect::{Done, Effect, Job, Slot, Ticket},
    event::Event,
    fault::Fault,
};

/// What jobs need from outside. The real one holds the API clients and the image drawer.
pub trait World: Clone + Send + Sync + 'static {
    /// Do a job.
    ///
    /// # Errors
    /// Why it could not be done, for the person.
    fn perform(&self, job: Job) -> impl Future<Output = Result<Done, Fault>> + Send;
    /// Tell from now on what goes on outside beside the jobs.
    fn tell(&self, sender: &UnboundedSender<Event>);
    /// Put a text on the clipboard.
    fn copy(&self, text: &str);
}

/// The jobs that run, and where their responses go.
#[derive(Debug)]
pub struct Jobs<W> {
    world: W,
    sender: UnboundedSender<Event>,
    running: HashMap<Slot, (u64, AbortHandle)>,
    /// What is said of a job that broke off by a fault of the program.
    broken: Fault,
}

impl<W: World> Jobs<W> {
    pub fn new(world: W, sender: UnboundedSender<Event>, broken: Fault) -> Self {
        world.tell(&sender);
        Self { world, sender, running: HashMap::new(), broken }
    }

    /// Do what an effect asks for. Drawing, suspending and leaving are the loop's.
    pub fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Run { ticket, after, job } => {
                self.stop(&ticket.slot);
                let (world, sender, slot) =
                    (self.world.clone(), self.sender.clone(), ticket.slot.clone());
                let (serial, broken) = (ticket.serial, self.broken.clone());
                let task = tokio::spawn(async move {
                    time::sleep(after).await;
                    let done = AssertUnwindSafe(world.perform(job)).catch_unwind().await;
                    // The loop is gone only when the program ends.
                    let _ = sender.send(Event::Done(ticket, done.unwrap_or(Err(broken))));
                });
                self.running.insert(slot, (serial, task.abort_handle()));
            }
            Effect::Stop(slot) => self.stop(&slot),
            Effect::Copy(text) => self.world.copy(&text),
            Effect::Redraw | Effect::Suspend | Effect::Leave(_) => {}
        }
    }

    /// A job has answered: nothing is left of it to stop.
    pub fn ended(&mut self, ticket: &Ticket) {
        if self.running.get(&ticket.slot).is_some_and(|(serial, _)| *serial == ticket.serial) {
            self.running.remove(&ticket.slot);
        }
    }

    fn stop(&mut self, slot: &Slot) {
        if let Some((_, running)) = self.running.remove(slot) {
            running.abort();
        }
    }
}
