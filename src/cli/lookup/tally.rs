//! What the rows of a lookup come to: its exit status.

use crate::{
    cli::{Exit, lookup::row::Row},
    wechat::error::{Error, Extent},
};

/// What the rows come to.
#[derive(Debug, Default)]
pub struct Tally {
    answered: usize,
    failed: usize,
    /// Failed for a reason that is not in the row: the network, the server.
    unreachable: usize,
    has_refused_credentials: bool,
    has_refused_account: bool,
}

impl Tally {
    /// Take note of a row.
    pub fn count(&mut self, row: &Row) {
        let Err(error) = &row.result else {
            self.answered += 1;
            return;
        };
        self.failed += 1;
        match error.extent() {
            Extent::Credentials => self.has_refused_credentials = true,
            Extent::Account => self.has_refused_account = true,
            Extent::Row => {}
        }
        if matches!(error, Error::Network(_) | Error::Http { .. } | Error::Body(_)) {
            self.unreachable += 1;
        }
    }

    /// The exit status that tells it.
    #[must_use]
    pub fn exit(&self) -> Exit {
        if self.has_refused_credentials {
            Exit::Credentials
        } else if self.has_refused_account || (self.answered == 0 && self.unreachable > 0) {
            Exit::Unreachable
        } else if self.failed > 0 {
            Exit::SomeFailed
        } else {
            Exit::Done
        }
    }
}
