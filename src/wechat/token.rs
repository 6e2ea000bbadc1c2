//! The access token of one account: who asks for it waits for the same request.
//!
//! Only `cgi-bin/stable_token` is used, without `force_refresh`: `cgi-bin/token` would end the token
//! that the account's own servers are using. A refused token is asked for anew only while it is still
//! the current one, so eight calls refused at once bring one new token, not eight. What comes then may
//! be the same token again, and may well be accepted.

use std::{
    fmt,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::{
    config::{Account, Credential},
    wechat::{
        command::{self, Given},
        errcode::MendedBy,
        error::{Body, Credentials, Error},
        keyring,
        retry::Retry,
        scrub::Scrubber,
        token_file::TokenFile,
        transport::Transport,
        wire::{self, Granted},
    },
};

/// Where tokens come from.
pub const STABLE_TOKEN: &str = "/cgi-bin/stable_token";
/// A token is not used any more when this is left of its life: `WeChat` then makes a new one.
pub const SPARE: Duration = Duration::from_mins(5);
/// No token lives longer, whatever the server says.
const LONGEST: Duration = Duration::from_hours(2);
/// A token that lives shorter than that would be asked for again with each call.
const SHORTEST: Duration = Duration::from_mins(1);
/// How many values the response of the token endpoint may have.
const VALUES: usize = 256;

/// A token and which one in a row it is. `Debug` does not show it.
#[derive(Debug, Clone)]
pub struct Token {
    pub text: SecretString,
    pub turn: u64,
    /// The one before it was refused.
    is_second: bool,
    /// `None` for a given token, of which this is not known.
    until: Option<Instant>,
}

impl Token {
    fn new(text: SecretString, turn: u64, is_second: bool, until: Option<Instant>) -> Self {
        Self { text, turn, is_second, until }
    }

    /// How long it may still be used. `None` when that is not known.
    #[must_use]
    pub fn left(&self) -> Option<Duration> {
        self.until.map(|until| until.saturating_duration_since(Instant::now()))
    }
}

/// Provides the token of one account.
pub struct TokenProvider {
    transport: Transport,
    retry: Retry,
    file: Option<TokenFile>,
    appid: String,
    credential: Credential,
    scrubber: Scrubber,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Token>,
    renewal: Option<Renewal>,
    turns: u64,
    /// The last one that was refused: not to be taken from the file again.
    refused: Option<SecretString>,
    /// Whether the next one comes because the one before it was refused.
    is_renewing: bool,
    /// The turn of the token that a call was answered with, since one was refused.
    answered: Option<u64>,
}

type Renewal = Shared<BoxFuture<'static, Result<Token, Error>>>;

impl TokenProvider {
    #[must_use]
    pub fn new(
        account: &Account,
        folder: Option<&Path>,
        transport: Transport,
        retry: Retry,
    ) -> Self {
        let mut state = State::default();
        let scrubber = Scrubber::default();
        let mut file = None;
        match &account.credential {
            Credential::Token(text) => {
                scrubber.learn(text);
                state.current = Some(Token::new(text.clone(), 0, false, None));
            }
            Credential::Secret(secret) => {
                scrubber.learn(secret);
                file = folder;
            }
            Credential::SecretCommand(_) | Credential::SecretKeyring(_) => {
                file = folder;
            }
            Credential::TokenCommand(_) | Credential::TokenKeyring(_) => {}
        }
        let file = file.map(|dir| TokenFile::new(dir, &account.appid, &account.api_base));
        Self {
            transport,
            retry,
            file,
            appid: account.appid.clone(),
            credential: account.credential.clone(),
            scrubber,
            state: Mutex::new(state),
        }
    }

    /// What cuts this account's secrets out of texts.
    #[must_use]
    pub fn scrubber(&self) -> &Scrubber {
        &self.scrubber
    }

    /// The token to call with, asked for if there is none that lasts.
    ///
    /// # Errors
    /// When it cannot be had.
    pub async fn token(self: &Arc<Self>) -> Result<Token, Error> {
        let renewal = {
            let mut state = self.state();
            let lasts = |token: &&Token| token.until.is_none_or(|until| until > Instant::now());
            if let Some(token) = state.current.as_ref().filter(lasts) {
                return Ok(token.clone());
            }
            self.grant(&mut state)
        };
        renewal.await
    }

    /// The token to call with once more after this one was refused. It may be the same one again.
    /// `None` when there is no use in another try: it was given and is over, or it came in the place
    /// of a refused one and nothing was answered with it either.
    ///
    /// # Errors
    /// When it cannot be had.
    pub async fn renew(
        self: &Arc<Self>,
        refused: &Token,
        mended_by: MendedBy,
    ) -> Result<Option<Token>, Error> {
        {
            let mut state = self.state();
            if state.is_current(refused) {
                let is_hopeless = refused.is_second && state.answered != Some(refused.turn);
                if is_hopeless || (self.is_given() && mended_by != MendedBy::AnyToken) {
                    self.forget(&mut state, refused);
                    return Ok(None);
                }
                state.answered = None;
                if self.is_given() {
                    state.turns = state.turns.saturating_add(1);
                    let turn = state.turns;
                    state.current = Some(Token::new(refused.text.clone(), turn, true, None));
                } else {
                    state.current = None;
                    state.refused = Some(refused.text.clone());
                    state.is_renewing = true;
                }
            }
        }
        self.token().await.map(Some)
    }

    /// A call was answered with this token.
    pub fn accept(&self, token: &Token) {
        let mut state = self.state();
        if state.is_current(token) {
            state.answered = Some(token.turn);
        }
    }

    /// Whether a call was answered with this token since the one before it was refused.
    #[must_use]
    pub fn is_accepted(&self, token: &Token) -> bool {
        self.state().answered == Some(token.turn)
    }

    /// Two tokens were refused, one after the other. The next call begins anew.
    pub fn give_up(&self, token: &Token) {
        let mut state = self.state();
        if state.is_current(token) {
            self.forget(&mut state, token);
        }
    }

    /// Whether the person gave the token, so that there is no other.
    #[must_use]
    pub fn is_given(&self) -> bool {
        matches!(self.credential, Credential::Token(_))
    }

    fn forget(&self, state: &mut State, token: &Token) {
        state.is_renewing = false;
        state.answered = None;
        if self.is_given() {
            state.current = Some(Token { is_second: false, ..token.clone() });
        } else {
            state.current = None;
            state.refused = Some(token.text.clone());
        }
    }

    /// Join the request under way, or start one. It goes on when whoever asked first goes away.
    fn grant(self: &Arc<Self>, state: &mut State) -> Renewal {
        if let Some(renewal) = &state.renewal {
            return renewal.clone();
        }
        let provider = Arc::clone(self);
        let task = tokio::spawn(async move {
            let fetched = provider.fetch().await;
            let mut state = provider.state();
            state.renewal = None;
            let (text, left) = fetched?;
            state.turns = state.turns.saturating_add(1);
            let until = left.and_then(|left| Instant::now().checked_add(left));
            let is_second = std::mem::take(&mut state.is_renewing);
            let token = Token::new(text, state.turns, is_second, until);
            provider.scrubber.learn(&token.text);
            state.current = Some(token.clone());
            Ok(token)
        });
        let renewal = async move { task.await.unwrap_or(Err(Error::Cancelled)) }.boxed().shared();
        state.renewal = Some(renewal.clone());
        renewal
    }

    /// A token from wherever this account has them, and how long it may be used, if that is known.
    async fn fetch(&self) -> Result<(SecretString, Option<Duration>), Error> {
        let secret = match &self.credential {
            Credential::TokenCommand(command) => {
                let given = command::run(command, command::LONGEST).await?;
                return Ok((self.taken(given), None));
            }
            Credential::TokenKeyring(name) => {
                return Ok((self.taken(keyring::token(name).await?), None));
            }
            // It has one from the start, and none after it.
            Credential::Token(token) => return Ok((token.clone(), None)),
            Credential::Secret(secret) => Some(secret),
            Credential::SecretCommand(_) | Credential::SecretKeyring(_) => None,
        };
        let Some(file) = &self.file else {
            let (token, left) = self.fetch_stable(secret).await?;
            return Ok((token, Some(left)));
        };
        let lock = file.lock().await;
        if let Some((token, left)) = file.read().filter(|(token, _)| !self.is_refused(token)) {
            return Ok((token, Some(left)));
        }
        let (token, left) = self.fetch_stable(secret).await?;
        if lock.is_some() && file.write(&token, left).is_err() {
            tracing::warn!("the token could not be kept in {}", file.path().display());
        }
        Ok((token, Some(left)))
    }

    /// Ask the API for a token. Without the secret at hand, it is fetched from where it is.
    async fn fetch_stable(
        &self,
        secret: Option<&SecretString>,
    ) -> Result<(SecretString, Duration), Error> {
        if self.appid.is_empty() {
            return Err(Error::Credentials(Credentials::NoAppid));
        }
        let secret = match (secret, &self.credential) {
            (None, Credential::SecretCommand(command)) => {
                self.taken(command::secret(command, command::LONGEST).await?)
            }
            (None, Credential::SecretKeyring(name)) => self.taken(keyring::secret(name).await?),
            (secret, _) => secret.cloned().unwrap_or_default(),
        };
        let body = json!({
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": secret.expose_secret(),
        });
        let body = &body;
        let (sent_at, granted) = self.retry.run(move || self.post(body)).await?;
        // Learnt before it is used, so that it is never shown.
        self.scrubber.learn(&granted.token);
        let left = useful(life(granted.expires_in));
        Ok((granted.token, left.saturating_sub(sent_at.elapsed())))
    }

    /// What a command or the keyring gave, learnt before it is used. That it is odd is told.
    fn taken(&self, (text, odd): Given) -> SecretString {
        self.scrubber.learn(&text);
        if let Some(odd) = odd {
            self.retry.tell(odd);
        }
        text
    }

    fn is_refused(&self, token: &SecretString) -> bool {
        let state = self.state();
        let refused = state.refused.as_ref().map(ExposeSecret::expose_secret);
        refused == Some(token.expose_secret())
    }

    async fn post(&self, body: &Value) -> Result<(Instant, Granted), Error> {
        let sent_at = Instant::now();
        let response = self.transport.post(STABLE_TOKEN, &[], body).await?;
        // The token is read from what came and not from what may be shown of it.
        let granted = wire::granted(&response.bytes, VALUES).filter(|_| response.status == 200);
        if let Some(granted) = granted {
            return Ok((sent_at, granted));
        }
        response.read(STABLE_TOKEN, VALUES, &self.scrubber)?;
        Err(Error::Body(Body::Unexpected))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held, and a poisoned state is still a whole one.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_current(&self, token: &Token) -> bool {
        self.current.as_ref().is_some_and(|current| current.turn == token.turn)
    }
}

impl fmt::Debug for TokenProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenProvider").field("appid", &self.appid).finish_non_exhaustive()
    }
}

