//! `fanscope find`: Print who was met before and matches, without asking anybody.

use std::{
    collections::{HashMap, HashSet},
    io::{self, IsTerminal, Write},
};

use jiff::tz::TimeZone;

use crate::{
    app::model::verdict,
    cli::{
        Exit, Shared, directory,
        lookup::{Format, printer::Printer},
        say,
    },
    config::{Account, Config, Flags},
    follower::scene::Scene,
    i18n::UiLang,
    query::{filter::Filter, row},
    runtime::kept,
    store::{Store, error::Error, row::Stored},
};

#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Words that must all be there, `!` for not, and fields: `tag: place: remark: name: scene: is: since: id:`
    #[arg(value_name = "QUERY", num_args = 0.., allow_hyphen_values = true)]
    pub query: Vec<String>,
    /// How rows are printed; by default table on a terminal, else json
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// No more than so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// Run the command.
#[must_use]
pub fn run(args: &Args, shared: &Shared) -> Exit {
    let variable = |name: &str| std::env::var(name).ok();
    let lang = shared.ui_lang(variable);
    let flags = Flags { config: shared.config.clone(), api_base: shared.api_base.clone() };
    let account = match Config::load(&flags, variable)
        .and_then(|config| config.account(shared.account.as_deref()).cloned())
    {
        Ok(account) => account,
        Err(error) => return say::ends(Exit::Credentials, &error.say(lang)),
    };
    let filter = Filter::new(&args.query.join(" "), &TimeZone::system());
    if let Some(problem) = filter.problems().first() {
        return say::ends(Exit::Usage, &verdict::mistaken(lang, problem));
    }
    let store = match directory::to_read(lang) {
        Ok(store) => store,
        Err(said) => return say::ends(Exit::SomeFailed, &said),
    };
    let by_default = if io::stdout().is_terminal() { Format::Table } else { Format::Json };
    let printer = Printer::new(&account.name, lang, args.format.unwrap_or(by_default));
    match find(&store, &account, &filter, args.limit, &printer) {
        Ok((0, written)) => {
            say::complain(&lang.say("find.nothing"));
            say::written(written, Exit::SomeFailed, lang)
        }
        Ok((_, written)) => say::written(written, Exit::Done, lang),
        Err(error) => say::ends(Exit::Unreachable, &kept::failed(&error, lang)),
    }
}

/// Print all that match, in the order of the list: how many, and whether they could be written.
fn find(
    store: &Store,
    account: &Account,
    filter: &Filter,
    limit: Option<usize>,
    printer: &Printer<'_>,
) -> Result<(usize, io::Result<()>), Error> {
    let id = account.id();
    let (tags, conflicts) = (store.tags(&id)?, store.conflicts(&id)?);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut written = printer.head(&mut out);
    let mut n = 0;
    store.each(&id, |stored| {
        let is_wanted = with_row(&stored, &tags, &conflicts, |row| filter.matches(row));
        if is_wanted && limit.is_none_or(|limit| n < limit) && written.is_ok() {
            n += 1;
            written = printer.row(&directory::row(stored), &mut out);
        }
        written.is_ok() && limit.is_none_or(|limit| n < limit)
    })?;
    let written = written.and_then(|()| out.flush());
    Ok((n, written))
}

/// Somebody as a filter sees them.
fn with_row<T>(
    stored: &Stored,
    names: &HashMap<i64, String>,
    conflicts: &HashSet<String>,
    say: impl FnOnce(&row::Row<'_>) -> T,
) -> T {
    let known = stored.known.iter().filter(|known| known.field == "nickname");
    let known_names: Vec<&str> = known.map(|known| known.value.as_str()).collect();
    let unasked = row::Row {
        openid: stored.openid.as_str(),
        known_names: &known_names,
        state: stored.state(),
        ..row::Row::default()
    };
    let Some(said) = &stored.said else { return say(&unasked) };
    let tags: Vec<String> = said
        .tags
        .iter()
        .map(|tag| names.get(tag).cloned().unwrap_or_else(|| format!("#{tag}")))
        .collect();
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let key = said.scene.as_ref().and_then(Scene::key);
    let words = key.map(|key| UiLang::ALL.map(|lang| lang.say(key)));
    let mut scene: Vec<&str> = said.scene.iter().map(Scene::as_str).collect();
    scene.extend(words.iter().flatten().map(AsRef::as_ref));
    scene.extend([&said.qr_scene_str, &said.qr_scene].into_iter().flatten().map(String::as_str));
    say(&row::Row {
        unionid: said.unionid.as_deref(),
        nickname: said.nickname.as_deref(),
        remark: said.remark.as_deref(),
        tags: &tags,
        place: said.place.as_deref(),
        scene: &scene,
        is_conflict: said.unionid.as_ref().is_some_and(|unionid| conflicts.contains(unionid)),
        followed_at: said.followed_at,
        ..unasked
    })
}
