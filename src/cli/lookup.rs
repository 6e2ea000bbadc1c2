//! `fanscope lookup`: Print who these OpenIDs are, without a screen.

pub mod input;
pub mod row;

use std::{
    cell::OnceCell,
    io::{self, IsTerminal, Write},
};

use clap::ValueEnum;
use futures::{Stream, StreamExt};

use crate::{
    cli::{
        Exit, Shared,
        lookup::row::{Printer, Row},
    },
    config::{Account, Config, Flags, error::Error as ConfigError},
    follower::{
        find::{Item, What},
        lang::Lang,
    },
    wechat::{
        client::{Client, Options},
        error::{Error, Extent},
    },
    words::UiLang,
};

/// How many rows are asked at once.
const AT_ONCE: usize = 8;

#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// OpenIDs, as they were pasted
    #[arg(value_name = "OPENID")]
    pub openids: Vec<String>,
    /// Read OpenIDs from a file, or from standard input with -
    #[arg(short, long, value_name = "FILE")]
    pub file: Option<String>,
    /// How rows are printed; by default table on a terminal, else json
    #[arg(long, value_enum)]
    pub format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
}

/// Whom to ask, and how to say it.
#[derive(Debug)]
pub struct Lookup<'a> {
    pub client: Client,
    /// The account's name, for the rows.
    pub account: &'a str,
    pub lang: Lang,
    pub ui_lang: UiLang,
    pub format: Format,
}

/// Run the command.
pub async fn run(args: Args, shared: &Shared) -> Exit {
    let variable = |name: &str| std::env::var(name).ok();
    let ui_lang = shared.ui_lang(variable);
    let complain = |text: &str| eprintln!("fanscope: {text}");
    if args.openids.is_empty() && args.file.is_none() {
        complain(&ui_lang.say("lookup.nothing"));
        return Exit::Usage;
    }
    let (account, client) = match connect(shared, variable) {
        Ok(both) => both,
        Err(text) => {
            complain(&text(ui_lang));
            return Exit::Credentials;
        }
    };
    let items = match input::items(args.openids, args.file.as_deref()).await {
        Ok(items) => items,
        Err(error) => {
            let file = args.file.unwrap_or_default();
            let values = [("file", file.as_str()), ("why", &error.to_string())];
            complain(&ui_lang.fill("lookup.no_file", &values));
            return Exit::Usage;
        }
    };
    let by_default = if io::stdout().is_terminal() { Format::Table } else { Format::Json };
    let lookup = Lookup {
        client,
        account: &account.name,
        lang: shared.lang.unwrap_or_default(),
        ui_lang,
        format: args.format.unwrap_or(by_default),
    };
    match lookup.print(items, &mut io::stdout().lock()).await {
        Ok(exit) => exit,
        // Whoever read us has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => {
            complain(&ui_lang.fill("lookup.no_output", &[("why", &error.to_string())]));
            Exit::Usage
        }
    }
}

/// What is wrong with the configuration, in a language that is still to be chosen.
pub(super) type Complaint = Box<dyn FnOnce(UiLang) -> String>;

/// The account that is meant, and a way to it.
pub(super) fn connect(
    shared: &Shared,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<(Account, Client), Complaint> {
    let of_config = |error: ConfigError| -> Complaint { Box::new(move |lang| error.say(lang)) };
    let flags = Flags { config: shared.config.clone(), api_base: shared.api_base.clone() };
    let config = Config::load(&flags, variable).map_err(of_config)?;
    let account = config.account(shared.account.as_deref()).map_err(of_config)?.clone();
    let options = Options { is_offline: shared.offline, ..Options::default() };
    let client = Client::new(&account, &options).map_err(|error| -> Complaint {
        Box::new(move |lang| {
            let words = error.words(lang);
            format!("{}. {}", words.message, words.action)
        })
    })?;
    Ok((account, client))
}

impl Lookup<'_> {
    /// Ask about each item, and print a row for each in the order of the items.
    ///
    /// # Errors
    /// When a row cannot be written.
    pub async fn print(
        &self,
        items: impl Stream<Item = Item>,
        out: &mut impl Write,
    ) -> io::Result<Exit> {
        let end = OnceCell::new();
        let rows = items
            .filter_map(async |item| {
                (!matches!(item.what, What::Duplicate(_))).then_some(item.what)
            })
            .map(|what| self.ask(what, &end))
            .buffered(AT_ONCE);
        let mut rows = std::pin::pin!(rows);
        let mut printer = Printer::new(self.account, self.ui_lang, self.format);
        let mut tally = Tally::default();
        printer.head(out)?;
        while let Some(row) = rows.next().await {
            tally.count(&row);
            printer.row(&row, out)?;
        }
        out.flush()?;
        Ok(tally.exit())
    }

    /// One row. After a failure that reaches the whole account, it is everybody's answer.
    async fn ask(&self, what: What, end: &OnceCell<Error>) -> Row {
        let openid = match what {
            What::Kept { openid, .. } | What::Duplicate(openid) => openid,
            What::Malformed { text, why } => {
                return Row { openid: text, result: Err(Error::Malformed(why)) };
            }
        };
        if let Some(error) = end.get() {
            return Row { openid: openid.to_string(), result: Err(error.clone()) };
        }
        let result = self.client.user_info(&openid, self.lang).await;
        if let Err(error) = &result
            && error.extent() != Extent::Row
        {
            // The first of several that failed at once is as good as the others.
            let _ = end.set(error.clone());
        }
        Row { openid: openid.to_string(), result }
    }
}

/// What the rows come to.
#[derive(Debug, Default)]
struct Tally {
    answered: usize,
    failed: usize,
    /// Failed for a reason that is not in the row: the network, the server.
    unreachable: usize,
    has_refused_credentials: bool,
    has_refused_account: bool,
}

impl Tally {
    fn count(&mut self, row: &Row) {
        let Err(error) = &row.result else {
            self.answered += 1;
            return;
        };
        self.failed += 1;
        match error.extent() {
            Extent::Credentials => self.has_refused_credentials = true,
            Extent::Account => self.has_refused_account = true,
            Extent::Row => {}
        }
        if matches!(error, Error::Network(_) | Error::Http { .. } | Error::Body(_)) {
            self.unreachable += 1;
        }
    }

    fn exit(&self) -> Exit {
        if self.has_refused_credentials {
            Exit::Credentials
        } else if self.has_refused_account || (self.answered == 0 && self.unreachable > 0) {
            Exit::Unreachable
        } else if self.failed > 0 {
            Exit::SomeFailed
        } else {
            Exit::Done
        }
    }
}
