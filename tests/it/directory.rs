//! The directory against an oracle: after any changes, a part of a list is what a plain scan of all rows says.
//!
//! The oracle is written from the words of the design and knows nothing of numbers, places or caches.

use std::{collections::HashMap, sync::Arc};

use fanscope::{
    app::{
        directory::{Edit, Marks, RowsRequest, Target, Window},
        effect::{Done, Job},
        response::{Page, Response},
    },
    follower::{Follower, account_id::AccountId, lang::Lang, openid::OpenId},
    query::{
        Query,
        filter::Filter,
        order::{By, Order},
    },
    runtime::world::directory::Directory,
};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use crate::support::made;

#[derive(Debug, Clone)]
enum Change {
    Page(Vec<usize>),
    Give(Vec<usize>, Option<usize>),
    Say(usize, Said),
    Tags,
    Mark(usize),
    MarkShown,
    Invert,
    Clear,
    Remove(Option<usize>),
    PutBack,
    Filter(usize),
    Order(usize, bool),
}

#[derive(Debug, Clone)]
struct Said {
    name: Option<String>,
    remark: Option<String>,
    tag: Option<i64>,
    since: Option<i64>,
    follows: bool,
}

const FILTERS: [&str; 12] = [
    "",
    "a",
    "王",
    "!a",
    "tag:gold",
    "is:left",
    "is:unknown",
    "is:marked",
    "!is:marked a",
    "since:2024",
    "wang",
    "id:oMade_1",
];
const TAGS: [(i64, &str); 2] = [(100, "Gold"), (128, "VIP")];

fn change() -> impl Strategy<Value = Change> {
    let number = || 0_usize..30;
    let text = || prop::option::of(prop::sample::select(vec!["a", "Anna", "王芳", "李", "b"]));
    let said = (
        (text(), text()),
        prop::option::of(prop::sample::select(vec![100_i64, 128, 7])),
        prop::option::of(1_690_000_000_i64..1_740_000_000),
        prop::bool::weighted(0.8),
    );
    let said = said.prop_map(|((name, remark), tag, since, follows)| Said {
        name: name.map(ToOwned::to_owned),
        remark: remark.map(ToOwned::to_owned),
        tag,
        since,
        follows,
    });
    prop_oneof![
        2 => prop::collection::vec(number(), 0..9).prop_map(Change::Page),
        2 => (prop::collection::vec(number(), 0..5), prop::option::of(number()))
            .prop_map(|(given, before)| Change::Give(given, before)),
        6 => (number(), said).prop_map(|(n, said)| Change::Say(n, said)),
        1 => Just(Change::Tags),
        2 => number().prop_map(Change::Mark),
        1 => Just(Change::MarkShown),
        1 => Just(Change::Invert),
        1 => Just(Change::Clear),
        1 => prop::option::of(number()).prop_map(Change::Remove),
        1 => Just(Change::PutBack),
        3 => (0..FILTERS.len()).prop_map(Change::Filter),
        2 => (0..By::ALL.len(), any::<bool>()).prop_map(|(by, is)| Change::Order(by, is)),
    ]
}

/// What a person would keep on paper.
#[derive(Default)]
struct Oracle {
    list: Vec<usize>,
    said: HashMap<usize, Said>,
    has_tags: bool,
    marked: Vec<usize>,
    removed: Vec<Vec<(usize, usize)>>,
    filter: usize,
    order: Order,
}

impl Oracle {
    fn is_shown(&self, n: usize) -> bool {
        let said = self.said.get(&n);
        let has = |word: &str| {
            said.is_some_and(|said| {
                let tag = said.tag.map(|tag| self.tag(tag));
                let texts = [&said.name, &said.remark, &tag];
                texts.into_iter().flatten().any(|text| text.to_lowercase().contains(word))
            })
        };
        match FILTERS[self.filter] {
            "" => true,
            "a" => has("a"),
            "!a" => !has("a"),
            "tag:gold" => said.is_some_and(|said| self.has_tags && said.tag == Some(100)),
            "is:left" => said.is_some_and(|said| !said.follows),
            "is:unknown" => said.is_none(),
            "is:marked" => self.marked.contains(&n),
            "!is:marked a" => !self.marked.contains(&n) && has("a"),
            "since:2024" => said
                .and_then(|said| said.since)
                .is_some_and(|at| (1_704_067_200..1_735_689_600).contains(&at)),
            "王" | "wang" => has("王"),
            "id:oMade_1" => (10..20).contains(&n),
            other => unreachable!("{other}"),
        }
    }

    fn tag(&self, id: i64) -> String {
        let name = TAGS.iter().find(|(other, _)| self.has_tags && *other == id);
        name.map_or_else(|| format!("#{id}"), |(_, name)| (*name).to_owned())
    }

