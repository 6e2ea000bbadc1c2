//! The access token of one account: who asks for it waits for the same request.
//!
//! Only `cgi-bin/stable_token` is used, without `force_refresh`: `cgi-bin/token` would end the token
//! that the account's own servers are using. A refused token is asked for anew only while it is still
//! the current one, so eight calls refused at once bring one new token, not eight.

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
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use crate::{
    config::{Account, Credential},
    wechat::{
        command,
        error::{Body, Credentials, Error},
        keyring,
        retry::Retry,
        token_file::TokenFile,
        transport::Transport,
        wire,
    },
};

/// Where tokens come from.
pub const STABLE_TOKEN: &str = "/cgi-bin/stable_token";
/// A token is not used any more when this is left of its life: `WeChat` then makes a new one.
pub const SPARE: Duration = Duration::from_mins(5);
/// Shorter texts are words, not secrets: to cut them out would cut up names.
const SHORTEST_SECRET: usize = 8;
/// How many old tokens are still cut out of what comes back.
const REMEMBERED: usize = 4;

/// A token and which one in a row it is. `Debug` does not show it.
#[derive(Debug, Clone)]
pub struct Token {
    pub text: SecretString,
    pub turn: u64,
    /// `None` for a given token, of which this is not known.
    until: Option<Instant>,
}

impl Token {
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
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Token>,
    asking: Option<Asking>,
    turns: u64,
    /// The last one that was refused: not to be taken from the file again.
    refused: Option<SecretString>,
    /// What must not be shown: the secret, and the tokens so far.
    secrets: Vec<SecretString>,
}

type Asking = Shared<BoxFuture<'static, Result<Token, Error>>>;

impl TokenProvider {
    #[must_use]
    pub fn new(
        account: &Account,
        folder: Option<&Path>,
        transport: Transport,
        retry: Retry,
    ) -> Self {
        let mut state = State::default();
        let mut file = None;
        match &account.credential {
            Credential::Token(text) => {
                state.secrets.push(text.clone());
                state.current = Some(Token { text: text.clone(), turn: 0, until: None });
            }
            Credential::Secret(secret) => {
                state.secrets.push(secret.clone());
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
            state: Mutex::new(state),
        }
    }

    /// The token to call with, asked for if there is none that lasts.
    ///
    /// # Errors
    /// When it cannot be had.
    pub async fn token(self: &Arc<Self>) -> Result<Token, Error> {
        let asking = {
            let mut state = self.state();
            let lasts = |token: &&Token| token.until.is_none_or(|until| until > Instant::now());
            if let Some(token) = state.current.as_ref().filter(lasts) {
                return Ok(token.clone());
            }
            self.ask(&mut state)
        };
        asking.await
    }

    /// The token after the one that was refused, which is asked for unless somebody did already.
    /// `None` when the token was given and there is none after it.
    ///
    /// # Errors
    /// When it cannot be had.
    pub async fn after(self: &Arc<Self>, refused: &Token) -> Result<Option<Token>, Error> {
        if matches!(self.credential, Credential::Token(_)) {
            return Ok(None);
        }
        {
            let mut state = self.state();
            if state.current.as_ref().is_some_and(|current| current.turn == refused.turn) {
                state.current = None;
                state.refused = Some(refused.text.clone());
            }
        }
        self.token().await.map(Some)
    }

    /// The text without this account's secrets, should the server repeat one.
    #[must_use]
    pub fn scrub(&self, mut text: String) -> String {
        for secret in &self.state().secrets {
            let secret = secret.expose_secret();
            if secret.len() >= SHORTEST_SECRET && text.contains(secret) {
                text = text.replace(secret, "…");
            }
        }
        text
    }

    /// Join the request under way, or start one. It goes on when whoever asked first goes away.
    fn ask(self: &Arc<Self>, state: &mut State) -> Asking {
        if let Some(asking) = &state.asking {
            return asking.clone();
        }
        let provider = Arc::clone(self);
        let task = tokio::spawn(async move {
            let fetched = provider.fetch().await;
            let mut state = provider.state();
            state.asking = None;
            let (text, left) = fetched?;
            state.turns += 1;
            let until = left.map(|left| Instant::now() + left);
            let token = Token { text, turn: state.turns, until };
            state.keep_secret(&token.text);
            state.current = Some(token.clone());
            Ok(token)
        });
        let asking = async move { task.await.unwrap_or(Err(Error::Cancelled)) }.boxed().shared();
        state.asking = Some(asking.clone());
        asking
    }

    /// A token from wherever this account has them, and how long it may be used, if that is known.
    async fn fetch(&self) -> Result<(SecretString, Option<Duration>), Error> {
        let secret = match &self.credential {
            Credential::TokenCommand(command) => {
                return Ok((command::run(command, command::LONGEST).await?, None));
            }
            Credential::TokenKeyring(name) => return Ok((keyring::read(name).await?, None)),
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
                let secret = command::run(command, command::LONGEST).await?;
                self.state().keep_secret(&secret);
                secret
            }
            (None, Credential::SecretKeyring(name)) => {
                let secret = keyring::read(name).await?;
                self.state().keep_secret(&secret);
                secret
            }
            (secret, _) => secret.cloned().unwrap_or_default(),
        };
        let body = json!({
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": secret.expose_secret(),
        });
        let body = &body;
        let (sent_at, object) = self.retry.run(move || self.post(body)).await?;
        let text = wire::text(object.get("access_token")).ok_or(Error::Body(Body::Unexpected))?;
        let life = Duration::from_secs(wire::count(object.get("expires_in")));
        Ok((text.into(), useful(life).saturating_sub(sent_at.elapsed())))
    }

    fn is_refused(&self, token: &SecretString) -> bool {
        let state = self.state();
        let refused = state.refused.as_ref().map(ExposeSecret::expose_secret);
        refused == Some(token.expose_secret())
    }

    async fn post(&self, body: &Value) -> Result<(Instant, Map<String, Value>), Error> {
        let sent_at = Instant::now();
        let reply = self.transport.post(STABLE_TOKEN, &[], body).await?;
        let received = reply.read(STABLE_TOKEN, |text| self.scrub(text))?;
        Ok((sent_at, received.object))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held, and a poisoned state is still a whole one.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Cut this out of what comes back from now on.
    fn keep_secret(&mut self, secret: &SecretString) {
        if self.secrets.len() > REMEMBERED {
            self.secrets.remove(1);
        }
        self.secrets.push(secret.clone());
    }
}

impl fmt::Debug for TokenProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenProvider").field("appid", &self.appid).finish_non_exhaustive()
    }
}

/// How long a token is used. `WeChat` never hands out one with less than five minutes left.
fn useful(life: Duration) -> Duration {
    life.checked_sub(SPARE).filter(|left| !left.is_zero()).unwrap_or(life / 2)
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
}
