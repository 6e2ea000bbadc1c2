//! What a filter can see of one follower.

/// One follower as a filter sees them: all that is known, from wherever it is known. Texts are as they
/// were received.
#[derive(Debug, Clone, Copy, Default)]
pub struct Row<'a> {
    pub openid: &'a str,
    pub unionid: Option<&'a str>,
    /// The nickname that the API sent, if it sent one.
    pub nickname: Option<&'a str>,
    /// Nicknames known from elsewhere: an import, a profile, an earlier answer.
    pub known_names: &'a [&'a str],
    pub remark: Option<&'a str>,
    /// What the support staff wrote down.
    pub notes: &'a [&'a str],
    /// The names of the tags; the number of one whose name is not known, as `#101`.
    pub tags: &'a [&'a str],
    /// Country, province and city, the widest first.
    pub place: Option<&'a str>,
    /// How they came: the API's key, our words for it in each language, and the QR code's text.
    pub scene: &'a [&'a str],
    pub state: State,
    pub is_marked: bool,
    /// Somebody else in this account has the same UnionID.
    pub is_conflict: bool,
    /// When they last followed, in Unix seconds.
    pub followed_at: Option<i64>,
}

/// Whether somebody follows, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum State {
    Following,
    /// Was met as a follower, or is known not to be one now.
    Left,
    /// Never asked, or never answered.
    #[default]
    Unknown,
}