    /// The numbers that are shown, in their order.
    fn shown(&self) -> Vec<usize> {
        let mut shown: Vec<usize> =
            self.list.iter().copied().filter(|n| self.is_shown(*n)).collect();
        let rank = |n: &usize| self.rank(*n);
        let has_none = |n: &usize| rank(n).is_none();
        match (self.order.by, self.order.is_reversed) {
            (By::Listed, false) => {}
            (By::Listed, true) => shown.reverse(),
            (_, is_reversed) => shown.sort_by(|one, other| {
                let by_rank = rank(one).cmp(&rank(other));
                let by_rank = if is_reversed { by_rank.reverse() } else { by_rank };
                has_none(one).cmp(&has_none(other)).then(by_rank)
            }),
        }
        shown
    }

    fn rank(&self, n: usize) -> Option<(String, i64)> {
        let said = self.said.get(&n)?;
        let sound = |text: &String| {
            let sound = text.replace('王', "wang ").replace('芳', "fang ").replace('李', "li ");
            (sound.to_lowercase(), 0)
        };
        match self.order.by {
            By::Listed => None,
            By::Name => said.name.as_ref().or(said.remark.as_ref()).map(sound),
            By::Remark => said.remark.as_ref().map(sound),
            By::Since => said.since.map(|at| (String::new(), -at)),
            By::Seen => Some((String::new(), 0)),
            By::State => Some((String::new(), i64::from(!said.follows))),
        }
    }

    fn take(&mut self, change: &Change) {
        match change {
            Change::Page(page) => {
                for n in page {
                    if !self.list.contains(n) {
                        self.list.push(*n);
                    }
                }
            }
            Change::Give(given, before) => {
                let place = before.and_then(|n| self.list.iter().position(|other| *other == n));
                let mut at = place.unwrap_or(0);
                for n in given {
                    if !self.list.contains(n) {
                        self.list.insert(at, *n);
                        at += 1;
                    }
                }
            }
            Change::Say(n, said) => drop(self.said.insert(*n, said.clone())),
            Change::Tags => self.has_tags = true,
            Change::Mark(n) => match self.marked.iter().position(|other| other == n) {
                Some(at) => drop(self.marked.remove(at)),
                None => self.marked.push(*n),
            },
            Change::MarkShown | Change::Invert => {}
            Change::Clear => self.marked.clear(),
            Change::Remove(one) => {
                let is_gone = |n: &usize| match one {
                    Some(one) => n == one,
                    None => self.marked.contains(n),
                };
                let all = self.list.iter().copied().enumerate();
                let gone: Vec<_> = all.filter(|(_, n)| is_gone(n)).collect();
                self.list.retain(|n| !gone.iter().any(|(_, other)| other == n));
                if !gone.is_empty() {
                    self.removed.push(gone);
                }
            }
            Change::PutBack => {
                for (at, n) in self.removed.pop().unwrap_or_default() {
                    if !self.list.contains(&n) {
                        self.list.insert(at.min(self.list.len()), n);
                    }
                }
            }
            Change::Filter(filter) => self.filter = *filter,
            Change::Order(by, is_reversed) => {
                self.order = Order { by: By::ALL[*by], is_reversed: *is_reversed };
            }
        }
    }
}

fn account() -> AccountId {
    made::account("shop")
}

fn response(n: usize, said: &Said) -> Response {
    let follower = Follower {
        follows: said.follows,
        nickname: said.name.clone(),
        remark: said.remark.clone(),
        tags: said.tag.into_iter().collect(),
        followed_at: said.since,
        ..Follower::new(made::openid(n))
    };
    Response { follower, raw: String::new(), fetched_at: made::NOW }
}

/// Have the directory make the same change.
fn make(directory: &Directory, change: &Change, query: &Query, marks: &mut Marks) {
    let account = account();
    let openids = |numbers: &[usize]| numbers.iter().map(|n| made::openid(*n)).collect::<Vec<_>>();
    let edit = |edit: Edit| {
        drop(directory.respond(&Job::Edit { account: account.clone(), edit: Box::new(edit) }));
    };
    match change {
        Change::Page(page) => {
            let job = Job::Followers { account: account.clone(), after: None, listing: 0 };
            let page = Page { openids: openids(page), total: 30, next: None };
            drop(directory.keep(&job, Ok(Done::Followers(page))));
        }
        Change::Give(given, before) => {
            let before = before.map(made::openid);
            directory.give(&account, openids(given), before.as_ref());
        }
        Change::Say(n, said) => {
            let (openid, lang) = (made::openid(*n), Lang::ZhCn);
            let job = Job::Follower { account: account.clone(), openid, lang };
            drop(directory.keep(&job, Ok(Done::Follower(Arc::new(response(*n, said))))));
        }
        Change::Tags => {
            let names = TAGS.map(|(id, name)| (id, name.to_owned()));
            let job = Job::Tags { account: account.clone() };
            drop(directory.keep(&job, Ok(Done::Tags(HashMap::from(names)))));
        }
        Change::Mark(n) => marks.flip(made::openid(*n)),
        Change::MarkShown => marks.add(query.clone()),
        Change::Invert => marks.invert(query.clone()),
        Change::Clear => *marks = Marks::default(),
        Change::Remove(one) => {
            let target = match one {
                Some(n) => Target::One(made::openid(*n)),
                None => Target::Marked(marks.clone()),
            };
            edit(Edit::Remove { target, query: query.clone(), selected: None });
        }
        Change::PutBack => edit(Edit::PutBack),
        Change::Filter(_) | Change::Order(..) => {}
    }
}

