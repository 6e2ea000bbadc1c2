//! An address → bytes → an avatar: policy, fetch, decode, and the avatars kept in memory.
//!
//! The address is data that a stranger could write, and so are the bytes behind it. Every step has
//! its limit: `policy` says where they may come from, `fetch` how many and for how long, `decode` how
//! large the avatar may be. `AvatarClient` is all of it behind one call.

pub mod cache;
pub mod client;
pub mod decode;
pub mod fetch;
pub mod image;
pub mod policy;
pub mod transport;

use crate::{avatar::policy::Refusal, i18n::UiLang, text};

/// Why there is no avatar. Of its address it holds the host at most.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the address may not be fetched: {0}")]
    Refused(Refusal),
    #[error("the server sends on too often")]
    Redirects,
    #[error("the picture's server cannot be reached")]
    Unreachable,
    #[error("the picture did not arrive in time")]
    TooSlow,
    /// The person has another avatar since; the old address answers with a placeholder.
    #[error("the picture was changed since")]
    Stale,
    /// The grey avatar of those who never chose an avatar.
    #[error("WeChat's default face")]
    DefaultAvatar,
    #[error("the picture is gone")]
    Gone,
    /// Another HTTP status.
    #[error("the picture's server answers {0}")]
    Status(u16),
    #[error("the answer is empty")]
    Empty,
    #[error("the answer is not a picture")]
    NotAnImage,
    #[error("the picture has too many bytes")]
    TooLarge,
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// It begins like an avatar, and cannot be read to its end.
    #[error("the picture is broken")]
    Broken,
}

impl Error {
    /// What happened, as one sentence.
    #[must_use]
    pub fn text(&self, lang: UiLang) -> String {
        match self {
            Self::Refused(Refusal::Host(host)) => {
                lang.fill("avatar.refused_host.text", &[("host", &text::visible(host))])
            }
            Self::Refused(Refusal::Private(host)) => {
                lang.fill("avatar.refused_private.text", &[("host", &text::visible(host))])
            }
            Self::Refused(Refusal::Address(address)) => {
                let said = text::visible(address);
                lang.fill("avatar.refused_address.text", &[("address", &text::cut(&said, 40))])
            }
            Self::Refused(Refusal::Resolved { host, to } | Refusal::Blocked { host, to }) => {
                let values = [("host", &*text::visible(host)), ("to", &to.to_string())];
                lang.fill(&format!("avatar.{}.text", self.name()), &values)
            }
            Self::Status(status) => {
                lang.fill("avatar.status.text", &[("status", &status.to_string())])
            }
            _ => lang.say(&format!("avatar.{}.text", self.name())).into_owned(),
        }
    }

    /// What to do next. `refresh` is the key that asks for the follower again.
    #[must_use]
    pub fn hint(&self, lang: UiLang, refresh: &str) -> String {
        lang.fill(&format!("avatar.{}.hint", self.name()), &[("refresh", refresh)])
    }

    /// Whether the same avatar may be there at the size that its address came with.
    #[must_use]
    pub fn is_of_this_size(&self) -> bool {
        match self {
            Self::Stale
            | Self::Gone
            | Self::Status(_)
            | Self::Empty
            | Self::NotAnImage
            | Self::TooLarge
            | Self::TooManyPixels
            | Self::Broken => true,
            Self::Refused(_)
            | Self::Redirects
            | Self::Unreachable
            | Self::TooSlow
            | Self::DefaultAvatar => false,
        }
    }

    /// Whether asking again without doing anything may help.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable | Self::TooSlow)
            || matches!(self, Self::Status(status) if *status >= 500 || *status == 429)
    }

    /// The middle part of its keys in the catalogue.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Refused(Refusal::Address(_)) => "refused_address",
            Self::Refused(Refusal::Host(_)) => "refused_host",
            Self::Refused(Refusal::Private(_)) => "refused_private",
            Self::Refused(Refusal::Resolved { .. }) => "refused_resolved",
            Self::Refused(Refusal::Blocked { .. }) => "refused_blocked",
            Self::Redirects => "redirects",
            Self::Unreachable => "unreachable",
            Self::TooSlow => "too_slow",
            Self::Stale => "stale",
            Self::DefaultAvatar => "default_avatar",
            Self::Gone => "gone",
            Self::Status(_) => "status",
            Self::Empty => "empty",
            Self::NotAnImage => "not_an_image",
            Self::TooLarge => "too_large",
            Self::TooManyPixels => "too_many_pixels",
            Self::Broken => "broken",
        }
    }
}
