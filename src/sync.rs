//! Bringing all followers of an account into the directory: the list first, then those of whom nothing was said
//! lately, in hundreds. What is done is written down as it comes, so that it goes on where it was, however it ended.
//!
//! Source: "Get followers list", "Batch get user basic information"; DESIGN §8.

// Numbers come from outside here, and an overflow would be the server's to choose.
#![warn(clippy::arithmetic_side_effects)]

use std::sync::Arc;

use futures::{StreamExt, stream};

use crate::{
    follower::{account_id::AccountId, lang::Lang, openid::OpenId},
    store::{
        Store,
        error::Error as StoreError,
        listing::Listed,
        put::Put,
        row::{Observation, Source},
    },
    wechat::{
        Response,
        batch::LARGEST,
        client::Client,
        error::{Body, Error as ApiError, Extent},
    },
};

/// How many one page of `user/get` holds.
pub const PAGE: usize = 10_000;
/// Batches that are on their way at once. The client has a limit of its own.
const FLIGHTS: usize = 8;
/// A list that was begun longer ago than this is begun anew, in seconds: too many have come and gone.
const STALE: i64 = 86_400;
/// A day, in seconds.
const DAY: i64 = 86_400;

/// What is to be done, and for whom.
#[derive(Debug, Clone)]
pub struct Sync {
    pub client: Client,
    pub store: Arc<Store>,
    pub account: AccountId,
    pub lang: Lang,
    /// Who was asked about within so many days is not asked again.
    pub max_age: u32,
    /// In Unix seconds.
    pub now: i64,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many are listed, of about so many.
    Listing { listed: usize, total: usize },
    /// So many were asked about, of so many.
    Requesting { requested: usize, due: usize },
}

/// What it costs, before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// How many follow the account, as the API says.
    pub total: usize,
    /// Calls of `user/get`.
    pub pages: usize,
    /// Calls of `batchget`, at most.
    pub batches: usize,
}

/// What it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    pub list: Listed,
    pub put: Put,
    /// How many were asked about.
    pub requested: usize,
    /// How many of those the API would not say anything about.
    pub refused: usize,
    /// Why the list is not whole, where it is not.
    pub cut_short: Option<CutShort>,
}

/// Why a list is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CutShort {
    /// The API lists the same followers again.
    Repeats,
    /// It ended before as many were listed as its last page said there are.
    Ends { listed: usize, total: usize },
}

