//! Names to numbers for the avatar client, with the numbers inside this network left out.

use std::{error, net::SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::{Policy, addresses};

/// A name that has only numbers inside this machine or its network.
#[derive(Debug, thiserror::Error)]
#[error("a name inside this network")]
pub struct NotPublic;

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
            let kept: Vec<SocketAddr> =
                found.filter(|to| !is_avatars || addresses::is_public(to.ip())).collect();
            if kept.is_empty() {
                return Err(Box::new(NotPublic) as Box<dyn error::Error + Send + Sync>);
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

/// Whether a call failed because its name lies inside.
#[must_use]
pub fn is_not_public(error: &(dyn error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<NotPublic>() {
            return true;
        }
        next = error.source();
    }
    false
}
