//! What each account is reached by.

use std::{
    collections::{HashMap, hash_map::Entry},
    path::PathBuf,
};

use tokio::sync::watch;

use crate::{
    app::fault::Fault,
    avatar::{
        cache::disk::{Disk, LIMIT},
        client::AvatarClient,
        fetch::Limits,
        transport::Transport,
    },
    config::Account,
    follower::account_id::AccountId,
    i18n::UiLang,
    runtime::faults,
    wechat::{
        client::{Client, Options, unusable},
        error::{Error, Network},
        retry::Activity,
    },
};

/// The sessions of all accounts.
#[derive(Debug)]
pub struct Sessions {
    all: HashMap<AccountId, Session>,
    pub lang: UiLang,
    pub is_offline: bool,
}

/// One account's.
#[derive(Debug)]
pub struct Session {
    name: String,
    pub client: Client,
    /// Or why none is fetched for this account.
    avatars: Result<AvatarClient, Error>,
}

impl Sessions {
    /// One for each account. Of several with the same id, the first counts.
    ///
    /// # Errors
    /// When no connection could be made whoever answers.
    pub fn new<'a>(
        accounts: impl Iterator<Item = &'a Account>,
        options: &Options,
        kept: Option<PathBuf>,
        are_made_up: bool,
        lang: UiLang,
    ) -> Result<Self, Error> {
        let disk = kept.map(|folder| Disk::new(folder, LIMIT));
        let mut all = HashMap::new();
        for account in accounts {
            if let Entry::Vacant(vacant) = all.entry(account.id()) {
                vacant.insert(Session::new(account, options, disk.as_ref(), are_made_up)?);
            }
        }
        Ok(Self { all, lang, is_offline: options.is_offline })
    }

    /// # Errors
    /// When there is none, which is a fault of this program.
    pub fn get(&self, account: &AccountId) -> Result<&Session, Fault> {
        self.all.get(account).ok_or_else(|| faults::of_ours(self.lang))
    }

    /// All accounts of whom something may be kept.
    pub fn accounts(&self) -> Vec<AccountId> {
        self.all.keys().filter(|account| !account.is_by_token()).cloned().collect()
    }

    /// What fetches an account's avatars.
    ///
    /// # Errors
    /// When nothing may be sent for it: its configuration has a mistake.
    pub fn avatars(&self, account: &AccountId) -> Result<&AvatarClient, Fault> {
        self.get(account)?.avatars.as_ref().map_err(|error| self.fault(account, error))
    }

    /// A failure of the API, in words.
    pub fn fault(&self, account: &AccountId, error: &Error) -> Fault {
        let name = self.all.get(account).map_or("", |session| &session.name);
        faults::of_api(error, name, self.lang)
    }

    /// What each client is doing, by the account and its name.
    pub fn activities(
        &self,
    ) -> impl Iterator<Item = (&AccountId, &str, watch::Receiver<Activity>)> {
        let all = self.all.iter();
        all.map(|(account, session)| (account, &*session.name, session.client.activity()))
    }
}

impl Session {
    fn new(
        account: &Account,
        options: &Options,
        disk: Option<&Disk>,
        is_made_up: bool,
    ) -> Result<Self, Error> {
        let client = Client::new(account, options)?;
        // One account's mistake keeps nothing from the others.
        let transport = Transport::of(account)
            .map_err(|_| unusable(account).unwrap_or(Error::Network(Network::Proxy)));
        let avatars = transport.map(|mut transport| {
            if is_made_up {
                transport.policy = transport.policy.without_wechat();
            }
            let avatars = AvatarClient::new(transport, Limits::default());
            match disk {
                Some(disk) => avatars.with_disk(disk.clone()),
                None => avatars,
            }
        });
        Ok(Self { name: account.name.clone(), client, avatars })
    }
}
