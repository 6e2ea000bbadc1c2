//! Answers are kept with where they come from and when; what they say otherwise than before is history.

use fanscope::{
    follower::{avatar_url::AvatarUrl, lang::Lang, unionid::UnionId},
    query::row::State,
    store::{
        Store,
        history::What,
        put::Put,
        row::{Observation, Source},
    },
};

use super::{account, openid, said};

fn store() -> Store {
    Store::in_memory().expect("in memory")
}

fn put(store: &Store, said: Vec<Observation>) -> Put {
    store.put(&account("shop"), said).expect("written")
}

type Noted = (What, Option<String>, Option<String>, Option<i64>, i64);

/// What changed about the first one: what, from, to, and between which moments.
fn history(store: &Store) -> Vec<Noted> {
    let events = store.history(&account("shop"), &openid(0)).expect("read").into_iter();
    events
        .map(|event| (event.what, event.before, event.after, event.seen_before, event.seen_at))
        .collect()
}

#[test]
fn an_answer_comes_out_as_it_went_in() {
    let store = store();
    let one = said(0, 100, |follower| {
        follower.nickname = Some("王芳".into());
        follower.remark = Some("VIP".into());
        follower.tags = vec![128, 2];
        follower.country = Some("中国".into());
        follower.city = Some("广州".into());
        follower.followed_at = Some(50);
        follower.unionid = UnionId::new("oUnion");
    });
    let body = one.body.clone();
    assert_eq!(put(&store, vec![one]), Put { new: 1, ..Put::default() });
    let stored = store.get(&account("shop"), &openid(0)).expect("read").expect("there");
    assert_eq!(
        (stored.state(), stored.place, &stored.openid),
        (State::Following, None, &openid(0))
    );
    let said = stored.said.expect("said");
    assert_eq!(
        (said.body, said.lang, said.source, said.at),
        (body, Lang::ZhCn, Source::Batch, 100)
    );
    assert_eq!(said.nickname.as_deref(), Some("王芳"));
    assert_eq!(said.place.as_deref(), Some("中国 广州"));
    assert_eq!((said.tags, said.followed_at), (vec![2, 128], Some(50)));
    assert!(store.get(&account("other"), &openid(0)).expect("read").is_none());
    assert!(store.get(&account("shop"), &openid(1)).expect("read").is_none());
}

#[test]
fn what_is_said_otherwise_than_before_is_noted_with_both_moments() {
    let store = store();
    put(&store, vec![said(0, 100, |follower| follower.remark = Some("old".into()))]);
    assert_eq!(history(&store), [], "who is met for the first time did not change");
    let changed = put(
        &store,
        vec![said(0, 200, |follower| {
            follower.remark = Some("new".into());
            follower.tags = vec![7];
        })],
    );
    assert_eq!(changed, Put { changed: 1, ..Put::default() });
    let text = |text: &str| Some(text.to_owned());
    let noted = vec![
        (What::Remark, text("old"), text("new"), Some(100), 200),
        (What::Tags, None, text("[7]"), Some(100), 200),
    ];
    assert_eq!(history(&store), noted);
    // The same tags in another order are the same tags.
    put(
        &store,
        vec![said(0, 300, |follower| {
            follower.remark = Some("new".into());
            follower.tags = vec![7];
        })],
    );
    assert_eq!(history(&store), noted);
}

#[test]
fn who_leaves_takes_neither_remark_nor_unionid_with_them_and_coming_back_is_noted() {
    let store = store();
    let full = |at| {
        said(0, at, |follower| {
            follower.remark = Some("VIP".into());
            follower.unionid = UnionId::new("oUnion");
        })
    };
    put(&store, vec![full(100)]);
    put(&store, vec![said(0, 200, |follower| follower.follows = false)]);
    let stored = store.get(&account("shop"), &openid(0)).expect("read").expect("there");
    assert_eq!(stored.state(), State::Left);
    assert_eq!(stored.said.and_then(|said| said.unionid).as_deref(), Some("oUnion"));
    put(&store, vec![full(300)]);
    let what: Vec<What> = history(&store).into_iter().map(|(what, ..)| what).collect();
    assert_eq!(what, [What::Unfollowed, What::Followed]);
}

#[test]
fn a_name_and_an_avatar_that_are_not_said_any_more_stand_beside_with_their_time() {
    let store = store();
    put(
        &store,
        vec![said(0, 100, |follower| {
            follower.nickname = Some("王芳".into());
            follower.avatar = AvatarUrl::new("http://wx.qlogo.cn/mmopen/a/132");
        })],
    );
    put(&store, vec![said(0, 200, |_| {})]);
    let stored = store.get(&account("shop"), &openid(0)).expect("read").expect("there");
    let known: Vec<_> =
        stored.known.iter().map(|known| (&*known.field, &*known.value, known.at)).collect();
    assert_eq!(
        known,
        [("avatar", "http://wx.qlogo.cn/mmopen/a/132", 100), ("nickname", "王芳", 100)]
    );
    assert_eq!(history(&store), [], "WeChat withdrew them, they did not change");
}

