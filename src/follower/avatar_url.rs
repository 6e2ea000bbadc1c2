//! Where a follower's avatar lies, and the sizes in which it can be had.

use std::fmt;

/// The square sizes that WeChat serves, by the last part of the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AvatarSize {
    Px46,
    Px64,
    Px96,
    Px132,
    /// Part `0` of the address: 640 pixels by the documentation, the original in fact.
    Full,
}

impl AvatarSize {
    /// From the smallest to the largest.
    pub const ALL: [Self; 5] = [Self::Px46, Self::Px64, Self::Px96, Self::Px132, Self::Full];

    /// The last part of the address: 46, 64, 96, 132, and 0 for the full size.
    #[must_use]
    pub const fn part(self) -> u16 {
        match self {
            Self::Px46 => 46,
            Self::Px64 => 64,
            Self::Px96 => 96,
            Self::Px132 => 132,
            Self::Full => 0,
        }
    }

    /// Width and height in pixels; for the full size, those that the documentation names.
    #[must_use]
    pub const fn pixels(self) -> u16 {
        match self {
            Self::Full => 640,
            Self::Px46 | Self::Px64 | Self::Px96 | Self::Px132 => self.part(),
        }
    }

    /// The size with this last part of the address.
    #[must_use]
    pub fn from_part(part: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.part().to_string() == part)
    }

    #[must_use]
    pub fn larger(self) -> Self {
        Self::ALL.into_iter().find(|size| *size > self).unwrap_or(Self::Full)
    }

    #[must_use]
    pub fn smaller(self) -> Self {
        Self::ALL.into_iter().rev().find(|size| *size < self).unwrap_or(Self::Px46)
    }
}

impl fmt::Display for AvatarSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.part())
    }
}

/// `headimgurl` as it came. It is data: `avatar::guard` decides whether it may be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AvatarUrl(String);

impl AvatarUrl {
    /// The address in what the API sent. `None` when it is empty.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The size it came with. `None` when the last part is not one of the five.
    #[must_use]
    pub fn size(&self) -> Option<AvatarSize> {
        self.0.rsplit_once('/').and_then(|(_, part)| AvatarSize::from_part(part))
    }

    /// The address of the same avatar at this size. The last part is replaced only when it is
    /// one of the five numbers; another address is left as it is.
    #[must_use]
    pub fn at(&self, size: AvatarSize) -> String {
        match self.0.rsplit_once('/') {
            Some((stem, part)) if AvatarSize::from_part(part).is_some() => format!("{stem}/{size}"),
            _ => self.0.clone(),
        }
    }
}

impl fmt::Display for AvatarUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_of_the_five_numbers_is_replaced() {
        let url = |text: &str| AvatarUrl::new(text).expect("not empty");
        assert_eq!(
            url("http://wx.qlogo.cn/mmopen/abc/0").at(AvatarSize::Px96),
            "http://wx.qlogo.cn/mmopen/abc/96"
        );
        assert_eq!(url("http://wx.qlogo.cn/mmopen/abc/132").size(), Some(AvatarSize::Px132));
        assert_eq!(
            url("http://wx.qlogo.cn/mmopen/abc").at(AvatarSize::Px46),
            "http://wx.qlogo.cn/mmopen/abc"
        );
        assert_eq!(url("http://a.example/p/640").at(AvatarSize::Px46), "http://a.example/p/640");
        assert_eq!(url("http://a.example/p/046").size(), None);
    }

    #[test]
    fn larger_and_smaller_stop_at_the_ends() {
        let up: Vec<u16> = AvatarSize::ALL.into_iter().map(|size| size.larger().part()).collect();
        assert_eq!(up, [64, 96, 132, 0, 0]);
        let down: Vec<u16> =
            AvatarSize::ALL.into_iter().map(|size| size.smaller().part()).collect();
        assert_eq!(down, [46, 46, 64, 96, 132]);
    }
}
