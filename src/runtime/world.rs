//! The outside as it is: turns a job into a call, and what comes back into an outcome.

use std::{path::Path, sync::Arc};

use tokio::sync::mpsc::UnboundedSender;

use crate::{
    app::{
        effect::Job,
        event::{Answer, Event, Fault, Outcome, Page, Quota},
        picture::Picture,
    },
    avatar::{
        album::Album,
        disk::{Disk, LIMIT},
        fetch::Limits,
        guard::Guard,
    },
    config::Account,
    follower::openid::OpenId,
    runtime::{canvas::Canvas, clipboard, faults, jobs::World, output::Output},
    wechat::{
        self,
        client::{Client, Options},
        error::Error,
    },
    words::UiLang,
};

/// The API clients and the albums of all accounts, the canvas and the clipboard.
#[derive(Debug, Clone)]
pub struct Outside {
    places: Arc<Vec<Place>>,
    canvas: Canvas,
    output: Output,
    lang: UiLang,
    is_offline: bool,
}

/// One account.
#[derive(Debug)]
struct Place {
    name: String,
    client: Client,
    album: Album,
}

impl Outside {
    /// Pictures are kept in the folder `pictures`, if there is one.
    ///
    /// # Errors
    /// When no connection could be made whoever answers.
    pub fn new(
        accounts: &[Account],
        options: &Options,
        canvas: Canvas,
        output: Output,
        lang: UiLang,
        pictures: Option<&Path>,
    ) -> Result<Self, Error> {
        let places = accounts.iter().map(|account| {
            let guard = Guard::new(&account.api_base, &account.avatar_hosts);
            let mut album = Album::new(guard, Limits::default());
            if let Some(folder) = pictures {
                album = album.kept_on(Disk::new(folder.to_owned(), LIMIT));
            }
            Ok(Place { name: account.name.clone(), client: Client::new(account, options)?, album })
        });
        let places = Arc::new(places.collect::<Result<_, Error>>()?);
        Ok(Self { places, canvas, output, lang, is_offline: options.is_offline })
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

    async fn avatar(&self, job: Job) -> Result<Picture, Fault> {
        let Job::Avatar { account, url, size, cells } = job else {
            return Err(faults::of_ours(self.lang));
        };
        if self.is_offline {
            return Err(self.fault(account, &Error::Offline));
        }
        let face = self.place(account)?.album.face(&url, size).await;
        let face = face.map_err(|error| faults::of_avatar(&error, self.lang))?;
        let pixels = face.picture.pixels().dimensions();
        let canvas = self.canvas.clone();
        let encoding = tokio::task::spawn_blocking(move || canvas.encode(&face.picture, cells));
        match encoding.await {
            Ok(Ok(encoded)) => Ok(Picture {
                drawn: Arc::new(encoded.drawn),
                asked: face.asked,
                came: face.came,
                pixels,
            }),
            Ok(Err(_)) | Err(_) => Err(faults::of_ours(self.lang)),
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
            Job::Avatar { .. } => Outcome::Avatar(self.avatar(job).await),
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
            Job::Avatar { .. } => Outcome::Avatar(Err(fault)),
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
