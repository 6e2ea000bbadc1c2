//! A row of the table in two lines, short enough for an avatar beside them.

use crate::{
    cli::lookup::{
        printer::Printer,
        row::{Row, state},
    },
    i18n::UiLang,
    text::{pad, visible},
};

/// The columns of the first line behind the state, and their widths in cells.
const UPPER: [(&str, usize); 3] =
    [("lookup.openid", 28), ("lookup.name", 20), ("lookup.since", 10)];
/// Those of the second, each below one of the first. The last may be longer.
const LOWER: [(&str, usize); 3] =
    [("lookup.came_by", 28), ("field.remark", 20), ("lookup.unionid", 28)];
/// Where they begin: behind the state, which is one sign.
const INDENT: &str = "  ";

/// What stands above the rows.
#[must_use]
pub fn head(lang: UiLang) -> [String; 2] {
    let say = |columns: [(&str, usize); 3]| columns.map(|(key, _)| lang.say(key).into_owned());
    [below(&line(UPPER, &say(UPPER))), below(&line(LOWER, &say(LOWER)))]
}

/// A row. Of one that failed: what happened, and what to do.
#[must_use]
pub fn row(printer: &Printer, row: &Row) -> [String; 2] {
    let openid = visible(&row.openid).into_owned();
    let follower = match &row.result {
        Ok(response) => &response.follower,
        Err(error) => {
            let explained = error.explain(printer.lang);
            let what = format!("! {}  {}", pad(&openid, 28), visible(&explained.message));
            return [what, below(&visible(&explained.action))];
        }
    };
    let name = visible(follower.name().unwrap_or_default()).into_owned();
    // Where there is no nickname, the remark is the name already.
    let remark = follower.remark.as_deref().filter(|_| follower.nickname.is_some());
    let remark = visible(remark.unwrap_or_default()).into_owned();
    let upper = line(UPPER, &[openid, name, printer.since(follower)]);
    let lower = line(LOWER, &[printer.came_by(follower), remark, printer.last(row, follower)]);
    [format!("{} {upper}", state(follower)), below(&lower)]
}

/// A line that says more about the one above.
#[must_use]
pub fn below(text: &str) -> String {
    format!("{INDENT}{text}")
}

/// The last column is as long as it is, at least as its width.
fn line(columns: [(&str, usize); 3], [first, second, third]: &[String; 3]) -> String {
    let [(_, one), (_, two), (_, three)] = columns;
    format!("{}  {}  {third:<three$}", pad(first, one), pad(second, two))
}
