//! Text in pieces to lines: LF, CRLF, CR and Unicode's line ends are alike, and no line is too long.

/// No line is kept longer than this, in bytes. What is longer comes in parts.
pub const LONGEST: usize = 256 * 1024;

/// One line, or a part of one that is too long to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    /// Nothing of this line comes after it.
    pub is_end: bool,
}

/// Puts lines together as their text comes.
#[derive(Debug, Default)]
pub struct Lines {
    waiting: String,
    /// A CR ended the last line: an LF right after it belongs to it.
    is_after_cr: bool,
}

impl Lines {
    /// Hand each line that is whole by now to this function.
    pub fn push(&mut self, text: &str, mut take: impl FnMut(&str, bool)) {
        let mut rest = text;
        while !rest.is_empty() {
            if std::mem::take(&mut self.is_after_cr)
                && let Some(after) = rest.strip_prefix('\n')
            {
                rest = after;
                continue;
            }
            let Some((at, end)) = line_end(rest) else {
                self.waiting.push_str(rest);
                self.shorten(&mut take);
                return;
            };
            let (line, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
            let after = after.strip_prefix(end).unwrap_or_default();
            if self.waiting.is_empty() && line.len() <= LONGEST {
                take(line, true);
            } else {
                self.waiting.push_str(line);
                self.shorten(&mut take);
                take(&std::mem::take(&mut self.waiting), true);
            }
            self.is_after_cr = end == '\r';
            rest = after;
        }
    }

    /// The last line, if it has no end.
    pub fn finish(&mut self, mut take: impl FnMut(&str, bool)) {
        let last = std::mem::take(&mut self.waiting);
        if !last.is_empty() {
            take(&last, true);
        }
    }

    /// Hand on what is too long to be kept, cut where no id is cut.
    fn shorten(&mut self, take: &mut impl FnMut(&str, bool)) {
        while self.waiting.len() > LONGEST {
            let mut from = LONGEST;
            while !self.waiting.is_char_boundary(from) {
                from -= 1;
            }
            let head = self.waiting.get(..from).unwrap_or_default();
            let is_between = |c: char| matches!(c, ',' | ' ' | ';' | '\t' | '&' | '}');
            let cut = head.rfind(is_between).map_or(from, |at| at + 1);
            let rest = self.waiting.split_off(cut);
            take(&std::mem::replace(&mut self.waiting, rest), false);
        }
    }
}

/// Where the first line ends, and with what.
fn line_end(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, c)| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(parts: &[&str]) -> Vec<String> {
        let (mut lines, mut found) = (Lines::default(), vec![]);
        for part in parts {
            lines.push(part, |line, _| found.push(line.to_owned()));
        }
        lines.finish(|line, _| found.push(line.to_owned()));
        found
    }

    #[test]
    fn every_line_end_ends_a_line_wherever_the_text_is_split() {
        for text in ["a\nb\n\nc", "a\r\nb\r\n\r\nc", "a\rb\r\rc", "a\u{85}b\u{2028}\u{2029}c"] {
            assert_eq!(lines(&[text]), ["a", "b", "", "c"], "{text:?}");
            let parts: Vec<String> = text.chars().map(String::from).collect();
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            assert_eq!(lines(&parts), ["a", "b", "", "c"], "{text:?} in parts");
        }
    }

    #[test]
    fn a_line_that_is_too_long_comes_in_parts_that_cut_no_word() {
        let text = "oWord,".repeat(100_000);
        let mut found = vec![];
        let mut lines = Lines::default();
        lines.push(&text, |line, is_end| found.push((line.to_owned(), is_end)));
        lines.finish(|line, is_end| found.push((line.to_owned(), is_end)));
        assert!(found.len() > 1 && found.iter().all(|(line, _)| line.len() <= LONGEST));
        assert!(found.iter().all(|(line, _)| line.ends_with("oWord,")));
        assert_eq!(found.iter().filter(|(_, is_end)| *is_end).count(), 1);
    }
}
