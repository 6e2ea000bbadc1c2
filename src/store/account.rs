//! Accounts by the numbers that they have in the file.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::follower::account_id::AccountId;

/// The number of an account. `None`: nobody of it was met.
pub(super) fn account(connection: &Connection, id: &AccountId) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT id FROM account WHERE key = ?1")?
        .query_row([id.to_string()], |row| row.get(0))
        .optional()
}

pub(super) fn account_or_new(
    transaction: &Transaction<'_>,
    id: &AccountId,
) -> rusqlite::Result<i64> {
    if let Some(account) = account(transaction, id)? {
        return Ok(account);
    }
    transaction.execute("INSERT INTO account (key, name) VALUES (?1, '')", [id.to_string()])?;
    Ok(transaction.last_insert_rowid())
}
