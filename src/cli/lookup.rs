//! `fanscope lookup`: Print who these OpenIDs are, without a screen.

pub mod avatar_rows;
pub mod avatars;
pub mod chunks;
pub mod csv;
pub mod input;
pub mod kept;
pub mod printer;
pub mod progress;
pub mod row;
pub mod tally;
pub mod two_lines;

use std::{
    cell::OnceCell,
    io::{self, IsTerminal, Write},
    pin::pin,
};

use clap::ValueEnum;
use futures::{Stream, StreamExt, future::join_all, stream};
use serde_json::{Map, Value};
use tokio_util::sync::CancellationToken;

use crate::{
    app::model::verdict,
    cli::{
        Exit, Shared,
        connect::{Connected, connect},
        directory,
        lookup::{
            avatars::Avatars, chunks::chunks, kept::KeptRows, printer::Printer, progress::Progress,
            row::Row, tally::Tally,
        },
        say,
    },
    config::problem::Problem,
    follower::{
        find::{Item, What},
        lang::Lang,
        openid::OpenId,
    },
    i18n::UiLang,
    store::row::Source,
    tables::reader::Unread,
    text,
    wechat::{
        Response,
        batch::LARGEST,
        client::Client,
        error::{Error, Extent},
    },
};

/// Chunks that are read ahead: twice those that are under way, so that a slow one in front does not
/// hold up the others. With it the memory is bounded, however long the input is.
const AHEAD: usize = 16;
/// Avatars that are fetched at once. Rows wait for theirs, so it is also how many rows are ahead.
const AVATARS: usize = 8;

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
    /// Ask each one again with a single call, and say where the two answers differ
    #[arg(long)]
    pub verify: bool,
    /// Show each one's avatar beside their row of the table
    #[arg(long)]
    pub avatars: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    Csv,
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
    pub verify: bool,
    /// The avatars beside the rows of a table, if there are to be any.
    pub avatars: Option<Avatars>,
    /// The directory, in which answers are kept, if there is one.
    pub kept: Option<KeptRows>,
    /// Ends the lookup: what is done is printed, the rest is not asked.
    pub stop: CancellationToken,
}

