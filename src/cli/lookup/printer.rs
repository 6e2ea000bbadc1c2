//! Rows of `fanscope lookup` as they are printed: JSON lines, CSV or a table.

use std::io::{self, Write};

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Map, Value, json as value};

use crate::{
    cli::lookup::{
        Format, csv,
        row::{Row, state, status, utc},
    },
    follower::{Follower, scene::Scene},
    i18n::UiLang,
    store::row::Known,
    text::{json, pad, visible},
    wechat::error::Error,
};

/// Writes rows.
#[derive(Debug)]
pub struct Printer<'a> {
    account: &'a str,
    pub(super) lang: UiLang,
    format: Format,
    zone: TimeZone,
}

/// The columns of the table before the last, and their widths in cells.
const COLUMNS: [(&str, usize); 5] = [
    ("lookup.state", 5),
    ("lookup.openid", 28),
    ("lookup.name", 20),
    ("lookup.since", 10),
    ("lookup.came_by", 24),
];

impl<'a> Printer<'a> {
    #[must_use]
    pub fn new(account: &'a str, lang: UiLang, format: Format) -> Self {
        Self { account, lang, format, zone: TimeZone::system() }
    }

    /// What stands above the rows.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn head(&self, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Json => Ok(()),
            Format::Csv => {
                out.write_all(csv::BOM.as_bytes())?;
                out.write_all(&csv::head()?)
            }
            Format::Table => {
                let heads = COLUMNS.map(|(key, _)| self.lang.say(key).into_owned());
                line(&heads, &self.lang.say("lookup.unionid"), out)
            }
        }
    }

    /// # Errors
    /// When it cannot be written.
    pub fn row(&self, row: &Row, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Json => {
                json::write(out, &self.json_row(row))?;
                writeln!(out)
            }
            Format::Csv => out.write_all(&csv::line(self.account, row, self.lang)?),
            Format::Table => self.table(row, out),
        }
    }

    /// A row as one object.
    #[must_use]
    pub fn json_row(&self, row: &Row) -> Map<String, Value> {
        let mut line = Map::new();
        line.insert("account".into(), self.account.into());
        line.insert("openid".into(), row.openid.as_str().into());
        match &row.result {
            Ok(response) => {
                line.insert("status".into(), status(&response.follower).into());
                line.insert("follower".into(), response.object.clone().into_inner().into());
                let source = if row.kept.is_some() { "directory" } else { "api" };
                line.insert("source".into(), source.into());
                line.insert("fetched_at".into(), utc(response.fetched_at).into());
                if let Some(differs) = &row.differs {
                    line.insert("differs".into(), differs.clone().into());
                }
            }
            Err(_) if row.is_unknown() => {
                line.insert("status".into(), "unknown".into());
                line.insert("source".into(), "directory".into());
            }
            Err(error) => {
                line.insert("status".into(), "error".into());
                line.insert("error".into(), failure(error, self.lang).into());
            }
        }
        let known: Map<String, Value> =
            row.kept.iter().flat_map(|kept| kept.known.iter().rev()).map(known).collect();
        if !known.is_empty() {
            line.insert("known".into(), known.into());
        }
        line
    }

    fn table(&self, row: &Row, out: &mut impl Write) -> io::Result<()> {
        let openid = visible(&row.openid).into_owned();
        let response = match &row.result {
            Ok(response) => response,
            Err(_) if row.is_unknown() => {
                let said = self.lang.say("find.unknown");
                return writeln!(out, "{}  {}  {said}", pad("?", 5), pad(&openid, 28));
            }
            Err(error) => {
                let message = error.explain(self.lang).message;
                let openid = pad(&openid, 28);
                let mark = pad("!", 5);
                return writeln!(out, "{mark}  {openid}  {}", visible(&message));
            }
        };
        let follower = &response.follower;
        let cells = [
            state(follower).to_owned(),
            openid,
            visible(follower.name().unwrap_or_default()).into_owned(),
            self.since(follower),
            self.came_by(follower),
        ];
        line(&cells, &self.last(row, follower), out)
    }

    /// The UnionID, and in what two answers differ.
    pub(super) fn last(&self, row: &Row, follower: &Follower) -> String {
        let unionid = follower.unionid.as_ref().map(ToString::to_string).unwrap_or_default();
        let mut last = visible(&unionid).into_owned();
        if let Some(differs) = row.differs.as_deref().filter(|differs| !differs.is_empty()) {
            let keys = visible(&differs.join(", ")).into_owned();
            last.push_str("  ");
            last.push_str(&self.lang.fill("lookup.differs", &[("keys", &keys)]));
        }
        last
    }

    /// The day, where we are.
    pub(super) fn since(&self, follower: &Follower) -> String {
        let since = follower.followed_at.and_then(|at| Timestamp::from_second(at).ok());
        let since = since.map(|at| at.to_zoned(self.zone.clone()).date().to_string());
        since.unwrap_or_default()
    }

    pub(super) fn came_by(&self, follower: &Follower) -> String {
        if !follower.follows {
            return self.lang.say("lookup.not_following").into_owned();
        }
        let Some(scene) = &follower.scene else { return String::new() };
        match (scene.key(), scene) {
            (Some(key), _) => self.lang.say(key).into_owned(),
            (None, Scene::Unknown(text)) => visible(text).into_owned(),
            (None, _) => String::new(),
        }
    }
}

fn failure(error: &Error, lang: UiLang) -> Map<String, Value> {
    let explained = error.explain(lang);
    let mut object = Map::new();
    object.insert("kind".into(), explained.kind.into());
    match error {
        Error::Api(refusal) => {
            object.insert("errcode".into(), refusal.errcode.into());
            object.insert("errmsg".into(), refusal.errmsg.visible().into());
            if let Some(rid) = &refusal.rid {
                object.insert("rid".into(), rid.as_str().into());
            }
        }
        Error::Http { status, .. } => {
            object.insert("status".into(), value!(status));
        }
        Error::Malformed(_)
        | Error::Network(_)
        | Error::Body(_)
        | Error::Offline
        | Error::Cancelled
        | Error::Credentials(_) => {}
    }
    object.insert("message".into(), explained.message.into());
    object.insert("action".into(), explained.action.into());
    if !matches!(error, Error::Malformed(_)) {
        object.insert("retryable".into(), explained.retryable.into());
    }
    object
}

/// One line of the table.
fn line(cells: &[String; 5], last: &str, out: &mut impl Write) -> io::Result<()> {
    let mut line = String::new();
    for ((_, width), cell) in COLUMNS.iter().zip(cells) {
        line.push_str(&pad(cell, *width));
        line.push_str("  ");
    }
    line.push_str(last);
    writeln!(out, "{}", line.trim_end())
}

/// A value that is known from elsewhere, by its field.
fn known(known: &Known) -> (String, Value) {
    let value =
        value!({ "value": known.value, "source": known.source.text(), "at": utc(known.at) });
    (known.field.clone(), value)
}
