//! Rows as CSV that opens right in Excel and WPS.
//!
//! A byte order mark, or Chinese is read as another encoding; no cell that would be run as a formula;
//! no id that would be read as a number and lose its digits.

use std::io;

use csv::WriterBuilder;
use serde_json::Value;

use crate::{
    cli::lookup::row::{Row, status, utc},
    i18n::UiLang,
};

/// What a file must start with for Excel to read it as UTF-8.
pub const BOM: &str = "\u{feff}";
/// Keys of the API that have a column, named as the API names them.
const KEYS: [&str; 16] = [
    "nickname",
    "remark",
    "sex",
    "language",
    "country",
    "province",
    "city",
    "subscribe_time",
    "unionid",
    "groupid",
    "tagid_list",
    "subscribe_scene",
    "qr_scene",
    "qr_scene_str",
    "headimgurl",
    "subscribe",
];

/// The names of the columns.
///
/// # Errors
/// When they cannot be written.
pub fn head() -> io::Result<Vec<u8>> {
    let before = ["account", "openid", "status"];
    let after = ["error_kind", "errcode", "error", "source", "fetched_at", "differs"];
    record(before.into_iter().chain(KEYS).chain(after).map(ToOwned::to_owned))
}

/// One row.
///
/// # Errors
/// When it cannot be written.
pub fn line(account: &str, row: &Row, lang: UiLang) -> io::Result<Vec<u8>> {
    let mut cells = vec![account.to_owned(), row.openid.clone()];
    match &row.result {
        Ok(response) => {
            cells.push(status(&response.follower).to_owned());
            cells.extend(KEYS.iter().map(|key| cell(response.object.get(*key))));
            cells.extend([String::new(), String::new(), String::new(), "api".to_owned()]);
            cells.push(utc(response.fetched_at));
            cells.push(row.differs.iter().flatten().cloned().collect::<Vec<_>>().join(";"));
        }
        Err(error) => {
            let errcode = match error {
                crate::wechat::error::Error::Api(refusal) => refusal.errcode.to_string(),
                _ => String::new(),
            };
            cells.push("error".to_owned());
            cells.extend(KEYS.iter().map(|_| String::new()));
            cells.extend([error.kind().to_owned(), errcode, error.explain(lang).message]);
            cells.extend([String::new(), String::new(), String::new()]);
        }
    }
    record(cells.into_iter().map(|text| defused(&text)))
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        // With commas between them, tag ids would be read as one number.
        Some(Value::Array(list)) => {
            list.iter().map(|item| cell(Some(item))).collect::<Vec<_>>().join(";")
        }
        Some(other) => other.to_string(),
    }
}

/// A text as it is, with `'` before one that a spreadsheet would run or round.
fn defused(text: &str) -> String {
    const STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    // Fifteen digits are what a spreadsheet keeps of a number.
    let is_number = text.parse::<f64>().is_ok();
    let is_long_number = text.len() > 15 && is_number;
    let is_small_negative = text.len() <= 15 && is_number;
    if is_long_number || (text.starts_with(STARTS) && !is_small_negative) {
        return format!("'{text}");
    }
    text.to_owned()
}

fn record(cells: impl Iterator<Item = String>) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    writer.write_record(cells)?;
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_or_round_is_text() {
        for text in [
            "=1+1",
            "+1 call",
            "-cmd|x",
            "@SUM(A1)",
            "\tx",
            "＝1",
            "12345678901234567890",
            "-1234567890123456",
        ] {
            assert_eq!(defused(text), format!("'{text}"));
        }
        for text in ["", "o6_bm", "王芳", "128;2", "-5", "1382694957", "a=b"] {
            assert_eq!(defused(text), text);
        }
    }
}
