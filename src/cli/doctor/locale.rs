//! Whether Chinese names can be shown here, and in which language we speak.

use crate::{
    cli::{
        Shared,
        doctor::check::{Check, State, What},
    },
    i18n::UiLang,
};

/// The locale, as the environment has it, and our own language.
#[must_use]
pub fn checks(
    shared: &Shared,
    variable: impl Fn(&str) -> Option<String>,
    lang: UiLang,
) -> Vec<Check> {
    let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set);
    vec![encoding(locale.as_deref(), lang), ours(shared, lang)]
}

fn encoding(locale: Option<&str>, lang: UiLang) -> Check {
    let Some(locale) = locale else {
        return Check::said(What::Locale, State::Warning, "no_locale", &[], lang);
    };
    let plain = locale.to_ascii_lowercase().replace('-', "");
    let values = [("locale", locale)];
    if plain.contains("utf8") {
        Check::said(What::Locale, State::Ok, "locale", &values, lang)
    } else {
        Check::said(What::Locale, State::Warning, "locale_not_utf8", &values, lang)
    }
}

fn ours(shared: &Shared, lang: UiLang) -> Check {
    let key =
        if shared.ui_lang.is_some() { "ui_language_by_flag" } else { "ui_language_by_locale" };
    Check::said(What::UiLang, State::Ok, key, &[("lang", lang.as_str())], lang)
}
