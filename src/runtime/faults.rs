//! The one place where errors become words on the screen.

use std::path::Path;

use crate::{
    app::{action::Action, event::Fault, keymap::key_of},
    avatar,
    runtime::files,
    text, wechat,
    words::UiLang,
};

/// A failure of the API.
#[must_use]
pub fn of_api(error: &wechat::error::Error, account: &str, lang: UiLang) -> Fault {
    let words = error.words(lang);
    let short = match error {
        wechat::error::Error::Api(refusal) => {
            format!("{} {}", refusal.errcode, refusal.errmsg.short()).trim().to_owned()
        }
        _ => lang.say(&format!("short.{}", words.kind)).into_owned(),
    };
    let hint = (!words.action.is_empty()).then_some(words.action);
    let report = Some(error.report(account, jiff::Timestamp::now().as_second(), lang));
    Fault { short, text: words.message, hint, report }
}

/// A picture that cannot be shown.
#[must_use]
pub fn of_avatar(error: &avatar::Error, lang: UiLang) -> Fault {
    let text = error.text(lang);
    let hint = Some(error.hint(lang, &key_of(Action::Refresh)));
    Fault { short: text.clone(), text, hint, report: None }
}

/// A picture that is in no file, or in no viewer.
#[must_use]
pub fn of_file(error: &files::Error, lang: UiLang) -> Fault {
    let key = key_of(Action::SavePicture);
    let (name, values) = match error {
        files::Error::Exists(file) => ("exists", [("file", shown(file)), ("error", String::new())]),
        files::Error::Kind(file) => ("kind", [("file", shown(file)), ("error", String::new())]),
        files::Error::Unwritable(file, error) => {
            ("unwritable", [("file", shown(file)), ("error", error.to_string())])
        }
        files::Error::NoDesktop => ("no_desktop", [("key", key), ("error", String::new())]),
        files::Error::NoViewer(error) => {
            ("no_viewer", [("key", key), ("error", error.to_string())])
        }
    };
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let text = lang.fill(&format!("picture_file.{name}.text"), &values);
    let hint = Some(lang.fill(&format!("picture_file.{name}.hint"), &values));
    Fault { short: text.clone(), text, hint, report: None }
}

fn shown(file: &Path) -> String {
    text::visible(&file.to_string_lossy()).into_owned()
}

/// A fault of this program.
#[must_use]
pub fn of_ours(lang: UiLang) -> Fault {
    Fault {
        short: lang.say("short.broken").into_owned(),
        text: lang.say("fault.broken").into_owned(),
        hint: Some(lang.fill("fault.broken_hint", &[("key", &key_of(Action::Refresh))])),
        report: None,
    }
}
