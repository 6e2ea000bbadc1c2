//! The words of a line that may be OpenIDs, and what marks them: keys of JSON, addresses, logs, XML and PHP.
//!
//! A key is a word with `:`, `=` or `=>` behind it, a tag, or in running text a word that names an id. Its value is
//! the next word. A value may stand in the next line, and a list of values in brackets has one key.

use crate::{
    follower::{find, openid::is_letter},
    tables::heads::{Means, is_unionid, means},
};

/// What says that a word is an OpenID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The head of its column.
    Column,
    /// Nothing else stands on its line.
    Alone,
    /// A key before it.
    Key,
    /// Nothing but its look.
    Word,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    means: Means,
    /// A sign made it a key, and not only its name in running text.
    is_signed: bool,
    /// What ends the list that its values stand in. A `-` before each of them is one too.
    list: Option<char>,
}

/// Reads words, and remembers the key whose value is still to come.
#[derive(Debug, Clone, Default)]
pub struct Scanner {
    key: Option<Key>,
}

impl Scanner {
    /// Nothing of what was read so far says anything about what comes.
    pub fn forget(&mut self) {
        self.key = None;
    }

    /// Whether the value of a key is still to come.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.key.is_some_and(|key| key.is_signed && key.means != Means::Unknown)
    }

    /// Hand each word that may be an OpenID to this function.
    pub fn scan(&mut self, line: &str, mut take: impl FnMut(&str, Mark)) {
        let mut rest = line;
        let (mut before, mut earlier) = (' ', ' ');
        // A list of YAML: one value on each line.
        let is_point = line.trim_start().starts_with("- ");
        if let Some(key) = &mut self.key
            && key.list.is_none_or(|end| end == '-')
        {
            if is_point {
                key.list = Some('-');
            } else if key.list.is_some() {
                self.key = None;
            }
        }
        let is_name_alone = is_name_alone(line);
        while let Some(c) = rest.chars().next() {
            if !is_letter(c) && !c.is_alphanumeric() {
                self.between(c);
                (earlier, before) = (before, c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
                continue;
            }
            let end = word_end(rest);
            let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            rest = match pair(word, earlier, before, after) {
                Some(after) => {
                    self.key = Some(Key { means: means(word), is_signed: true, list: None });
                    after
                }
                None => self.word(word, before, after, &mut take),
            };
            earlier = ' ';
            before = word.chars().next_back().unwrap_or(' ');
        }
        // In running text a key says nothing about the next line.
        match &mut self.key {
            Some(key) if is_name_alone => key.is_signed = true,
            key => {
                key.take_if(|key| !key.is_signed);
            }
        }
    }

    /// What stands between words ends what a key says, or does not.
    fn between(&mut self, c: char) {
        let Some(key) = &mut self.key else { return };
        match c {
            '[' if key.is_signed => key.list = Some(']'),
            c if key.list == Some(c) && c != '-' => self.key = None,
            ',' | '&' | '?' | ';' | '}' | '，' | '；' | '。' if key.list.is_none() => {
                self.key = None;
            }
            '}' => self.key = None,
            _ => {}
        }
    }

    /// Take in a word, and return what is to be read after it.
    fn word<'a>(
        &mut self,
        word: &str,
        before: char,
        after: &'a str,
        take: &mut impl FnMut(&str, Mark),
    ) -> &'a str {
        let is_tag = before == '<' && after.starts_with('>');
        // In PHP's text a value is followed as a key is; an OpenID with a colon behind it is no key.
        let is_value = find::is_exact(word)
            || after.starts_with("\";s:")
                && self.key.is_some_and(|key| key.is_signed && key.means != Means::Unknown);
        let signed = sign(after).or(is_tag.then_some(after)).filter(|_| !is_value);
        if let Some(after) = signed {
            self.key = Some(Key { means: means(word), is_signed: true, list: None });
            return after;
        }
        if before == '/' && after.starts_with('>') {
            // The end of a tag, and of what it says.
            self.key = None;
            return after;
        }
        match self.key {
            Some(key) if key.is_signed => self.value(key, word, before, after, take),
            // A condition of SQL: `unionid IN ('…', '…')`.
            Some(key) if word.eq_ignore_ascii_case("in") && after.trim_start().starts_with('(') => {
                self.key = Some(Key { is_signed: true, list: Some(')'), ..key });
                after
            }
            Some(key) => {
                // A short word may stand between: "openid 是 …", "UnionID is …".
                let is_filler = matches!(word, "is" | "not" | "NOT")
                    || !word.is_ascii() && word.chars().count() <= 2;
                if !is_filler {
                    self.key = None;
                }
                if key.means == Means::OpenId || !find::is_exact(word) {
                    self.name_or_word(word, take);
                }
                after
            }
            None => {
                self.name_or_word(word, take);
                after
            }
        }
    }

    fn value<'a>(
        &mut self,
        key: Key,
        word: &str,
        before: char,
        after: &'a str,
        take: &mut impl FnMut(&str, Mark),
    ) -> &'a str {
        // The type and the length of a value, `string(28) "…"`, and the mark of raw text in XML.
        if after.starts_with('(') || (before == '(' && after.starts_with(')')) || word == "CDATA" {
            return after;
        }
        // The number of a line before its value, and Python's `u'…'`.
        let is_number = after.starts_with(") ") && word.bytes().all(|byte| byte.is_ascii_digit());
        let is_prefix = matches!(word, "u" | "b" | "r" | "N") && after.starts_with(['\'', '"']);
        if is_number || is_prefix {
            return after;
        }
        // `<field name="unionid">…</field>`.
        if key.means == Means::Unknown && matches!(before, '"' | '\'') && after.starts_with(before)
        {
            let means = means(word);
            if means != Means::Unknown && word.len() < 20 {
                self.key = Some(Key { means, is_signed: true, list: key.list });
                return after;
            }
        }
        if key.list.is_none() {
            self.key = None;
        }
        match key.means {
            Means::OpenId => take(word, Mark::Key),
            Means::Unknown => take(word, Mark::Word),
            // All of a quoted value, in which there may be any words.
            Means::Other if matches!(before, '"' | '\'') => {
                let end = after.find(before).unwrap_or(0);
                return after.get(end..).unwrap_or(after);
            }
            Means::Other => {}
        }
        after
    }

    fn name_or_word(&mut self, word: &str, take: &mut impl FnMut(&str, Mark)) {
        let named = if is_unionid(word) { Means::Other } else { means(word) };
        let is_name = named == Means::OpenId || is_unionid(word);
        if is_name && word.chars().count() < 20 {
            self.key = Some(Key { means: named, is_signed: false, list: None });
        } else if word.is_ascii() {
            take(word, Mark::Word);
        }
    }
}

