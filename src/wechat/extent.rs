//! How far a failure reaches, and whether another token may mend it.

use crate::wechat::{
    client::BESIDE,
    errcode::{self, About, Again, MendedBy},
    error::{Error, Extent, Network, Refusal, Renewal},
};

impl Error {
    /// How far this failure reaches.
    #[must_use]
    pub fn extent(&self) -> Extent {
        match self {
            Self::Malformed(_)
            | Self::Cancelled
            | Self::Body(_)
            | Self::Http { .. }
            | Self::Network(Network::Timeout | Network::Reset | Network::Other) => Extent::Row,
            Self::Network(_) | Self::Offline => Extent::Account,
            Self::Credentials(_) => Extent::Credentials,
            Self::Api(refusal) => refusal.extent(),
        }
    }
}

impl Refusal {
    /// What the refusal is about. `None` for a code that nobody has documented.
    #[must_use]
    pub fn about(&self) -> Option<About> {
        errcode::row(self.errcode).map(|row| row.about)
    }

    /// When the same call may succeed. `None` for a code that nobody has documented.
    #[must_use]
    pub fn again(&self) -> Option<Again> {
        errcode::row(self.errcode).map(|row| row.again)
    }

    /// Which token may mend it, if any.
    #[must_use]
    pub fn mended_by(&self) -> MendedBy {
        errcode::row(self.errcode).map_or(MendedBy::NoToken, |row| row.mended_by)
    }

    fn extent(&self) -> Extent {
        match self.renewal {
            // Others are answered with the same token.
            Renewal::Disputed => Extent::Row,
            Renewal::None | Renewal::Given | Renewal::Repeated => {
                match errcode::row(self.errcode) {
                    Some(row) if row.is_of_api && BESIDE.contains(&self.endpoint) => Extent::Row,
                    Some(row) => row.extent,
                    None => Extent::Row,
                }
            }
        }
    }
}
