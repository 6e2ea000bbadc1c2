//! `fanscope doctor`: Check terminal, configuration, accounts and network, and say what to do.
//!
//! What is found is plain data, a `Check` a line, fit to paste into a ticket: no secret, token or
//! OpenID is in it, and appids are shortened. Only `print` knows how it is shown.

pub mod account;
pub mod check;
pub mod folders;
pub mod locale;
pub mod network;
pub mod print;
pub mod setup;
pub mod terminal;

use std::time::Duration;

use futures::future::join_all;

use crate::{
    cli::{
        Exit, Shared,
        doctor::check::{Check, State},
        say,
    },
    config::{Config, Flags, paths, paths::Paths},
    i18n::UiLang,
    wechat::{client::Options, retry::RetryPolicy},
};

#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Print one JSON object, for scripts
    #[arg(long)]
    pub json: bool,
}

/// Whoever waits for a diagnosis wants to know what is now: twice, and not until the next minute.
pub const RETRY_POLICY: RetryPolicy =
    RetryPolicy { tries: 2, pause: Duration::from_millis(400), minute: Duration::from_secs(1) };

/// Run the command.
pub async fn run(args: &Args, shared: &Shared) -> Exit {
    let variable = |name: &str| std::env::var(name).ok();
    let lang = shared.ui_lang(variable);
    // The token of the state folder is not used: it would not show whether one can be had.
    let options = Options {
        is_offline: shared.offline,
        retry_policy: RETRY_POLICY,
        state: None,
        ..Options::default()
    };
    let flags = Flags { config: shared.config.clone(), api_base: shared.api_base.clone() };
    // A file that cannot be read is told below, with the accounts.
    let images = shared.images(&Config::load(&flags, variable).unwrap_or_default());
    let mut checks = terminal::checks(&terminal::probe(images, variable).await, lang);
    checks.extend(locale::checks(shared, variable, lang));
    checks.extend(accounts(shared, &options, &variable, lang).await);
    checks.extend(folders::checks(Paths::find().as_ref(), lang));
    let text = if args.json { print::json(&checks) } else { print::text(&checks, lang) };
    say::print(&text, exit(&checks), lang)
}

/// What is set up, and each account that is meant: as it stands there, and as it answers.
pub async fn accounts(
    shared: &Shared,
    options: &Options,
    variable: &dyn Fn(&str) -> Option<String>,
    lang: UiLang,
) -> Vec<Check> {
    let flags = Flags { config: shared.config.clone(), api_base: shared.api_base.clone() };
    let config = Config::load(&flags, variable);
    let mut checks = setup::checks(&config, paths::config_file(variable).as_deref(), lang);
    let Ok(config) = config else { return checks };
    checks.extend(setup::twins(&config, shared.account.as_deref(), lang));
    let (meant, said) = account::meant(&config, shared.account.as_deref(), lang);
    checks.extend(said);
    if options.is_offline {
        checks.extend(meant.iter().map(|account| account::check(account, lang)));
        checks.push(network::offline(lang));
        return checks;
    }
    // Of one that cannot be used everything is said already, and nothing is sent.
    let requested = meant.iter().map(|account| async move {
        match &account.fault {
            None => network::checks(account, options, lang).await,
            Some(_) => vec![],
        }
    });
    for (account, answered) in meant.iter().zip(join_all(requested).await) {
        checks.push(account::check(account, lang));
        checks.extend(answered);
    }
    checks
}

/// 1 when anything is wrong.
#[must_use]
pub fn exit(checks: &[Check]) -> Exit {
    let is_wrong = checks.iter().any(|check| check.state == State::Wrong);
    if is_wrong { Exit::SomeFailed } else { Exit::Done }
}
