//! `fanscope sync`: Bring all followers of an account into the directory.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    sync::Arc,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::{
    cli::{Exit, Shared, directory, say},
    config::{Account, Config, Flags, paths::Paths},
    i18n::UiLang,
    runtime::kept,
    store::Store,
    sync::{Cost, CutShort, Failed, Outcome, Step, Sync},
    text::json,
    wechat::{
        client::{Client, Options},
        error::{Error, Extent},
    },
};

const BATCHGET: &str = "/cgi-bin/user/info/batchget";
/// How often the bar is drawn while nothing comes.
const TICK: Duration = Duration::from_millis(200);

#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// All accounts of the configuration, one after the other
    #[arg(long)]
    pub all: bool,
    /// Ask again only about those who were last asked about so many days ago
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    pub max_age: u32,
    /// Only say what it would cost
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask, even if it takes more calls than the day has left
    #[arg(long)]
    pub yes: bool,
    /// How the outcome is printed; by default text on a terminal, else json
    #[arg(long, value_enum)]
    pub format: Option<SyncFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SyncFormat {
    Text,
    Json,
}

/// Run the command.
pub async fn run(args: &Args, shared: &Shared) -> Exit {
    let variable = |name: &str| std::env::var(name).ok();
    let lang = shared.ui_lang(variable);
    let flags = Flags { config: shared.config.clone(), api_base: shared.api_base.clone() };
    let config = match Config::load(&flags, variable) {
        Ok(config) => config,
        Err(error) => return say::ends(Exit::Credentials, &error.say(lang)),
    };
    for problem in config.problems(lang) {
        say::complain(&problem);
    }
    let accounts: Vec<Account> = if args.all {
        config.accounts.clone()
    } else {
        match config.account(shared.account.as_deref()) {
            Ok(account) => vec![account.clone()],
            Err(error) => return say::ends(Exit::Credentials, &error.say(lang)),
        }
    };
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stopping.cancel();
        }
    });
    let mut exit = Exit::Done;
    for account in &accounts {
        let one = one(args, shared, &config, account, lang, &stop).await;
        if one as i32 > exit as i32 {
            exit = one;
        }
        if one == Exit::Interrupted {
            break;
        }
    }
    exit
}

async fn one(
    args: &Args,
    shared: &Shared,
    config: &Config,
    account: &Account,
    lang: UiLang,
    stop: &CancellationToken,
) -> Exit {
    if account.id().is_by_token() {
        return say::ends(Exit::Usage, &lang.fill("sync.by_token", &[("name", &account.name)]));
    }
    let state = Paths::find().map(|paths| paths.state);
    let options = Options { is_offline: shared.offline, state, ..Options::default() };
    let client = match Client::new(account, &options) {
        Ok(client) => client,
        Err(error) => return failed(&Failed::Api(error), lang),
    };
    let store = if args.dry_run && !kept::path().is_some_and(|path| path.exists()) {
        Store::in_memory().ok()
    } else {
        directory::wanted(shared, config, account, lang)
    };
    let Some(store) = store else {
        return say::ends(Exit::Usage, &lang.say("sync.nowhere"));
    };
    let sync = Sync {
        client,
        store: Arc::new(store),
        account: account.id(),
        lang: shared.lang.unwrap_or_default(),
        max_age: args.max_age,
        now: Timestamp::now().as_second(),
    };
    let began = Instant::now();
    let cost = match stop.run_until_cancelled(sync.cost()).await {
        None => return Exit::Interrupted,
        Some(Ok(cost)) => cost,
        Some(Err(error)) => return failed(&error, lang),
    };
    let quota = sync.client.quota(BATCHGET).await.ok().filter(|quota| quota.daily_limit > 0);
    let rest = quota.map(|quota| usize::try_from(quota.remain).unwrap_or(usize::MAX));
    say::line(&cost_line(cost, &account.name, rest, lang));
    if args.dry_run {
        return Exit::Done;
    }
    if rest.is_some_and(|rest| cost.batches > rest) && !args.yes {
        if !io::stdin().is_terminal() {
            return say::ends(Exit::Usage, &lang.say("sync.needs_yes"));
        }
        say::prompt(&lang.say("sync.question"));
        let mut typed = String::new();
        // What cannot be read is no yes.
        let _ = io::stdin().lock().read_line(&mut typed);
        if !matches!(typed.trim(), "y" | "Y" | "yes" | "是") {
            return Exit::Done;
        }
    }
    let bar = bar(lang);
    let done = stop.run_until_cancelled(sync.run(|step| show(&bar, step, lang))).await;
    bar.finish_and_clear();
    let calls = sync.client.activity().borrow().sent;
    match done {
        None => say::ends(Exit::Interrupted, &lang.say("sync.interrupted")),
        Some(Err(error)) => {
            let exit = failed(&error, lang);
            say::complain(&lang.say("sync.goes_on"));
            exit
        }
        Some(Ok(outcome)) => {
            let summary = Summary { name: &account.name, outcome, calls, took: began.elapsed() };
            let is_text =
                args.format.map_or(io::stdout().is_terminal(), |format| format == SyncFormat::Text);
            let mut out = io::stdout().lock();
            let written = if is_text {
                writeln!(out, "{}", summary.text(lang))
            } else {
                json::write(&mut out, &summary.json()).and_then(|()| writeln!(out))
            };
            if let Some(reason) = outcome.cut_short {
                say::complain(&cut_short(reason, lang));
            }
            let exit = if outcome.refused > 0 { Exit::SomeFailed } else { Exit::Done };
            say::written(written, exit, lang)
        }
    }
}

