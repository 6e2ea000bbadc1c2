//! Items in chunks of one batch, without waiting long for one to fill.

use std::time::Duration;

use futures::{Stream, StreamExt, stream};
use tokio::time::{Instant, timeout_at};

use crate::follower::find::{Item, What};

/// A chunk that does not fill goes after this, so that whoever types into a pipe sees answers. It is
/// long enough for a program that prints a list, whose every pause would otherwise cost a call.
const LONGEST: Duration = Duration::from_millis(250);
/// A chunk of so many items goes, however few of them are to be asked.
const MOST: usize = 1000;

/// The items, without duplicates, in chunks of at most `size` that are to be asked.
pub fn chunks(items: impl Stream<Item = Item>, size: usize) -> impl Stream<Item = Vec<What>> {
    stream::unfold(Box::pin(items.fuse()), move |mut items| async move {
        let mut chunk = vec![];
        let (mut requested, mut end) = (0, None);
        while requested < size && chunk.len() < MOST {
            let next = match end {
                None => items.next().await,
                // Whoever has nothing more for now is answered first.
                Some(end) => timeout_at(end, items.next()).await.unwrap_or_default(),
            };
            let Some(item) = next else { break };
            end.get_or_insert_with(|| Instant::now() + LONGEST);
            match item.what {
                What::Duplicate(_) | What::OtherColumn(_) => continue,
                What::Kept { .. } => requested += 1,
                What::Malformed { .. } => {}
            }
            chunk.push(item.what);
        }
        let is_over = chunk.is_empty() && end.is_none();
        (!is_over).then_some((chunk, items))
    })
}
