//! The pictures that the screen has or waits for: the selected follower's, and those around it.

use lru::LruCache;

use crate::app::{
    effect::{Shot, Slot, Ticket},
    fault::Fault,
    graphics::{Drawing, Picture},
    model::load::Load,
};

/// How many bytes of pictures are kept: some 500 of 132 × 132 by kitty graphics.
const ROOM: usize = 24 * 1024 * 1024;
/// How many are kept at most, failures among them.
const MOST: usize = 512;

/// What is known of one picture.
pub type Face = Load<(), Picture>;

/// Pictures ready to be drawn. What was not wanted for longest goes first.
#[derive(Debug)]
pub struct Faces {
    known: LruCache<Shot, Known>,
    /// Those on their way, in the order in which they were asked for.
    loading: Vec<Shot>,
    /// Escape was pressed at this one: nothing more is fetched ahead until another is looked at.
    quiet_at: Option<Shot>,
}

impl Default for Faces {
    fn default() -> Self {
        Self { known: LruCache::unbounded(), loading: vec![], quiet_at: None }
    }
}

#[derive(Debug)]
struct Known {
    face: Face,
    /// Asked for before anybody looked at it.
    is_ahead: bool,
    /// It had to go for others while it was wanted: it is not asked for ahead once more, or what does
    /// not fit would be fetched again and again.
    is_crowded_out: bool,
}

impl Known {
    fn weight(&self) -> usize {
        self.face.value().map_or(0, Picture::weight)
    }
}

impl Faces {
    #[must_use]
    pub fn get(&self, shot: &Shot) -> Option<&Face> {
        self.known.peek(shot).map(|known| &known.face)
    }

    #[must_use]
    pub fn is_loading(&self) -> bool {
        !self.loading.is_empty()
    }

    /// This one is looked at. Whether it must be asked for: one that failed while nobody looked may
    /// have failed by a network that is back by now.
    pub fn look_at(&mut self, shot: &Shot) -> bool {
        self.touch(shot);
        let Some(known) = self.known.peek_mut(shot) else { return true };
        let failed_unseen = std::mem::take(&mut known.is_ahead) && known.face.fault().is_some();
        failed_unseen || known.is_crowded_out
    }

    /// Fetch nothing ahead while this one is looked at.
    pub fn be_quiet_at(&mut self, shot: Option<Shot>) {
        self.quiet_at = shot;
    }

    /// The first of these that is to be asked for: the one that is looked at, then those that may be
    /// soon, the likeliest first.
    pub fn first_missing(&mut self, wanted: &[Shot]) -> Option<Shot> {
        if self.quiet_at.is_some() && self.quiet_at.as_ref() == wanted.first() {
            return None;
        }
        // The likeliest counts as used last, so that it goes last.
        for shot in wanted.iter().rev() {
            self.touch(shot);
        }
        wanted.iter().find(|shot| !self.known.contains(shot)).cloned()
    }

    /// This one counts as used now.
    pub fn touch(&mut self, shot: &Shot) {
        self.known.promote(shot);
    }

    pub fn start(&mut self, shot: Shot, ticket: Ticket, is_ahead: bool) {
        let mut face = Face::default();
        face.start((), ticket);
        self.loading.push(shot.clone());
        self.known.put(shot, Known { face, is_ahead, is_crowded_out: false });
    }

    /// Take in an answer. A late one, for another ticket, changes nothing.
    pub fn settle(&mut self, ticket: &Ticket, answer: Result<Picture, Fault>) {
        let Slot::Face(shot) = &ticket.slot else { return };
        let Some(known) = self.known.peek_mut(shot) else { return };
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
            self.known.pop(shot);
        }
        self.drop_where(|shot, known| known.is_crowded_out && !wanted.contains(shot));
        gone
    }

    /// Give up waiting for this one, and say why.
    pub fn fail(&mut self, shot: &Shot, fault: Fault) {
        self.loading.retain(|other| other != shot);
        if let Some(known) = self.known.peek_mut(shot) {
            known.face.fail(fault);
        }
    }

    /// Those that failed are to be asked for again.
    pub fn forget_failures(&mut self) {
        self.drop_where(|_, known| known.face.fault().is_some());
    }

    /// What was made for another way to draw, or for other cells, is of no use any more.
    pub fn keep_only(&mut self, drawing: Drawing) {
        self.drop_where(|shot, known| shot.drawing != drawing && !known.face.is_loading());
    }

    fn drop_where(&mut self, is_useless: impl Fn(&Shot, &Known) -> bool) {
        let useless = self.known.iter().filter(|(shot, known)| is_useless(shot, known));
        let useless: Vec<Shot> = useless.map(|(shot, _)| shot.clone()).collect();
        for shot in &useless {
            self.known.pop(shot);
        }
    }

    /// The one that was used last stays, however heavy it is: it is the one that is looked at.
    fn tidy(&mut self) {
        let mut weight: usize = self.known.iter().map(|(_, known)| known.weight()).sum();
        let heavy = self.known.iter_mut().filter(|(_, known)| known.weight() > 0);
        // The one used last comes first.
        let older: Vec<&mut Known> = heavy.skip(1).map(|(_, known)| known).collect();
        for known in older.into_iter().rev() {
            if weight <= ROOM {
                break;
            }
            weight -= known.weight();
            (known.face, known.is_crowded_out) = (Face::default(), true);
        }
        while self.known.len() > MOST {
            let mut ended = self.known.iter().rev().filter(|(_, known)| !known.face.is_loading());
            let Some(oldest) = ended.next().map(|(shot, _)| shot.clone()) else { break };
            self.known.pop(&oldest);
        }
    }
}
