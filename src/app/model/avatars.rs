//! The avatars that the screen has or waits for: the selected follower's, and those around it.

use lru::LruCache;

use crate::app::{
    effect::{AvatarRequest, Slot, Ticket},
    fault::Fault,
    graphics::{GraphicsMode, RenderedAvatar},
    model::load::Load,
};

/// How many bytes of avatars are kept: some 500 of 132 × 132 by kitty graphics.
const ROOM: usize = 24 * 1024 * 1024;
/// How many are kept at most, failures among them.
const MOST: usize = 512;

/// What is known of one avatar.
pub type AvatarLoad = Load<(), RenderedAvatar>;

/// Avatars ready to be drawn. What was not wanted for longest goes first.
#[derive(Debug)]
pub struct Avatars {
    known: LruCache<AvatarRequest, Known>,
    /// Those on their way, in the order in which they were asked for.
    loading: Vec<AvatarRequest>,
    /// Escape was pressed at this one: nothing more is fetched ahead until another is looked at.
    quiet_at: Option<AvatarRequest>,
}

impl Default for Avatars {
    fn default() -> Self {
        Self { known: LruCache::unbounded(), loading: vec![], quiet_at: None }
    }
}

#[derive(Debug)]
struct Known {
    avatar: AvatarLoad,
    /// Asked for before anybody looked at it.
    is_ahead: bool,
    /// It had to go for others while it was wanted: it is not asked for ahead once more, or what does
    /// not fit would be fetched again and again.
    is_crowded_out: bool,
}

impl Known {
    fn weight(&self) -> usize {
        self.avatar.value().map_or(0, RenderedAvatar::weight)
    }
}

impl Avatars {
    #[must_use]
    pub fn get(&self, request: &AvatarRequest) -> Option<&AvatarLoad> {
        self.known.peek(request).map(|known| &known.avatar)
    }

    #[must_use]
    pub fn is_loading(&self) -> bool {
        !self.loading.is_empty()
    }

    /// This one is looked at. Whether it must be asked for: one that failed while nobody looked may
    /// have failed by a network that is back by now.
    pub fn select(&mut self, request: &AvatarRequest) -> bool {
        self.touch(request);
        let Some(known) = self.known.peek_mut(request) else { return true };
        let failed_unseen = std::mem::take(&mut known.is_ahead) && known.avatar.fault().is_some();
        failed_unseen || known.is_crowded_out
    }

    /// Fetch nothing ahead while this one is looked at.
    pub fn be_quiet_at(&mut self, request: Option<AvatarRequest>) {
        self.quiet_at = request;
    }

    /// The first of these that is to be asked for: the one that is looked at, then those that may be
    /// soon, the likeliest first.
    pub fn first_missing(&mut self, wanted: &[AvatarRequest]) -> Option<AvatarRequest> {
        if self.quiet_at.is_some() && self.quiet_at.as_ref() == wanted.first() {
            return None;
        }
        // The likeliest counts as used last, so that it goes last.
        for request in wanted.iter().rev() {
            self.touch(request);
        }
        wanted.iter().find(|request| !self.known.contains(request)).cloned()
    }

    /// This one counts as used now.
    pub fn touch(&mut self, request: &AvatarRequest) {
        self.known.promote(request);
    }

    pub fn start(&mut self, request: AvatarRequest, ticket: Ticket, is_ahead: bool) {
        let mut avatar = AvatarLoad::default();
        avatar.start((), ticket);
        self.loading.push(request.clone());
        self.known.put(request, Known { avatar, is_ahead, is_crowded_out: false });
    }

    /// Take in a response. A late one, for another ticket, changes nothing.
    pub fn settle(&mut self, ticket: &Ticket, response: Result<RenderedAvatar, Fault>) {
        let Slot::AvatarLoad(request) = &ticket.slot else { return };
        let Some(known) = self.known.peek_mut(request) else { return };
        if known.avatar.settle(ticket, response) {
            self.loading.retain(|other| other != request);
            self.tidy();
        }
    }

    /// Give up waiting for all but these, and say which they were.
    pub fn wait_only_for(&mut self, wanted: &[AvatarRequest]) -> Vec<AvatarRequest> {
        let (kept, gone): (Vec<AvatarRequest>, _) = std::mem::take(&mut self.loading)
            .into_iter()
            .partition(|request| wanted.contains(request));
        self.loading = kept;
        for request in &gone {
            self.known.pop(request);
        }
        self.drop_where(|request, known| known.is_crowded_out && !wanted.contains(request));
        gone
    }

    /// Give up waiting for this one, and say why.
    pub fn fail(&mut self, request: &AvatarRequest, fault: Fault) {
        self.loading.retain(|other| other != request);
        if let Some(known) = self.known.peek_mut(request) {
            known.avatar.fail(fault);
        }
    }

    /// Those that failed are to be asked for again.
    pub fn forget_failures(&mut self) {
        self.drop_where(|_, known| known.avatar.fault().is_some());
    }

    /// What was made for another way to draw, or for other cells, is of no use any more.
    pub fn keep_only(&mut self, graphics_mode: GraphicsMode) {
        self.drop_where(|request, known| {
            request.graphics_mode != graphics_mode && !known.avatar.is_loading()
        });
    }

    fn drop_where(&mut self, is_useless: impl Fn(&AvatarRequest, &Known) -> bool) {
        let useless = self.known.iter().filter(|(request, known)| is_useless(request, known));
        let useless: Vec<AvatarRequest> = useless.map(|(request, _)| request.clone()).collect();
        for request in &useless {
            self.known.pop(request);
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
            (known.avatar, known.is_crowded_out) = (AvatarLoad::default(), true);
        }
        while self.known.len() > MOST {
            let mut ended = self.known.iter().rev().filter(|(_, known)| !known.avatar.is_loading());
            let Some(oldest) = ended.next().map(|(request, _)| request.clone()) else { break };
            self.known.pop(&oldest);
        }
    }
}
