//! `fanscope purge`: Delete from what is kept: one follower, an account, the old, or all.

use std::io::{self, BufRead, IsTerminal};

use crate::{
    cli::{Exit, Shared, directory, say},
    config::{Config, Flags},
    follower::openid::OpenId,
    i18n::UiLang,
    runtime::kept,
    store::{
        Store,
        error::Error,
        purge::{Purged, Whom},
    },
};

#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// This follower, in all accounts
    #[arg(long, value_name = "ID", conflicts_with_all = ["older_than", "all"])]
    pub openid: Option<String>,
    /// Who was not met for so many days
    #[arg(long, value_name = "DAYS", conflicts_with = "all")]
    pub older_than: Option<u32>,
    /// Everybody, and every avatar
    #[arg(long)]
    pub all: bool,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// Run the command.
#[must_use]
pub fn run(args: &Args, shared: &Shared) -> Exit {
    let variable = |name: &str| std::env::var(name).ok();
    let lang = shared.ui_lang(variable);
    let whom = match whom(args, shared, lang) {
        Ok(whom) => whom,
        Err((exit, said)) => return say::ends(exit, &said),
    };
    let store = match directory::to_read(lang) {
        Ok(store) => store,
        Err(said) => return say::ends(Exit::Usage, &said),
    };
    match purge(&store, whom, args, lang) {
        Ok(exit) => exit,
        Err(error) => say::ends(Exit::Usage, &kept::failed(&error, lang)),
    }
}

fn purge(store: &Store, whom: Whom, args: &Args, lang: UiLang) -> Result<Exit, Error> {
    let n = store.would_purge(whom.clone())?;
    if n == 0 && !args.all {
        say::line(&lang.say("purge.nobody"));
        return Ok(Exit::Done);
    }
    if !args.yes {
        if !io::stdin().is_terminal() {
            let said = lang.fill("purge.needs_yes", &[("n", &n.to_string())]);
            return Ok(say::ends(Exit::Usage, &said));
        }
        say::prompt(&lang.fill("purge.question", &[("n", &n.to_string())]));
        if !is_yes() {
            say::line(&lang.say("purge.kept"));
            return Ok(Exit::Done);
        }
    }
    let (Purged { followers, changes, .. }, files) = kept::purge(store, whom)?;
    let values = [
        ("n", &*followers.to_string()),
        ("changes", &*changes.to_string()),
        ("avatars", &*files.to_string()),
    ];
    say::line(&lang.fill("purge.done", &values));
    Ok(Exit::Done)
}

/// Who is meant; or how the command ends, and why.
fn whom(args: &Args, shared: &Shared, lang: UiLang) -> Result<Whom, (Exit, String)> {
    if let Some(openid) = &args.openid {
        // As it was pasted: what is no OpenID was never kept either.
        let nobody = || (Exit::Usage, lang.fill("person.nobody", &[("id", openid)]));
        return OpenId::received(openid.trim()).map(Whom::One).ok_or_else(nobody);
    }
    if let Some(days) = args.older_than {
        return Ok(Whom::NotSince(kept::days_ago(days)));
    }
    if args.all {
        return Ok(Whom::Everybody);
    }
    let Some(name) = &shared.account else {
        return Err((Exit::Usage, lang.say("purge.whom").into_owned()));
    };
    let flags = Flags { config: shared.config.clone(), api_base: shared.api_base.clone() };
    let variable = |name: &str| std::env::var(name).ok();
    let config =
        Config::load(&flags, variable).map_err(|error| (Exit::Credentials, error.say(lang)))?;
    let account =
        config.account(Some(name)).map_err(|error| (Exit::Credentials, error.say(lang)))?;
    Ok(Whom::Account(account.id()))
}

fn is_yes() -> bool {
    let mut typed = String::new();
    // What cannot be read is no yes.
    let _ = io::stdin().lock().read_line(&mut typed);
    matches!(typed.trim(), "y" | "Y" | "yes" | "是")
}
