//! What changed about a follower, in words.

use std::{collections::HashMap, hash::BuildHasher};

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    i18n::UiLang,
    store::history::{Event, What},
    text,
};

/// One change in one line: between which two looks it happened, and what it was.
#[must_use]
pub fn line<S: BuildHasher>(
    event: &Event,
    tags: &HashMap<i64, String, S>,
    zone: &TimeZone,
    lang: UiLang,
) -> String {
    let seen = day(event.seen_at, zone);
    let when = match event.seen_before.map(|before| day(before, zone)) {
        Some(before) if before != seen => {
            lang.fill("history.between", &[("from", &before), ("to", &seen)])
        }
        _ => seen,
    };
    let value = |value: &Option<String>| match value {
        Some(value) => format!("“{}”", text::visible(value)),
        None => lang.say("history.none").into_owned(),
    };
    let (from, to) = (value(&event.before), value(&event.after));
    let values = [("from", from.as_str()), ("to", &to)];
    let what = match event.what {
        What::Followed => lang.say("history.followed").into_owned(),
        What::Unfollowed => lang.say("history.unfollowed").into_owned(),
        What::Nickname => lang.fill("history.nickname", &values),
        What::Remark => lang.fill("history.remark", &values),
        What::Avatar => lang.say("history.avatar").into_owned(),
        What::UnionId => lang.fill("history.unionid", &values),
        What::Tags => tagged(event, tags, lang),
    };
    format!("{when}  {what}")
}

/// Which tags came and which went.
fn tagged<S: BuildHasher>(event: &Event, names: &HashMap<i64, String, S>, lang: UiLang) -> String {
    let numbers = |list: &Option<String>| -> Vec<i64> {
        let list = list.as_deref().unwrap_or_default();
        let inner = list.trim_start_matches('[').trim_end_matches(']');
        inner.split(',').filter_map(|number| number.parse().ok()).collect()
    };
    let (before, after) = (numbers(&event.before), numbers(&event.after));
    let name = |tag: &i64| names.get(tag).cloned().unwrap_or_else(|| format!("#{tag}"));
    let change = |key: &str, tags: Vec<&i64>| {
        let names: Vec<String> = tags.into_iter().map(name).collect();
        let names = text::visible(&names.join(", ")).into_owned();
        (!names.is_empty()).then(|| lang.fill(key, &[("tags", &names)]))
    };
    let came = after.iter().filter(|tag| !before.contains(tag)).collect();
    let went = before.iter().filter(|tag| !after.contains(tag)).collect();
    let changes = [change("history.tags_added", came), change("history.tags_removed", went)];
    changes.into_iter().flatten().collect::<Vec<_>>().join(&lang.say("verdict.comma"))
}

fn day(at: i64, zone: &TimeZone) -> String {
    let moment = Timestamp::from_second(at).map(|at| at.to_zoned(zone.clone()));
    moment.map(|moment| moment.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn said(what: What, before: Option<&str>, after: Option<&str>, from: i64, to: i64) -> String {
        let event = Event {
            what,
            before: before.map(ToOwned::to_owned),
            after: after.map(ToOwned::to_owned),
            seen_before: Some(from),
            seen_at: to,
        };
        let tags = HashMap::from([(100, "VIP".to_owned()), (128, "投诉".to_owned())]);
        line(&event, &tags, &TimeZone::UTC, UiLang::En)
    }

    #[test]
    fn a_change_is_told_with_the_two_days_between_which_it_was() {
        for (line, wanted) in [
            (
                said(What::Unfollowed, None, None, 0, 6 * DAY),
                "between 1970-01-01 and 1970-01-07  unfollowed",
            ),
            (said(What::Followed, None, None, 0, 60), "1970-01-01  followed again"),
            (said(What::Remark, Some("old"), None, 0, 60), "1970-01-01  remark: “old” → none"),
            (
                said(What::Nickname, None, Some("a\u{1b}b"), 0, 60),
                "1970-01-01  nickname: none → “a‹ESC›b”",
            ),
            (
                said(What::Tags, Some("[100,7]"), Some("[100,128]"), 0, 60),
                "1970-01-01  tags added: 投诉, tags removed: #7",
            ),
        ] {
            assert_eq!(line, wanted);
        }
    }
}
