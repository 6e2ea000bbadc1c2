//! The UnionID: one person across all accounts of one open platform account.

use std::fmt;

/// A `UnionID`, trimmed: the API's own sample carries a leading space.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnionId(String);

impl UnionId {
    /// The `UnionID` in what the API sent. `None` when nothing but white space is left.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leading_space_makes_no_other_person() {
        assert_eq!(
            UnionId::new(" o6_bmasdasdsad6_2sgVt7hMZOPfL"),
            UnionId::new("o6_bmasdasdsad6_2sgVt7hMZOPfL")
        );
        assert_eq!(UnionId::new("  "), None);
    }
}
