//! The nouns of the problem: who follows an account, and what WeChat says about them.

// Numbers come from outside here, and an overflow would be the server's to choose.
#![warn(clippy::arithmetic_side_effects)]

pub mod account_id;
pub mod avatar_url;
pub mod blank;
pub mod find;
pub mod follow_time;
pub mod initials;
pub mod lang;
pub mod openid;
pub mod scene;
pub mod unionid;

use avatar_url::AvatarUrl;
use blank::Blank;
use follow_time::OddTime;
use openid::OpenId;
use scene::Scene;
use unionid::UnionId;

/// One row of `cgi-bin/user/info`: a WeChat user as one account sees them.
///
/// Absent, `null`, `""` and `0` are alike on the wire, so each of them is `None` here.
/// Text is kept as received; `text.rs` makes it safe to show.
/// Source: "Get user basic information", response table and live bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follower {
    pub openid: OpenId,
    /// `subscribe` is 1. When it is 0 the API sends next to nothing else.
    pub follows: bool,
    pub nickname: Option<String>,
    /// The nickname, where there is nothing to see in it; it counts as none.
    pub blank_nickname: Option<Blank>,
    pub sex: Sex,
    /// The language of the person's WeChat, `zh_CN` and the like.
    pub language: Option<String>,
    pub city: Option<String>,
    pub province: Option<String>,
    pub country: Option<String>,
    pub avatar: Option<AvatarUrl>,
    /// When they last followed, in Unix seconds. A second follow overwrites the first.
    pub followed_at: Option<i64>,
    /// What is odd about that.
    pub odd_time: Option<OddTime>,
    pub unionid: Option<UnionId>,
    /// The operator's own note, at most 30 bytes.
    pub remark: Option<String>,
    /// The note, where there is nothing to see in it; it counts as none.
    pub blank_remark: Option<Blank>,
    /// The old group, since replaced by tags: 1 is the blacklist, 2 the starred ones.
    pub group: Option<i64>,
    pub tags: Vec<i64>,
    pub scene: Option<Scene>,
    /// The number of the QR code that was scanned.
    pub qr_scene: Option<String>,
    /// The text of the QR code that was scanned.
    pub qr_scene_str: Option<String>,
}

/// `sex` of the API: 0 or absent, 1, 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sex {
    #[default]
    Unknown,
    Male,
    Female,
}

/// Why a field of a follower is empty. Each has words of its own on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// WeChat stopped sending it on 2021-12-27.
    Withdrawn,
    /// They do not follow the account (any more), so WeChat does not say.
    NotFollowing,
    /// WeChat sends the rest of the profile, and this one is not set.
    Unset,
    /// No follower seen in this account has a `UnionID`: it is not bound to an open platform account.
    Unbound,
    /// Other followers of the account have a `UnionID`, this one does not.
    OnlyThisOne,
}

impl Follower {
    /// A follower of whom only the OpenID is known.
    #[must_use]
    pub fn new(openid: OpenId) -> Self {
        Self {
            openid,
            follows: false,
            nickname: None,
            blank_nickname: None,
            sex: Sex::Unknown,
            language: None,
            city: None,
            province: None,
            country: None,
            avatar: None,
            followed_at: None,
            odd_time: None,
            unionid: None,
            remark: None,
            blank_remark: None,
            group: None,
            tags: vec![],
            scene: None,
            qr_scene: None,
            qr_scene_str: None,
        }
    }

    /// Why a profile field (nickname, avatar, sex, place) is empty, when it is.
    #[must_use]
    pub fn no_profile_reason(&self) -> Missing {
        if !self.follows {
            Missing::NotFollowing
        } else if self.has_profile() {
            Missing::Unset
        } else {
            Missing::Withdrawn
        }
    }

    /// Why there is no `UnionID`, when there is none.
    #[must_use]
    pub fn no_unionid_reason(&self, others_have_one: bool) -> Missing {
        if !self.follows {
            Missing::NotFollowing
        } else if others_have_one {
            Missing::OnlyThisOne
        } else {
            Missing::Unbound
        }
    }

    /// Whether WeChat sent any of the fields that it withdrew on 2021-12-27.
    #[must_use]
    pub fn has_profile(&self) -> bool {
        let place = [&self.city, &self.province, &self.country];
        self.nickname.is_some()
            || self.blank_nickname.is_some()
            || self.avatar.is_some()
            || self.sex != Sex::Unknown
            || place.iter().any(|part| part.is_some())
    }

    /// What this person is called: the nickname, else the operator's remark.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.nickname.as_deref().or(self.remark.as_deref())
    }

    /// Country, province and city, the widest first, as received.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let parts: Vec<&str> = [&self.country, &self.province, &self.city]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}
