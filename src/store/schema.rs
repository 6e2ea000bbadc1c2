//! The tables, as steps from one version to the next. A step that was published is never changed.

use rusqlite::{Connection, TransactionBehavior};

/// Says in the file's head whose it is: "fans".
pub(super) const APPLICATION: i64 = 0x6661_6e73;

/// From version n to n + 1.
const STEPS: [&str; 2] = [
    // Rows are numbered by when they were met. `place` is the order of `user/get`; who was never listed has none.
    // `body` is the API's own answer, and the columns behind it are what of it is searched, sorted and compared.
    "CREATE TABLE account (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
     CREATE TABLE follower (
         id INTEGER PRIMARY KEY,
         account INTEGER NOT NULL REFERENCES account (id),
         openid TEXT NOT NULL,
         place INTEGER,
         source TEXT, lang TEXT, body TEXT, seen_at INTEGER,
         follows INTEGER, followed_at INTEGER, unionid TEXT, nickname TEXT, remark TEXT, tags TEXT,
         country TEXT, province TEXT, city TEXT, scene TEXT, qr_scene TEXT, qr_scene_str TEXT, avatar TEXT,
         UNIQUE (account, openid)
     );
     CREATE INDEX follower_by_unionid ON follower (unionid) WHERE unionid IS NOT NULL;
     CREATE INDEX follower_by_place ON follower (account, place) WHERE place IS NOT NULL;
     CREATE TABLE known (
         follower INTEGER NOT NULL REFERENCES follower (id),
         field TEXT NOT NULL, source TEXT NOT NULL, value TEXT NOT NULL, at INTEGER NOT NULL,
         PRIMARY KEY (follower, field, source)
     ) WITHOUT ROWID;
     CREATE TABLE history (
         id INTEGER PRIMARY KEY,
         follower INTEGER NOT NULL REFERENCES follower (id),
         what TEXT NOT NULL, before TEXT, after TEXT, seen_before INTEGER, seen_at INTEGER NOT NULL
     );
     CREATE INDEX history_by_follower ON history (follower);
     CREATE TABLE tag (
         account INTEGER NOT NULL REFERENCES account (id), id INTEGER NOT NULL, name TEXT NOT NULL,
         PRIMARY KEY (account, id)
     ) WITHOUT ROWID;",
    // A list of the followers that is being read, and when the last whole one was begun.
    "CREATE TABLE listing (account INTEGER PRIMARY KEY, begun_at INTEGER NOT NULL, next TEXT);
     CREATE TABLE listed (
         account INTEGER NOT NULL, openid TEXT NOT NULL, place INTEGER NOT NULL,
         PRIMARY KEY (account, openid)
     ) WITHOUT ROWID;
     ALTER TABLE account ADD COLUMN listed_at INTEGER;",
];

/// The version that this program writes.
pub(super) fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Bring the tables from whatever version they have to the newest. Two programs that do it at once do it one
/// after the other.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    if version(connection)? == newest() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = usize::try_from(version(&transaction)?).unwrap_or(usize::MAX);
    for step in STEPS.iter().skip(from) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", newest())?;
    transaction.commit()
}
