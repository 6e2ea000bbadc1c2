//! `fanscope` without a command: the screen.

use std::{
    fs::File,
    io::{self, IsTerminal},
};

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    app::{
        effect::Leave,
        model::{Model, Start, account::AccountName, verdict},
    },
    cli::{Browse, Exit, Shared, say, usage},
    config::{Account, Config, Flags, paths::Paths},
    follower::{
        find::{Found, Item},
        openid::OpenId,
    },
    i18n::UiLang,
    runtime::{
        graphics::{Graphics, selection::Environment},
        input::Input,
        kept::{self, Opened},
        log,
        output::Output,
        program,
        session::{self, Ended},
        terminal,
        world::{AvatarFolders, Services},
    },
    tables::reader::{Reader, Unread},
    text,
    wechat::client::Options,
};

/// Run the command. `None` when the person asked for the demo instead.
pub async fn run(browse: Browse, shared: &Shared) -> Option<Exit> {
    let lang = shared.ui_lang(variable);
    let flags = Flags { config: shared.config.clone(), api_base: shared.api_base.clone() };
    let config = match Config::load(&flags, variable) {
        Ok(config) => config,
        Err(error) => return Some(complain(Exit::Credentials, &error.say(lang))),
    };
    if let Some(said) = usage::meant(&browse, lang) {
        return Some(complain(Exit::Usage, &said));
    }
    if let Some(fault) = config.nothing_to_show(shared.account.as_deref()) {
        return Some(complain(Exit::Credentials, &fault.say(lang)));
    }
    let found = match found(&browse, lang) {
        Ok(found) => found,
        Err(said) => return Some(complain(Exit::Usage, &said)),
    };
    show(&config, found, shared, false).await
}

/// Show these accounts on the screen.
pub async fn show(
    config: &Config,
    found: Option<Found>,
    shared: &Shared,
    is_demo: bool,
) -> Option<Exit> {
    let lang = shared.ui_lang(variable);
    if !io::stdout().is_terminal() {
        return Some(complain(Exit::Usage, &lang.say("browse.no_terminal")));
    }
    if let Some(paths) = Paths::find() {
        log::begin(&paths.state);
    }
    program::keep_back(config.secret_variables.iter().cloned());
    let size = match terminal::size() {
        Ok(size) => size,
        Err(error) => return Some(failed(&error, lang)),
    };
    let output = Output::default();
    let environment = Environment::new(variable);
    let graphics = Graphics::new(shared.images(config), environment, lang, output.clone());
    // Tokens and avatars of the demo are worth nothing after it.
    let opened = Paths::find().map(|paths| paths.cache.join("opened"));
    let paths = Paths::find().filter(|_| !is_demo);
    let kept = paths.as_ref().map(|paths| paths.cache.join("avatars"));
    let folders = AvatarFolders { kept, opened, are_made_up: is_demo };
    let state = paths.map(|paths| paths.state);
    let options = Options { is_offline: shared.offline, state, ..Options::default() };
    let account = match &shared.account {
        None => 0,
        Some(name) => match config.accounts.iter().position(|account| account.name == *name) {
            Some(at) => at,
            None => match config.account(Some(name)) {
                Err(error) => return Some(complain(Exit::Credentials, &error.say(lang))),
                Ok(_) => 0,
            },
        },
    };
    let services = match Services::new(
        &config.accounts,
        account,
        &options,
        graphics.clone(),
        output.clone(),
        lang,
        &folders,
    ) {
        Ok(services) => services,
        Err(error) => return Some(complain(Exit::Unreachable, &error.explain(lang).message)),
    };
    // The demo's directory is gone with it.
    let is_unkept = shared.no_store || is_demo;
    let (services, news) = match kept::open(config, &config.accounts, is_unkept, shared.offline) {
        Opened::Open { store, is_new } => {
            let news = is_new.then(|| kept::is_kept(&store, lang));
            (services.with_store(store, found.is_none()), news.map(|news| (news, false)))
        }
        Opened::Unusable(error) => (services, Some((kept::unusable(&error, lang), true))),
        Opened::Unwanted => (services, None),
    };
    // The last one is in sight first: a mistake before what is only odd.
    let mut warnings = config.twins(shared.account.as_deref(), lang);
    warnings.extend(config.problems(lang));
    let given: Vec<OpenId> = found.iter().flat_map(|found| found.kept().cloned()).collect();
    let mut model = Model::new(Start {
        size,
        ui_lang: lang,
        zone: TimeZone::system(),
        now: Timestamp::now().as_second(),
        accounts: config.accounts.iter().map(name).collect(),
        account,
        lang: shared.lang.unwrap_or_default(),
        is_demo,
        graphics_mode: graphics.graphics_mode(),
        graphics_reason: graphics.explanation(),
        warnings,
        found,
    });
    match news {
        // What must be put right is not covered by news.
        Some((said, false)) if model.notice.is_some() => drop(model.note(said, false)),
        Some((said, is_fault)) => drop(model.say(said, is_fault)),
        None => {}
    }
    services.directory.give(model.account().id(), given, None);
    let ended = match Input::new(graphics) {
        Ok(input) => session::run(model, services.clone(), output, input).await,
        Err(error) => Err(error),
    };
    services.settle().await;
    match ended {
        Ok(Ended::Left(Leave::Quit)) => Some(Exit::Done),
        Ok(Ended::Left(Leave::Demo)) => None,
        Ok(Ended::Killed(number)) => Some(Exit::of_signal(number)),
        Err(error) => Some(failed(&error, lang)),
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn complain(exit: Exit, said: &str) -> Exit {
    say::ends(exit, said)
}

fn failed(error: &io::Error, lang: UiLang) -> Exit {
    complain(Exit::Usage, &lang.fill("browse.failed", &[("error", &error.to_string())]))
}

/// The OpenIDs to start with. `None` when none were given.
fn found(browse: &Browse, lang: UiLang) -> Result<Option<Found>, String> {
    // In a pipe, `cat ids | fanscope`, keys come from the terminal all the same.
    let is_piped = browse.file.is_none()
        && browse.openids.is_empty()
        && !io::stdin().is_terminal()
        && io::stdout().is_terminal();
    let file = browse.file.as_deref().or(is_piped.then_some("-"));
    if file.is_none() && browse.openids.is_empty() {
        return Ok(None);
    }
    let mut reader = Reader::default();
    let mut items: Vec<Item> =
        browse.openids.iter().flat_map(|text| reader.argument(text)).collect();
    if let Some(file) = file {
        let unreadable = |reason: &str| {
            let values = [("file", &*text::visible(file)), ("error", reason)];
            lang.fill("browse.unreadable", &values)
        };
        let read = if file == "-" {
            reader.read_from(io::stdin().lock())
        } else {
            File::open(file).map_err(Unread::Io).and_then(|file| reader.read_from(file))
        };
        items.extend(read.map_err(|error| unreadable(&error.say(lang)))?);
    }
    let found = Found { items, lines: reader.lines() };
    if is_piped && found.lines == 0 {
        return Ok(None);
    }
    if found.kept().next().is_none() {
        return Err(verdict::nothing(lang, found.lines));
    }
    Ok(Some(found))
}

/// What an account is called, with as much of its appid as one knows it by.
fn name(account: &Account) -> AccountName {
    AccountName {
        id: account.id(),
        name: account.name.clone(),
        appid: text::cut_middle(&text::visible(&account.appid), 9).into_owned(),
        open_platform: account.open_platform.clone(),
    }
}
