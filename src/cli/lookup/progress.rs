//! How far a lookup is: a bar on stderr when that is a terminal, and nothing at all when it is not.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

use crate::{cli::lookup::row::Row, words::UiLang};

/// More OpenIDs than this are worth saying what they cost.
pub const MANY: u64 = 1000;

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
        let bar = match total {
            _ if !std::io::stderr().is_terminal() => ProgressBar::hidden(),
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        let form = match total {
            Some(_) => "{wide_bar} {human_pos}/{human_len} {per_sec} {msg} {eta}",
            None => "{spinner} {human_pos} {per_sec} {msg}",
        };
        let style = ProgressStyle::with_template(form);
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, failed: 0, lang }
    }

    /// Take note of rows that are printed.
    pub fn count(&mut self, rows: &[Row]) {
        let failed = rows.iter().filter(|row| row.result.is_err()).count();
        self.failed += u64::try_from(failed).unwrap_or_default();
        self.bar.inc(u64::try_from(rows.len()).unwrap_or_default());
        let failed = self.failed.to_string();
        self.bar.set_message(self.lang.fill("lookup.failed", &[("failed", &failed)]));
    }

    /// Print without the bar in between.
    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
