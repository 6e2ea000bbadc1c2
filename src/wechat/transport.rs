//! One request and its bytes: what is sent, how long it may take, how much may come back.

use std::{
    error::Error as _,
    io,
    sync::{
        Arc, Once,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use jiff::fmt::rfc2822;
use reqwest::{
    Certificate, RequestBuilder, Url,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, DATE, HeaderMap, HeaderValue},
    redirect::Policy,
};
use secrecy::ExposeSecret;
use serde_json::Value;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{
    config::{Account, Failover, OFFICIAL, OFFICIAL_OTHERS, url},
    wechat::{
        encoding,
        error::{Body, Credentials, Error, Network},
    },
};

/// The largest answer of the API, a page of 10,000 OpenIDs, is 0.4 MiB.
pub const LARGEST: usize = 4 << 20;
/// Most answers are smaller than this.
const SMALL: usize = 256 << 10;
/// How many larger ones are in memory at one time, over all accounts and calls.
static ROOM: Semaphore = Semaphore::const_new(4);

/// How long each part of a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the connection stands, TLS included.
    pub connect: Duration,
    /// Until the last byte of the response.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), total: Duration::from_secs(10) }
    }
}

/// What came back, whatever it is.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub bytes: Vec<u8>,
    /// Held by a large one until it has been read.
    _room: Option<SemaphorePermit<'static>>,
}

impl Response {
    #[must_use]
    pub fn new(status: u16, bytes: Vec<u8>) -> Self {
        Self { status, bytes, _room: None }
    }
}

/// The connections to one account's API. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Transport {
    client: reqwest::Client,
    /// The address of the account, then those to fall back on.
    bases: Arc<[Url]>,
    /// Which of them answered last.
    current: Arc<AtomicUsize>,
    /// The server's clock in its last response, in Unix seconds; 0 when it told none.
    date: Arc<AtomicI64>,
}

/// Choose the cryptography of TLS for the whole process, once.
pub fn install_tls() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // It fails only when somebody chose before us, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

impl Transport {
    /// # Errors
    /// When this system has no certificates that could prove who answers.
    pub fn new(account: &Account, timeouts: Timeouts) -> Result<Self, Error> {
        install_tls();
        let bases: Arc<[Url]> = bases(account);
        let Some(base) = bases.first() else { return Err(Error::Network(Network::Other)) };
        let mut client = reqwest::Client::builder()
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.total)
            // A token must not follow a redirect to wherever it leads, nor be named as where we came from.
            .redirect(Policy::none())
            .referer(false)
            // Answers are small, and a compressed one may be of any size.
            .default_headers(HeaderMap::from_iter([(
                ACCEPT_ENCODING,
                HeaderValue::from_static("identity"),
            )]))
            .user_agent(concat!("fanscope/", env!("CARGO_PKG_VERSION")));
        if let Some(proxy) = &account.proxy {
            let proxy = reqwest::Proxy::all(proxy.expose_secret());
            let proxy = proxy.map_err(|_| Error::Network(Network::Proxy))?;
            client = client.no_proxy().proxy(proxy);
        } else if url::is_loopback(base) {
            client = client.no_proxy();
        }
        if let Some(file) = &account.ca_file {
            let bad = |()| Error::Credentials(Credentials::BadCaFile);
            let pem = std::fs::read(file).map_err(|_| bad(()))?;
            let certificates = Certificate::from_pem_bundle(&pem).map_err(|_| bad(()))?;
            if certificates.is_empty() {
                return Err(bad(()));
            }
            client = client.tls_certs_merge(certificates);
        }
        if bases.iter().all(|base| base.scheme() == "http") {
            // Reading the certificates of the system takes longer than drawing the first screen.
            client = client.tls_certs_only([]);
        }
        let client = client.build().map_err(|_| Error::Credentials(Credentials::NoCertificates))?;
        Ok(Self { client, bases, current: Arc::default(), date: Arc::default() })
    }

    /// The server's clock in its last response, in Unix seconds. `None` when it told none.
    #[must_use]
    pub fn date(&self) -> Option<i64> {
        Some(self.date.load(Ordering::Relaxed)).filter(|date| *date != 0)
    }

    /// Ask with everything in the address, each value percent-encoded.
    ///
    /// # Errors
    /// When no whole response came.
    pub async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Response, Error> {
        self.first(|base| self.client.get(address(base, path, query))).await
    }

    /// Ask with a JSON body. It is raw UTF-8: the API refuses `\uXXXX` with 40033 or 47002.
    ///
    /// # Errors
    /// When no whole response came.
    pub async fn post(
        &self,
        path: &str,
        query: &[(&str, &str)],
        body: &Value,
    ) -> Result<Response, Error> {
        let body = body.to_string();
        self.first(|base| {
            let request = self.client.post(address(base, path, query));
            request.header("Content-Type", "application/json").body(body.clone())
        })
        .await
    }

    /// Ask where it was answered last, and at the other addresses while none can be reached.
    async fn first(&self, request: impl Fn(&Url) -> RequestBuilder) -> Result<Response, Error> {
        let start = self.current.load(Ordering::Relaxed);
        let mut last = Error::Network(Network::Other);
        for (at, base) in self.bases.iter().enumerate().cycle().skip(start).take(self.bases.len()) {
            match receive(request(base), &self.date).await {
                Err(error) if is_unreached(&error) => last = error,
                settled => {
                    self.current.store(at, Ordering::Relaxed);
                    return settled;
                }
            }
        }
        Err(last)
    }
}

