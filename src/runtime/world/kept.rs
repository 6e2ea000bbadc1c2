//! What the directory keeps between runs: it begins with that, and writes down what is said.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};
use tokio::sync::mpsc::UnboundedSender;
use tokio_util::task::TaskTracker;

use crate::{
    app::{
        directory::{Known, Progress, Synced},
        effect::{Done, Job},
        event::Event,
        fault::Fault,
        response::Response,
    },
    follower::{account_id::AccountId, lang::Lang, openid::OpenId},
    i18n::UiLang,
    runtime::{
        faults, kept, past,
        world::{api, directory::Directory},
    },
    store::{
        Store,
        error::Error,
        row::{Observation, Source, Stored},
    },
    sync::{Failed, Step, Sync},
    wechat::client::Client,
};

/// Who was asked about within so many days is not asked again when all are brought in.
const MAX_AGE: u32 = 7;
/// So many are shown before the others are read, and so many at a time after them.
const FIRST: usize = 500;
const NEXT: usize = 20_000;
/// How long leaving waits for what is being written.
const LONGEST: Duration = Duration::from_secs(1);

/// The directory on disk, behind the one in memory.
#[derive(Debug, Clone)]
pub struct Behind {
    store: Arc<Store>,
    lang: UiLang,
    /// Set once it was said that it cannot be read or written.
    is_failure_said: Arc<AtomicBool>,
    /// What is being written.
    tasks: TaskTracker,
}

/// What is written down of a job's response.
#[derive(Debug)]
pub enum Write {
    List(AccountId, Vec<OpenId>),
    Put(AccountId, Box<Observation>),
    Tags(AccountId, HashMap<i64, String>),
}

impl Behind {
    #[must_use]
    pub fn new(store: Store, lang: UiLang) -> Self {
        Self {
            store: Arc::new(store),
            lang,
            is_failure_said: Arc::default(),
            tasks: TaskTracker::new(),
        }
    }

    /// Take everybody of these accounts into the directory, and into their lists where these are of all
    /// followers. Who is online is asked again about those in sight.
    pub fn load(
        &self,
        accounts: Vec<AccountId>,
        directory: Directory,
        is_offline: bool,
        lists_followers: bool,
        sender: UnboundedSender<Event>,
    ) {
        let behind = self.clone();
        tokio::task::spawn_blocking(move || {
            for account in accounts {
                let tell = |tags: &HashMap<i64, String>| {
                    // The loop is gone only when the program ends.
                    let _ = sender.send(Event::Changed(account.clone(), tags.clone()));
                };
                let loaded =
                    behind.account(&account, &directory, is_offline, lists_followers, tell);
                if let Err(error) = loaded {
                    behind.say(&error, &sender);
                    return;
                }
            }
        });
    }

    fn account(
        &self,
        account: &AccountId,
        directory: &Directory,
        is_offline: bool,
        lists_followers: bool,
        tell: impl Fn(&HashMap<i64, String>),
    ) -> Result<HashMap<i64, String>, Error> {
        let tags = self.store.tags(account)?;
        directory.name_tags(account, tags.clone());
        let (mut rows, mut most) = (vec![], FIRST);
        self.store.each(account, |stored| {
            rows.push((stored.openid.clone(), known(&stored, !is_offline)));
            if rows.len() >= most {
                directory.begin_with(account, std::mem::take(&mut rows), lists_followers);
                tell(&tags);
                most = NEXT;
            }
            true
        })?;
        directory.begin_with(account, rows, lists_followers);
        tell(&tags);
        Ok(tags)
    }

