//! One request and its bytes: what is sent, how long it may take, how much may come back.

use std::{error::Error as _, io, sync::Once, time::Duration};

use reqwest::{RequestBuilder, Url, redirect::Policy};
use serde_json::Value;

use crate::{
    config::{Account, url},
    wechat::error::{Body, Credentials, Error, Network},
};

/// The largest answer of the API, a page of 10,000 OpenIDs, is 0.4 MiB.
pub const LARGEST: usize = 8 << 20;

/// How long each part of a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the connection stands, TLS included.
    pub connect: Duration,
    /// Until the last byte of the answer.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), total: Duration::from_secs(10) }
    }
}

/// What came back, whatever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub bytes: Vec<u8>,
}

/// The way to one account's API. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Http {
    client: reqwest::Client,
    base: Url,
}

/// Choose the cryptography of TLS for the whole process, once.
pub fn install_tls() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // It fails only when somebody chose before us, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

impl Http {
    /// # Errors
    /// When this system has no certificates that could prove who answers.
    pub fn new(account: &Account, timeouts: Timeouts) -> Result<Self, Error> {
        install_tls();
        let base = Url::parse(&account.api_base).map_err(|_| Error::Network(Network::Other))?;
        let mut client = reqwest::Client::builder()
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.total)
            // A token must not follow a redirect to wherever it leads, nor be named as where we came from.
            .redirect(Policy::none())
            .referer(false)
            .user_agent(concat!("fanscope/", env!("CARGO_PKG_VERSION")));
        if url::is_loopback(&base) {
            client = client.no_proxy();
        }
        if base.scheme() == "http" {
            // Reading the certificates of the system takes longer than drawing the first screen.
            client = client.tls_certs_only([]);
        }
        let client = client.build().map_err(|_| Error::Credentials(Credentials::NoCertificates))?;
        Ok(Self { client, base })
    }

    /// Ask with everything in the address, each value percent-encoded.
    ///
    /// # Errors
    /// When no whole answer came.
    pub async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Reply, Error> {
        receive(self.client.get(self.address(path, query))).await
    }

    /// Ask with a JSON body. It is raw UTF-8: the API refuses `\uXXXX` with 40033 or 47002.
    ///
    /// # Errors
    /// When no whole answer came.
    pub async fn post(
        &self,
        path: &str,
        query: &[(&str, &str)],
        body: &Value,
    ) -> Result<Reply, Error> {
        let request = self.client.post(self.address(path, query));
        receive(request.header("Content-Type", "application/json").body(body.to_string())).await
    }

    fn address(&self, path: &str, query: &[(&str, &str)]) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }
}

async fn receive(request: RequestBuilder) -> Result<Reply, Error> {
    let mut response = request.send().await.map_err(|error| failure(&error))?;
    let status = response.status().as_u16();
    let mut bytes = vec![];
    while let Some(part) = response.chunk().await.map_err(|error| failure(&error))? {
        if bytes.len() + part.len() > LARGEST {
            return Err(Error::Body(Body::TooLarge));
        }
        bytes.extend_from_slice(&part);
    }
    Ok(Reply { status, bytes })
}

/// The kind of a failure. Its texts name the address, so they are looked at and dropped.
fn failure(error: &reqwest::Error) -> Error {
    if error.is_timeout() {
        return Error::Network(Network::Timeout);
    }
    let mut source = error.source();
    while let Some(inner) = source {
        if inner.is::<rustls::Error>() {
            return Error::Network(Network::Tls);
        }
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            if let Some(network) = of_io(io.kind()) {
                return Error::Network(network);
            }
            // What it wraps is not among its sources.
            if let Some(wrapped) = io.get_ref() {
                source = Some(wrapped);
                continue;
            }
        }
        // The types of these are private to their crates; their texts are all there is.
        match inner.to_string() {
            text if text.starts_with("dns error") => return Error::Network(Network::Dns),
            text if text.contains("before message length reached") => {
                return Error::Body(Body::Truncated);
            }
            text if text.contains("closed before message completed") => {
                return Error::Network(Network::Reset);
            }
            text if text.contains("unexpected EOF during chunk") => {
                return Error::Body(Body::Truncated);
            }
            text if text.contains("tunnel") || text.contains("socks") => {
                return Error::Network(Network::Proxy);
            }
            _ => {}
        }
        source = inner.source();
    }
    Error::Network(Network::Other)
}

fn of_io(kind: io::ErrorKind) -> Option<Network> {
    use io::ErrorKind::{
        BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, HostUnreachable,
        NetworkDown, NetworkUnreachable, TimedOut,
    };
    Some(match kind {
        ConnectionRefused => Network::Refused,
        ConnectionReset | ConnectionAborted | BrokenPipe => Network::Reset,
        TimedOut => Network::Timeout,
        HostUnreachable | NetworkUnreachable | NetworkDown => Network::Unreachable,
        _ => return None,
    })
}
