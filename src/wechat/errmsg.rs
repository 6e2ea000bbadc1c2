//! The server's own words in a refusal, which can be read and shown, and not printed as they came.

use std::{borrow::Cow, fmt, net::IpAddr};

use crate::{
    text,
    wechat::{rid::Rid, scrub::Shown},
};

/// `errmsg`. It has no `Display`: whoever hands out the response may have put orders to the terminal
/// into it, so [`Errmsg::visible`] is the way out.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Errmsg(Shown<String>);

impl From<Shown<String>> for Errmsg {
    fn from(text: Shown<String>) -> Self {
        Self(text)
    }
}

impl Errmsg {
    /// As it may be shown.
    #[must_use]
    pub fn visible(&self) -> Cow<'_, str> {
        text::visible(&self.0)
    }

    /// Its first words, as they may be shown. What follows is a request id and advice of many lines.
    #[must_use]
    pub fn short(&self) -> Cow<'_, str> {
        let said = self.0.split(['\n', ',']).next().unwrap_or_default();
        let said = said.split(" rid:").next().unwrap_or_default();
        let said = said.split(" hint").next().unwrap_or_default();
        text::visible(said.trim())
    }

    /// The request id in it.
    #[must_use]
    pub fn rid(&self) -> Option<Rid> {
        Rid::find(&self.0)
    }

    /// The address in it: this machine's, as WeChat saw it.
    #[must_use]
    pub fn ip(&self) -> Option<IpAddr> {
        let mut words = self.0.split(|c: char| c.is_whitespace() || c == ',');
        words.find_map(|word| word.parse().ok())
    }

    /// With `…` for the words (letters, digits, `-` and `_`) that are not to be told.
    #[must_use]
    pub fn without(&self, is_cut: fn(&str) -> bool) -> Self {
        Self(self.0.without(is_cut))
    }
}

impl fmt::Debug for Errmsg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.visible())
    }
}
