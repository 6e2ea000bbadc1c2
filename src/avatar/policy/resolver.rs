//! Names to numbers for the avatar client, with the numbers inside this network left out.

use std::{
    error,
    net::{IpAddr, SocketAddr},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::{Policy, Refusal, addresses};

/// A name that has only numbers inside this machine or its network; one of them, if it has any.
#[derive(Debug, thiserror::Error)]
#[error("a name inside this network")]
pub struct NotPublic(Option<IpAddr>);

/// Resolves names as the system does. It sits in the connector, so that what is judged is what is
/// connected to: a name that is looked up twice can answer differently the second time.
#[derive(Debug)]
pub struct PublicOnly(pub Policy);

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        // Only judged addresses are asked for, so any other name is the proxy's, which the person
        // chose and which may well be inside.
        let is_avatars = self.0.knows(name.as_str());
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let found: Vec<SocketAddr> = found.collect();
            let inside = found.first().map(SocketAddr::ip);
            let is_kept = |to: &SocketAddr| !is_avatars || addresses::is_public(to.ip());
            let kept: Vec<SocketAddr> = found.into_iter().filter(is_kept).collect();
            if kept.is_empty() {
                return Err(Box::new(NotPublic(inside)) as Box<dyn error::Error + Send + Sync>);
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

/// Why this call failed, if it did because its name lies inside.
#[must_use]
pub fn refusal(error: &(dyn error::Error + 'static), host: &str) -> Option<Refusal> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(NotPublic(to)) = error.downcast_ref() {
            let host = host.to_owned();
            return Some(match to {
                // Nobody serves avatars there: such an entry is made to keep a name from being reached.
                Some(to) if to.is_loopback() || to.is_unspecified() => {
                    Refusal::Blocked { host, to: *to }
                }
                Some(to) => Refusal::Resolved { host, to: *to },
                None => Refusal::Private(host),
            });
        }
        next = error.source();
    }
    None
}
