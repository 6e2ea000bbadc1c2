//! The outside as it is: turns a job into a call, and what comes back into an outcome.

use std::{path::PathBuf, sync::Arc};

use tokio::sync::{Semaphore, mpsc::UnboundedSender};

use crate::{
    app::{
        effect::{Job, Shot, Source},
        event::{Answer, Event, Fault, Outcome, Page, Quota},
        picture::Picture,
    },
    avatar::{
        cache::disk::{Disk, LIMIT},
        client::AvatarClient,
        fetch::Limits,
        image::Avatar,
        transport::Transport,
    },
    config::Account,
    follower::openid::OpenId,
    runtime::{clipboard, faults, files, graphics::Graphics, jobs::World, output::Output},
    wechat::{
        self,
        client::{Client, Options},
        error::{Error, Network},
    },
    words::UiLang,
};

/// The API clients and the avatars of all accounts, the graphics and the clipboard.
#[derive(Debug, Clone)]
pub struct Outside {
    places: Arc<Vec<Place>>,
    canvas: Graphics,
    output: Output,
    lang: UiLang,
    is_offline: bool,
    /// Places for pictures that are made ready: the selected one's, and one ahead of it.
    encoders: Arc<Semaphore>,
    /// Where pictures lie that a viewer was given.
    opened: Option<PathBuf>,
}

/// One account.
#[derive(Debug)]
struct Place {
    name: String,
    client: Client,
    avatars: AvatarClient,
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
    /// # Errors
    /// When no connection could be made whoever answers.
    pub fn new(
        accounts: &[Account],
        options: &Options,
        canvas: Graphics,
        output: Output,
        lang: UiLang,
        pictures: &Pictures,
    ) -> Result<Self, Error> {
        let disk = pictures.kept.clone().map(|folder| Disk::new(folder, LIMIT));
        let places = accounts.iter().map(|account| {
            let client = Client::new(account, options)?;
            let mut way = Transport::of(account).map_err(|_| Error::Network(Network::Proxy))?;
            if pictures.are_made_up {
                way.policy = way.policy.without_wechat();
            }
            let mut avatars = AvatarClient::new(way, Limits::default());
            if let Some(disk) = &disk {
                avatars = avatars.with_disk(disk.clone());
            }
            Ok(Place { name: account.name.clone(), client, avatars })
        });
        let places = Arc::new(places.collect::<Result<_, Error>>()?);
        let opened = pictures.opened.clone();
        let encoders = Arc::new(Semaphore::new(2));
        Ok(Self { places, canvas, output, lang, is_offline: options.is_offline, encoders, opened })
    }

    fn place(&self, account: usize) -> Result<&Place, Fault> {
        self.places.get(account).ok_or_else(|| faults::of_ours(self.lang))
    }

    fn fault(&self, account: usize, error: &Error) -> Fault {
        let name = self.places.get(account).map_or("", |place| &place.name);
        faults::of_api(error, name, self.lang)
    }

    async fn followers(&self, account: usize, after: Option<OpenId>) -> Result<Page, Fault> {
        let client = &self.place(account)?.client;
        let after = after.as_ref().map(OpenId::as_str);
        let page = client.followers(after).await.map_err(|error| self.fault(account, &error))?;
        Ok(Page {
            openids: page.openids,
            total: usize::try_from(page.total).unwrap_or(usize::MAX),
            next: page.next.as_deref().and_then(OpenId::received),
        })
    }

    /// The picture at this address as it came, or as it was kept.
    async fn face(&self, source: Source) -> Result<Avatar, Fault> {
        let Source { account, url, size } = source;
        if self.is_offline {
            return Err(self.fault(account, &Error::Offline));
        }
        let face = self.place(account)?.avatars.avatar(&url, size).await;
        face.map_err(|error| faults::of_avatar(&error, self.lang))
    }

    async fn avatar(&self, shot: Shot) -> Result<Picture, Fault> {
        let Shot { account, url, size, cells, .. } = shot;
        let face = self.face(Source { account, url, size }).await?;
        let pixels = face.image.pixels().dimensions();
        let canvas = self.canvas.clone();
        // Who is stopped while they wait for a place never takes one.
        let place = Arc::clone(&self.encoders).acquire_owned().await;
        let encoding = tokio::task::spawn_blocking(move || {
            let _place = place;
            canvas.encode(&face.image, cells)
        });
        match encoding.await {
            Ok(Ok(encoded)) => Ok(Picture {
                image: Arc::new(encoded),
                requested: face.requested,
                received: face.received,
                pixels,
            }),
            Ok(Err(_)) | Err(_) => Err(faults::of_ours(self.lang)),
        }
    }
}