fn window(directory: &Directory, request: RowsRequest) -> Window {
    match directory.respond(&Job::Rows(Box::new(request))) {
        Some(Done::Rows(window)) => window,
        other => panic!("no rows: {other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_window_is_what_a_plain_scan_of_all_rows_says(
        changes in prop::collection::vec(change(), 1..40),
        start in 0_usize..30,
        length in 0_usize..12,
        anchor in prop::option::of(0_usize..30),
    ) {
        let (directory, mut oracle) = (Directory::default(), Oracle::default());
        let (mut query, mut marks) = (Query::default(), Marks::default());
        for change in &changes {
            // What is said by filters changes whom a mark by filter is for: those are tried by themselves.
            if matches!(change, Change::MarkShown | Change::Invert) {
                continue;
            }
            make(&directory, change, &query, &mut marks);
            oracle.take(change);
            query.filter = Filter::new(FILTERS[oracle.filter], &TimeZone::UTC);
            query.order = oracle.order;
            let shown = oracle.shown();
            let request = RowsRequest {
                account: account(),
                query: query.clone(),
                marks: marks.clone(),
                range: start..start + length,
                anchor: anchor.map(made::openid),
            };
            let window = window(&directory, request);
            prop_assert_eq!(window.total, shown.len());
            prop_assert_eq!(window.listed, oracle.list.len());
            prop_assert_eq!(window.marked, oracle.list.iter().filter(|n| oracle.marked.contains(n)).count());
            let openids: Vec<OpenId> = window.rows.iter().map(|head| head.openid.clone()).collect();
            let part = shown.iter().skip(window.first).take(openids.len());
            prop_assert_eq!(openids, part.map(|n| made::openid(*n)).collect::<Vec<_>>());
            prop_assert_eq!(window.rows.len(), length.min(shown.len()), "as many as are asked for");
            for head in &window.rows {
                let n = oracle.list[head.place];
                prop_assert_eq!(&head.openid, &made::openid(n));
                prop_assert_eq!(head.is_marked, oracle.marked.contains(&n));
                prop_assert_eq!(head.known.response.is_some(), oracle.said.contains_key(&n));
            }
            let listed = anchor.filter(|n| oracle.list.contains(n));
            prop_assert_eq!(window.anchor_at.is_some(), listed.is_some());
            if let Some((row, anchor)) = window.anchor_at.zip(anchor) {
                let stands = shown.iter().position(|n| *n == anchor);
                prop_assert!(stands.is_none_or(|at| at == row), "the anchor's own row");
                let rows = window.first..window.first + window.rows.len();
                prop_assert!(rows.contains(&row) || rows.is_empty(), "the anchor is at hand");
            }
        }
    }
}

/// The numbers of those that are marked.
fn marked(directory: &Directory, marks: &Marks) -> Vec<usize> {
    let job = Job::Marked { account: account(), marks: marks.clone() };
    let Some(Done::Marked(text, n)) = directory.respond(&job) else { panic!("no marks") };
    let all: Vec<usize> =
        (0..30).filter(|n| text.lines().any(|line| line == made::openid(*n).as_str())).collect();
    assert_eq!(all.len(), n);
    all
}

#[test]
fn marks_of_what_a_filter_shows_are_added_turned_and_taken_back_one_by_one() {
    let directory = Directory::default();
    directory.give(&account(), (0..6).map(made::openid), None);
    for (n, name) in [(0, "Anna"), (1, "Bob"), (2, "Anna B")] {
        let said =
            Said { name: Some(name.into()), remark: None, tag: None, since: None, follows: true };
        make(&directory, &Change::Say(n, said), &Query::default(), &mut Marks::default());
    }
    let query = |text| Query { filter: Filter::new(text, &TimeZone::UTC), ..Query::default() };
    let mut marks = Marks::default();
    marks.add(query("anna"));
    assert_eq!(marked(&directory, &marks), [0, 2]);
    marks.add(query("b"));
    assert_eq!(marked(&directory, &marks), [0, 1, 2], "both, and nobody twice");
    marks.flip(made::openid(1));
    marks.flip(made::openid(5));
    assert_eq!(marked(&directory, &marks), [0, 2, 5]);
    marks.invert(query(""));
    assert_eq!(marked(&directory, &marks), [1, 3, 4]);
    marks.add(query("!is:marked"));
    assert_eq!(marked(&directory, &marks), [0, 1, 2, 3, 4, 5], "those that are not yet");
    marks.invert(query("anna"));
    marks.invert(query("anna"));
    assert_eq!(marked(&directory, &marks), [0, 1, 2, 3, 4, 5], "twice is nothing");
}
