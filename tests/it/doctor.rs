//! `fanscope doctor`: each diagnosis against servers on loopback, folders and made terminals.

mod folders;
mod messages;
mod networks;
mod program;

use std::time::Duration;

use fanscope::{
    cli::{
        Shared,
        doctor::{
            self,
            check::{Check, State},
        },
    },
    i18n::UiLang,
    wechat::{client::Options, transport::Timeouts},
};

use crate::api::QUICK;

/// Each check's name and state.
pub fn states(checks: &[Check]) -> Vec<(String, State)> {
    checks.iter().map(|check| (check.name.to_string(), check.state)).collect()
}

/// The one check with this name.
pub fn named<'a>(checks: &'a [Check], name: &str) -> &'a Check {
    let mut found = checks.iter().filter(|check| check.name.to_string() == name);
    let check = found.next().unwrap_or_else(|| panic!("no {name} in {checks:#?}"));
    assert!(found.next().is_none(), "two {name} in {checks:#?}");
    check
}

/// Patient enough for a busy machine, where nothing hangs.
pub fn options() -> Options {
    Options { retry_policy: QUICK, ..Options::default() }
}

/// Gives up soon, where something hangs.
pub fn hasty() -> Options {
    let short = Duration::from_millis(150);
    Options { timeouts: Timeouts { connect: short, total: short }, ..options() }
}

/// The checks of what is set up by these variables alone.
pub async fn accounts(
    shared: &Shared,
    options: &Options,
    variables: &[(&str, &str)],
) -> Vec<Check> {
    let variable = |name: &str| {
        variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    };
    doctor::accounts(shared, options, &variable, UiLang::En).await
}
