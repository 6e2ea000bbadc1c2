//! Text that is not ours, by type: whatever it holds, what is written of it is safe for a terminal.

use std::{fmt, path::Path};

use super::visible;

/// A name, a path, an argument or a server's words. `Display` writes no control, no bidi mark and no
/// line end of it; there is no way to the text as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    #[must_use]
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(visible(text.as_ref()).into_owned())
    }

    /// A path. What is not UTF-8 in it is replaced.
    #[must_use]
    pub fn path(path: &Path) -> Self {
        Self::new(path.to_string_lossy())
    }

    /// Several lines that are ours, each of which may hold what is not.
    #[must_use]
    pub fn lines(text: &str) -> Self {
        let lines: Vec<_> = text.split('\n').map(visible).collect();
        Self(lines.join("\n"))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_comes_out() {
        let hostile = "a\x1b]0;t\x07\u{9b}2J\u{7f}\u{202e}\r\n\u{2028}\u{10eeee}z";
        let expected = "a‹ESC›]0;t‹BEL›‹9B›2J‹7F›‹RLO›‹CR›‹LF›‹LF›z";
        assert_eq!(Shown::new(hostile).to_string(), expected);
        assert_eq!(Shown::path(Path::new("/a\nb")).as_str(), "/a‹LF›b");
        assert_eq!(Shown::lines("a\nb\x1b").as_str(), "a\nb‹ESC›");
    }
}
