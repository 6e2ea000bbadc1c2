//! A stand-in of the API on loopback, with followers, avatars and faults of its own.
//!
//! It shares no code with the client, not even the nouns, so that a mistake in one shows against
//! the other. What it answers is in `wechat-api.md`'s words: HTTP 200 and an `errcode`, rows with
//! empty or absent keys, raw control characters. Nothing is stored for each follower: all of it
//! follows from the number inside the OpenID.

pub mod account;
mod avatars;
mod body;
pub mod endpoint;
pub mod faults;
mod ids;
mod people;
pub mod refusal;
mod request;
mod response;
mod rng;
mod routes;
mod server;
mod tables;
mod tokens;
mod usage;
mod wire;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{Router, routing::any};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use account::Account;
use endpoint::Endpoint;
use faults::Faults;
use server::Server;

pub use account::openids;

/// How large and how slow the stand-in is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How many follow the shop. Two thirds of them and some more follow the service.
    pub followers: usize,
    /// How long each response takes.
    pub latency: Duration,
    /// Where it listens: an address of loopback, with port 0 for any that is free.
    pub listen: SocketAddr,
}

impl Default for Options {
    fn default() -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self { followers: 500, latency: Duration::ZERO, listen }
    }
}

/// A stand-in that runs until it is dropped. Its connections end with it.
#[derive(Debug)]
pub struct Demo {
    server: Arc<Server>,
    stop: CancellationToken,
}

impl Demo {
    /// Start on the runtime of the caller.
    ///
    /// # Errors
    /// When the address is not of loopback, or cannot be listened on.
    pub async fn start(options: Options) -> io::Result<Self> {
        if !options.listen.ip().is_loopback() {
            let words = "the stand-in of the API listens on loopback addresses only";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
        }
        let tcp = TcpListener::bind(options.listen).await?;
        let base = format!("http://{}", tcp.local_addr()?);
        let server = Arc::new(Server::new(base, options.followers, options.latency));
        let stop = CancellationToken::new();
        let door = wire::Door { tcp, stop: stop.clone() };
        let routes = Router::new().fallback(any(routes::reply)).with_state(Arc::clone(&server));
        let service = routes.into_make_service_with_connect_info::<wire::Cutter>();
        let stopped = stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = stopped.cancelled() => {}
                _ = axum::serve(door, service) => {}
            }
        });
        Ok(Self { server, stop })
    }

    /// Where it can be asked: `http://127.0.0.1:` and a port.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.server.base
    }

    /// The OpenIDs of an account in the order of its list.
    pub fn openids(&self, account: &Account) -> impl Iterator<Item = String> {
        openids(account, self.server.followers)
    }

    /// The stable token of an account, as `cgi-bin/stable_token` hands it to everybody.
    #[must_use]
    pub fn token(&self, account: &'static Account) -> String {
        let token = self.server.tokens.stable(account, false);
        token.map(|(text, _)| text).unwrap_or_default()
    }

    /// Make every token of an account invalid (40001).
    pub fn invalidate_tokens(&self, account: &Account) {
        self.server.tokens.invalidate(account);
    }

    /// Let the time of every token of an account run out (42001).
    pub fn expire_tokens(&self, account: &Account) {
        self.server.tokens.expire(account);
    }

    /// What goes wrong on purpose.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.server.faults
    }

    /// How many calls of an endpoint came.
    #[must_use]
    pub fn calls(&self, endpoint: Endpoint) -> u64 {
        self.server.stats.calls.of(endpoint)
    }

    /// How many calls of an endpoint were being answered at once, at most.
    #[must_use]
    pub fn most_at_once(&self, endpoint: Endpoint) -> u64 {
        self.server.stats.most_at_once.of(endpoint)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