#[test]
fn the_same_answer_again_only_says_when() {
    let store = store();
    let one = |at| said(0, at, |follower| follower.remark = Some("VIP".into()));
    put(&store, vec![one(100)]);
    assert_eq!(put(&store, vec![one(200)]), Put { unchanged: 1, ..Put::default() });
    let stored = store.get(&account("shop"), &openid(0)).expect("read").expect("there");
    assert_eq!(stored.said.map(|said| said.at), Some(200));
    assert_eq!(history(&store), []);
    // The clock was set back: what was said last is what counts.
    put(&store, vec![said(0, 50, |_| {})]);
    let stored = store.get(&account("shop"), &openid(0)).expect("read").expect("there");
    assert_eq!(stored.said.map(|said| (said.at, said.remark)), Some((50, None)));
    assert_eq!(history(&store).len(), 1);
}

#[test]
fn the_list_has_its_order_and_who_was_only_looked_up_stands_behind_it() {
    let store = store();
    put(&store, vec![said(9, 100, |_| {})]);
    let list = |numbers: &[usize]| {
        let openids = numbers.iter().map(|n| openid(*n)).collect();
        store.list(&account("shop"), openids).expect("written");
    };
    list(&[3, 1, 2]);
    list(&[1, 4]);
    let mut order = vec![];
    store
        .each(&account("shop"), |stored| {
            order.push(stored.openid);
            true
        })
        .expect("read");
    assert_eq!(order, [3, 1, 2, 4, 9].map(openid));
    assert_eq!(store.count(&account("shop")).expect("counted"), 5);
    let mut first = vec![];
    store
        .each(&account("shop"), |stored| {
            first.push(stored.openid);
            first.len() < 2
        })
        .expect("read");
    assert_eq!(first, [3, 1].map(openid), "no further than is wanted");
}

#[test]
fn a_person_is_everybody_with_their_unionid_in_the_accounts_that_are_named() {
    let store = store();
    let with = |n, unionid: &str| said(n, 100, |follower| follower.unionid = UnionId::new(unionid));
    store.put(&account("shop"), vec![with(0, "oUnion"), with(1, "oOther")]).expect("written");
    store.put(&account("service"), vec![with(2, "oUnion"), with(3, "oUnion")]).expect("written");
    store.put(&account("foreign"), vec![with(4, "oUnion")]).expect("written");
    let unionid = UnionId::new("oUnion").expect("one");
    let people = store.person(&[account("service"), account("shop")], &unionid).expect("read");
    let people: Vec<_> = people.into_iter().map(|(id, stored)| (id, stored.openid)).collect();
    let (shop, service) = (account("shop"), account("service"));
    assert_eq!(people, [(service.clone(), openid(2)), (service, openid(3)), (shop, openid(0))]);
}

#[test]
fn tags_have_the_names_that_were_said_last() {
    let store = store();
    let name = |names: &[(i64, &str)]| {
        let names = names.iter().map(|(id, name)| (*id, (*name).to_owned())).collect();
        store.name_tags(&account("shop"), names).expect("written");
    };
    name(&[(1, "a"), (2, "b")]);
    name(&[(2, "c"), (2, "d")]);
    let tags = store.tags(&account("shop")).expect("read");
    assert_eq!(tags.into_iter().collect::<Vec<_>>(), [(2, "d".to_owned())]);
    let many: Vec<(i64, String)> = (0..10_000).map(|n| (n, format!("tag {n}"))).collect();
    store.name_tags(&account("shop"), many).expect("written");
    assert_eq!(store.tags(&account("shop")).expect("read").len(), 10_000);
}

#[test]
fn what_is_odd_or_long_is_kept_as_it_is() {
    let store = store();
    let names = ["%_'\"*()", "\u{0}\u{202e}", &"名".repeat(350_000), "🇨🇳👨\u{200d}👩"];
    for (n, name) in names.into_iter().enumerate() {
        put(&store, vec![said(n, 100, |follower| follower.nickname = Some(name.to_owned()))]);
        let stored = store.get(&account("shop"), &openid(n)).expect("read").expect("there");
        assert_eq!(stored.said.and_then(|said| said.nickname).as_deref(), Some(name));
    }
}

#[test]
fn what_is_known_of_each_is_their_own_when_all_are_read_at_once() {
    let store = store();
    for (n, name) in [(0, "a"), (1, "b"), (2, "c")] {
        put(&store, vec![said(n, 100, |follower| follower.nickname = Some(name.into()))]);
    }
    put(&store, vec![said(0, 200, |_| {}), said(2, 300, |_| {})]);
    store.put(&account("service"), vec![said(1, 100, |_| {})]).expect("written");
    let mut known = vec![];
    store
        .each(&account("shop"), |stored| {
            known.push(stored.known.into_iter().map(|known| known.value).collect::<String>());
            true
        })
        .expect("read");
    assert_eq!(known, ["a", "", "c"]);
}
