//! What became of a pasted text: kept, duplicate, malformed by line, in words.

use std::collections::BTreeSet;

use crate::{
    app::{
        action::Action,
        keymap::key_of,
        model::sheet::{Kind, Sheet},
    },
    follower::{
        find::{Found, What, beginning},
        openid::{Doubt, Malformed, Trimmed},
    },
    i18n::UiLang,
    query::filter::Problem,
    text,
};

/// More of a malformed text than this says no more.
const SAMPLE: usize = 48;
/// As many beginnings of ids as are named.
const BEGINNINGS: usize = 3;

/// That there is no OpenID in what was given, and how many lines were read for it.
#[must_use]
pub fn nothing(ui_lang: UiLang, lines: usize) -> String {
    match lines {
        0 => ui_lang.say("tables.empty").into_owned(),
        1 => ui_lang.say("tables.nothing_one").into_owned(),
        _ => ui_lang.fill("tables.nothing", &[("lines", &lines.to_string())]),
    }
}

/// The verdict in one line. `there` is how many of the kept ones the list had already.
#[must_use]
pub fn summary(ui_lang: UiLang, found: &Found, there: usize) -> String {
    let kept = found.kept().count() - there;
    let counts = [
        (kept, "verdict.added"),
        (found.duplicates() + there, "verdict.duplicates"),
        (found.malformed().count(), "verdict.malformed"),
        (found.other_columns().count(), "verdict.other_columns"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .enumerate()
        .filter(|(position, (n, _))| *n > 0 || *position == 0)
        .map(|(_, (n, key))| ui_lang.fill(key, &[("n", &n.to_string())]))
        .collect();
    parts.join(&ui_lang.say("verdict.between"))
}

/// That ids of other columns are not asked about, how many there are, and how they begin.
#[must_use]
pub fn other_columns(ui_lang: UiLang, number: usize, beginnings: &BTreeSet<String>) -> String {
    let start = |beginning: &String| format!("{beginning}…");
    let starts: Vec<String> = beginnings.iter().take(BEGINNINGS).map(start).collect();
    let starts = starts.join(&ui_lang.say("verdict.comma"));
    ui_lang.fill("verdict.other_columns_line", &[("n", &number.to_string()), ("starts", &starts)])
}

/// The lines that need a look: other columns, malformed ones, doubtful ones, and what was trimmed.
#[must_use]
pub fn lines(ui_lang: UiLang, found: &Found) -> Vec<String> {
    let beginnings: BTreeSet<String> =
        found.other_columns().map(|id| beginning(id.as_str()).to_owned()).collect();
    let mut lines = vec![];
    if !beginnings.is_empty() {
        lines.push(other_columns(ui_lang, found.other_columns().count(), &beginnings));
    }
    for item in &found.items {
        let line = item.line.to_string();
        match &item.what {
            What::Malformed { text, reason } => {
                let sample = text::cut(text, SAMPLE);
                let reason = malformed(ui_lang, *reason);
                lines.push(ui_lang.fill(
                    "verdict.malformed_line",
                    &[("line", &line), ("text", &sample), ("why", &reason)],
                ));
            }
            What::Kept { openid, doubt: Some(doubt), .. } => {
                let reason = self::doubt(ui_lang, *doubt);
                let openid = openid.as_str();
                lines.push(ui_lang.fill(
                    "verdict.doubt_line",
                    &[("line", &line), ("text", openid), ("why", &reason)],
                ));
            }
            What::Kept { openid, trimmed, doubt: None } if worth_telling(trimmed) => {
                let what: Vec<String> = trimmed
                    .iter()
                    .map(|what| ui_lang.say(trimmed_key(*what)).into_owned())
                    .collect();
                let what = what.join(&ui_lang.say("verdict.comma"));
                lines.push(ui_lang.fill(
                    "verdict.trimmed_line",
                    &[("line", &line), ("text", openid.as_str()), ("what", &what)],
                ));
            }
            What::Kept { .. } | What::Duplicate(_) | What::OtherColumn(_) => {}
        }
    }
    lines
}

/// The whole verdict, when it has something that the person must see before going on.
#[must_use]
pub fn sheet(ui_lang: UiLang, found: &Found, there: usize) -> Option<Sheet> {
    if !is_worrying(found) {
        return None;
    }
    let mut all = vec![summary(ui_lang, found, there), String::new()];
    all.extend(lines(ui_lang, found));
    let close = ui_lang.fill("sheet.close", &[("key", &key_of(Action::Back))]);
    all.extend([String::new(), close]);
    Some(Sheet::new(Kind::Verdict, ui_lang.say("sheet.verdict").into_owned(), all))
}

fn is_worrying(found: &Found) -> bool {
    found.items.iter().any(|item| match &item.what {
        What::Malformed { .. } | What::OtherColumn(_) => true,
        What::Kept { doubt, .. } => doubt.is_some(),
        What::Duplicate(_) => false,
    })
}

/// What of a filter means nothing.
#[must_use]
pub fn mistaken(ui_lang: UiLang, problem: &Problem) -> String {
    match problem {
        Problem::Is(text) => ui_lang.fill("filter.no_state", &[("text", text)]),
        Problem::Since(text) => ui_lang.fill("filter.no_date", &[("text", text)]),
    }
}

/// Why a text is no OpenID.
#[must_use]
pub fn malformed(ui_lang: UiLang, reason: Malformed) -> String {
    match reason {
        Malformed::Empty => ui_lang.say("verdict.empty").into_owned(),
        Malformed::Length(n) => ui_lang.fill("verdict.length", &[("n", &n.to_string())]),
        Malformed::Character(c) => {
            let shown = c.to_string();
            let shown = text::visible(&shown);
            ui_lang.fill("verdict.character", &[("c", &shown)])
        }
    }
}

fn doubt(ui_lang: UiLang, doubt: Doubt) -> String {
    match doubt {
        Doubt::Length(n) => ui_lang.fill("verdict.unusual_length", &[("n", &n.to_string())]),
        Doubt::FirstLetter(c) => ui_lang.fill("verdict.unusual_letter", &[("c", &c.to_string())]),
    }
}

/// White space and what stands between the items of a list is not worth a line.
fn worth_telling(trimmed: &[Trimmed]) -> bool {
    trimmed.iter().any(|what| matches!(what, Trimmed::FullWidth | Trimmed::ZeroWidth))
}

fn trimmed_key(what: Trimmed) -> &'static str {
    match what {
        Trimmed::Spaces => "verdict.spaces",
        Trimmed::Quotes => "verdict.quotes",
        Trimmed::Brackets => "verdict.brackets",
        Trimmed::Commas => "verdict.commas",
        Trimmed::LineEnd => "verdict.line_end",
        Trimmed::FullWidth => "verdict.full_width",
        Trimmed::ZeroWidth => "verdict.zero_width",
    }
}
