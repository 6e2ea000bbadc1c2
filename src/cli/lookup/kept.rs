//! What `fanscope lookup` has of the directory: each answer is kept in it, and without the network it answers.

use std::{cell::OnceCell, sync::Arc};

use crate::{
    cli::{directory, lookup::row::Row, say},
    follower::{account_id::AccountId, find::What, lang::Lang},
    i18n::UiLang,
    runtime::kept,
    store::{
        Store,
        row::{Observation, Source},
    },
    wechat::{Response, error::Error},
};

/// The rows of one account.
#[derive(Debug)]
pub struct KeptRows {
    store: Arc<Store>,
    account: AccountId,
    /// Nobody is asked: the rows are those of the directory.
    pub is_offline: bool,
    ui_lang: UiLang,
    /// Set once it was said that answers cannot be kept.
    is_failure_said: OnceCell<()>,
}

impl KeptRows {
    #[must_use]
    pub fn new(store: Store, account: AccountId, is_offline: bool, ui_lang: UiLang) -> Self {
        let store = Arc::new(store);
        Self { store, account, is_offline, ui_lang, is_failure_said: OnceCell::new() }
    }

    /// What the directory has of one, where nobody is asked.
    #[must_use]
    pub fn row(&self, what: What) -> Option<Row> {
        match what {
            What::Malformed { text, reason } => Some(Row::new(text, Err(Error::Malformed(reason)))),
            What::Kept { openid, .. } => {
                let stored = match self.store.get(&self.account, &openid) {
                    Ok(stored) => stored.filter(|stored| stored.said.is_some()),
                    Err(error) => {
                        self.failed(&error);
                        None
                    }
                };
                let unasked = || Row::new(openid.to_string(), Err(Error::Offline));
                Some(stored.map_or_else(unasked, directory::row))
            }
            What::Duplicate(_) | What::OtherColumn(_) => None,
        }
    }

    /// Write down what was said. A lookup is no worse for a directory that cannot be written.
    pub async fn keep(&self, said: impl Iterator<Item = &Response>, lang: Lang, source: &Source) {
        let said: Vec<Observation> =
            said.map(|response| kept::observation(response, lang, source.clone())).collect();
        let (store, account) = (Arc::clone(&self.store), self.account.clone());
        let written = tokio::task::spawn_blocking(move || store.put(&account, said)).await;
        if let Ok(Err(error)) = written {
            self.failed(&error);
        }
    }

    fn failed(&self, error: &crate::store::error::Error) {
        if self.is_failure_said.set(()).is_ok() {
            say::complain(&kept::failed(error, self.ui_lang));
        }
    }
}
