//! After any answers a follower is what a plain record of them says.

use std::collections::HashMap;

use fanscope::store::{Store, history::What};
use proptest::prelude::*;

use super::{account, openid, said};

#[derive(Debug, Clone, PartialEq)]
struct Look {
    n: usize,
    follows: bool,
    remark: Option<&'static str>,
    name: Option<&'static str>,
}

fn look() -> impl Strategy<Value = Look> {
    let text = || prop::sample::select(vec![None, Some("a"), Some("b")]);
    (0_usize..4, prop::bool::weighted(0.7), text(), text())
        .prop_map(|(n, follows, remark, name)| Look { n, follows, remark, name })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_newest_answer_stands_and_history_is_the_way_to_it(
        looks in prop::collection::vec(prop::collection::vec(look(), 1..4), 1..12),
    ) {
        let store = Store::in_memory().expect("in memory");
        let mut last: HashMap<usize, Look> = HashMap::new();
        let mut noted: HashMap<usize, Vec<What>> = HashMap::new();
        let mut known: HashMap<usize, &str> = HashMap::new();
        for (at, looks) in (1_i64..).zip(&looks) {
            let observations = looks.iter().map(|look| said(look.n, at, |follower| {
                follower.follows = look.follows;
                follower.remark = look.remark.map(ToOwned::to_owned);
                follower.nickname = look.name.map(ToOwned::to_owned);
            }));
            store.put(&account("shop"), observations.collect()).expect("written");
            for look in looks {
                if let Some(before) = last.insert(look.n, look.clone()) {
                    let noted = noted.entry(look.n).or_default();
                    match (before.follows, look.follows) {
                        (true, false) => noted.push(What::Unfollowed),
                        (false, true) => noted.push(What::Followed),
                        _ => {}
                    }
                    if look.name.is_some() && look.name != before.name {
                        noted.push(What::Nickname);
                    }
                    if let (Some(name), None) = (before.name, look.name) {
                        known.insert(look.n, name);
                    }
                    if before.follows && look.follows && before.remark != look.remark {
                        noted.push(What::Remark);
                    }
                }
            }
        }
        for (n, look) in last {
            let stored = store.get(&account("shop"), &openid(n)).expect("read").expect("there");
            let names: Vec<&str> = stored.known.iter().map(|known| known.value.as_str()).collect();
            prop_assert_eq!(names, known.get(&n).copied().into_iter().collect::<Vec<_>>());
            let said = stored.said.expect("said");
            prop_assert_eq!(said.follows, look.follows);
            prop_assert_eq!(said.remark.as_deref(), look.remark);
            prop_assert_eq!(said.nickname.as_deref(), look.name);
            let history = store.history(&account("shop"), &openid(n)).expect("read");
            let what: Vec<What> = history.into_iter().map(|event| event.what).collect();
            prop_assert_eq!(what, noted.remove(&n).unwrap_or_default());
        }
    }
}