/// Whether nothing was sent, so that another address may be asked.
fn is_unreached(error: &Error) -> bool {
    use Network::{Dns, Refused, Tls, Unreachable};
    matches!(error, Error::Network(Refused | Dns | Tls | Unreachable))
}

fn bases(account: &Account) -> Arc<[Url]> {
    let others: Vec<&str> = match &account.failover {
        Failover::Never => vec![],
        Failover::To(others) => others.iter().map(String::as_str).collect(),
        Failover::Official => {
            let official = || std::iter::once(OFFICIAL).chain(OFFICIAL_OTHERS);
            let is_official = official().any(|base| base == account.api_base);
            official().filter(|base| is_official && *base != account.api_base).collect()
        }
    };
    let all = std::iter::once(account.api_base.as_str()).chain(others);
    all.filter_map(|base| Url::parse(base).ok()).collect()
}

fn address(base: &Url, path: &str, query: &[(&str, &str)]) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    url
}

async fn receive(request: RequestBuilder, date: &AtomicI64) -> Result<Response, Error> {
    let mut response = request.send().await.map_err(|error| failure(&error))?;
    date.store(date_of(&response).unwrap_or(0), Ordering::Relaxed);
    let status = response.status().as_u16();
    let encoding = response.headers().get(CONTENT_ENCODING).cloned();
    let mut bytes: Vec<u8> = vec![];
    let mut room = None;
    while let Some(part) = response.chunk().await.map_err(|error| failure(&error))? {
        let length = bytes.len().saturating_add(part.len());
        if length > LARGEST {
            return Err(Error::Body(Body::TooLarge));
        }
        if length > SMALL && room.is_none() {
            room = Some(enter().await?);
        }
        bytes.extend_from_slice(&part);
    }
    let name = encoding.as_ref().and_then(|name| name.to_str().ok()).unwrap_or_default();
    if let Some(encoding) = encoding::of(name, &bytes) {
        if room.is_none() {
            room = Some(enter().await?);
        }
        bytes = encoding::decoded(encoding, &bytes, LARGEST).map_err(Error::Body)?;
    }
    Ok(Response { status, bytes, _room: room })
}

/// Wait until there is room for one more large answer.
async fn enter() -> Result<SemaphorePermit<'static>, Error> {
    ROOM.acquire().await.map_err(|_| Error::Cancelled)
}

/// The `Date` of a response, in Unix seconds.
fn date_of(response: &reqwest::Response) -> Option<i64> {
    let text = response.headers().get(DATE)?.to_str().ok()?;
    rfc2822::parse(text).ok().map(|date| date.timestamp().as_second())
}

/// The kind of a failure. Its texts name the address, so they are looked at and dropped.
fn failure(error: &reqwest::Error) -> Error {
    if error.is_timeout() && error.is_connect() {
        return Error::Network(Network::Unreachable);
    }
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
            text if text.starts_with("dns error") || text.contains("resolving for socks") => {
                return Error::Network(Network::Dns);
            }
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
