//! The pictures that the screen has or waits for: the selected follower's, and those around it.

use std::collections::HashMap;

use crate::app::{
    effect::{Shot, Slot, Ticket},
    event::Fault,
    model::load::Load,
    picture::{Drawing, Picture},
};

/// How many bytes of pictures are kept: some 500 of 132 × 132 by kitty graphics.
const ROOM: usize = 24 * 1024 * 1024;
/// How many are kept at most, failures among them.
const MOST: usize = 512;

/// What is known of one picture.
pub type Face = Load<(), Picture>;

/// Pictures ready to be drawn. What was not wanted for longest goes first.
#[derive(Debug, Default)]
pub struct Faces {
    known: HashMap<Shot, Known>,
    /// Those on their way, in the order in which they were asked for.
    loading: Vec<Shot>,
    /// Counts what is wanted, so that the known can be told apart by age.
    uses: u64,
}

#[derive(Debug)]
struct Known {
    face: Face,
    used: u64,
    /// Asked for before anybody looked at it.
    is_ahead: bool,
}

impl Known {
    fn weight(&self) -> usize {
        self.face.value().map_or(0, Picture::weight)
    }
}

impl Faces {
    #[must_use]
    pub fn get(&self, shot: &Shot) -> Option<&Face> {
        self.known.get(shot).map(|known| &known.face)
    }

    #[must_use]
    pub fn is_loading(&self) -> bool {
        !self.loading.is_empty()
    }

    /// This one is looked at. Whether it must be asked for: one that failed while nobody looked may
    /// have failed by a network that is back by now.
    pub fn look_at(&mut self, shot: &Shot) -> bool {
        self.want(shot);
        let Some(known) = self.known.get_mut(shot) else { return true };
        std::mem::take(&mut known.is_ahead) && known.face.fault().is_some()
    }

    /// This one may be looked at soon. Whether it must be asked for.
    pub fn want(&mut self, shot: &Shot) -> bool {
        self.uses += 1;
        let uses = self.uses;
        self.known.get_mut(shot).map(|known| known.used = uses).is_none()
    }

    pub fn start(&mut self, shot: Shot, ticket: Ticket, is_ahead: bool) {
        self.uses += 1;
        let mut face = Face::default();
        face.start((), ticket);
        self.loading.push(shot.clone());
        self.known.insert(shot, Known { face, used: self.uses, is_ahead });
    }

    /// Take in an answer. A late one, for another ticket, changes nothing.
    pub fn settle(&mut self, ticket: &Ticket, answer: Result<Picture, Fault>) {
        let Slot::Face(shot) = &ticket.slot else { return };
        let Some(known) = self.known.get_mut(shot) else { return };
        if known.face.settle(ticket, answer) {
            self.loading.retain(|other| other != shot);
            self.tidy();
        }
    }

    /// Give up waiting for all but these, and say which they were.
    pub fn wait_only_for(&mut self, wanted: &[Shot]) -> Vec<Shot> {
        let (kept, gone): (Vec<Shot>, _) =
            std::mem::take(&mut self.loading).into_iter().partition(|shot| wanted.contains(shot));
        self.loading = kept;
        for shot in &gone {
            self.known.remove(shot);
        }
        gone
    }

    /// Give up waiting for this one, and say why.
    pub fn fail(&mut self, shot: &Shot, fault: Fault) {
        self.loading.retain(|other| other != shot);
        if let Some(known) = self.known.get_mut(shot) {
            known.face.fail(fault);
        }
    }

    /// Those that failed are to be asked for again.
    pub fn forget_failures(&mut self) {
        self.known.retain(|_, known| known.face.fault().is_none());
    }

    /// What was made for another way to draw, or for other cells, is of no use any more.
    pub fn keep_only(&mut self, drawing: Drawing) {
        self.known.retain(|shot, known| shot.drawing == drawing || known.face.is_loading());
    }

    fn tidy(&mut self) {
        let mut weight: usize = self.known.values().map(Known::weight).sum();
        while weight > ROOM || self.known.len() > MOST {
            let ended = self.known.iter().filter(|(_, known)| !known.face.is_loading());
            let Some(oldest) =
                ended.min_by_key(|(_, known)| known.used).map(|(shot, _)| shot.clone())
            else {
                break;
            };
            weight -= self.known.remove(&oldest).map_or(0, |known| known.weight());
        }
    }
}
