//! The one place where errors become faults with words for the screen.

use std::path::Path;

use crate::{
    app::{
        action::Action,
        fault::{Extent, Fault, Kind},
    },
    avatar,
    i18n::UiLang,
    runtime::files,
    runtime::kept,
    store::error::Error as StoreError,
    text, wechat,
};

/// Stands in an advice for the key of its action, which is written when it is drawn.
const KEY: &str = "%{key}";

/// A failure of the API.
#[must_use]
pub fn of_api(error: &wechat::error::Error, account: &str, lang: UiLang) -> Fault {
    use wechat::error::{Error, Extent as Reach};
    let explained = error.explain(lang);
    let short = match error {
        Error::Api(refusal) => {
            format!("{} {}", refusal.errcode, refusal.errmsg.short()).trim().to_owned()
        }
        _ => lang.say(&format!("short.{}", explained.kind)).into_owned(),
    };
    let kind = match error {
        Error::Malformed(_) => Kind::MalformedOpenId,
        Error::Api(_) => Kind::Api,
        Error::Network(_) => Kind::Network,
        Error::Http { .. } => Kind::Http,
        Error::Body(_) => Kind::Body,
        Error::Offline => Kind::Offline,
        Error::Cancelled => Kind::Cancelled,
        Error::Credentials(_) => Kind::Credentials,
    };
    let extent = match (error, error.extent()) {
        (Error::Offline, _) => Extent::Everything,
        (_, Reach::Row) => Extent::Row,
        (_, Reach::Account | Reach::Credentials) => Extent::Account,
    };
    Fault {
        kind,
        extent,
        is_retryable: explained.retryable,
        short,
        message: explained.message,
        advice: (!explained.action.is_empty()).then_some(explained.action),
        hint: Some(Action::Refresh),
        report: Some(error.report(account, jiff::Timestamp::now().as_second(), lang)),
    }
}

/// An avatar that cannot be shown.
#[must_use]
pub fn of_avatar(error: &avatar::Error, lang: UiLang) -> Fault {
    let advice = error.hint(lang, KEY);
    Fault {
        is_retryable: error.may_pass(),
        ..simple(Kind::Avatar, error.text(lang), advice, Action::Refresh)
    }
}

/// An avatar that is in no file, or in no viewer.
#[must_use]
pub fn of_file(error: &files::Error, lang: UiLang) -> Fault {
    let (name, file, reason) = match error {
        files::Error::Exists(file) => ("exists", shown(file), String::new()),
        files::Error::Kind(file) => ("kind", shown(file), String::new()),
        files::Error::Unwritable(file, error) => ("unwritable", shown(file), error.to_string()),
        files::Error::NoDesktop => ("no_desktop", String::new(), String::new()),
        files::Error::NoViewer(error) => ("no_viewer", String::new(), error.to_string()),
    };
    let values = [("file", file.as_str()), ("error", reason.as_str()), ("key", KEY)];
    let message = lang.fill(&format!("avatar_file.{name}.text"), &values);
    let advice = lang.fill(&format!("avatar_file.{name}.hint"), &values);
    simple(Kind::File, message, advice, Action::SaveAvatar)
}

fn shown(file: &Path) -> String {
    text::visible(&file.to_string_lossy()).into_owned()
}

/// A fault of this program.
#[must_use]
pub fn of_ours(lang: UiLang) -> Fault {
    let message = lang.say("fault.broken").into_owned();
    Fault {
        is_retryable: true,
        short: lang.say("short.broken").into_owned(),
        advice: None,
        ..simple(Kind::Broken, message, String::new(), Action::Refresh)
    }
}

/// A directory that cannot be read or written.
#[must_use]
pub fn of_store(error: &StoreError, lang: UiLang) -> Fault {
    simple(Kind::File, kept::failed(error, lang), String::new(), Action::Refresh)
}

/// A fault of one thing, of which no more is known than its words.
fn simple(kind: Kind, message: String, advice: String, hint: Action) -> Fault {
    Fault {
        kind,
        extent: Extent::Row,
        is_retryable: false,
        short: message.clone(),
        message,
        advice: Some(advice),
        hint: Some(hint),
        report: None,
    }
}