impl Outside {
    async fn open_picture(&self, source: Source, name: String) -> Result<(), Fault> {
        let picture = self.face(source).await?.image;
        let folder = self.opened.clone();
        self.filed(move || files::open(&picture, &name, folder.as_deref())).await
    }

    async fn save(&self, source: Source, name: String, to: String) -> Result<String, Fault> {
        let picture = self.face(source).await?.image;
        let path = self.filed(move || files::save(&picture, &name, &to)).await?;
        Ok(path.to_string_lossy().into_owned())
    }

    /// Files and viewers can take their time.
    async fn filed<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, files::Error> + Send + 'static,
    ) -> Result<T, Fault> {
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done.map_err(|error| faults::of_file(&error, self.lang)),
            Err(_) => Err(faults::of_ours(self.lang)),
        }
    }
}

impl World for Outside {
    async fn perform(&self, job: Job) -> Outcome {
        match job {
            Job::Followers { account, after } => {
                Outcome::Followers(self.followers(account, after).await)
            }
            Job::Follower { account, openid, lang } => Outcome::Follower(
                async {
                    let client = &self.place(account)?.client;
                    let answer = client.lookup(&openid, lang).await;
                    answer
                        .map(|answer| Arc::new(shown(answer)))
                        .map_err(|error| self.fault(account, &error))
                }
                .await,
            ),
            Job::Verify { account, openid, lang } => Outcome::Verified(
                async {
                    let client = &self.place(account)?.client;
                    let answer = client.user_info(&openid, lang).await;
                    let answer = answer.map_err(|error| self.fault(account, &error))?;
                    Ok(Arc::new(shown(answer)))
                }
                .await,
            ),
            Job::Quota { account } => Outcome::Quota(
                async {
                    let quota = self.place(account)?.client.quota("/cgi-bin/user/info").await;
                    let quota = quota.map_err(|error| self.fault(account, &error))?;
                    Ok(Quota { used: quota.used, limit: quota.daily_limit })
                }
                .await,
            ),
            Job::Tags { account } => Outcome::Tags(
                async {
                    let tags = self.place(account)?.client.tags().await;
                    let tags = tags.map_err(|error| self.fault(account, &error))?;
                    Ok(tags.into_iter().map(|tag| (tag.id, tag.name)).collect())
                }
                .await,
            ),
            Job::Avatar(shot) => Outcome::Avatar(self.avatar(shot).await),
            Job::OpenPicture { source, name } => {
                Outcome::Opened(self.open_picture(source, name).await)
            }
            Job::Save { source, name, to } => Outcome::Saved(self.save(source, name, to).await),
            Job::Terminal => {
                let drawing = self.canvas.ask_again().await;
                Outcome::Terminal(drawing, self.canvas.why())
            }
            Job::Wait => Outcome::Waited,
        }
    }

    fn broken(&self, job: &Job) -> Outcome {
        let fault = faults::of_ours(self.lang);
        match job {
            Job::Followers { .. } => Outcome::Followers(Err(fault)),
            Job::Follower { .. } => Outcome::Follower(Err(fault)),
            Job::Verify { .. } => Outcome::Verified(Err(fault)),
            Job::Quota { .. } => Outcome::Quota(Err(fault)),
            Job::Tags { .. } => Outcome::Tags(Err(fault)),
            Job::Avatar(_) => Outcome::Avatar(Err(fault)),
            Job::OpenPicture { .. } => Outcome::Opened(Err(fault)),
            Job::Save { .. } => Outcome::Saved(Err(fault)),
            Job::Terminal => Outcome::Terminal(self.canvas.drawing(), self.canvas.why()),
            Job::Wait => Outcome::Waited,
        }
    }

    fn tell(&self, sender: &UnboundedSender<Event>) {
        for (account, place) in self.places.iter().enumerate() {
            let (mut activity, sender, lang) = (place.client.activity(), sender.clone(), self.lang);
            tokio::spawn(async move {
                let mut said = None;
                while activity.changed().await.is_ok() {
                    let now = activity.borrow_and_update().clone();
                    // The loop is gone only when the program ends.
                    let _ = sender.send(Event::Sent(account, now.sent));
                    let reason = now.reason.filter(|_| now.waiting > 0);
                    let reason = reason.map(|why| why.words(lang).message);
                    if reason != said {
                        said.clone_from(&reason);
                        let _ = sender.send(Event::Waiting(reason));
                    }
                }
            });
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

/// An answer as the screen has it.
fn shown(answer: wechat::Answer) -> Answer {
    let value = serde_json::from_str::<serde_json::Value>(&answer.body);
    let raw = value.and_then(|value| serde_json::to_string_pretty(&value)).unwrap_or(answer.body);
    Answer { follower: answer.follower, raw, fetched_at: answer.fetched_at }
}
