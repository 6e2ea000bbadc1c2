//! What we say, in English and Simplified Chinese: the catalogues in `assets/i18n`, side by side.
//!
//! A text is named by its key, `scene.search`. Values stand in it as `%{name}`. The language is a
//! value that is passed along, not a setting of the process, so that both can be tested at once.

use std::{borrow::Cow, str::FromStr};

/// The language of our own texts: `--ui-lang`, or the locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UiLang {
    #[default]
    En,
    ZhCn,
}

impl UiLang {
    pub const ALL: [Self; 2] = [Self::En, Self::ZhCn];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }

    /// The language of a POSIX locale such as `zh_CN.UTF-8`. Every Chinese one is ours.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") { Self::ZhCn } else { Self::En }
    }

    /// The text with this key. A key that no catalogue has is answered with itself.
    #[must_use]
    pub fn say(self, key: &str) -> Cow<'static, str> {
        match crate::_rust_i18n_try_translate(self.as_str(), key) {
            Some(text) => text,
            None => Cow::Owned(key.to_owned()),
        }
    }

    /// The text with this key, and values for its `%{name}`.
    #[must_use]
    pub fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.say(key);
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        let values: Vec<String> = values.iter().map(|(_, value)| (*value).to_owned()).collect();
        rust_i18n::replace_patterns(&text, &names, &values)
    }

    /// Whether both catalogues have this key.
    #[must_use]
    pub fn knows(key: &str) -> bool {
        Self::ALL.iter().all(|lang| crate::_rust_i18n_try_translate(lang.as_str(), key).is_some())
    }
}

impl FromStr for UiLang {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim().to_ascii_lowercase().replace('_', "-").as_str() {
            "en" => Ok(Self::En),
            "zh-cn" | "zh" => Ok(Self::ZhCn),
            _ => Err("it is none of en, zh-CN".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_said_in_the_language_that_is_set() {
        assert_eq!(UiLang::En.say("scene.search"), "searched for the account");
        assert_eq!(UiLang::ZhCn.say("scene.search"), "公众号搜索");
        assert_eq!(UiLang::ZhCn.say("no.such.key"), "no.such.key");
        assert!(!UiLang::knows("no.such.key"));
    }

    #[test]
    fn a_value_is_put_in_as_it_is_and_not_read_again() {
        let text = UiLang::En.fill("status.copied", &[("text", "%{n} o6"), ("n", "28")]);
        assert_eq!(text, "Copied %{n} o6 (28)");
    }

    #[test]
    fn every_chinese_locale_gets_chinese() {
        assert_eq!(UiLang::of_locale("zh_TW.UTF-8"), UiLang::ZhCn);
        assert_eq!(UiLang::of_locale("C.UTF-8"), UiLang::En);
    }
}
