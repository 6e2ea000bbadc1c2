//! OpenIDs in whatever a person pastes: lists, logs, JSON, CSV, TSV, addresses with `openid=`.
//!
//! A text is read line by line. What a key, a column head or its being alone on a line marks as an
//! OpenID is taken at its word and reported when it is malformed; in running text only what looks
//! exactly like one is taken, so that a log full of other ids gives no rubbish.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
};

use crate::follower::openid::{self, Doubt, Malformed, OpenId, Trimmed, USUAL_LENGTH};

/// One thing found, on its line (the first is 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub line: usize,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Kept { openid: OpenId, trimmed: Vec<Trimmed>, doubt: Option<Doubt> },
    Duplicate(OpenId),
    Malformed { text: String, why: Malformed },
}

/// Everything found in a text, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    pub items: Vec<Item>,
}

impl Found {
    pub fn kept(&self) -> impl Iterator<Item = &OpenId> {
        self.items.iter().filter_map(|item| match &item.what {
            What::Kept { openid, .. } => Some(openid),
            What::Duplicate(_) | What::Malformed { .. } => None,
        })
    }

    #[must_use]
    pub fn duplicates(&self) -> usize {
        self.items.iter().filter(|item| matches!(item.what, What::Duplicate(_))).count()
    }

    /// The malformed ones: line, text as pasted, why.
    pub fn malformed(&self) -> impl Iterator<Item = (usize, &str, Malformed)> {
        self.items.iter().filter_map(|item| match &item.what {
            What::Malformed { text, why } => Some((item.line, text.as_str(), *why)),
            What::Kept { .. } | What::Duplicate(_) => None,
        })
    }
}

impl OpenId {
    /// All OpenIDs in a text, in their order, each once.
    #[must_use]
    pub fn find_all(text: &str) -> Found {
        let mut finder = Finder::default();
        Found { items: text.lines().flat_map(|line| finder.line(line)).collect() }
    }
}

/// Reads a text line by line, for input that is not all there yet.
#[derive(Debug, Default)]
pub struct Finder {
    lines: usize,
    seen: Seen,
    /// The column under a head `openid`, and the character between columns.
    column: Option<(usize, char)>,
}

/// Remembers OpenIDs by two hashes of 64 bits each, so that a million take 36 MB and not 100; half as
/// much again for the moment in which the table grows.
/// Two different ones are the same to it once in 10^26 lists of that length.
#[derive(Debug, Default)]
struct Seen {
    hashers: [RandomState; 2],
    hashes: HashSet<[u64; 2]>,
}

impl Seen {
    /// Whether it was not there before.
    fn insert(&mut self, openid: &OpenId) -> bool {
        let hashes = self.hashers.each_ref().map(|hasher| hasher.hash_one(openid));
        self.hashes.insert(hashes)
    }
}

/// Keys whose values are OpenIDs, in lower case: the API's, and those of messages and logs.
const KEYS: [&str; 7] =
    ["openid", "open_id", "touser", "tousername", "fromusername", "from_user", "to_user"];
/// Keys whose values look like OpenIDs and are not, in lower case.
const OTHER_KEYS: [&str; 10] = [
    "unionid",
    "union_id",
    "access_token",
    "token",
    "appid",
    "secret",
    "headimgurl",
    "rid",
    "ticket",
    "next_openid",
];

impl Finder {
    /// What the next line holds.
    pub fn line(&mut self, line: &str) -> Vec<Item> {
        self.lines = self.lines.saturating_add(1);
        let plain = line.trim();
        if plain.is_empty() || plain.starts_with('#') || self.is_head(plain) {
            return vec![];
        }
        let texts: Vec<(String, bool)> = if let Some((at, between)) = self.column {
            cells(plain, between).into_iter().nth(at).map(|cell| (cell, true)).into_iter().collect()
        } else if is_alone(plain) {
            vec![(plain.to_owned(), true)]
        } else {
            marked(plain)
        };
        texts.into_iter().filter_map(|(text, is_meant)| self.take(&text, is_meant)).collect()
    }

    /// Take one candidate. One that nothing marks as an OpenID must look exactly like one.
    fn take(&mut self, text: &str, is_meant: bool) -> Option<Item> {
        let what = match OpenId::parse(text) {
            Ok(read) if !is_meant && read.doubt.is_some() => return None,
            Ok(read) if !self.seen.insert(&read.openid) => What::Duplicate(read.openid),
            Ok(read) => {
                What::Kept { openid: read.openid, trimmed: read.trimmed, doubt: read.doubt }
            }
            Err(Malformed::Empty) => return None,
            Err(_) if !is_meant => return None,
            Err(why) => What::Malformed { text: text.trim().to_owned(), why },
        };
        Some(Item { line: self.lines, what })
    }

    /// Whether this line is a table's head that names an OpenID column. It is remembered.
    fn is_head(&mut self, line: &str) -> bool {
        for between in ['\t', ',', ';', '|'] {
            let at = cells(line, between).iter().position(|cell| {
                let cell = cell.trim().trim_matches('"').to_ascii_lowercase();
                matches!(cell.as_str(), "openid" | "open_id" | "open id")
            });
            if let Some(at) = at {
                self.column = Some((at, between));
                return true;
            }
        }
        false
    }
}

