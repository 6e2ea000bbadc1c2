//! In which order a list stands.

/// By what, and which end first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Order {
    pub by: By,
    pub is_reversed: bool,
}

/// What rows are compared by. Rows that have none of it come last, whichever end is first; rows that are
/// alike keep the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum By {
    /// As `user/get` listed them, or as they were given.
    #[default]
    Listed,
    /// By the name that is shown, Chinese by its pinyin.
    Name,
    /// By when they last followed, the newest first.
    Since,
    /// By when they were last asked about, the newest first.
    Seen,
    /// Following, left, unknown.
    State,
    /// By the remark, Chinese by its pinyin.
    Remark,
}

impl By {
    pub const ALL: [Self; 6] =
        [Self::Listed, Self::Name, Self::Since, Self::Seen, Self::State, Self::Remark];

    /// The word for it in commands: `:sort since`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Name => "name",
            Self::Since => "since",
            Self::Seen => "seen",
            Self::State => "state",
            Self::Remark => "remark",
        }
    }
}

impl Order {
    /// This order, or its reverse when the list stands by it already.
    #[must_use]
    pub fn pressed(self, by: By) -> Self {
        Self { by, is_reversed: self.by == by && !self.is_reversed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_again_turns_the_order_round_and_another_starts_anew() {
        let by_name = Order::default().pressed(By::Name);
        assert_eq!(by_name, Order { by: By::Name, is_reversed: false });
        assert_eq!(by_name.pressed(By::Name), Order { by: By::Name, is_reversed: true });
        assert_eq!(by_name.pressed(By::Name).pressed(By::Name), by_name);
        let by_since = by_name.pressed(By::Name).pressed(By::Since);
        assert_eq!(by_since, Order { by: By::Since, is_reversed: false });
    }
}