/// Why it ended before it was done. What was done stays.
#[derive(Debug)]
pub enum Failed {
    Api(ApiError),
    Store(StoreError),
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Sync {
    /// What it costs: one call says how many there are.
    ///
    /// # Errors
    /// When nobody says.
    pub async fn cost(&self) -> Result<Cost, Failed> {
        let begun = self.begun()?;
        let page = self.client.followers(None).await.map_err(Failed::Api)?;
        let total = usize::try_from(page.total).unwrap_or(usize::MAX);
        let listed = begun.map_or(0, |(_, listed)| listed);
        let known = self.store.count(&self.account)?;
        let due = self.store.count_due(&self.account, self.before())?;
        let due = due.saturating_add(total.saturating_sub(known));
        Ok(Cost {
            total,
            // Only an empty page ends the list for certain.
            pages: total.saturating_sub(listed).div_ceil(PAGE).saturating_add(1),
            batches: due.div_ceil(LARGEST),
        })
    }

    /// Do it, and tell how far it is.
    ///
    /// # Errors
    /// When the API says no to the whole account, or the directory cannot be written. It goes on there next time.
    pub async fn run(&self, mut tell: impl FnMut(Step)) -> Result<Outcome, Failed> {
        let (list, cut_short) = self.list(&mut tell).await?;
        self.name_tags().await?;
        let (put, requested, refused) = self.request(&mut tell).await?;
        Ok(Outcome { list, put, requested, refused, cut_short })
    }

    /// Where the list that was begun goes on, and how many are in it; unless it is too old.
    fn begun(&self) -> Result<Option<(Option<String>, usize)>, StoreError> {
        let listing = self.store.listing(&self.account)?;
        let is_fresh = |at: i64| (0..STALE).contains(&self.now.saturating_sub(at));
        let listing = listing.filter(|listing| is_fresh(listing.begun_at));
        Ok(listing.map(|listing| (listing.next, listing.listed)))
    }

    async fn list(
        &self,
        tell: &mut impl FnMut(Step),
    ) -> Result<(Listed, Option<CutShort>), Failed> {
        let begun = self.begun()?;
        if begun.is_none() {
            self.store.begin_listing(&self.account, self.now)?;
        }
        let (mut from, mut listed) = begun.unwrap_or_default();
        let mut total;
        let repeats = loop {
            let page = match self.client.followers(from.as_deref()).await {
                Ok(page) => page,
                Err(ApiError::Body(Body::Circular)) => break Some(CutShort::Repeats),
                Err(error) => return Err(Failed::Api(error)),
            };
            total = usize::try_from(page.total).unwrap_or(usize::MAX);
            let is_empty = page.openids.is_empty();
            let new = self.store.stage(&self.account, page.openids, page.next.clone())?;
            listed = listed.saturating_add(new);
            tell(Step::Listing { listed, total });
            if page.next.is_none() {
                let is_whole = listed >= total;
                break (!is_whole).then_some(CutShort::Ends { listed, total });
            }
            if new == 0 && !is_empty {
                break Some(CutShort::Repeats);
            }
            from = page.next;
        };
        let list = self.store.finish_listing(&self.account, repeats.is_none())?;
        Ok((list, repeats))
    }

    /// Who was asked about since then need not be asked again.
    fn before(&self) -> i64 {
        self.now.saturating_sub(i64::from(self.max_age).saturating_mul(DAY))
    }

    async fn request(&self, tell: &mut impl FnMut(Step)) -> Result<(Put, usize, usize), Failed> {
        let due = self.store.count_due(&self.account, self.before())?;
        let (mut sum, mut requested, mut refused) = (Put::default(), 0_usize, 0_usize);
        let mut behind = 0;
        tell(Step::Requesting { requested: 0, due });
        loop {
            let most = LARGEST.saturating_mul(FLIGHTS);
            let rows = self.store.due(&self.account, self.before(), behind, most)?;
            let Some((last, _)) = rows.last() else { break };
            behind = *last;
            let openids: Vec<OpenId> = rows.into_iter().map(|(_, openid)| openid).collect();
            let batches = openids.chunks(LARGEST).map(<[OpenId]>::to_vec);
            let responses = stream::iter(batches)
                .map(|batch| async move { self.client.user_infos(&batch, self.lang).await });
            let mut responses = responses.buffered(FLIGHTS);
            let mut fails = None;
            while let Some(batch) = responses.next().await {
                requested = requested.saturating_add(batch.len());
                let mut said = vec![];
                for response in batch {
                    match response {
                        Ok(response) => said.push(self.observation(&response)),
                        Err(error) if error.extent() == Extent::Row => {
                            refused = refused.saturating_add(1);
                        }
                        Err(error) => {
                            requested = requested.saturating_sub(1);
                            fails.get_or_insert(error);
                        }
                    }
                }
                let put = self.store.put(&self.account, said)?;
                sum = Put {
                    new: sum.new.saturating_add(put.new),
                    changed: sum.changed.saturating_add(put.changed),
                    unchanged: sum.unchanged.saturating_add(put.unchanged),
                };
                tell(Step::Requesting { requested, due });
            }
            if let Some(error) = fails {
                return Err(Failed::Api(error));
            }
        }
        Ok((sum, requested, refused))
    }

    fn observation(&self, response: &Response) -> Observation {
        Observation {
            follower: response.follower.clone(),
            body: (*response.body).clone(),
            lang: self.lang,
            source: Source::Batch,
            at: response.fetched_at,
        }
    }

    /// The names of the tags. Where the account has no right to them, their numbers stay.
    async fn name_tags(&self) -> Result<(), StoreError> {
        let Ok(tags) = self.client.tags().await else { return Ok(()) };
        let names = tags.into_iter().map(|tag| (tag.id, tag.name)).collect();
        self.store.name_tags(&self.account, names)
    }
}