/// Whether a line is nothing but one word: then it is meant as an OpenID.
fn is_alone(line: &str) -> bool {
    let word = line.trim_matches(|c: char| !openid::is_letter(c) && openid::narrow(c).is_none());
    !word.is_empty()
        && !word.contains(|c: char| {
            let c = openid::narrow(c).unwrap_or(c);
            c.is_whitespace() || ":={}<>/&?@|,\t\"'".contains(c)
        })
}

/// The cells of a line, quotes as in RFC 4180.
fn cells(line: &str, between: char) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (vec![], String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c == between && !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

/// The words of a line that may be OpenIDs, each with whether a key marks it as one.
fn marked(line: &str) -> Vec<(String, bool)> {
    let plain: Vec<char> = line
        .chars()
        .filter(|c| !openid::is_zero_width(*c))
        .map(|c| openid::narrow(c).unwrap_or(c))
        .collect();
    let (mut found, mut at, mut key) = (vec![], 0, String::new());
    while at < plain.len() {
        let length = plain[at..].iter().take_while(|c| openid::is_letter(**c)).count();
        if length == 0 {
            // Another pair, list item or sentence: the key before it says nothing any more.
            if matches!(plain[at], ',' | '&' | '?' | ';' | '}' | ']' | '.' | '/') {
                key.clear();
            }
            at = at.saturating_add(1);
            continue;
        }
        let word: String = plain[at..at.saturating_add(length)].iter().collect();
        at = at.saturating_add(length);
        if is_key(&plain[at..]) {
            key = word.to_ascii_lowercase();
            continue;
        }
        let key = std::mem::take(&mut key);
        if KEYS.contains(&key.as_str()) {
            found.push((word, true));
        } else if !OTHER_KEYS.contains(&key.as_str()) && word.len() == USUAL_LENGTH {
            found.push((word, false));
        }
    }
    found
}

/// Whether what follows a word makes it a key: `=`, `:` or `":`.
fn is_key(rest: &[char]) -> bool {
    let mut rest = rest.iter().skip_while(|c| matches!(c, '"' | '\'' | ' ' | '\\'));
    matches!(rest.next(), Some(':' | '='))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";
    const B: &str = "otvxTs4dckWG7imySrJd6jSi0CWE";
    const UNION: &str = "oR5GjjgEhCMJFyzaVZdrxZ2zRRF4";

    fn kept(text: &str) -> Vec<String> {
        OpenId::find_all(text).kept().map(ToString::to_string).collect()
    }

    #[test]
    fn a_list_keeps_its_order_and_tells_of_the_rest_by_line() {
        let found = OpenId::find_all(&format!("{B}\r\n\n  \"{A}\",\noABC\n{B}\n"));
        assert_eq!(found.kept().map(OpenId::as_str).collect::<Vec<_>>(), [B, A]);
        assert_eq!(found.duplicates(), 1);
        assert_eq!(found.malformed().collect::<Vec<_>>(), [(4, "oABC", Malformed::Length(4))]);
        let lines: Vec<usize> = found.items.iter().map(|item| item.line).collect();
        assert_eq!(lines, [1, 3, 4, 5]);
    }

    #[test]
    fn openids_are_taken_out_of_logs_json_tables_and_addresses() {
        let log = format!(
            "2026-11-22 10:00:01 INFO rid: 6035fc3b-4873a3bb-3f1bb871 user {A} asked; appid=wx0123456789abcdef"
        );
        assert_eq!(kept(&log), [A]);
        assert_eq!(
            kept(&format!("https://example.com/a?openid={A}&unionid={UNION}&openid={B}#x")),
            [A, B]
        );
        assert_eq!(kept(&format!("{{\"openid\":\"{A}\",\"unionid\":\"{UNION}\",\"sex\":1}}")), [A]);
        assert_eq!(kept(&format!("[\"{A}\", \"{B}\"]")), [A, B]);
        assert_eq!(kept(&format!("<FromUserName><![CDATA[{A}]]></FromUserName>")), [A]);
        assert_eq!(
            kept(&format!("name,OpenID,unionid\n张三,{A},{UNION}\n\"李, 四\",\"{B}\",{UNION}\n")),
            [A, B]
        );
        assert_eq!(kept(&format!("id\topenid\n1\t{A}\n2\t{B}")), [A, B]);
        assert_eq!(kept(&format!("\"openid\": \"{A}\",\n\"unionid\": \" {UNION}\",")), [A]);
    }

    #[test]
    fn what_a_key_calls_an_openid_is_reported_when_it_is_not() {
        let found = OpenId::find_all("GET /cgi-bin/user/info?openid=oABC&lang=en");
        assert_eq!(found.malformed().collect::<Vec<_>>(), [(1, "oABC", Malformed::Length(4))]);
    }

    #[test]
    fn running_text_gives_nothing_but_what_looks_exactly_like_one() {
        assert_eq!(
            OpenId::find_all(
                "The customer called twice on 2026-11-22, see 550e8400-e29b-41d4-a716-446655440000"
            )
            .items,
            []
        );
        assert_eq!(
            OpenId::find_all("{\n  \"total\": 2,\n  \"count\":2,\n}\n# a remark\n").items,
            []
        );
    }
}
