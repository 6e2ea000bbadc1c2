//! In which order the rows of a list stand.

use std::{cmp::Reverse, sync::Arc};

use super::followers::{Followers, Kept};
use crate::app::response::Response;
use crate::query::{
    order::{By, Order},
    pinyin,
    row::State,
};

/// These places in the order that is asked for, all where `None` are given. `None` when that is the order in
/// which they stand.
pub(super) fn sorted(
    followers: &Followers,
    order: Order,
    places: Option<&[u32]>,
) -> Option<Vec<u32>> {
    if order == Order::default() {
        return None;
    }
    let all = 0..u32::try_from(followers.list.len()).unwrap_or(u32::MAX);
    let mut sorted: Vec<u32> = places.map_or_else(|| all.collect(), <[u32]>::to_vec);
    let is_reversed = order.is_reversed;
    match order.by {
        By::Listed => sorted.reverse(),
        By::Name => by(&mut sorted, is_reversed, |place| {
            let known = name(followers, place)?;
            Some(pinyin::sound(&known))
        }),
        By::Remark => by(&mut sorted, is_reversed, |place| {
            let follower = &response(followers, place)?.follower;
            follower.remark.as_deref().map(pinyin::sound)
        }),
        By::Since => by(&mut sorted, is_reversed, |place| {
            response(followers, place)?.follower.followed_at.map(Reverse)
        }),
        By::Seen => by(&mut sorted, is_reversed, |place| {
            response(followers, place).map(|response| Reverse(response.fetched_at))
        }),
        By::State => by(&mut sorted, is_reversed, |place| match state(followers, place) {
            State::Following => Some(0),
            State::Left => Some(1),
            State::Unknown => None,
        }),
    }
    Some(sorted)
}

/// By what each has; those that have none last, whichever end is first.
fn by<K: Ord>(places: &mut Vec<u32>, is_reversed: bool, key: impl Fn(u32) -> Option<K>) {
    let keyed = places.iter().map(|place| (key(*place), *place));
    let (mut some, none): (Vec<_>, Vec<_>) = keyed.partition(|(key, _)| key.is_some());
    if is_reversed {
        some.sort_by(|(one, _), (other, _)| other.cmp(one));
    } else {
        some.sort_by(|(one, _), (other, _)| one.cmp(other));
    }
    *places = some.into_iter().chain(none).map(|(_, place)| place).collect();
}

fn kept(followers: &Followers, place: u32) -> Option<&Kept> {
    let number = *followers.list.get(usize::try_from(place).ok()?)?;
    followers.at(number).map(|(_, kept)| kept)
}

fn response(followers: &Followers, place: u32) -> Option<&Arc<Response>> {
    kept(followers, place)?.response()
}

fn state(followers: &Followers, place: u32) -> State {
    kept(followers, place).map_or(State::Unknown, Kept::state)
}

/// The name that is shown.
fn name(followers: &Followers, place: u32) -> Option<String> {
    response(followers, place)?.follower.name().map(ToOwned::to_owned)
}
