//! Opening the file, and refusing what is no directory of ours.

use std::{
    fs::{DirBuilder, OpenOptions},
    io::{self, Read},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{error::Unusable, schema};

/// How long one writer waits for another.
const BUSY: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(5);
/// The beginning of every `SQLite` file.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Each directory in memory has a name of its own, by which its connections find it.
static IN_MEMORY: AtomicU64 = AtomicU64::new(0);

/// The connection that writes.
pub(super) fn file(path: &Path) -> Result<Connection, Unusable> {
    let unreadable =
        |error: io::Error| Unusable::Closed { path: path.to_owned(), reason: error.to_string() };
    make(path).map_err(unreadable)?;
    if !is_ours(path).map_err(unreadable)? {
        return Err(Unusable::NotOurs(path.to_owned()));
    }
    let mut connection = again(path)?;
    prepare(&mut connection, path).map(|()| connection)
}

/// One more connection to a directory that is open already.
pub(super) fn again(path: &Path) -> Result<Connection, Unusable> {
    let failed = |error: rusqlite::Error| Unusable::of(path.to_owned(), &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    set(&connection).map_err(failed)?;
    Ok(connection)
}

/// Two connections to a directory in memory: for writing and for reading.
pub(super) fn memory() -> Result<(Connection, Connection), Unusable> {
    let number = IN_MEMORY.fetch_add(1, Ordering::Relaxed);
    let name = format!("file:fanscope-{}-{number}?mode=memory&cache=shared", std::process::id());
    let failed = |error: rusqlite::Error| Unusable::of(name.clone().into(), &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || Connection::open_with_flags(&name, flags);
    let (mut writer, reader) = (open().map_err(failed)?, open().map_err(failed)?);
    for connection in [&writer, &reader] {
        set(connection).map_err(failed)?;
        // Who reads sees what is being written: there is no log in memory to read beside it.
        connection.pragma_update(None, "read_uncommitted", true).map_err(failed)?;
    }
    schema::migrate(&mut writer).map_err(failed)?;
    Ok((writer, reader))
}

/// The file, for its owner alone, where there is none.
fn make(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Whether this is a database, or will be one: an empty file.
fn is_ours(path: &Path) -> io::Result<bool> {
    let mut head = vec![];
    std::fs::File::open(path)?.take(16).read_to_end(&mut head)?;
    Ok(head.is_empty() || head == MAGIC)
}

fn set(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    // What is deleted is written over.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "foreign_keys", true)
}

fn prepare(connection: &mut Connection, path: &Path) -> Result<(), Unusable> {
    let failed = |error: rusqlite::Error| Unusable::of(path.to_owned(), &error);
    // All of one moment: another may be making it.
    let (application, version, tables) = waiting(|| {
        let moment = connection.transaction()?;
        let application: i64 =
            moment.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let version = schema::version(&moment)?;
        let count = "SELECT count(*) FROM sqlite_master";
        let tables: i64 = moment.query_row(count, [], |row| row.get(0))?;
        Ok((application, version, tables))
    })
    .map_err(failed)?;
    let is_new = tables == 0 && version == 0;
    if application != schema::APPLICATION && !is_new {
        return Err(Unusable::NotOurs(path.to_owned()));
    }
    if version > schema::newest() {
        let (found, known) = (version, schema::newest());
        return Err(Unusable::Newer { path: path.to_owned(), found, known });
    }
    let log = |connection: &Connection| -> rusqlite::Result<()> {
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        if mode != "wal" {
            connection.pragma_update(None, "journal_mode", "wal")?;
        }
        Ok(())
    };
    waiting(|| log(connection)).map_err(failed)?;
    connection.pragma_update(None, "synchronous", "normal").map_err(failed)?;
    waiting(|| schema::migrate(connection)).map_err(failed)
}

/// Try until nobody else has the file: when its log is set up, SQLite itself does not wait for another who does
/// the same.
fn waiting<T>(mut work: impl FnMut() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let began = Instant::now();
    loop {
        let done = work();
        let is_taken = done.as_ref().err().is_some_and(|error| {
            let code = error.sqlite_error_code();
            matches!(code, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
        });
        if !is_taken || began.elapsed() > BUSY {
            return done;
        }
        thread::sleep(POLL);
    }
}
