//! The outside as it is: turns a job into calls, and what comes back into what the screen shows.

pub mod api;
pub mod avatars;
pub mod files;

use std::{
    collections::{HashMap, hash_map::Entry},
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use tokio::sync::{Semaphore, mpsc::UnboundedSender};

use crate::{
    app::{
        effect::{Done, Job},
        event::Event,
        fault::Fault,
    },
    avatar::{
        album::Album,
        disk::{Disk, LIMIT},
        fetch::Limits,
        way::Way,
    },
    config::Account,
    follower::account_id::AccountId,
    runtime::{canvas::Canvas, clipboard, faults, jobs::World, output::Output},
    wechat::{
        client::{Client, Options},
        error::{Error, Network},
    },
    words::UiLang,
};

/// The API clients and the avatars of all accounts, the canvas and the clipboard.
#[derive(Debug, Clone)]
pub struct Outside {
    sessions: Arc<HashMap<AccountId, Session>>,
    canvas: Canvas,
    output: Output,
    lang: UiLang,
    is_offline: bool,
    /// Permits for pictures that are made ready: the selected one's, and one ahead of it.
    encoders: Arc<Semaphore>,
    /// Where pictures lie that a viewer was given.
    opened: Option<PathBuf>,
    /// Where what goes on beside the jobs is told, once somebody listens.
    events: Arc<OnceLock<UnboundedSender<Event>>>,
}

/// What one account is reached by.
#[derive(Debug)]
struct Session {
    name: String,
    client: Client,
    album: Album,
}

/// Where pictures come from and where they lie.
#[derive(Debug, Clone, Default)]
pub struct Pictures {
    /// The folder in which they are kept between runs, if they are.
    pub kept: Option<PathBuf>,
    /// The folder for those that a viewer was given.
    pub opened: Option<PathBuf>,
    /// Those of the demo: nothing is asked of WeChat.
    pub are_made_up: bool,
}

impl Outside {
    /// Where two names stand for the same account, `in_use` is the one whose settings count, else the
    /// first.
    ///
    /// # Errors
    /// When no connection could be made whoever answers.
    pub fn new(
        accounts: &[Account],
        in_use: usize,
        options: &Options,
        canvas: Canvas,
        output: Output,
        lang: UiLang,
        pictures: &Pictures,
    ) -> Result<Self, Error> {
        let disk = pictures.kept.clone().map(|folder| Disk::new(folder, LIMIT));
        let mut sessions = HashMap::new();
        for account in accounts.get(in_use).into_iter().chain(accounts) {
            if let Entry::Vacant(vacant) = sessions.entry(account.id()) {
                vacant.insert(Session::new(account, options, disk.as_ref(), pictures.are_made_up)?);
            }
        }
        Ok(Self {
            sessions: Arc::new(sessions),
            canvas,
            output,
            lang,
            is_offline: options.is_offline,
            encoders: Arc::new(Semaphore::new(2)),
            opened: pictures.opened.clone(),
            events: Arc::default(),
        })
    }

    fn session(&self, account: &AccountId) -> Result<&Session, Fault> {
        self.sessions.get(account).ok_or_else(|| faults::of_ours(self.lang))
    }

    fn fault(&self, account: &AccountId, error: &Error) -> Fault {
        let name = self.sessions.get(account).map_or("", |session| &session.name);
        faults::of_api(error, name, self.lang)
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
        let mut way = Way::of(account).map_err(|_| Error::Network(Network::Proxy))?;
        if is_made_up {
            way.guard = way.guard.without_wechat();
        }
        let mut album = Album::new(way, Limits::default());
        if let Some(disk) = disk {
            album = album.kept_on(disk.clone());
        }
        Ok(Self { name: account.name.clone(), client, album })
    }
}

impl World for Outside {
    async fn perform(&self, job: Job) -> Result<Done, Fault> {
        match job {
            Job::Followers { account, after } => self.followers(&account, after).await,
            Job::Follower { account, openid, lang } => self.follower(&account, &openid, lang).await,
            Job::Verify { account, openid, lang } => self.verify(&account, &openid, lang).await,
            Job::Quota { account } => self.quota(&account).await,
            Job::Tags { account } => self.tags(&account).await,
            Job::Avatar(shot) => self.avatar(shot).await,
            Job::OpenPicture { source, name } => self.open_picture(source, name).await,
            Job::Save { source, name, to } => self.save(source, name, to).await,
            Job::Read(text) => self.read(text).await,
            Job::Terminal => {
                let drawing = self.canvas.ask_again().await;
                if let Some(events) = self.events.get() {
                    // The loop is gone only when the program ends.
                    let _ = events.send(Event::Terminal(drawing, self.canvas.why()));
                }
                Ok(Done::Ended)
            }
            Job::Wait => Ok(Done::Ended),
        }
    }

    fn tell(&self, sender: &UnboundedSender<Event>) {
        // A second loop over the same world would be told nothing: there is none.
        let _ = self.events.set(sender.clone());
        for (account, session) in self.sessions.iter() {
            api::tell(account.clone(), session.client.activity(), sender.clone(), self.lang);
        }
    }

    fn copy(&self, text: &str) {
        if let Some(sequence) = clipboard::osc52(text) {
            self.output.besides(&sequence);
        } else {
            tracing::warn!(bytes = text.len(), "too long for the terminal's clipboard");
        }
        clipboard::by_tool(text);
    }
}