fn failed(error: &Failed, lang: UiLang) -> Exit {
    match error {
        Failed::Store(error) => say::ends(Exit::Usage, &kept::failed(error, lang)),
        Failed::Api(error) => {
            let explained = error.explain(lang);
            let exit = match error {
                Error::Credentials(_) => Exit::Credentials,
                error if error.extent() == Extent::Row => Exit::SomeFailed,
                _ => Exit::Unreachable,
            };
            say::ends(exit, &format!("{} {}", explained.message, explained.action))
        }
    }
}

fn cost_line(cost: Cost, name: &str, rest: Option<usize>, lang: UiLang) -> String {
    let (total, pages) = (cost.total.to_string(), cost.pages.to_string());
    let batches = cost.batches.to_string();
    let values = [("name", name), ("total", &total), ("pages", &pages), ("batches", &batches)];
    let said = lang.fill("sync.cost", &values);
    match rest {
        Some(rest) => format!("{said} {}", lang.fill("sync.rest", &[("n", &rest.to_string())])),
        None => said,
    }
}

fn cut_short(reason: CutShort, lang: UiLang) -> String {
    match reason {
        CutShort::Repeats => lang.say("sync.repeats").into_owned(),
        CutShort::Ends { listed, total } => {
            let (listed, total) = (listed.to_string(), total.to_string());
            lang.fill("sync.ends", &[("listed", &listed), ("total", &total)])
        }
    }
}

fn bar(lang: UiLang) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let form = lang.say("sync.bar");
    let style =
        ProgressStyle::with_template(&form).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0).with_style(style);
    bar.enable_steady_tick(TICK);
    bar
}

fn show(bar: &ProgressBar, step: Step, lang: UiLang) {
    let (key, done, of) = match step {
        Step::Listing { listed, total } => ("sync.listing", listed, total),
        Step::Requesting { requested, due } => ("sync.requesting", requested, due),
    };
    bar.set_message(lang.say(key).into_owned());
    bar.set_length(u64::try_from(of).unwrap_or(u64::MAX));
    bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
}

struct Summary<'a> {
    name: &'a str,
    outcome: Outcome,
    calls: u64,
    took: Duration,
}

impl Summary<'_> {
    fn text(&self, lang: UiLang) -> String {
        let Outcome { list, put, requested, refused, .. } = self.outcome;
        let left = list.left.map_or_else(|| "?".to_owned(), |left| left.to_string());
        let numbers = [
            ("listed", list.listed.to_string()),
            ("requested", requested.to_string()),
            ("new", list.new.to_string()),
            ("changed", put.changed.to_string()),
            ("left", left),
            ("refused", refused.to_string()),
            ("calls", self.calls.to_string()),
            ("seconds", format!("{:.1}", self.took.as_secs_f64())),
        ];
        let mut values = vec![("name", self.name)];
        values.extend(numbers.iter().map(|(name, value)| (*name, value.as_str())));
        lang.fill("sync.done", &values)
    }

    fn json(&self) -> Value {
        let Outcome { list, put, requested, refused, cut_short } = self.outcome;
        json!({
            "account": self.name,
            "listed": list.listed,
            "asked": requested,
            "new": list.new,
            "changed": put.changed,
            "left": list.left,
            "unchanged": put.unchanged,
            "refused": refused,
            "whole": cut_short.is_none(),
            "calls": self.calls,
            "seconds": (self.took.as_secs_f64() * 10.0).round() / 10.0,
        })
    }
}
