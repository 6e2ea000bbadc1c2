//! The outside as it is: turns a job into calls, and what comes back into what the screen shows.

mod api;
mod avatars;
pub mod directory;
mod files;
mod kept;
mod sessions;

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use tokio::sync::mpsc::UnboundedSender;

use crate::{
    app::{
        effect::{Done, Job},
        event::Event,
        fault::Fault,
    },
    config::Account,
    follower::{account_id::AccountId, lang::Lang, openid::OpenId},
    i18n::UiLang,
    runtime::{clipboard, faults, graphics::Graphics, jobs::World, output::Output},
    store::Store,
    sync::Failed,
    wechat::{client::Options, error::Error},
};
use avatars::Avatars;
use directory::Directory;
use kept::Behind;
use sessions::Sessions;

/// The API clients and the avatars of all accounts, the graphics and the clipboard.
#[derive(Debug, Clone)]
pub struct Services {
    sessions: Arc<Sessions>,
    /// Everybody who was met.
    pub directory: Directory,
    /// What is kept of them between runs, if anything is.
    behind: Option<Behind>,
    avatars: Avatars,
    graphics: Graphics,
    output: Output,
    /// Where avatars lie that a viewer was given.
    opened: Option<PathBuf>,
    /// Whether what was kept is listed.
    lists_followers: bool,
    /// Where what goes on beside the jobs is told, once somebody listens.
    events: Arc<OnceLock<UnboundedSender<Event>>>,
}

/// Where avatars come from and where they lie.
#[derive(Debug, Clone, Default)]
pub struct AvatarFolders {
    /// The folder in which they are kept between runs, if they are.
    pub kept: Option<PathBuf>,
    /// The folder for those that a viewer was given.
    pub opened: Option<PathBuf>,
    /// Those of the demo: nothing is asked of WeChat.
    pub are_made_up: bool,
}

impl Services {
    /// Where two names stand for the same account, `in_use` is the one whose settings count, else the
    /// first.
    ///
    /// # Errors
    /// When no connection could be made whoever answers.
    pub fn new(
        accounts: &[Account],
        in_use: usize,
        options: &Options,
        graphics: Graphics,
        output: Output,
        lang: UiLang,
        folders: &AvatarFolders,
    ) -> Result<Self, Error> {
        // The first of those with one id counts.
        let accounts = accounts.get(in_use).into_iter().chain(accounts);
        let kept = folders.kept.clone();
        let sessions = Sessions::new(accounts, options, kept, folders.are_made_up, lang)?;
        let sessions = Arc::new(sessions);
        Ok(Self {
            avatars: Avatars::new(Arc::clone(&sessions), graphics.clone()),
            sessions,
            directory: Directory::default(),
            behind: None,
            graphics,
            output,
            opened: folders.opened.clone(),
            lists_followers: false,
            events: Arc::default(),
        })
    }
}

impl Services {
    /// The same, with a directory that is kept between runs. `lists_followers`: what was kept is listed, as
    /// nothing else was given to begin with.
    #[must_use]
    pub fn with_store(self, store: Store, lists_followers: bool) -> Self {
        let behind = Some(Behind::new(store, self.sessions.lang));
        Self { behind, lists_followers, ..self }
    }

    /// Wait until what was said is written down.
    pub async fn settle(&self) {
        if let Some(behind) = &self.behind {
            behind.settle().await;
        }
    }
}

impl World for Services {
    async fn perform(&self, mut job: Job) -> Result<Done, Fault> {
        let response = self.request(&mut job).await;
        if let Some((behind, done)) = self.behind.as_ref().zip(response.as_ref().ok())
            && let Some(write) = Behind::write(&job, done)
        {
            behind.keep(write, self.events.get()).await;
        }
        self.directory.keep(&job, response)
    }

    fn tell(&self, sender: &UnboundedSender<Event>) {
        // A second loop over the same world would be told nothing: there is none.
        let _ = self.events.set(sender.clone());
        if let Some(behind) = &self.behind {
            let accounts = self.sessions.accounts();
            let (directory, is_offline) = (self.directory.clone(), self.sessions.is_offline);
            behind.load(accounts, directory, is_offline, self.lists_followers, sender.clone());
        }
        for (account, name, activity) in self.sessions.activities() {
            let name = name.to_owned();
            api::tell(account.clone(), name, activity, sender.clone(), self.sessions.lang);
        }
    }

