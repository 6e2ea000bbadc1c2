//! A text that stands over the panes: the raw response, the verdict on a paste, the notices.

use crate::text;

/// What a text over the panes is, its lines, and how far it is scrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub kind: Kind,
    pub title: String,
    /// As they came; what draws them makes them safe.
    pub lines: Vec<String>,
    /// The first line in sight.
    pub offset: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Raw,
    Verdict,
    Notices,
    History,
    Fault,
    Verified,
}

impl Sheet {
    #[must_use]
    pub fn new(kind: Kind, title: String, lines: Vec<String>) -> Self {
        Self { kind, title, lines, offset: 0 }
    }

    pub fn step(&mut self, by: isize) {
        self.offset = self.offset.saturating_add_signed(by);
    }

    /// The lines made safe, and broken to this many cells.
    #[must_use]
    pub fn broken(&self, cells: usize) -> Vec<String> {
        self.lines.iter().flat_map(|line| text::wrap(&text::visible(line), cells)).collect()
    }

    /// Keep the last line at the bottom at the latest.
    pub fn settle(&mut self, cells: usize, height: usize) {
        if self.offset > 0 {
            self.offset = self.offset.min(self.broken(cells).len().saturating_sub(height));
        }
    }

    #[must_use]
    pub fn text(&self) -> String {
        let lines = self.lines.iter().map(|line| text::visible(line).into_owned());
        lines.collect::<Vec<_>>().join("\n")
    }
}
