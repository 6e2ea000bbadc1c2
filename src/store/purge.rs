//! Taking out of the directory for good: what is deleted is written over, and is in no file any more.

use rusqlite::{Transaction, params};

use super::{Store, account::account, error::Error};
use crate::follower::{account_id::AccountId, openid::OpenId};

/// Who is taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// This one, in all accounts.
    One(OpenId),
    Account(AccountId),
    /// Who was not met since this moment, in Unix seconds.
    NotSince(i64),
    Everybody,
}

/// What was taken out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Purged {
    pub followers: usize,
    /// Changes that were noted of them.
    pub changes: usize,
    /// Addresses of their avatars, which may be kept as files.
    pub avatars: Vec<String>,
}

impl Store {
    /// How many would be taken out.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub fn would_purge(&self, whom: Whom) -> Result<usize, Error> {
        self.write(move |transaction| {
            choose(transaction, &whom)?;
            let n: i64 =
                transaction.query_row("SELECT count(*) FROM gone", [], |row| row.get(0))?;
            transaction.execute_batch("DROP TABLE gone")?;
            Ok(usize::try_from(n).unwrap_or(0))
        })
    }

    /// Take them out, with all that is known of them, and leave no trace in any file of the directory.
    ///
    /// # Errors
    /// When they cannot be taken out. They are all there then.
    pub fn purge(&self, whom: Whom) -> Result<Purged, Error> {
        let purged = self.write(move |transaction| {
            choose(transaction, &whom)?;
            let avatars = {
                let mut select = transaction.prepare(
                    "SELECT avatar FROM follower JOIN gone ON gone.id = follower.id WHERE avatar IS NOT NULL
                     UNION SELECT value FROM known JOIN gone ON gone.id = follower WHERE field = 'avatar'
                     UNION SELECT before FROM history JOIN gone ON gone.id = follower
                         WHERE what = 'avatar' AND before IS NOT NULL",
                )?;
                select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
            };
            transaction
                .execute("DELETE FROM known WHERE follower IN (SELECT id FROM gone)", [])?;
            let changes = transaction
                .execute("DELETE FROM history WHERE follower IN (SELECT id FROM gone)", [])?;
            let followers =
                transaction.execute("DELETE FROM follower WHERE id IN (SELECT id FROM gone)", [])?;
            transaction.execute_batch(
                "DELETE FROM listed WHERE EXISTS (SELECT 1 FROM gone);
                 DELETE FROM listing WHERE EXISTS (SELECT 1 FROM gone);
                 DROP TABLE gone;
                 DELETE FROM tag WHERE account NOT IN (SELECT account FROM follower);
                 DELETE FROM account WHERE id NOT IN (SELECT account FROM follower);",
            )?;
            Ok(Purged { followers, changes, avatars })
        })?;
        // What was deleted is written over in the file, and still stands in the log beside it.
        self.with_writer(|connection| {
            connection.execute_batch("VACUUM")?;
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        })?;
        Ok(purged)
    }
}

/// Their numbers, in a table for this transaction alone.
fn choose(transaction: &Transaction<'_>, whom: &Whom) -> rusqlite::Result<()> {
    transaction.execute_batch("CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY)")?;
    let into = "INSERT INTO gone SELECT id FROM follower";
    match whom {
        Whom::One(openid) => {
            transaction.execute(&format!("{into} WHERE openid = ?1"), [openid.as_str()])?;
        }
        Whom::Account(id) => {
            let account = account(transaction, id)?;
            transaction.execute(&format!("{into} WHERE account = ?1"), params![account])?;
        }
        Whom::NotSince(at) => {
            // Who is only listed was met when the list was read, where that is known.
            let met = "coalesce(seen_at,
                (SELECT listed_at FROM account WHERE account.id = follower.account),
                CASE WHEN place IS NULL THEN 0 ELSE ?1 END)";
            transaction.execute(&format!("{into} WHERE {met} < ?1"), [at])?;
        }
        Whom::Everybody => {
            transaction.execute(into, [])?;
        }
    }
    Ok(())
}
