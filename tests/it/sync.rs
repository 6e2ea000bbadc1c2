//! Bringing all followers in: whole, resumed wherever it was ended, and honest where the list is not whole.

mod killed;
mod program;

use std::{collections::BTreeSet, sync::Arc};

use fanscope::{
    config::{Account, Credential},
    demo::{Demo, Options, account::SHOP, endpoint::Endpoint, faults::Fault},
    follower::{account_id::AccountId, lang::Lang, openid::OpenId},
    query::row::State,
    store::{Store, history::What},
    sync::{CutShort, Failed, Outcome, Step, Sync},
    wechat::client::{Client, Options as ClientOptions},
};

/// 2026-11-22 10:00 UTC.
const NOW: i64 = 1_795_341_600;
const DAY: i64 = 86_400;

async fn demo(followers: usize) -> Demo {
    Demo::start(Options { followers, ..Options::default() }).await.expect("a free port")
}

fn account(demo: &Demo) -> Account {
    Account {
        appid: SHOP.appid.to_owned(),
        api_base: demo.base().to_owned(),
        ..Account::new(SHOP.name, Credential::Secret(SHOP.secret.into()))
    }
}

fn sync(demo: &Demo, store: &Arc<Store>, now: i64) -> Sync {
    let account = account(demo);
    let client = Client::new(&account, &ClientOptions::default()).expect("a client");
    let (store, id) = (Arc::clone(store), account.id());
    Sync { client, store, account: id, lang: Lang::ZhCn, max_age: 7, now }
}

async fn run(sync: &Sync) -> Outcome {
    sync.run(|_| {}).await.expect("done")
}

fn store() -> Arc<Store> {
    Arc::new(Store::in_memory().expect("in memory"))
}

fn id(demo: &Demo) -> AccountId {
    account(demo).id()
}

/// Everybody in the directory who is listed.
fn listed(store: &Store, id: &AccountId) -> BTreeSet<String> {
    let mut listed = BTreeSet::new();
    store
        .each(id, |stored| {
            if stored.place.is_some() {
                listed.insert(stored.openid.to_string());
            }
            true
        })
        .expect("read");
    listed
}

/// Everybody whom the server lists.
async fn everybody(demo: &Demo) -> BTreeSet<String> {
    let client = Client::new(&account(demo), &ClientOptions::default()).expect("a client");
    let (mut all, mut from) = (BTreeSet::new(), None);
    loop {
        let page = client.followers(from.as_deref()).await.expect("a page");
        all.extend(page.openids.iter().map(ToString::to_string));
        from = page.next;
        if from.is_none() {
            return all;
        }
    }
}

