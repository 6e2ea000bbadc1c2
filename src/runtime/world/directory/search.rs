//! Which rows a query shows, in which order, and the part of them that is asked for.

use std::{borrow::Cow, ops::Range};

use super::{followers::Followers, order};
use crate::{
    app::directory::{Head, Marks, RowsRequest, Target, Window},
    follower::{Follower, openid::OpenId, unionid::UnionId},
    i18n::UiLang,
    query::{Query, row::Row},
};

/// What a query shows, as long as nothing changes.
#[derive(Debug)]
pub(super) struct Shown {
    revision: u64,
    query: Query,
    marks: Marks,
    /// Places in the list, in the order of the query. `None` where all are shown in the order of the list.
    places: Option<Vec<u32>>,
    searched: usize,
    marked: usize,
}

impl Shown {
    fn len(&self, listed: usize) -> usize {
        self.places.as_ref().map_or(listed, Vec::len)
    }

    /// The place in the list of the row with this number.
    pub fn place(&self, row: usize) -> Option<usize> {
        match &self.places {
            Some(places) => places.get(row).and_then(|place| usize::try_from(*place).ok()),
            None => Some(row),
        }
    }

    /// The places of all rows.
    pub fn places(&self, listed: usize) -> Vec<usize> {
        (0..self.len(listed)).filter_map(|row| self.place(row)).collect()
    }

    /// The row of a place in the list, or the row that stands where it would.
    fn row(&self, place: usize) -> usize {
        let Some(places) = &self.places else { return place };
        let wanted = u32::try_from(place).unwrap_or(u32::MAX);
        places.iter().position(|place| *place == wanted).unwrap_or_else(|| {
            let behind = places.iter().enumerate().filter(|(_, place)| **place > wanted);
            let next = behind.min_by_key(|(_, place)| **place).map(|(row, _)| row);
            next.unwrap_or(places.len().saturating_sub(1))
        })
    }
}

impl Followers {
    /// A part of a list. What the query shows is taken from `kept` where nothing changed since.
    pub fn window(&self, request: &RowsRequest, kept: &mut Option<Shown>) -> Window {
        let RowsRequest { query, marks, range, anchor, .. } = request;
        let listed = self.list.len();
        let anchor_place = anchor.as_ref().and_then(|anchor| self.place(anchor));
        let is_current = |shown: &Shown| {
            shown.revision == self.revision && shown.query == *query && shown.marks == *marks
        };
        let shown = match kept.take().filter(is_current) {
            Some(shown) => shown,
            None => self.shown(query, marks),
        };
        let shown = &*kept.insert(shown);
        let total = shown.len(listed);
        let (searched, marked) = (shown.searched, shown.marked);
        let anchor_at = anchor_place.map(|place| shown.row(place));
        let range = around(range, anchor_at, total);
        let places = range.clone().filter_map(|row| shown.place(row));
        let rows = places.filter_map(|place| self.head(place, marks)).collect();
        Window { first: range.start, rows, total, listed, searched, marked, anchor_at }
    }

    fn head(&self, place: usize, marks: &Marks) -> Option<Head> {
        let number = *self.list.get(place)?;
        let (openid, kept) = self.at(number)?;
        let known = kept.known.as_deref().cloned().unwrap_or_default();
        let is_marked = self.is_marked(number, marks);
        Some(Head { openid: openid.clone(), place, is_marked, known })
    }

    /// What a query shows.
    pub fn shown(&self, query: &Query, marks: &Marks) -> Shown {
        let filter = &query.filter;
        let is_marked = |number: &&u32| self.is_marked(**number, marks);
        let marked = if marks.is_empty() { 0 } else { self.list.iter().filter(is_marked).count() };
        let (mut places, mut searched) = (None, 0);
        if query.depends_on_rows() {
            let mut found = vec![];
            for (number, place) in self.list.iter().zip(0_u32..) {
                searched += usize::from(
                    self.at(*number).is_some_and(|(_, kept)| kept.response().is_some()),
                );
                let is_marked = self.is_marked(*number, marks);
                if self.with_row(*number, is_marked, |row| filter.matches(row)) {
                    found.push(place);
                }
            }
            places = Some(found);
        }
        if let Some(sorted) = order::sorted(self, query.order, places.as_deref()) {
            places = Some(sorted);
        }
        let (query, marks) = (query.clone(), marks.clone());
        Shown { revision: self.revision, query, marks, places, searched, marked }
    }