/// How long a token lives by what the server says of it. One that is handed out has five minutes.
fn life(expires_in: Option<i64>) -> Duration {
    let seconds = expires_in.and_then(|seconds| u64::try_from(seconds).ok());
    seconds.map_or(SPARE, Duration::from_secs).clamp(SHORTEST, LONGEST)
}

/// How long a token is used. `WeChat` never hands out one with less than five minutes left.
fn useful(life: Duration) -> Duration {
    life.checked_sub(SPARE).filter(|left| !left.is_zero()).unwrap_or(life.mul_f32(0.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_used_until_five_minutes_before_its_end() {
        assert_eq!(useful(Duration::from_hours(2)), Duration::from_mins(115));
        assert_eq!(useful(Duration::from_secs(345)), Duration::from_secs(45));
        assert_eq!(useful(Duration::from_secs(200)), Duration::from_secs(100));
    }

    #[test]
    fn whatever_a_server_says_a_token_lives_between_a_minute_and_two_hours() {
        for (said, seconds) in [
            (Some(i64::MAX), 7200),
            (Some(7201), 7200),
            (Some(345), 345),
            (Some(1), 60),
            (Some(-1), 300),
            (Some(i64::MIN), 300),
            (None, 300),
        ] {
            assert_eq!(life(said), Duration::from_secs(seconds), "{said:?}");
        }
    }
}
