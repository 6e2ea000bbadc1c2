//! How far a lookup is: a bar on stderr when that is a terminal, and nothing at all when it is not.

use std::{
    fmt::Write,
    io::{IsTerminal, Write as _, stderr},
    time::Duration,
};

use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressState, ProgressStyle};

use crate::{cli::lookup::row::Row, i18n::UiLang};

/// More OpenIDs than this are worth saying what they cost.
pub const MANY: u64 = 1000;

/// How often it is drawn while no row comes: what is left goes on counting during a long wait.
const TICK: Duration = Duration::from_millis(200);

/// Counts rows, and shows them.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    failed: u64,
    lang: UiLang,
}

impl Progress {
    /// For a list of this length, if it is known.
    #[must_use]
    pub fn new(total: Option<u64>, lang: UiLang) -> Self {
        if !stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden(), failed: 0, lang };
        }
        let (bar, form) = match total {
            Some(total) => {
                // As wide at the start as at the end, so that the bar keeps its length.
                let width = HumanCount(total).to_string().len().to_string();
                (ProgressBar::new(total), lang.fill("lookup.progress_of", &[("width", &width)]))
            }
            None => (ProgressBar::new_spinner(), lang.say("lookup.progress").into_owned()),
        };
        let style =
            ProgressStyle::with_template(&form).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style.with_key("rate", rate).with_key("left", left).with_key("room", room));
        let progress = Self { bar, failed: 0, lang };
        progress.say_failed();
        progress.bar.enable_steady_tick(TICK);
        progress
    }

    /// Take note of rows that are to be printed.
    pub fn count(&mut self, rows: &[Row]) {
        let failed = rows.iter().filter(|row| row.result.is_err()).count();
        self.failed += u64::try_from(failed).unwrap_or_default();
        let before = self.bar.position();
        self.bar.inc(u64::try_from(rows.len()).unwrap_or_default());
        self.say_failed();
        let is_unforeseen = self.bar.length().is_none();
        if is_unforeseen && before <= MANY && self.bar.position() > MANY {
            let so_far = MANY.to_string();
            let told = self.lang.fill("lookup.cost_so_far", &[("count", &so_far)]);
            self.bar.println(format!("fanscope: {told}"));
        }
    }

    /// Print without the bar in between.
    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        if self.bar.is_hidden() {
            return print();
        }
        self.bar.suspend(|| {
            let printed = print();
            // A `^C` of the meantime would push the bar over the end of its line.
            let _ = stderr().write_all(b"\r\x1b[K");
            printed
        })
    }

    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn say_failed(&self) {
        let failed = HumanCount(self.failed).to_string();
        self.bar.set_message(self.lang.fill("lookup.failed", &[("failed", &failed)]));
    }
}

/// Rows a second. A tenth of a row says nothing.
fn rate(state: &ProgressState, out: &mut dyn Write) {
    // A writer into memory does not fail.
    let _ = write!(out, "{:.0}", state.per_sec());
}

/// Room for the `^C` that the terminal shows at the cursor: at the last column it would go to the next
/// line, and the bar above it would stay for ever.
fn room(_state: &ProgressState, out: &mut dyn Write) {
    // A writer into memory does not fail.
    let _ = out.write_str("    \u{1b}[3D");
}

/// The time that is left, once something is known of it.
fn left(state: &ProgressState, out: &mut dyn Write) {
    let written = match state.pos() {
        0 => out.write_str("?"),
        _ => write!(out, "{:#}", HumanDuration(state.eta())),
    };
    // A writer into memory does not fail.
    let _ = written;
}
