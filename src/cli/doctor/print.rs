//! The checks as lines for people, and as one object for scripts.

use serde_json::{Value, json};

use crate::{
    cli::doctor::check::{Check, State},
    i18n::UiLang,
    text::{json::line, pad, visible, width},
};

/// A line a check, and below it what to do. Lines are not wrapped, so that commands can be copied.
#[must_use]
pub fn text(checks: &[Check], lang: UiLang) -> String {
    let word = |state: State| lang.say(&format!("doctor.state_{}", state.as_str())).into_owned();
    let name = |check: &Check| visible(&check.name.say(lang)).into_owned();
    let states = [State::Ok, State::Warning, State::Wrong];
    let state_width = states.iter().map(|state| width(&word(*state))).max().unwrap_or(0);
    let name_width = checks.iter().map(|check| width(&name(check))).max().unwrap_or(0);
    let indent = " ".repeat(2 + state_width + 2 + name_width + 2);
    let mut lines = vec![];
    for check in checks {
        let state = pad(&word(check.state), state_width);
        let name = pad(&name(check), name_width);
        let glyph = check.state.glyph();
        lines.push(format!("{glyph} {state}  {name}  {}", visible(&check.found)));
        if !check.action.is_empty() {
            lines.push(format!("{indent}→ {}", visible(&check.action)));
        }
    }
    let count = |state| checks.iter().filter(|check| check.state == state).count().to_string();
    let [ok, warnings, wrong] = states.map(count);
    let values = [("ok", &*ok), ("warnings", &*warnings), ("wrong", &*wrong)];
    format!("{}\n\n{}\n", lines.join("\n"), lang.fill("doctor.sum", &values))
}

/// One object in one line. What a server or a terminal said is made visible here too.
#[must_use]
pub fn json(checks: &[Check]) -> String {
    let object = |check: &Check| {
        json!({
            "name": visible(&check.name.to_string()),
            "state": check.state.as_str(),
            "found": visible(&check.found),
            "action": visible(&check.action),
        })
    };
    let checks: Vec<Value> = checks.iter().map(object).collect();
    format!("{}\n", line(&json!({ "checks": checks })))
}
