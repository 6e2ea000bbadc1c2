//! The file itself: whose it is, who may read it, what is refused, two at once, and what purging leaves.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Barrier,
    thread,
};

use fanscope::{
    follower::avatar_url::AvatarUrl,
    store::{
        Store,
        error::{Error, Unusable},
        purge::{Purged, Whom},
    },
};
use rusqlite::Connection;
use tempfile::TempDir;

use super::{account, openid, said};

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder of our own");
    let path = folder.path().join("data").join("directory.db");
    (folder, path)
}

fn filled(path: &Path) -> Store {
    let store = Store::open(path).expect("made");
    let said = (0..50).map(|n| {
        said(n, 100, |follower| {
            follower.nickname = Some(format!("name of {n}"));
            follower.avatar = AvatarUrl::new(&format!("http://wx.qlogo.cn/mmopen/{n}/132"));
        })
    });
    store.put(&account("shop"), said.collect()).expect("written");
    store
}

#[test]
fn what_was_kept_is_there_when_it_is_opened_again_and_is_the_owner_s_alone() {
    let (_folder, path) = folder();
    drop(filled(&path));
    let store = Store::open(&path).expect("opened");
    assert_eq!(store.count(&account("shop")).expect("counted"), 50);
    assert_eq!(store.check().expect("looked through"), None);
    assert_eq!(store.path(), Some(&*path));
    #[cfg(unix)]
    for (file, rights) in [(path.parent().expect("a folder"), 0o700), (&*path, 0o600)] {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(file).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, rights, "{}", file.display());
        let log = path.with_extension("db-wal");
        let mode = fs::metadata(log).expect("a log while it is open").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn what_is_no_directory_of_ours_is_refused_and_stays_as_it_was() {
    let (_folder, path) = folder();
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(&path, "openid,nickname\nand more than sixteen bytes").expect("written");
    assert!(matches!(Store::open(&path), Err(Unusable::NotOurs(_))));
    assert!(fs::read_to_string(&path).expect("there").starts_with("openid"));
    fs::remove_file(&path).expect("removed");
    let foreign = Connection::open(&path).expect("made");
    foreign.execute_batch("CREATE TABLE mails (text TEXT)").expect("made");
    drop(foreign);
    assert!(matches!(Store::open(&path), Err(Unusable::NotOurs(_))));
    let foreign = Connection::open(&path).expect("opened");
    let tables: i64 = foreign
        .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
        .expect("read");
    assert_eq!(tables, 1, "nothing of ours in it");
}

#[test]
fn a_later_version_is_refused_and_left_alone() {
    let (_folder, path) = folder();
    drop(filled(&path));
    let later = Connection::open(&path).expect("opened");
    later.pragma_update(None, "user_version", 99).expect("written");
    drop(later);
    match Store::open(&path) {
        Err(Unusable::Newer { found: 99, known, .. }) => assert!(known < 99),
        other => panic!("{other:?}"),
    }
    let later = Connection::open(&path).expect("opened");
    let version: i64 =
        later.pragma_query_value(None, "user_version", |row| row.get(0)).expect("read");
    assert_eq!(version, 99);
}

#[test]
fn a_directory_of_an_earlier_version_is_read_and_written_on() {
    let (_folder, path) = folder();
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    let earlier = Connection::open(&path).expect("made");
    earlier.execute_batch(include_str!("../data/store/v1.sql")).expect("as it was");
    drop(earlier);
    let store = Store::open(&path).expect("opened");
    let stored = store.get(&account("shop"), &openid(0)).expect("read").expect("there");
    assert_eq!(stored.said.and_then(|said| said.nickname).as_deref(), Some("王芳"));
    assert_eq!(store.history(&account("shop"), &openid(0)).expect("read").len(), 1);
    assert_eq!(store.tags(&account("shop")).expect("read")[&100], "VIP");
    store.begin_listing(&account("shop"), 200).expect("what came later is there");
    store.stage(&account("shop"), vec![openid(1), openid(2)], None).expect("written");
    let listed = store.finish_listing(&account("shop"), true).expect("done");
    assert_eq!((listed.listed, listed.new, listed.left), (2, 1, Some(0)), "no whole list before");
    drop(store);
    let newest = Connection::open(&path).expect("opened");
    let version: i64 =
        newest.pragma_query_value(None, "user_version", |row| row.get(0)).expect("read");
    assert!(version > 1);
}

#[test]
fn a_damaged_file_is_told_and_does_not_end_the_program() {
    let (_folder, path) = folder();
    drop(filled(&path));
    let whole = fs::read(&path).expect("there");
    let mut damaged = whole.clone();
    // The pages behind the head.
    damaged.iter_mut().skip(100).take(8_000).for_each(|byte| *byte = 0x5a);
    fs::write(&path, &damaged).expect("written");
    assert!(
        matches!(Store::open(&path), Err(Unusable::Damaged { .. })),
        "{:?}",
        Store::open(&path)
    );
    // Cut off in the middle, it opens as far as it goes, and says what is wrong.
    fs::write(&path, &whole[..whole.len() / 2]).expect("written");
    if let Ok(store) = Store::open(&path) {
        let is_wrong = store.check().map_or(true, |said| said.is_some());
        assert!(is_wrong, "half a file is in order?");
    }
}

#[test]
fn where_it_cannot_be_made_that_is_said() {
    let (folder, _) = folder();
    let path = folder.path().join("a file");
    fs::write(&path, "").expect("written");
    assert!(matches!(Store::open(&path.join("directory.db")), Err(Unusable::Closed { .. })));
}

#[test]
fn two_that_write_at_once_both_do() {
    // Whether they meet while the file is made is chance.
    (0..10).for_each(|_| two_write_at_once());
}

fn two_write_at_once() {
    let (_folder, path) = folder();
    let together = Barrier::new(2);
    thread::scope(|scope| {
        for half in 0..2 {
            let (path, together) = (&path, &together);
            scope.spawn(move || {
                // Both may be the one that makes it.
                together.wait();
                let store = Store::open(path).expect("opened");
                for n in 0..60 {
                    let one = said(half * 60 + n, 100, |_| {});
                    store.put(&account("shop"), vec![one]).expect("written");
                }
            });
        }
    });
    let store = Store::open(&path).expect("opened");
    assert_eq!(store.count(&account("shop")).expect("counted"), 120);
    assert_eq!(store.check().expect("looked through"), None);
}

#[test]
fn a_full_disk_is_told_and_nothing_is_half_written() {
    let (_folder, path) = folder();
    let store = filled(&path);
    let pages = 40;
    store.limit_pages(pages).expect("set");
    let many = |from: usize| {
        (from..from + 200).map(|n| said(n, 100, |follower| follower.remark = Some("r".repeat(900))))
    };
    let failed = (0..20).find_map(|turn| {
        let from = 1_000 + turn * 200;
        store.put(&account("shop"), many(from).collect()).err().map(|error| (from, error))
    });
    let (from, error) = failed.expect("so much does not fit into so few pages");
    assert!(error.is_full(), "{error:?}");
    assert!(!Error::Closed.is_full());
    let there = (from..from + 200)
        .filter(|n| store.get(&account("shop"), &openid(*n)).expect("read").is_some());
    assert_eq!(there.count(), 0, "all of it or nothing");
    assert_eq!(store.check().expect("looked through"), None);
}

/// Whether any file of the folder holds this.
fn holds(path: &Path, text: &str) -> bool {
    let files = fs::read_dir(path.parent().expect("a folder")).expect("there");
    files.flatten().any(|file| {
        let bytes = fs::read(file.path()).expect("readable");
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn of_who_is_purged_no_file_holds_anything_while_the_others_stay() {
    let (_folder, path) = folder();
    let store = filled(&path);
    store.put(&account("service"), vec![said(7, 100, |_| {})]).expect("written");
    store.put(&account("shop"), vec![said(7, 200, |_| {})]).expect("written");
    let (gone, stays) = (openid(7), openid(8));
    assert!(holds(&path, gone.as_str()) && holds(&path, "name of 7"));
    assert_eq!(store.would_purge(Whom::One(gone.clone())).expect("counted"), 2);
    assert!(store.get(&account("shop"), &gone).expect("read").is_some(), "only counted");
    let purged = store.purge(Whom::One(gone.clone())).expect("purged");
    let avatars = vec!["http://wx.qlogo.cn/mmopen/7/132".to_owned()];
    assert_eq!(purged, Purged { followers: 2, changes: 0, avatars });
    for text in [gone.as_str(), "name of 7", "mmopen/7/"] {
        assert!(!holds(&path, text), "{text}");
    }
    assert!(holds(&path, stays.as_str()));
    assert!(store.get(&account("shop"), &gone).expect("read").is_none());
    drop(store);
    assert!(!holds(&path, gone.as_str()));
}

#[test]
fn an_account_the_old_or_everybody_is_purged_by_name() {
    let (_folder, path) = folder();
    let store = filled(&path);
    store.put(&account("service"), vec![said(70, 500, |_| {})]).expect("written");
    let followers = |whom: Whom| store.purge(whom).expect("purged").followers;
    assert_eq!(followers(Whom::NotSince(100)), 0);
    assert_eq!(followers(Whom::NotSince(101)), 50);
    assert_eq!(followers(Whom::Account(account("nobody"))), 0);
    assert_eq!(followers(Whom::Account(account("service"))), 1);
    store.put(&account("shop"), vec![said(1, 100, |_| {})]).expect("written");
    assert_eq!(followers(Whom::Everybody), 1);
    assert!(!holds(&path, "wx_shop"), "not even which accounts there were");
}
