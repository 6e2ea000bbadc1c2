//! A value that comes from outside: what was asked for, and how far it got.

use crate::app::{effect::Ticket, event::Fault};

/// What is known under a key `K`. While it is asked again, what came before is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Load<K, V> {
    Idle { before: Option<V> },
    Loading { key: K, ticket: Ticket, before: Option<V> },
    Ready { key: K, value: V },
    Failed { key: K, fault: Fault, before: Option<V> },
}

impl<K, V> Default for Load<K, V> {
    fn default() -> Self {
        Self::Idle { before: None }
    }
}

impl<K: PartialEq, V> Load<K, V> {
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
                before.as_ref()
            }
        }
    }

    pub fn fault(&self) -> Option<&Fault> {
        if let Self::Failed { fault, .. } = self { Some(fault) } else { None }
    }

    /// A new request is on its way. What came before is kept.
    pub fn start(&mut self, key: K, ticket: Ticket) {
        let before = self.take();
        *self = Self::Loading { key, ticket, before };
    }

    /// Ask again when it is next needed, and keep what came before until then.
    pub fn forget(&mut self) {
        let before = self.take();
        *self = Self::Idle { before };
    }

    /// Give a request up. What came before is kept.
    pub fn fail(&mut self, fault: Fault) {
        *self = match std::mem::take(self) {
            Self::Loading { key, before, .. } => Self::Failed { key, fault, before },
            other => other,
        };
    }

    /// A newer value from elsewhere. A request that is on its way goes on, and will replace it.
    pub fn replace(&mut self, key: K, value: V) {
        match self {
            Self::Loading { before, .. } => *before = Some(value),
            Self::Idle { .. } | Self::Ready { .. } | Self::Failed { .. } => {
                *self = Self::Ready { key, value };
            }
        }
    }

    fn take(&mut self) -> Option<V> {
        match std::mem::take(self) {
            Self::Ready { value, .. } => Some(value),
            Self::Idle { before } | Self::Loading { before, .. } | Self::Failed { before, .. } => {
                before
            }
        }
    }

    /// Take in an answer, and say whether it was. A late one, for another ticket, changes nothing.
    pub fn settle(&mut self, ticket: &Ticket, answer: Result<V, Fault>) -> bool {
        if !matches!(self, Self::Loading { ticket: current, .. } if current == ticket) {
            return false;
        }
        let Self::Loading { key, before, .. } = std::mem::take(self) else { return false };
        *self = match answer {
            Ok(value) => Self::Ready { key, value },
            Err(fault) => Self::Failed { key, fault, before },
        };
        true
    }
}
