//! A value that comes from outside: what was asked for, and how far it got.

use crate::{
    app::{effect::Ticket, fault::Fault},
    follower::{account_id::AccountId, lang::Lang, openid::OpenId, unionid::UnionId},
};

/// What a value is asked for by.
pub trait Key: PartialEq {
    /// Whether a value under another key may stay in sight until the new one is there. Where it may
    /// not, it is dropped: it would stand under another's name.
    const MAY_STAY: bool = false;
}

/// A value of which there is only one.
impl Key for () {}
/// A follower in another language is still the same follower.
impl Key for Lang {
    const MAY_STAY: bool = true;
}
/// Where a page starts.
impl Key for Option<OpenId> {}
/// A follower in a language.
impl Key for (OpenId, Lang) {}
/// A person in an account.
impl Key for (AccountId, UnionId) {}

/// What is known under a key `K`. While it is asked again, what came before is kept: under the same
/// key, or under another one where `Key::MAY_STAY` says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Load<K, V> {
    Idle { before: Option<(K, V)> },
    Loading { key: K, ticket: Ticket, before: Option<(K, V)> },
    Ready { key: K, value: V },
    Failed { key: K, fault: Fault, before: Option<(K, V)> },
}

impl<K, V> Default for Load<K, V> {
    fn default() -> Self {
        Self::Idle { before: None }
    }
}

impl<K: Key, V> Load<K, V> {
    /// Whether this key was already asked for, whatever came of it.
    pub fn is_for(&self, wanted: &K) -> bool {
        self.key() == Some(wanted)
    }

    pub fn key(&self) -> Option<&K> {
        match self {
            Self::Idle { .. } => None,
            Self::Loading { key, .. } | Self::Ready { key, .. } | Self::Failed { key, .. } => {
                Some(key)
            }
        }
    }

    pub fn is_loading(&self) -> bool {
        matches!(self, Self::Loading { .. })
    }

    /// The newest value there is, also while a newer one is asked for.
    pub fn value(&self) -> Option<&V> {
        match self {
            Self::Ready { value, .. } => Some(value),
            Self::Idle { before } | Self::Loading { before, .. } | Self::Failed { before, .. } => {
                before.as_ref().map(|(_, value)| value)
            }
        }
    }

    pub fn fault(&self) -> Option<&Fault> {
        if let Self::Failed { fault, .. } = self { Some(fault) } else { None }
    }

    /// A new request is on its way.
    pub fn start(&mut self, key: K, ticket: Ticket) {
        let before = self.take().filter(|(old, _)| K::MAY_STAY || *old == key);
        *self = Self::Loading { key, ticket, before };
    }

    /// Ask again when it is next needed, and keep what came before until then.
    pub fn forget(&mut self) {
        let before = self.take();
        *self = Self::Idle { before };
    }

    /// Give a request up.
    pub fn fail(&mut self, fault: Fault) {
        *self = match std::mem::take(self) {
            Self::Loading { key, before, .. } => Self::Failed { key, fault, before },
            other => other,
        };
    }

    /// A value from before, where there is none yet. It is still asked for.
    pub fn remember(&mut self, key: K, value: V) {
        match self {
            Self::Idle { before } | Self::Loading { before, .. } | Self::Failed { before, .. } => {
                before.get_or_insert((key, value));
            }
            Self::Ready { .. } => {}
        }
    }

    /// A newer value from elsewhere. A request that is on its way goes on, and will replace it.
    pub fn replace(&mut self, key: K, value: V) {
        match self {
            Self::Loading { key: wanted, before, .. } => {
                if K::MAY_STAY || *wanted == key {
                    *before = Some((key, value));
                }
            }
            Self::Idle { .. } | Self::Ready { .. } | Self::Failed { .. } => {
                *self = Self::Ready { key, value };
            }
        }
    }

    fn take(&mut self) -> Option<(K, V)> {
        match std::mem::take(self) {
            Self::Ready { key, value } => Some((key, value)),
            Self::Idle { before } | Self::Loading { before, .. } | Self::Failed { before, .. } => {
                before
            }
        }
    }

    /// Take in a response, and say whether it was. A late one, for another ticket, changes nothing.
    pub fn settle(&mut self, ticket: &Ticket, response: Result<V, Fault>) -> bool {
        if !matches!(self, Self::Loading { ticket: current, .. } if current == ticket) {
            return false;
        }
        let Self::Loading { key, before, .. } = std::mem::take(self) else { return false };
        *self = match response {
            Ok(value) => Self::Ready { key, value },
            Err(fault) => Self::Failed { key, fault, before },
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::effect::Slot;

    fn ticket(serial: u64) -> Ticket {
        Ticket { slot: Slot::Rest, serial }
    }

    fn openid(text: &str) -> OpenId {
        OpenId::received(text).expect("not empty")
    }

    #[test]
    fn what_came_under_another_key_is_dropped() {
        let mut load = Load::default();
        load.start(Some(openid("o1")), ticket(1));
        load.settle(&ticket(1), Ok("first"));
        load.forget();
        load.start(Some(openid("o1")), ticket(2));
        assert_eq!(load.value(), Some(&"first"), "the same one is only asked again");
        load.start(Some(openid("o2")), ticket(3));
        assert_eq!(load.value(), None);
    }

    #[test]
    fn a_follower_in_another_language_stays_until_the_new_response_is_there() {
        let mut load = Load::default();
        load.start(Lang::ZhCn, ticket(1));
        load.settle(&ticket(1), Ok("中国"));
        load.start(Lang::En, ticket(2));
        assert_eq!(load.value(), Some(&"中国"));
        load.settle(&ticket(2), Ok("China"));
        assert_eq!(load.value(), Some(&"China"));
    }
}
