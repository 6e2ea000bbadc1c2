//! Texts that are opened over the panes: the raw response, a failure in full, what was said so far.

use crate::{
    app::{
        effect::{Effect, Job, Slot, Ticket},
        fault::Fault,
        model::{
            Model,
            load::Load,
            mode::Mode,
            sheet::{Kind, Sheet},
        },
        response::Response,
        update::effects::{refuse, run, say, tell},
    },
    i18n::UiLang,
};

pub(super) fn raw(model: &mut Model) -> Vec<Effect> {
    let Some(response) = model.response().cloned() else {
        return refuse(model, "status.no_response");
    };
    let title = model.ui_lang.fill("sheet.raw", &[("openid", response.follower.openid.as_str())]);
    let value = serde_json::from_str::<serde_json::Value>(&response.raw);
    let text = value.and_then(|value| serde_json::to_string_pretty(&value));
    let text = text.unwrap_or_else(|_| response.raw.clone());
    let lines = text.lines().map(ToOwned::to_owned).collect();
    open(model, Sheet::new(Kind::Raw, title, lines))
}

/// All that is known of the failure of the selected one, of the account, or of the list.
pub(super) fn fault(model: &mut Model) -> Vec<Effect> {
    let row = model.current().and_then(|(_, row)| row).and_then(Load::fault);
    let account = model.account();
    let fault = row.or(account.halted.as_ref()).or(account.pages.page.fault());
    let Some(fault) = fault.or(model.avatar_load().and_then(Load::fault)).cloned() else {
        return tell(model, "status.no_fault");
    };
    let advice = fault.advice();
    let text = [fault.message].into_iter().chain(advice).collect();
    let lines = match fault.report {
        Some(report) => report.lines().map(ToOwned::to_owned).collect(),
        None => text,
    };
    let title = model.ui_lang.say("sheet.fault").into_owned();
    open(model, Sheet::new(Kind::Fault, title, lines))
}

pub(super) fn notices(model: &mut Model) -> Vec<Effect> {
    if model.notices.is_empty() {
        return tell(model, "status.no_notices");
    }
    let lines = model.notices.iter().rev().map(|notice| {
        let mark = if notice.is_fault { "!" } else { " " };
        match notice.times {
            1 => format!("{mark} {}", notice.text),
            times => format!("{mark} {} (×{times})", notice.text),
        }
    });
    let lines = lines.collect();
    let title = model.ui_lang.say("sheet.notices").into_owned();
    open(model, Sheet::new(Kind::Notices, title, lines))
}

/// Ask what changed about the selected one.
pub(super) fn history(model: &mut Model) -> Vec<Effect> {
    let account = model.account();
    let Some(openid) = account.list.current().cloned() else {
        return refuse(model, "status.nothing_selected");
    };
    let account = account.id().clone();
    let ticket = model.ticket(Slot::History);
    model.history.start((), ticket.clone());
    vec![run(ticket, Job::History { account, openid })]
}

pub(super) fn changed(
    model: &mut Model,
    ticket: &Ticket,
    result: Result<Vec<String>, Fault>,
) -> Vec<Effect> {
    let (settled, lines) = match result {
        Ok(lines) => (Ok(()), lines),
        Err(fault) => (Err(fault), vec![]),
    };
    let fault = settled.as_ref().err().cloned();
    if !model.history.settle(ticket, settled) {
        return vec![];
    }
    if let Some(fault) = fault {
        model.warn(&fault);
        return vec![];
    }
    if lines.is_empty() {
        return tell(model, "history.nothing");
    }
    // Over what was opened or is typed meanwhile nothing is opened.
    if model.mode != Mode::Browse {
        return vec![];
    }
    let title = model.ui_lang.say("history.title").into_owned();
    open(model, Sheet::new(Kind::History, title, lines))
}

/// Where a single call answers otherwise than what is shown. Batches were seen to differ.
pub(super) fn verified(model: &mut Model, shown: &Response, single: &Response) -> Vec<Effect> {
    let lines = differences(model.ui_lang, &shown.raw, &single.raw);
    if lines.is_empty() {
        let said = model.ui_lang.say("status.verified").into_owned();
        return vec![say(model, said)];
    }
    let title = model.ui_lang.say("sheet.verified").into_owned();
    open(model, Sheet::new(Kind::Verified, title, lines))
}

fn open(model: &mut Model, sheet: Sheet) -> Vec<Effect> {
    model.mode = Mode::Sheet(sheet);
    vec![]
}

/// A line for each key whose values differ.
fn differences(ui_lang: UiLang, shown: &str, single: &str) -> Vec<String> {
    type Object = serde_json::Map<String, serde_json::Value>;
    let read = |text: &str| serde_json::from_str::<Object>(text).unwrap_or_default();
    let (shown, single) = (read(shown), read(single));
    let mut keys: Vec<&String> = shown.keys().collect();
    keys.extend(single.keys().filter(|key| !shown.contains_key(*key)));
    let absent = ui_lang.say("verified.absent");
    let value = |object: &Object, key: &str| {
        object.get(key).map_or_else(|| absent.clone().into_owned(), ToString::to_string)
    };
    keys.into_iter()
        .filter(|key| shown.get(*key) != single.get(*key))
        .map(|key| {
            let (before, after) = (value(&shown, key), value(&single, key));
            ui_lang.fill("verified.line", &[("key", key), ("before", &before), ("after", &after)])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_differ_or_are_missing_are_named_with_both_values() {
        let shown = r#"{"subscribe":0,"openid":"o","tagid_list":[1]}"#;
        let single = r#"{"subscribe":1,"openid":"o","unionid":"u","tagid_list":[1]}"#;
        assert_eq!(
            differences(UiLang::En, shown, single),
            [
                "subscribe: 0 before, 1 by a single call",
                "unionid: nothing before, \"u\" by a single call"
            ]
        );
    }
}
