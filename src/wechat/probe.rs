//! Calls that bring nothing but whether they can be made: for `doctor`.

use std::time::{Duration, Instant};

use crate::{
    follower::{lang::Lang, openid::OpenId},
    wechat::{
        client::{Client, ROW_VALUES, USER_INFO, now},
        errcode::About,
        error::{Body, Error},
        token::SPARE,
    },
};

/// How long a new token of `cgi-bin/stable_token` lives.
const LIFE: Duration = Duration::from_hours(2);
/// It looks like an OpenID and is nobody's.
const NOBODY: &str = "o000000000000000000_fanscope";

/// What a call without a token brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    pub took: Duration,
    /// How many seconds this machine's clock is ahead of the server's. `None` when it told no time.
    pub ahead: Option<i64>,
}

/// What is known of the token in use. It is not the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// How long it may still be used. `None` for one whose end nobody told.
    pub left: Option<Duration>,
}

impl Held {
    /// How long ago it was made. Every program that asks for it gets the same one.
    #[must_use]
    pub fn age(&self) -> Option<Duration> {
        self.left.map(|left| LIFE.saturating_sub(left.saturating_add(SPARE)))
    }
}

impl Client {
    /// Call without a token, which the API refuses in words of its own.
    ///
    /// The server's clock is in the header of the response, else in the request id of its refusal.
    ///
    /// # Errors
    /// When nothing answers, or something that is not the API.
    pub async fn reach(&self) -> Result<Reached, Error> {
        let transport = self.caller().transport()?;
        let sent_at = Instant::now();
        let response = transport.get(USER_INFO, &[]).await?;
        let (took, here) = (sent_at.elapsed(), now());
        let called_at = match response.read(USER_INFO, ROW_VALUES, self.caller().scrubber()) {
            // A gateway may want the token before it answers in the words of the API.
            Ok(_) | Err(Error::Http { status: 400..500, .. }) => None,
            Err(Error::Api(refusal)) => refusal.rid.map(|rid| rid.called_at),
            Err(error) => return Err(error),
        };
        let there = transport.date().or(called_at);
        Ok(Reached { took, ahead: there.map(|there| here.saturating_sub(there)) })
    }

    /// The token in use, asked for if there is none.
    ///
    /// # Errors
    /// When it cannot be had.
    pub async fn held(&self) -> Result<Held, Error> {
        self.caller().token().await.map(|token| Held { left: token.left() })
    }

    /// Ask about an OpenID that is nobody's: the account may ask when it is told just that.
    ///
    /// # Errors
    /// When it may not, or is not answered.
    pub async fn may_request(&self) -> Result<(), Error> {
        let Some(nobody) = OpenId::received(NOBODY) else { return Ok(()) };
        match self.user_info(&nobody, Lang::default()).await {
            Ok(_) | Err(Error::Body(Body::OtherFollower)) => Ok(()),
            Err(Error::Api(refusal)) if refusal.about() == Some(About::OpenId) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
