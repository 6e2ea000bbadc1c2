//! The forms that the response about a follower comes in.

/// What the response about a follower looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// With name and avatar.
    Full,
    /// With a name, and an empty address of an avatar.
    NoAvatar,
    /// The withdrawn keys are there and empty: what live servers send.
    Withdrawn,
    /// The withdrawn keys are not there: what the documentation says.
    KeysAbsent,
    /// The bytes of the documentation's own sample.
    Documented,
    /// Ten keys, nearly all empty.
    NotFollowing,
    /// `subscribe` and `openid` and nothing else.
    NotFollowingBare,
    /// Numbers as strings and strings as numbers.
    NumbersAsText,
    /// U+FEFF before the body.
    ByteOrderMark,
}