/// A page of the list in the API's own form.
fn page(openids: &[String], total: usize, next: &str) -> Fault {
    let openids = serde_json::json!(openids);
    Fault::body(format!(
        r#"{{"total":{total},"count":1,"data":{{"openid":{openids}}},"next_openid":"{next}"}}"#
    ))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_is_there_once_and_a_second_time_costs_the_list_alone() {
    let (demo, store) = (demo(12_345).await, store());
    let mut steps = vec![];
    let first = sync(&demo, &store, NOW).run(|step| steps.push(step)).await.expect("done");
    assert_eq!(first.list.listed, 12_345);
    assert_eq!((first.list.new, first.list.left), (12_345, Some(0)));
    assert_eq!(first.put.new + first.refused, 12_345);
    assert_eq!(demo.calls(Endpoint::UserGet), 3, "only an empty page ends the list for certain");
    // One of those that are listed is nobody's, so a batch with them is asked in parts.
    let batches = demo.calls(Endpoint::BatchGet);
    assert!((124..150).contains(&batches), "{batches}");
    assert!(steps.contains(&Step::Listing { listed: 10_000, total: 12_345 }), "{steps:?}");
    assert_eq!(steps.last(), Some(&Step::Requesting { requested: 12_345, due: 12_345 }));
    assert!(!store.tags(&id(&demo)).expect("read").is_empty(), "tags have names");

    let second = run(&sync(&demo, &store, NOW + DAY)).await;
    assert_eq!((second.list.new, second.list.left, second.requested), (0, Some(0), first.refused));
    assert_eq!(demo.calls(Endpoint::UserGet), 6);
    assert_eq!(listed(&store, &id(&demo)), everybody(&demo).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_in_the_next_list_has_left_and_that_is_history() {
    let (demo, store) = (demo(50).await, store());
    run(&sync(&demo, &store, NOW)).await;
    let all: Vec<String> = listed(&store, &id(&demo)).into_iter().collect();
    let (gone, stays) = (OpenId::received(&all[7]).expect("one"), all[8].clone());
    let rest: Vec<String> = all.iter().filter(|one| **one != all[7]).cloned().collect();
    demo.faults().set(Endpoint::UserGet, .., page(&rest, 49, ""));
    // Later than any answer of the first time.
    let later = sync(&demo, &store, i64::MAX / 2);
    let later = Sync { max_age: u32::MAX, ..later };
    let outcome = run(&later).await;
    assert_eq!((outcome.list.left, outcome.cut_short), (Some(1), None));
    let stored = store.get(&id(&demo), &gone).expect("read").expect("they stay known");
    assert_eq!((stored.state(), stored.place), (State::Left, None));
    let history = store.history(&id(&demo), &gone).expect("read");
    assert_eq!(history.last().map(|event| event.what), Some(What::Unfollowed));
    assert!(listed(&store, &id(&demo)).contains(&stays));
    let again = run(&later).await;
    assert_eq!(again.list.left, Some(0), "nobody leaves twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_list_that_is_not_whole_nobody_has_left() {
    let (demo, store) = (demo(50).await, store());
    run(&sync(&demo, &store, NOW)).await;
    let all: Vec<String> = listed(&store, &id(&demo)).into_iter().collect();
    let later = || Sync { max_age: u32::MAX, ..sync(&demo, &store, i64::MAX / 2) };
    // Fewer than it says, and a page that is empty early.
    for (fault, reason) in [
        (page(&all[..20], 50, ""), CutShort::Ends { listed: 20, total: 50 }),
        (page(&[], 50, ""), CutShort::Ends { listed: 0, total: 50 }),
    ] {
        demo.faults().set(Endpoint::UserGet, .., fault);
        let outcome = run(&later()).await;
        assert_eq!((outcome.list.left, outcome.cut_short), (None, Some(reason)));
        assert_eq!(listed(&store, &id(&demo)).len(), 50, "all are still there");
        demo.faults().clear();
    }
    // The same page again, behind another place each time.
    let so_far = demo.calls(Endpoint::UserGet);
    demo.faults().set(Endpoint::UserGet, ..=so_far + 1, page(&all[..20], 50, &all[30]));
    demo.faults().set(Endpoint::UserGet, so_far + 2.., page(&all[..20], 50, &all[31]));
    let outcome = run(&later()).await;
    assert_eq!((outcome.list.left, outcome.cut_short), (None, Some(CutShort::Repeats)));
    demo.faults().clear();
    // A total that grows meanwhile: as many as the last page names count.
    let outcome = run(&later()).await;
    assert_eq!((outcome.list.left, outcome.cut_short), (Some(0), None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_met_after_the_list_was_begun_has_not_left() {
    let (demo, store) = (demo(50).await, store());
    run(&sync(&demo, &store, NOW)).await;
    let all: Vec<String> = listed(&store, &id(&demo)).into_iter().collect();
    demo.faults().set(Endpoint::UserGet, .., page(&all[..49], 49, ""));
    // It was begun before they were asked about, which was just now.
    let outcome = run(&sync(&demo, &store, NOW)).await;
    assert_eq!(outcome.list.left, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quota_that_is_used_up_in_the_middle_keeps_what_is_done_and_goes_on_there() {
    let (demo, store) = (demo(3_000).await, store());
    demo.faults().set(Endpoint::BatchGet, 9.., Fault::refuse(45009));
    let failed = sync(&demo, &store, NOW).run(|_| {}).await;
    assert!(matches!(failed, Err(Failed::Api(_))), "{failed:?}");
    let done = 3_000 - store.count_due(&id(&demo), NOW - 7 * DAY).expect("counted");
    assert!((100..=900).contains(&done), "{done}");
    demo.faults().clear();
    let before = demo.calls(Endpoint::BatchGet);
    let outcome = run(&sync(&demo, &store, NOW)).await;
    assert_eq!(outcome.requested, 3_000 - done, "nobody is asked about twice");
    assert!(demo.calls(Endpoint::BatchGet) - before < 40);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_broke_off_goes_on_at_its_page() {
    let (demo, store) = (demo(25_000).await, store());
    demo.faults().set(Endpoint::UserGet, 3.., Fault::refuse(45009));
    let failed = sync(&demo, &store, NOW).run(|_| {}).await;
    assert!(matches!(failed, Err(Failed::Api(_))), "{failed:?}");
    let listing = store.listing(&id(&demo)).expect("read").expect("begun");
    assert_eq!(listing.listed, 20_000);
    demo.faults().clear();
    let before = demo.calls(Endpoint::UserGet);
    let cost = sync(&demo, &store, NOW).cost().await.expect("said");
    assert_eq!((cost.total, cost.pages), (25_000, 2), "what is left of it");
    let later = Sync { max_age: 7, ..sync(&demo, &store, NOW) };
    let outcome = run(&later).await;
    assert_eq!(outcome.list.listed, 25_000);
    assert_eq!(demo.calls(Endpoint::UserGet) - before, 3, "one for the cost, and what is left");
    assert!(store.listing(&id(&demo)).expect("read").is_none());
}
