//! Trying again: what may succeed a moment later is tried a few times, with pauses that grow.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::sync::watch;

use crate::{
    config::credential::Odd,
    wechat::{
        errcode::{self, Again},
        error::{Body, Error, Network},
    },
};

/// How often and how soon to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Tries of one call, the first included.
    pub tries: usize,
    /// The pause after the first try, more or less; each further one is twice as long.
    pub pause: Duration,
    /// How long "the next minute" of 45011 is. A minute, except in tests.
    pub minute: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { tries: 4, pause: Duration::from_millis(400), minute: Duration::from_mins(1) }
    }
}

/// What the client is doing, for whoever wants to show it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Activity {
    /// Requests sent so far, those for tokens included.
    pub sent: u64,
    /// How many calls are waiting before they try again, and why the last of them does.
    pub waiting: usize,
    pub reason: Option<Error>,
    /// What is odd about the credential that a command or the keyring gave, if it is used all the same.
    pub odd: Option<Odd>,
}

/// Tries calls, and tells of it.
#[derive(Debug, Clone)]
pub struct Retry {
    policy: RetryPolicy,
    activity: watch::Sender<Activity>,
}

impl Retry {
    #[must_use]
    pub fn new(policy: RetryPolicy) -> Self {
        Self { policy, activity: watch::Sender::default() }
    }

    #[must_use]
    pub fn activity(&self) -> watch::Receiver<Activity> {
        self.activity.subscribe()
    }

    /// Tell what is odd about a credential. A second time says no more: the person has one to correct.
    pub fn tell(&self, odd: Odd) {
        self.activity.send_if_modified(|activity| {
            let is_news = activity.odd.is_none();
            activity.odd.get_or_insert(odd);
            is_news
        });
    }

    /// Try until it succeeds, fails for good, or has been tried often enough. To stop it, drop it.
    ///
    /// # Errors
    /// The last failure.
    pub async fn run<T, F>(&self, call: impl Fn() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut pauses = self.pauses();
        loop {
            self.activity.send_modify(|activity| activity.sent = activity.sent.saturating_add(1));
            let error = match call().await {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            let Some(wait) = when(&error) else { return Err(error) };
            let Some(pause) = pauses.next() else { return Err(error) };
            let pause = match wait {
                Wait::Pause => pause,
                Wait::NextMinute => {
                    pause.min(self.policy.minute).saturating_add(self.rest_of_minute())
                }
            };
            self.wait(pause, error).await;
        }
    }

    /// The pauses before each further try.
    pub fn pauses(&self) -> impl Iterator<Item = Duration> + use<> {
        ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(self.policy.pause)
            .with_max_times(self.policy.tries.saturating_sub(1))
            .build()
    }

    /// Wait this long because of a failure, and tell of it.
    pub async fn wait(&self, pause: Duration, reason: Error) {
        let _waiting = Waiting::new(&self.activity, reason);
        tokio::time::sleep(pause).await;
    }

    /// Until the minute of the clock ends, by which WeChat counts.
    fn rest_of_minute(&self) -> Duration {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let minute = self.policy.minute.as_millis().max(1);
        let rest = minute.saturating_sub(now.as_millis().checked_rem(minute).unwrap_or_default());
        Duration::from_millis(u64::try_from(rest).unwrap_or_default())
    }
}

enum Wait {
    Pause,
    NextMinute,
}

/// When a failed call is worth another try. Each of these leaves nothing changed at WeChat.
fn when(error: &Error) -> Option<Wait> {
    match error {
        Error::Api(refusal) => match errcode::row(refusal.errcode)?.again {
            Again::Soon => Some(Wait::Pause),
            Again::NextMinute => Some(Wait::NextMinute),
            Again::Never | Again::NextQuota | Again::Later => None,
        },
        Error::Http { status, is_shed } => (*is_shed || *status >= 500).then_some(Wait::Pause),
        Error::Network(Network::Timeout | Network::Reset | Network::Unreachable)
        | Error::Body(Body::Truncated) => Some(Wait::Pause),
        Error::Network(_)
        | Error::Body(_)
        | Error::Malformed(_)
        | Error::Offline
        | Error::Cancelled
        | Error::Credentials(_) => None,
    }
}

/// Counted among the waiting while it lives, also when the call is dropped.
struct Waiting<'a>(&'a watch::Sender<Activity>);

impl<'a> Waiting<'a> {
    fn new(activity: &'a watch::Sender<Activity>, reason: Error) -> Self {
        activity.send_modify(|activity| {
            activity.waiting = activity.waiting.saturating_add(1);
            activity.reason = Some(reason);
        });
        Self(activity)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|activity| {
            activity.waiting = activity.waiting.saturating_sub(1);
            if activity.waiting == 0 {
                activity.reason = None;
            }
        });
    }
}