    /// A directory of its own, for an account of which nothing is kept.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory(lang: UiLang) -> Result<Self, Fault> {
        Store::in_memory().map(|store| Self::new(store, lang)).map_err(|_| faults::of_ours(lang))
    }

    /// Bring all followers of an account in, and tell how far that is.
    ///
    /// # Errors
    /// Why it ended before. What was done is kept.
    pub async fn sync(
        &self,
        client: Client,
        account: &AccountId,
        lang: Lang,
        events: Option<&UnboundedSender<Event>>,
    ) -> Result<Synced, Failed> {
        let sync = Sync {
            client,
            store: Arc::clone(&self.store),
            account: account.clone(),
            lang,
            max_age: MAX_AGE,
            now: Timestamp::now().as_second(),
        };
        let tell = |step| {
            let progress = match step {
                Step::Listing { listed, total } => Progress { done: listed, of: total },
                Step::Requesting { requested, due } => Progress { done: requested, of: due },
            };
            if let Some(events) = events {
                // The loop is gone only when the program ends.
                let _ = events.send(Event::Synced(account.clone(), progress));
            }
        };
        let outcome = sync.run(tell).await?;
        let (listed, left) = (outcome.list.listed, outcome.list.left);
        Ok(Synced { listed, requested: outcome.requested, left })
    }

    /// Take everybody of an account into the directory, as they were just brought in.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn load_one(
        &self,
        account: AccountId,
        directory: Directory,
    ) -> Result<HashMap<i64, String>, Error> {
        let behind = self.clone();
        let loading = move || behind.account(&account, &directory, true, true, |_| {});
        tokio::task::spawn_blocking(loading).await.unwrap_or(Err(Error::Closed))
    }

    /// What changed about a follower, in words, the newest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn history(&self, account: AccountId, openid: OpenId) -> Result<Vec<String>, Error> {
        let (store, lang) = (Arc::clone(&self.store), self.lang);
        let reading = move || {
            let (events, tags) = (store.history(&account, &openid)?, store.tags(&account)?);
            let zone = TimeZone::system();
            Ok(events.iter().rev().map(|event| past::line(event, &tags, &zone, lang)).collect())
        };
        tokio::task::spawn_blocking(reading).await.unwrap_or(Err(Error::Closed))
    }

    /// What of this is to be written down.
    #[must_use]
    pub fn write(job: &Job, done: &Done) -> Option<Write> {
        match (job, done) {
            (Job::Followers { account, .. }, Done::Followers(page)) => {
                Some(Write::List(account.clone(), page.openids.clone()))
            }
            (Job::Follower { account, lang, .. } | Job::Verify { account, lang, .. }, done) => {
                let Done::Follower(response) = done else { return None };
                let is_single = matches!(job, Job::Verify { .. });
                let observation = Observation {
                    follower: response.follower.clone(),
                    body: response.raw.clone(),
                    lang: *lang,
                    source: if is_single { Source::Api } else { Source::Batch },
                    at: response.fetched_at,
                };
                Some(Write::Put(account.clone(), Box::new(observation)))
            }
            (Job::Tags { account }, Done::Tags(names)) => {
                Some(Write::Tags(account.clone(), names.clone()))
            }
            _ => None,
        }
    }

    /// Wait until what is being written is written.
    pub async fn settle(&self) {
        self.tasks.close();
        // A disk that answers no more keeps nobody from leaving.
        let _ = tokio::time::timeout(LONGEST, self.tasks.wait()).await;
    }

    /// Write it down. A page of the list is waited for, so that the next one stands behind it; all else is
    /// written beside everything else.
    pub async fn keep(&self, write: Write, sender: Option<&UnboundedSender<Event>>) {
        let (behind, sender) = (self.clone(), sender.cloned());
        let is_page = matches!(write, Write::List(..));
        let written = self.tasks.spawn_blocking(move || {
            let store = &behind.store;
            let written = match write {
                // A token does not say whose it is.
                Write::List(account, _) | Write::Put(account, _) | Write::Tags(account, _)
                    if account.is_by_token() =>
                {
                    Ok(())
                }
                Write::List(account, openids) => store.list(&account, openids),
                Write::Put(account, said) => store.put(&account, vec![*said]).map(drop),
                Write::Tags(account, names) => {
                    store.name_tags(&account, names.into_iter().collect())
                }
            };
            if let (Err(error), Some(sender)) = (written, sender) {
                behind.say(&error, &sender);
            }
        });
        if is_page {
            // It says itself what went wrong.
            let _ = written.await;
        }
    }

    /// Say once why it cannot be read or written.
    fn say(&self, error: &Error, sender: &UnboundedSender<Event>) {
        if !self.is_failure_said.swap(true, Ordering::Relaxed) {
            // The loop is gone only when the program ends.
            let _ = sender.send(Event::Warning(kept::failed(error, self.lang)));
        }
    }
}

/// What the screen knows of somebody by what was kept.
fn known(stored: &Stored, is_stale: bool) -> Option<Known> {
    let said = stored.said.as_ref()?;
    let response: Response = api::shown(kept::response(stored)?);
    Some(Known { response: Some((said.lang, Arc::new(response))), fault: None, is_stale })
}
