//! The directory: everybody who was met, kept between runs, in one `SQLite` file.
//!
//! One row a follower and account, with the API's own words as they came, where they came from and when. What is
//! known from elsewhere stands beside them, and what changed is history: neither is ever written over the other.
//! Source: DESIGN, "The directory".

// Numbers come from files here, and an overflow would be the file's to choose.
#![warn(clippy::arithmetic_side_effects)]

mod account;
pub mod error;
pub mod history;
pub mod listing;
pub mod open;
pub mod purge;
pub mod put;
pub mod read;
pub mod row;
mod schema;

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError, mpsc},
    thread::JoinHandle,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use error::{Error, Unusable};

/// What one write is: done by the one thread that writes.
type Work = Box<dyn FnOnce(&mut Connection) + Send>;

/// The directory, open. Whoever reads has a connection of their own; one thread writes.
#[derive(Debug)]
pub struct Store {
    path: Option<PathBuf>,
    reader: Mutex<Connection>,
    writer: Option<mpsc::Sender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Store {
    /// Open the directory in this file, and make it if it is not there: 0600 in folders of 0700.
    ///
    /// # Errors
    /// When it is another's, from a later version, damaged, or cannot be opened or made.
    pub fn open(path: &Path) -> Result<Self, Unusable> {
        let writer = open::file(path)?;
        let reader = open::again(path)?;
        Ok(Self::new(Some(path.to_owned()), reader, writer))
    }

    /// A directory that is forgotten when it is closed.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, Unusable> {
        let (writer, reader) = open::memory()?;
        Ok(Self::new(None, reader, writer))
    }

    fn new(path: Option<PathBuf>, reader: Connection, mut connection: Connection) -> Self {
        let (writer, works) = mpsc::channel::<Work>();
        let thread = std::thread::Builder::new().name("store".into()).spawn(move || {
            while let Ok(work) = works.recv() {
                work(&mut connection);
            }
        });
        let reader = Mutex::new(reader);
        // Without a thread nothing can be written, and each write says so.
        Self { path, reader, writer: Some(writer), thread: thread.ok() }
    }

    /// Where it is. `None`: in memory.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Let the file grow to so many pages and no more: what a full disk is like.
    ///
    /// # Errors
    /// When that cannot be set.
    pub fn limit_pages(&self, pages: u32) -> Result<(), Error> {
        self.with_writer(move |connection| {
            connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
        })
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Write something in a transaction that begins at once: a later one would meet other writers in the
    /// middle.
    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        self.with_writer(move |connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })
    }

    /// Have the thread that writes do this, and wait for it.
    fn with_writer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let (sender, done) = mpsc::channel();
        let work: Work = Box::new(move |connection| {
            // Nobody waits for it any more only when the program ends.
            let _ = sender.send(work(connection));
        });
        let writer = self.writer.as_ref().ok_or(Error::Closed)?;
        writer.send(work).map_err(|_| Error::Closed)?;
        Ok(done.recv().map_err(|_| Error::Closed)??)
    }
}

impl Drop for Store {
    /// What is being written is written before the program ends.
    fn drop(&mut self) {
        drop(self.writer.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