/// What follows the comma of a pair, `('unionid', '…')`, whose first word is a name.
fn pair<'a>(word: &str, earlier: char, before: char, after: &'a str) -> Option<&'a str> {
    if earlier != '(' || !matches!(before, '"' | '\'') || means(word) == Means::Unknown {
        return None;
    }
    after.strip_prefix(before)?.trim_start().strip_prefix(',').map(str::trim_start)
}

/// Whether a line is nothing but the name of an id, in quotes and numbered: its value is in the next line.
fn is_name_alone(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    line.strip_prefix(") \"")
        .and_then(|name| name.trim_end().strip_suffix('"'))
        .is_some_and(|name| means(name) != Means::Unknown)
}

/// Where a word ends: ids are made of ASCII, so it ends too where another script begins.
fn word_end(text: &str) -> usize {
    let is_ascii = text.starts_with(|c: char| c.is_ascii());
    let is_part = |c: char| {
        if is_ascii { is_letter(c) } else { !c.is_ascii() && c.is_alphanumeric() }
    };
    text.find(|c: char| !is_part(c)).unwrap_or(text.len())
}

/// What follows the sign that makes the word before it a key; `None` where there is none.
fn sign(after: &str) -> Option<&str> {
    if let Some(length) = after.strip_prefix("\";s:") {
        // PHP's serialized text: `s:6:"openid";s:28:"…"`.
        let digits = length.trim_start_matches(|c: char| c.is_ascii_digit());
        return digits.strip_prefix(':');
    }
    let rest =
        after.trim_start_matches(['"', '\'', '`', '\\', ']']).trim_start_matches([' ', '\t']);
    let rest = rest.strip_prefix("=>").or_else(|| rest.strip_prefix([':', '=', '：', '＝']))?;
    // `http://` is no key with a value, and `a == b` is a comparison.
    (!rest.starts_with("//")).then(|| rest.trim_start_matches('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M";

    fn marked(text: &str) -> Vec<(String, Mark)> {
        let (mut scanner, mut found) = (Scanner::default(), vec![]);
        for line in text.lines() {
            scanner.scan(line, |word, mark| found.push((word.to_owned(), mark)));
        }
        found.retain(|(word, mark)| *mark != Mark::Word || find::is_exact(word));
        found
    }

    #[test]
    fn a_key_marks_the_word_behind_it_however_it_is_written() {
        for text in [
            "openid={A}&unionid={U}",
            "\"openid\": \"{A}\", \"unionid\": \" {U}\"",
            "openid: {A}\nunionid: {U}",
            "{'openid': '{A}', 'unionid': '{U}'}",
            "\\\"openid\\\":\\\"{A}\\\",\\\"unionid\\\":\\\"{U}\\\"",
            "[\"openid\"]=>\n  string(28) \"{A}\"\n  [\"unionid\"]=>\n  string(28) \"{U}\"",
            "a:2:{s:6:\"openid\";s:28:\"{A}\";s:7:\"unionid\";s:28:\"{U}\";}",
            "<openid><![CDATA[{A}]]></openid><unionid><![CDATA[{U}]]></unionid>",
            "<FromUserName>{A}</FromUserName>",
            "用户标识：{A}",
            "\"openid\":\n\"{A}\"",
            "'openid' => '{A}', 'unionid' => '{U}'",
            "\"next_openid\":\"{U}\",\"openid\":[\"{A}\"]",
            "applet_openid={U} openid={A}",
            "wx_openid={A}",
        ] {
            let text = text.replace("{A}", A).replace("{U}", "oR5GjjgEhCMJFyzaVZdrxZ2zRRF4");
            assert_eq!(marked(&text), [(A.to_owned(), Mark::Key)], "{text}");
        }
    }

    #[test]
    fn a_list_of_values_has_one_key() {
        let text = format!("\"openid\":[\"{A}\",\"oABC\"],\"next\":\"oDEF\"");
        assert_eq!(marked(&text), [(A.to_owned(), Mark::Key), ("oABC".to_owned(), Mark::Key)]);
    }

    #[test]
    fn in_running_text_a_name_says_what_comes() {
        for text in [
            "the openid {A} is",
            "openid 是 {A}",
            "用户{A}打不开",
            "UnionID 是 {U}，OpenID 是 {A}",
            "the UnionID is {U}, not {A}",
            "see {A}.",
            "{A}: cannot open it",
        ] {
            let text = text.replace("{A}", A).replace("{U}", "oR5GjjgEhCMJFyzaVZdrxZ2zRRF4");
            assert_eq!(marked(&text), [(A.to_owned(), Mark::Word)], "{text}");
        }
        assert_eq!(marked(&format!("the unionid of {A} is")), [(A.to_owned(), Mark::Word)]);
    }

    #[test]
    fn an_address_is_no_key() {
        assert_eq!(marked(&format!("https://x.example/{A}?a=1")), [(A.to_owned(), Mark::Word)]);
    }
}
