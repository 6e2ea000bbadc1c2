//! `fanscope person`: Print one person as all accounts know them.

use std::{
    collections::HashSet,
    io::{self, IsTerminal, Write},
};

use serde_json::{Map, Value, json};

use crate::{
    cli::{
        Exit, Shared, directory,
        lookup::{Format, printer::Printer, row::utc},
        say,
    },
    config::{Account, Config, Flags},
    follower::{openid::OpenId, unionid::UnionId},
    i18n::UiLang,
    runtime::kept,
    store::{Store, error::Error, row::Stored},
    text::{json, visible},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A UnionID, or an OpenID of any account
    #[arg(value_name = "UNIONID|OPENID")]
    pub id: String,
    /// How it is printed; by default text on a terminal, else json
    #[arg(long, value_enum)]
    pub format: Option<PersonFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum PersonFormat {
    Text,
    Json,
}

/// Run the command.
#[must_use]
pub fn run(args: &Args, shared: &Shared) -> Exit {
    let variable = |name: &str| std::env::var(name).ok();
    let lang = shared.ui_lang(variable);
    let flags = Flags { config: shared.config.clone(), api_base: shared.api_base.clone() };
    let config = match Config::load(&flags, variable) {
        Ok(config) => config,
        Err(error) => return say::ends(Exit::Credentials, &error.say(lang)),
    };
    let store = match directory::to_read(lang) {
        Ok(store) => store,
        Err(said) => return say::ends(Exit::SomeFailed, &said),
    };
    match person(&store, &config, args.id.trim()) {
        Ok(Some(found)) => {
            let is_terminal = io::stdout().is_terminal();
            let by_default = if is_terminal { PersonFormat::Text } else { PersonFormat::Json };
            let written = match args.format.unwrap_or(by_default) {
                PersonFormat::Text => text(found, lang, &mut io::stdout().lock()),
                PersonFormat::Json => written_json(&found, &mut io::stdout().lock()),
            };
            say::written(written, Exit::Done, lang)
        }
        Ok(None) => {
            let said = lang.fill("person.nobody", &[("id", args.id.trim())]);
            say::ends(Exit::SomeFailed, &said)
        }
        Err(error) => say::ends(Exit::Unreachable, &kept::failed(&error, lang)),
    }
}

/// One person: who they are in which account. Accounts without an open platform know only their own OpenIDs.
struct Found<'a> {
    open_platform: Option<&'a str>,
    unionid: Option<String>,
    rows: Vec<(&'a Account, Stored)>,
}

/// Who this is. An OpenID is sought in all accounts, and belongs to one.
fn person<'a>(store: &Store, config: &'a Config, id: &str) -> Result<Option<Found<'a>>, Error> {
    let openid = OpenId::received(id);
    for account in &config.accounts {
        let Some(openid) = &openid else { break };
        if let Some(stored) = store.get(&account.id(), openid)? {
            let unionid = stored.said.as_ref().and_then(|said| said.unionid.clone());
            let platform = account.open_platform.as_deref();
            let rows = match unionid.as_deref().and_then(UnionId::new).zip(platform) {
                Some((unionid, platform)) => of_platform(store, config, platform, &unionid)?,
                None => vec![(account, stored)],
            };
            return Ok(Some(Found { open_platform: platform, unionid, rows }));
        }
    }
    let Some(unionid) = UnionId::new(id) else { return Ok(None) };
    let mut platforms: Vec<&str> =
        config.accounts.iter().filter_map(|account| account.open_platform.as_deref()).collect();
    platforms.dedup();
    for platform in platforms {
        let rows = of_platform(store, config, platform, &unionid)?;
        if !rows.is_empty() {
            let unionid = Some(unionid.as_str().to_owned());
            return Ok(Some(Found { open_platform: Some(platform), unionid, rows }));
        }
    }
    // An account without an open platform knows its own UnionIDs all the same.
    for account in &config.accounts {
        let rows = store.person(&[account.id()], &unionid)?;
        if !rows.is_empty() {
            let unionid = Some(unionid.as_str().to_owned());
            let rows = rows.into_iter().map(|(_, stored)| (account, stored)).collect();
            return Ok(Some(Found { open_platform: None, unionid, rows }));
        }
    }
    Ok(None)
}

/// Everybody with this `UnionID` in the accounts of one open platform, in the order of the configuration.
fn of_platform<'a>(
    store: &Store,
    config: &'a Config,
    platform: &str,
    unionid: &UnionId,
) -> Result<Vec<(&'a Account, Stored)>, Error> {
    let mut seen = HashSet::new();
    let shares = |account: &&Account| account.open_platform.as_deref() == Some(platform);
    let accounts = config.accounts.iter().filter(shares);
    // The same appid under two names is one account.
    let accounts: Vec<&Account> = accounts.filter(|account| seen.insert(account.id())).collect();
    let ids: Vec<_> = accounts.iter().map(|account| account.id()).collect();
    let rows = store.person(&ids, unionid)?.into_iter().filter_map(|(id, stored)| {
        accounts.iter().find(|account| account.id() == id).map(|account| (*account, stored))
    });
    Ok(rows.collect())
}

/// The names of the accounts that have two OpenIDs of this person.
fn conflicts<'a>(found: &Found<'a>) -> Vec<&'a str> {
    let names: Vec<&str> = found.rows.iter().map(|(account, _)| account.name.as_str()).collect();
    let twice = names
        .iter()
        .enumerate()
        .filter(|(at, name)| names.iter().take(*at).filter(|before| before == name).count() == 1);
    twice.map(|(_, name)| *name).collect()
}

fn text(found: Found<'_>, lang: UiLang, out: &mut impl Write) -> io::Result<()> {
    let conflicts = conflicts(&found);
    let (is_alone, first) = (found.open_platform.is_none(), found.rows.first());
    let first = first.map(|(account, _)| account.name.clone()).unwrap_or_default();
    for (at, (account, stored)) in found.rows.into_iter().enumerate() {
        let printer = Printer::new(&account.name, lang, Format::Table);
        if at == 0 {
            printer.head(out)?;
        }
        writeln!(out, "{}:", visible(&account.name))?;
        printer.row(&directory::row(stored), out)?;
    }
    for account in conflicts {
        say::line(&lang.fill("person.conflict", &[("account", account)]));
    }
    if is_alone {
        say::line(&lang.fill("person.no_platform", &[("account", &first)]));
    }
    Ok(())
}

fn written_json(found: &Found<'_>, out: &mut impl Write) -> io::Result<()> {
    let accounts: Vec<Value> = found
        .rows
        .iter()
        .map(|(account, stored)| {
            let printer = Printer::new(&account.name, UiLang::En, Format::Json);
            let mut row: Map<String, Value> = printer.json_row(&directory::row(stored.clone()));
            row.remove("source");
            let seen = row.remove("fetched_at");
            let seen = seen.or(stored.said.as_ref().map(|said| utc(said.at).into()));
            row.insert("seen_at".into(), seen.unwrap_or(Value::Null));
            row.into()
        })
        .collect();
    let person = json!({
        "open_platform": found.open_platform,
        "unionid": found.unionid,
        "accounts": accounts,
        "conflicts": conflicts(found),
    });
    json::write(out, &person)?;
    writeln!(out)
}
