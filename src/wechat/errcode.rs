//! Everything that is known of an `errcode`, one line each: `assets/errcodes.tsv`.
//!
//! No other file names a code. What is special about one is a column of the table.

use std::{collections::HashMap, sync::LazyLock};

use crate::{i18n::UiLang, wechat::error::Extent};

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    meaning: [&'static str; 2],
    action: [&'static str; 2],
    pub again: Again,
    /// How far it reaches where it is said of a call that looks people up.
    pub extent: Extent,
    /// Whether it is about the API that was called: each has a quota of its own, and an account may have
    /// the right to one and not to another.
    pub is_of_api: bool,
    pub mended_by: MendedBy,
    pub about: About,
}

/// Which token may mend it, when a call with another one was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MendedBy {
    NoToken,
    NewToken,
    /// The same one too: WeChat's machines may disagree for seconds about which one is the newest.
    AnyToken,
}

/// What a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The request: nothing that a person can mend.
    Call,
    /// One OpenID, whoever else was asked about with it.
    OpenId,
    Token,
    /// This machine's address, which `errmsg` names and which belongs on the account's whitelist.
    Whitelist,
    /// This machine's address, which somebody else must let in.
    Address,
    Quota,
    Permission,
}

/// Whether the same call may succeed later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    Never,
    /// After a pause that grows.
    Soon,
    /// When the next minute begins.
    NextMinute,
    /// When the day's or the month's count starts anew.
    NextQuota,
    /// After somebody acted, or a lock of an hour or more has ended.
    Later,
}

static TABLE: LazyLock<HashMap<i64, Row>> = LazyLock::new(|| {
    include_str!("../../assets/errcodes.tsv").lines().skip(1).filter_map(line).collect()
});

/// The line of a code. `None` for one that nobody has documented.
#[must_use]
pub fn row(errcode: i64) -> Option<&'static Row> {
    TABLE.get(&errcode)
}

impl Row {
    #[must_use]
    pub fn meaning(&self, lang: UiLang) -> &'static str {
        of(self.meaning, lang)
    }

    #[must_use]
    pub fn action(&self, lang: UiLang) -> &'static str {
        of(self.action, lang)
    }
}

fn of([en, zh_cn]: [&'static str; 2], lang: UiLang) -> &'static str {
    match lang {
        UiLang::En => en,
        UiLang::ZhCn => zh_cn,
    }
}

/// `errcode`, meaning in English and Chinese, action in English and Chinese, when to try again, how
/// far it reaches, which token may mend it, what it is about.
fn line(line: &'static str) -> Option<(i64, Row)> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [errcode, meaning_en, meaning_zh, action_en, action_zh, again, extent, token, about] =
        cells[..]
    else {
        return None;
    };
    let again = match again {
        "never" => Again::Never,
        "soon" => Again::Soon,
        "next minute" => Again::NextMinute,
        "next quota" => Again::NextQuota,
        "later" => Again::Later,
        _ => return None,
    };
    let is_of_api = extent == "api";
    let extent = match extent {
        "row" => Extent::Row,
        "api" | "account" => Extent::Account,
        "credentials" => Extent::Credentials,
        _ => return None,
    };
    let mended_by = match token {
        "no token" => MendedBy::NoToken,
        "new token" => MendedBy::NewToken,
        "any token" => MendedBy::AnyToken,
        _ => return None,
    };
    let about = match about {
        "call" => About::Call,
        "openid" => About::OpenId,
        "token" => About::Token,
        "whitelist" => About::Whitelist,
        "address" => About::Address,
        "quota" => About::Quota,
        "permission" => About::Permission,
        _ => return None,
    };
    let meaning = [meaning_en, meaning_zh];
    let action = [action_en, action_zh];
    let row = Row { meaning, action, again, extent, is_of_api, mended_by, about };
    Some((errcode.parse().ok()?, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_whole_and_stands_once() {
        let text = include_str!("../../assets/errcodes.tsv");
        for text in text.lines().skip(1) {
            let (_, row) = line(text).unwrap_or_else(|| panic!("cannot be read: {text}"));
            let cells = [row.meaning[0], row.meaning[1], row.action[0], row.action[1]];
            assert!(cells.iter().all(|cell| !cell.trim().is_empty()), "has a gap: {text}");
        }
        assert_eq!(TABLE.len(), text.lines().count() - 1, "a code stands twice");
    }
}