/// Run the command.
pub async fn run(args: Args, shared: &Shared) -> Exit {
    let variable = |name: &str| std::env::var(name).ok();
    let ui_lang = shared.ui_lang(variable);
    let complain = say::complain;
    if args.openids.is_empty() && args.file.is_none() {
        complain(&ui_lang.say("lookup.nothing"));
        return Exit::Usage;
    }
    let is_terminal = io::stdout().is_terminal();
    let by_default = if is_terminal { Format::Table } else { Format::Json };
    let format = args.format.unwrap_or(by_default);
    if args.avatars && !(is_terminal && format == Format::Table) {
        complain(&ui_lang.say("lookup.avatars_need_table"));
        return Exit::Usage;
    }
    if is_terminal && format == Format::Csv && !shared.force {
        complain(&ui_lang.say("lookup.csv_terminal"));
        return Exit::Usage;
    }
    let file = args.file.as_deref();
    let file_name = text::visible(file.unwrap_or_default());
    let no_file = |error: &Unread| {
        let values = [("file", &*file_name), ("why", &error.say(ui_lang))];
        complain(&ui_lang.fill("lookup.no_file", &values));
        Exit::Usage
    };
    // Before anything is asked: what is wrong with the input is nobody else's fault.
    let total = match input::count(&args.openids, file).await {
        Ok(Some((0, ending))) => {
            complain(&verdict::nothing(ui_lang, ending.nothing().unwrap_or_default()));
            return Exit::Usage;
        }
        Ok(total) => total.map(|(total, _)| total),
        Err(error) => return no_file(&error),
    };
    let Connected { config, account, client, images } = match connect(shared, variable) {
        Ok(connected) => connected,
        Err(text) => {
            complain(&text(ui_lang));
            return Exit::Credentials;
        }
    };
    let (items, ending) = match input::items(&args.openids, file).await {
        Ok(items) => items,
        Err(error) => return no_file(&Unread::Io(error)),
    };
    if let Some(total) = total.filter(|total| *total > progress::MANY) {
        let calls = total.div_ceil(LARGEST as u64).to_string();
        let values = [("total", total.to_string()), ("calls", calls)];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        complain(&ui_lang.fill("lookup.cost", &values));
    }
    let avatars = if args.avatars {
        match Avatars::here(&account, images, ui_lang).await {
            Ok(avatars) => Some(avatars),
            Err(error) => {
                complain(&error.text(ui_lang));
                return Exit::Unreachable;
            }
        }
    } else {
        None
    };
    let lookup = Lookup {
        client,
        account: &account.name,
        lang: shared.lang.unwrap_or_default(),
        ui_lang,
        format,
        verify: args.verify,
        avatars,
        kept: directory::wanted(shared, &config, &account, ui_lang)
            .map(|store| KeptRows::new(store, account.id(), shared.offline, ui_lang)),
        stop: stop_at_interrupt(),
    };
    let mut progress = Progress::new(total, ui_lang);
    let printed = lookup.print(items, &mut io::stdout().lock(), &mut progress).await;
    progress.end();
    if let Some((number, beginnings)) = ending.other_columns() {
        complain(&verdict::other_columns(ui_lang, number, &beginnings));
    }
    if let Some((lines, unread)) = ending.unread() {
        let values =
            [("file", &*file_name), ("lines", &lines.to_string()), ("why", &unread.say(ui_lang))];
        complain(&ui_lang.fill("tables.broke_off", &values));
        return Exit::Usage;
    }
    match printed {
        Ok(Exit::Interrupted) => Exit::Interrupted,
        Ok(_) if ending.nothing().is_some() => {
            complain(&verdict::nothing(ui_lang, ending.nothing().unwrap_or_default()));
            Exit::Usage
        }
        Ok(exit) => exit,
        // Whoever read us has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => {
            complain(&ui_lang.fill("lookup.no_output", &[("why", &error.to_string())]));
            Exit::Usage
        }
    }
}

