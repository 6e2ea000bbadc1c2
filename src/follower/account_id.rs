//! Which Official Account: the same whatever the configuration calls it.

use std::fmt;

/// An account by what tells it from every other one. Its configured name is only a label.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccountId {
    /// The appid. `api_base` is set where the API is not WeChat's own: behind another address the
    /// same appid may have other followers.
    App { appid: String, api_base: Option<String> },
    /// Only an access token was given, and a token does not say whose it is. So what is known of this
    /// account holds for this run, under the name that the configuration gave it.
    Token { label: String, api_base: Option<String> },
}

impl AccountId {
    /// Whether nobody said which appid this is.
    #[must_use]
    pub fn is_by_token(&self) -> bool {
        matches!(self, Self::Token { .. })
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let api_base = match self {
            Self::App { appid, api_base } => {
                f.write_str(appid)?;
                api_base
            }
            Self::Token { label, api_base } => {
                write!(f, "token:{label}")?;
                api_base
            }
        };
        match api_base {
            Some(api_base) => write!(f, "@{api_base}"),
            None => Ok(()),
        }
    }
}
