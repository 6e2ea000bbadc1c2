//! How a follower came to the account: `subscribe_scene`.

/// `subscribe_scene` of the API. Docs and copies of them print several misprints of
/// `ADD_SCENE_PROFILE_LINK`; a value we do not know is kept as it came.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scene {
    Search,
    AccountMigration,
    ProfileCard,
    QrCode,
    ProfileLink,
    ProfileItem,
    Paid,
    Advertisement,
    Reprint,
    Livestream,
    Channels,
    MiniProgram,
    Others,
    Unknown(String),
}

impl Scene {
    /// The scene in what the API sent. `None` when it is empty or 0.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        Some(match text {
            "" | "0" => return None,
            "ADD_SCENE_SEARCH" => Self::Search,
            "ADD_SCENE_ACCOUNT_MIGRATION" => Self::AccountMigration,
            "ADD_SCENE_PROFILE_CARD" => Self::ProfileCard,
            "ADD_SCENE_QR_CODE" => Self::QrCode,
            "ADD_SCENE_PROFILE_LINK"
            | "ADD_SCENEPROFILE LINK"
            | "ADD_SCENEPROFILE_LINK"
            | "ADD_SCENEP_ROFILE_LINK" => Self::ProfileLink,
            "ADD_SCENE_PROFILE_ITEM" => Self::ProfileItem,
            "ADD_SCENE_PAID" => Self::Paid,
            "ADD_SCENE_WECHAT_ADVERTISEMENT" => Self::Advertisement,
            "ADD_SCENE_REPRINT" => Self::Reprint,
            "ADD_SCENE_LIVESTREAM" => Self::Livestream,
            "ADD_SCENE_CHANNELS" => Self::Channels,
            "ADD_SCENE_WXA" => Self::MiniProgram,
            "ADD_SCENE_OTHERS" => Self::Others,
            unknown => Self::Unknown(unknown.to_owned()),
        })
    }

    /// As the API writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Search => "ADD_SCENE_SEARCH",
            Self::AccountMigration => "ADD_SCENE_ACCOUNT_MIGRATION",
            Self::ProfileCard => "ADD_SCENE_PROFILE_CARD",
            Self::QrCode => "ADD_SCENE_QR_CODE",
            Self::ProfileLink => "ADD_SCENE_PROFILE_LINK",
            Self::ProfileItem => "ADD_SCENE_PROFILE_ITEM",
            Self::Paid => "ADD_SCENE_PAID",
            Self::Advertisement => "ADD_SCENE_WECHAT_ADVERTISEMENT",
            Self::Reprint => "ADD_SCENE_REPRINT",
            Self::Livestream => "ADD_SCENE_LIVESTREAM",
            Self::Channels => "ADD_SCENE_CHANNELS",
            Self::MiniProgram => "ADD_SCENE_WXA",
            Self::Others => "ADD_SCENE_OTHERS",
            Self::Unknown(text) => text,
        }
    }

    /// The key of its words in the catalogues; `None` for one that is shown as it came.
    #[must_use]
    pub fn key(&self) -> Option<&'static str> {
        Some(match self {
            Self::Search => "scene.search",
            Self::AccountMigration => "scene.account_migration",
            Self::ProfileCard => "scene.profile_card",
            Self::QrCode => "scene.qr_code",
            Self::ProfileLink => "scene.profile_link",
            Self::ProfileItem => "scene.profile_item",
            Self::Paid => "scene.paid",
            Self::Advertisement => "scene.advertisement",
            Self::Reprint => "scene.reprint",
            Self::Livestream => "scene.livestream",
            Self::Channels => "scene.channels",
            Self::MiniProgram => "scene.mini_program",
            Self::Others => "scene.others",
            Self::Unknown(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misprints_of_the_documentation_mean_the_same_scene() {
        for text in ["ADD_SCENEPROFILE LINK", "ADD_SCENEPROFILE_LINK", "ADD_SCENEP_ROFILE_LINK"] {
            assert_eq!(Scene::new(text), Some(Scene::ProfileLink), "{text}");
        }
    }

    #[test]
    fn an_unknown_scene_is_kept_as_it_came() {
        assert_eq!(Scene::new("ADD_SCENE_MOON"), Some(Scene::Unknown("ADD_SCENE_MOON".into())));
        assert_eq!(Scene::new(""), None);
    }
}