/// Stops at the first Ctrl-C; the second one ends the program as it would anyway.
fn stop_at_interrupt() -> CancellationToken {
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stopping.cancel();
        }
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(Exit::Interrupted as i32);
        }
    });
    stop
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
        progress: &mut Progress,
    ) -> io::Result<Exit> {
        let end = OnceCell::new();
        let items = items.take_until(self.stop.cancelled());
        // While avatars are waited for nobody polls the calls, and their time would run out.
        let ahead = if self.avatars.is_some() { 1 } else { AHEAD };
        let rows = chunks(items, LARGEST).map(|chunk| self.request(chunk, &end)).buffered(ahead);
        let mut rows = pin!(rows);
        let printer = Printer::new(self.account, self.ui_lang, self.format);
        let mut tally = Tally::default();
        progress.aside(|| match &self.avatars {
            Some(avatars) => avatar_rows::head(&printer, avatars, out),
            None => printer.head(out),
        })?;
        let mut is_odd_said = false;
        while let Some(chunk) = rows.next().await {
            if let Some(odd) = self.client.odd().filter(|_| !is_odd_said) {
                is_odd_said = true;
                let said = Problem::of_given(self.account, odd).say(None, self.ui_lang);
                progress.aside(|| say::complain(&said));
            }
            for row in &chunk {
                tally.count(row);
            }
            if let Some(avatars) = &self.avatars {
                self.with_avatars(&chunk, avatars, &printer, out, progress).await?;
                continue;
            }
            progress.count(&chunk);
            progress.aside(|| chunk.iter().try_for_each(|row| printer.row(row, out)))?;
            // Whoever reads along sees each row when it is there.
            out.flush()?;
        }
        out.flush()?;
        Ok(if self.stop.is_cancelled() { Exit::Interrupted } else { tally.exit() })
    }

    /// Print rows with their avatars, each as soon as it and those before it have theirs.
    async fn with_avatars(
        &self,
        rows: &[Row],
        avatars: &Avatars,
        printer: &Printer<'_>,
        out: &mut impl Write,
        progress: &mut Progress,
    ) -> io::Result<()> {
        let cells = stream::iter(rows).map(|row| async move {
            let avatar_cell = avatars.avatar_cell(row, &self.stop).await;
            (row, avatar_cell)
        });
        let mut cells = pin!(cells.buffered(AVATARS));
        while let Some((row, avatar_cell)) = cells.next().await {
            progress.count(std::slice::from_ref(row));
            progress.aside(|| {
                avatar_rows::row(printer, avatars, row, &avatar_cell, out)?;
                // The bar comes back below, so the cursor must be there.
                out.flush()
            })?;
        }
        Ok(())
    }

    /// The rows of a chunk. After a failure that reaches the whole account, it is everybody's response.
    async fn request(&self, chunk: Vec<What>, end: &OnceCell<Error>) -> Vec<Row> {
        let openids: Vec<OpenId> = chunk.iter().filter_map(to_request).cloned().collect();
        if let Some(kept) = self.kept.as_ref().filter(|kept| kept.is_offline) {
            return chunk.into_iter().filter_map(|what| kept.row(what)).collect();
        }
        let responses = match end.get() {
            Some(error) => vec![Err(error.clone()); openids.len()],
            None => match self.stop.run_until_cancelled(self.responses(&openids)).await {
                Some(responses) => responses,
                None => vec![Err(Error::Cancelled); openids.len()],
            },
        };
        let reaching = |error: &&Error| error.extent() != Extent::Row;
        if let Some(error) =
            responses.iter().filter_map(|response| response.as_ref().err()).find(reaching)
        {
            // The first of several that failed at once is as good as the others.
            let _ = end.set(error.clone());
        }
        let verified = if self.verify {
            self.stop.run_until_cancelled(self.verified(&openids, &responses)).await
        } else {
            None
        };
        let verified = verified
            .unwrap_or_else(|| responses.into_iter().map(|response| (response, None)).collect());
        if let Some(kept) = &self.kept {
            let source = if self.verify { Source::Api } else { Source::Batch };
            let said = verified.iter().filter_map(|(response, _)| response.as_ref().ok());
            kept.keep(said, self.lang, &source).await;
        }
        let mut verified = verified.into_iter();
        let rows = chunk.into_iter().filter_map(|what| match what {
            What::Malformed { text, reason } => Some(Row::new(text, Err(Error::Malformed(reason)))),
            What::Kept { openid, .. } => {
                let (result, differs) = verified.next()?;
                Some(Row { differs, ..Row::new(openid.to_string(), result) })
            }
            What::Duplicate(_) | What::OtherColumn(_) => None,
        });
        rows.collect()
    }

    async fn responses(&self, openids: &[OpenId]) -> Vec<Result<Response, Error>> {
        self.client.user_infos(openids, self.lang).await
    }

    /// The responses of single calls, and in what the batch said otherwise.
    async fn verified(
        &self,
        openids: &[OpenId],
        responses: &[Result<Response, Error>],
    ) -> Vec<Verified> {
        let verify = openids.iter().zip(responses).map(|(openid, response)| async move {
            let Ok(batch) = response else { return (response.clone(), None) };
            let single = self.client.user_info(openid, self.lang).await;
            let differs = single.as_ref().map(|single| differing(&batch.object, &single.object));
            let differs = differs.ok();
            (single, differs)
        });
        join_all(verify).await
    }
}

/// A response, and the keys in which another call gave another one.
type Verified = (Result<Response, Error>, Option<Vec<String>>);

/// The keys that do not have the same value in both.
fn differing(one: &Map<String, Value>, other: &Map<String, Value>) -> Vec<String> {
    let keys = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key)));
    keys.filter(|key| one.get(*key) != other.get(*key)).cloned().collect()
}

fn to_request(what: &What) -> Option<&OpenId> {
    match what {
        What::Kept { openid, .. } => Some(openid),
        What::Duplicate(_) | What::OtherColumn(_) | What::Malformed { .. } => None,
    }
}
