//! What goes into the directory and what comes out of it, as plain data.

use crate::{
    follower::{Follower, lang::Lang, openid::OpenId, scene::Scene},
    query::row::State,
};

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// A call of `user/info`.
    Api,
    /// A row of `batchget`.
    Batch,
    /// A file that was imported, by its name.
    Import(String),
}

/// What the API said about one follower.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    pub follower: Follower,
    /// The API's own object as it came, without anything secret.
    pub body: String,
    pub lang: Lang,
    pub source: Source,
    /// When it was said, in Unix seconds.
    pub at: i64,
}

/// One follower as the directory has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub openid: OpenId,
    /// The place in the order of `user/get`, the first is 0. `None`: never listed.
    pub place: Option<i64>,
    /// What the API said last. `None`: nothing so far.
    pub said: Option<Said>,
    /// What is known from elsewhere, or from before the API stopped saying it; the newest of a field first.
    pub known: Vec<Known>,
}

/// What the API said last of a follower.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub body: String,
    pub lang: Lang,
    pub source: Source,
    /// In Unix seconds.
    pub at: i64,
    pub follows: bool,
    pub followed_at: Option<i64>,
    pub unionid: Option<String>,
    pub nickname: Option<String>,
    pub remark: Option<String>,
    pub tags: Vec<i64>,
    /// Country, province and city, the widest first.
    pub place: Option<String>,
    pub scene: Option<Scene>,
    pub qr_scene: Option<String>,
    pub qr_scene_str: Option<String>,
}

/// A value that stands beside what the API says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub field: String,
    pub value: String,
    pub source: Source,
    /// In Unix seconds.
    pub at: i64,
}

impl Stored {
    /// Whether they follow, as far as is known.
    #[must_use]
    pub fn state(&self) -> State {
        match &self.said {
            Some(said) if said.follows => State::Following,
            Some(_) => State::Left,
            None => State::Unknown,
        }
    }
}

impl Source {
    /// As it stands in the file, in JSON and on the screen.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Api => "api".into(),
            Self::Batch => "batch".into(),
            Self::Import(file) => format!("import:{file}"),
        }
    }

    /// What [`Self::text`] wrote.
    #[must_use]
    pub fn read(text: &str) -> Self {
        match text.strip_prefix("import:") {
            Some(file) => Self::Import(file.to_owned()),
            None if text == "batch" => Self::Batch,
            None => Self::Api,
        }
    }
}
