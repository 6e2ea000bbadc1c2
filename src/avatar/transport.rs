//! The way to the avatars of an account: where they may come from, and through what.

use reqwest::{Certificate, ClientBuilder, Proxy};
use secrecy::ExposeSecret;

use crate::{
    avatar::{Error, policy::Policy},
    config::Account,
};

/// A policy, and what the account sets for all its connections.
#[derive(Debug, Clone, Default)]
pub struct Transport {
    pub policy: Policy,
    proxy: Option<Proxy>,
    certificates: Vec<Certificate>,
}

impl Transport {
    /// As the account's API is reached.
    ///
    /// # Errors
    /// When its configuration has a mistake, or its proxy or its certificates cannot be used. Then nothing
    /// is reached some other way: the proxy may be there to hide who asks.
    pub fn of(account: &Account) -> Result<Self, Error> {
        if account.fault.is_some() {
            return Err(Error::Unreachable);
        }
        let policy = Policy::new(&account.api_base, &account.avatar_hosts);
        let proxy = account.proxy.as_ref().map(|proxy| Proxy::all(proxy.expose_secret()));
        let proxy = proxy.transpose().map_err(|_| Error::Unreachable)?;
        let certificates = match &account.ca_file {
            None => vec![],
            Some(file) => {
                let pem = std::fs::read(file).map_err(|_| Error::Unreachable)?;
                Certificate::from_pem_bundle(&pem).map_err(|_| Error::Unreachable)?
            }
        };
        Ok(Self { policy, proxy, certificates })
    }

    /// A client that goes this way. What is on this machine is never reached through a proxy.
    pub(super) fn client(&self, builder: ClientBuilder, is_loopback: bool) -> ClientBuilder {
        let builder = builder.tls_certs_merge(self.certificates.clone());
        match &self.proxy {
            _ if is_loopback => builder.no_proxy(),
            Some(proxy) => builder.no_proxy().proxy(proxy.clone()),
            None => builder,
        }
    }
}

impl From<Policy> for Transport {
    fn from(policy: Policy) -> Self {
        Self { policy, ..Self::default() }
    }
}