    pub fn is_marked(&self, number: u32, marks: &Marks) -> bool {
        let Some((openid, _)) = self.at(number) else { return false };
        !marks.is_empty()
            && marks.has(openid, |query, is_marked| {
                self.with_row(number, is_marked, |row| query.filter.matches(row))
            })
    }

    /// Whom an action is for, in the order of the list.
    pub fn targets(&self, target: &Target) -> Vec<OpenId> {
        let numbers = self.target_numbers(target).into_iter();
        numbers.filter_map(|number| self.at(number)).map(|(openid, _)| openid.clone()).collect()
    }

    pub fn target_numbers(&self, target: &Target) -> Vec<u32> {
        match target {
            Target::One(openid) => {
                let kept = self.rows.get_full(openid).filter(|(_, _, kept)| kept.is_listed);
                kept.and_then(|(number, ..)| u32::try_from(number).ok()).into_iter().collect()
            }
            Target::Marked(marks) => {
                let listed = self.list.iter().copied();
                listed.filter(|number| self.is_marked(*number, marks)).collect()
            }
        }
    }

    /// One of them as a filter sees them.
    fn with_row<T>(&self, number: u32, is_marked: bool, say: impl FnOnce(&Row<'_>) -> T) -> T {
        let Some((openid, kept)) = self.at(number) else { return say(&Row::default()) };
        let unknown = Row { openid: openid.as_str(), is_marked, ..Row::default() };
        let Some(response) = kept.response() else { return say(&unknown) };
        let follower = &response.follower;
        let names: Vec<String> = follower.tags.iter().map(|tag| self.tag(*tag)).collect();
        let tags: Vec<&str> = names.iter().map(String::as_str).collect();
        let place = follower.place();
        let scenes = scenes(follower);
        let scene: Vec<&str> = scenes.iter().map(AsRef::as_ref).collect();
        let is_conflict = follower
            .unionid
            .as_ref()
            .is_some_and(|unionid| self.people.get(unionid).is_some_and(|people| people.len() > 1));
        say(&Row {
            unionid: follower.unionid.as_ref().map(UnionId::as_str),
            nickname: follower.nickname.as_deref(),
            remark: follower.remark.as_deref(),
            tags: &tags,
            place: place.as_deref(),
            scene: &scene,
            state: kept.state(),
            is_conflict,
            followed_at: follower.followed_at,
            ..unknown
        })
    }

    /// The name of a tag, or its number while the names are not there.
    fn tag(&self, id: i64) -> String {
        self.tags.get(&id).cloned().unwrap_or_else(|| format!("#{id}"))
    }
}

/// How they came: the key of the API, our words for it in each language, and the texts of the QR code.
fn scenes(follower: &Follower) -> Vec<Cow<'_, str>> {
    let mut scenes = vec![];
    if let Some(scene) = &follower.scene {
        scenes.push(scene.as_str().into());
        if let Some(key) = scene.key() {
            scenes.extend(UiLang::ALL.map(|lang| lang.say(key)));
        }
    }
    let codes = [&follower.qr_scene_str, &follower.qr_scene];
    scenes.extend(codes.into_iter().flatten().map(|code| code.as_str().into()));
    scenes
}

/// The rows that are asked for, as far as there are so many; where the anchor lies elsewhere, as many around it.
fn around(range: &Range<usize>, anchor_at: Option<usize>, total: usize) -> Range<usize> {
    let length = range.len();
    let start = match anchor_at {
        Some(row) if !range.contains(&row) => row.saturating_sub(length / 2),
        _ => range.start,
    };
    let start = start.min(total.saturating_sub(length.min(total)));
    start..start.saturating_add(length).min(total)
}
