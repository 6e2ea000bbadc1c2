//! What keys mean now.

use crate::app::{
    action::Scope,
    effect::Leave,
    model::{field::Field, sheet::Sheet},
};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Mode {
    #[default]
    Browse,
    /// An OpenID is typed or pasted.
    Add(Field),
    /// The list is narrowed as one types.
    Filter(Field),
    /// The name of a file for the avatar is typed.
    Save(Field),
    /// A question, and what is done if the answer is yes.
    Confirm { question: String, then: Then },
    /// A text stands over the panes.
    Sheet(Sheet),
    /// The next key is the second of two; what it can be stands in a box.
    Menu(Scope),
    /// The lines of the key table, to read, narrow and choose from.
    Help(Help),
}

/// What is done if the answer is yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    Leave(Leave),
    Sync,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Help {
    pub query: Field,
    pub is_typing: bool,
    pub selected: usize,
    pub offset: usize,
}