    fn copy(&self, text: &str) {
        if let Some(sequence) = clipboard::osc52(text) {
            self.output.images_beside(&sequence);
        } else {
            tracing::warn!(bytes = text.len(), "too long for the terminal's clipboard");
        }
        clipboard::by_tool(text);
    }
}

impl Services {
    /// Bring all followers of an account in. Where nothing is kept they are in memory alone.
    async fn sync(&self, account: &AccountId, lang: Lang) -> Result<Done, Fault> {
        let session = self.sessions.get(account)?;
        let behind = match &self.behind {
            Some(behind) if !account.is_by_token() => behind.clone(),
            _ => Behind::in_memory(self.sessions.lang)?,
        };
        let synced = behind.sync(session.client.clone(), account, lang, self.events.get()).await;
        let synced = synced.map_err(|failed| match failed {
            Failed::Api(error) => self.sessions.fault(account, &error),
            Failed::Store(error) => faults::of_store(&error, self.sessions.lang),
        });
        // What was done before it failed is there too.
        let loaded = behind.load_one(account.clone(), self.directory.clone()).await;
        if let (Ok(tags), Some(events)) = (loaded, self.events.get()) {
            // The loop is gone only when the program ends.
            let _ = events.send(Event::Changed(account.clone(), tags));
        }
        synced.map(Done::Synced)
    }

    /// What changed about a follower. Where nothing is kept nothing is known to have changed.
    async fn history(&self, account: &AccountId, openid: &OpenId) -> Result<Done, Fault> {
        let Some(behind) = &self.behind else { return Ok(Done::History(vec![])) };
        let lines = behind.history(account.clone(), openid.clone()).await;
        let lines = lines.map_err(|error| faults::of_store(&error, self.sessions.lang))?;
        Ok(Done::History(lines))
    }

    /// What the one who knows it says.
    async fn request(&self, job: &mut Job) -> Result<Done, Fault> {
        let (sessions, opened) = (&*self.sessions, self.opened.as_deref());
        match job {
            Job::Rows(_) | Job::Edit { .. } | Job::Marked { .. } | Job::Kin(_) => {
                let (directory, job) = (self.directory.clone(), job.clone());
                // A list may be long.
                let response = tokio::task::spawn_blocking(move || directory.respond(&job)).await;
                response.ok().flatten().ok_or_else(|| faults::of_ours(sessions.lang))
            }
            Job::History { account, openid } => self.history(account, openid).await,
            Job::Sync { account, lang } => self.sync(account, *lang).await,
            Job::Followers { account, after, .. } => {
                api::followers(sessions, account, after.clone()).await
            }
            Job::Follower { account, openid, lang } => {
                api::follower(sessions, account, openid, *lang).await
            }
            Job::Verify { account, openid, lang } => {
                api::verify(sessions, account, openid, *lang).await
            }
            Job::Quota { account } => api::quota(sessions, account).await,
            Job::Tags { account } => api::tags(sessions, account).await,
            Job::Avatar(request) => self.avatars.ready(request.clone()).await,
            Job::OpenAvatar { source, name } => {
                files::open(&self.avatars, source.clone(), name.clone(), opened).await
            }
            Job::Save { source, name, to } => {
                files::save(&self.avatars, source.clone(), name.clone(), to.clone()).await
            }
            Job::Read { text, .. } => files::read(std::mem::take(text), self.avatars.lang()).await,
            Job::Terminal => {
                let graphics_mode = self.graphics.probe_again().await;
                if let Some(events) = self.events.get() {
                    // The loop is gone only when the program ends.
                    let _ =
                        events.send(Event::Terminal(graphics_mode, self.graphics.explanation()));
                }
                Ok(Done::Ended)
            }
            Job::Wait => Ok(Done::Ended),
        }
    }
}
