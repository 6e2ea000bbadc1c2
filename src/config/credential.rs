//! Tokens and secrets as people paste them: looked at before they are sent.
//!
//! A token is often copied with what stood around it: quotes, the JSON or PHP of a cache, a header.
//! It is taken out of that. A secret is not guessed at: what cannot be one is refused.

use std::fmt;

use secrecy::SecretString;
use serde_json::Value;

use crate::i18n::UiLang;

/// A token has up to 512 characters.
const LONGEST: usize = 4096;

/// What is wrong with a credential. It holds nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odd {
    /// A token that cannot be one: empty, several words, or characters that no token has.
    NoToken,
    /// A secret with a character that is not seen, such as a zero-width space.
    Invisible(char),
    /// A secret that cannot be one: several words, or characters that are not ASCII.
    NoSecret,
    /// It is not 32 hex digits, as `WeChat`'s are. A gateway's may be.
    UnusualSecret,
    /// An appid that cannot be one.
    NoAppid,
    /// The 32 hex digits of an `AppSecret` where the appid belongs.
    SecretAsAppid,
    /// `gh_…` is another number of the account.
    OriginalId,
    /// It is not `wx` and 16 hex digits, as `WeChat`'s are.
    UnusualAppid,
    /// The token stood in something else, and was taken out of it.
    Wrapped(Wrapping),
}

/// What a token stood in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    Quotes,
    Json,
    Php,
    /// `Bearer …` or `Authorization: …`.
    Header,
    /// `access_token=…` or `access_token: …`.
    Parameter,
    /// A byte order mark or characters of no width.
    Invisible,
}

impl Odd {
    /// Whether it is used all the same.
    #[must_use]
    pub const fn is_warning(self) -> bool {
        matches!(self, Self::UnusualSecret | Self::UnusualAppid | Self::Wrapped(_))
    }

    /// What is wrong and what to do, without any of it.
    #[must_use]
    pub fn say(self, lang: UiLang) -> String {
        let key = match self {
            Self::NoToken => "config.no_token",
            Self::Invisible(c) => {
                let code = format!("U+{:04X}", u32::from(c));
                return lang.fill("config.invisible_secret", &[("code", &code)]);
            }
            Self::NoSecret => "config.no_secret",
            Self::UnusualSecret => "config.unusual_secret",
            Self::NoAppid => "config.odd_appid",
            Self::SecretAsAppid => "config.secret_as_appid",
            Self::OriginalId => "config.original_id",
            Self::UnusualAppid => "config.unusual_appid",
            Self::Wrapped(wrapping) => {
                let what = lang.say(wrapping.key()).into_owned();
                return lang.fill("config.wrapped_token", &[("what", &what)]);
            }
        };
        lang.say(key).into_owned()
    }
}

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(UiLang::En))
    }
}

impl Wrapping {
    const fn key(self) -> &'static str {
        match self {
            Self::Quotes => "config.in_quotes",
            Self::Json => "config.in_json",
            Self::Php => "config.in_php",
            Self::Header => "config.in_header",
            Self::Parameter => "config.in_parameter",
            Self::Invisible => "config.in_invisible",
        }
    }
}

/// The token in a text, and what it was taken out of.
///
/// # Errors
/// When there is none.
pub fn token(text: &str) -> Result<(SecretString, Option<Wrapping>), Odd> {
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let (found, wrapping) = unwrapped(seen.trim());
    let found = found.ok_or(Odd::NoToken)?;
    let is_word = found.bytes().all(|byte| byte.is_ascii_graphic())
        && !found.contains(['"', '\'', '`', '{', '}', '<', '>', '\\']);
    if found.is_empty() || found.len() > LONGEST || !is_word {
        return Err(Odd::NoToken);
    }
    let invisible = (seen.len() != text.len()).then_some(Wrapping::Invisible);
    Ok((found.into(), wrapping.or(invisible)))
}

/// A secret as it was given, without the space around it, and whether it is an unusual one.
///
/// # Errors
/// When it cannot be one.
pub fn secret(text: &str) -> Result<(SecretString, Option<Odd>), Odd> {
    let text = text.trim();
    if let Some(c) = text.chars().find(|c| is_invisible(*c)) {
        return Err(Odd::Invisible(c));
    }
    if text.is_empty() || text.len() > LONGEST || !text.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Err(Odd::NoSecret);
    }
    let is_usual = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    Ok((text.to_owned().into(), (!is_usual).then_some(Odd::UnusualSecret)))
}

/// What is odd about an appid.
#[must_use]
pub fn odd_appid(text: &str) -> Option<Odd> {
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if text.strip_prefix("wx").is_some_and(|digits| digits.len() == 16 && is_hex(digits)) {
        return None;
    }
    if text.len() == 32 && is_hex(text) {
        return Some(Odd::SecretAsAppid);
    }
    if text.starts_with("gh_") {
        return Some(Odd::OriginalId);
    }
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    if text.is_empty() || text.len() > 64 || !text.bytes().all(is_word) {
        return Some(Odd::NoAppid);
    }
    Some(Odd::UnusualAppid)
}

/// A character that is not seen and that no credential has.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
        || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

fn unwrapped(text: &str) -> (Option<String>, Option<Wrapping>) {
    if let Some(value) = json(text) {
        return (named(&value), Some(Wrapping::Json));
    }
    if let Some(found) = after_name(text) {
        let is_php = text.contains(":\"access_token\"") || text.contains("=>");
        let wrapping = if is_php {
            Wrapping::Php
        } else if text.contains('{') {
            Wrapping::Json
        } else {
            Wrapping::Parameter
        };
        return (Some(found), Some(wrapping));
    }
    // Without a name in front, only the first line can be it.
    let line = text.lines().next().unwrap_or_default().trim();
    if let Some(found) = php_string(line) {
        return (Some(found.to_owned()), Some(Wrapping::Php));
    }
    let inner = without_quotes(line);
    let bare = without_header(inner);
    let wrapping = if bare.len() < inner.len() {
        Some(Wrapping::Header)
    } else if inner.len() < line.len() {
        Some(Wrapping::Quotes)
    } else {
        None
    };
    (Some(without_quotes(bare).to_owned()), wrapping)
}

/// The object in a text, also behind `<?php exit();?>`, as the file of WeChat's own example begins.
fn json(text: &str) -> Option<Value> {
    let body = text
        .strip_prefix("<?php")
        .map_or(text, |rest| rest.split_once("?>").map_or("", |(_, body)| body));
    let value: Value = serde_json::from_str(body.trim()).ok()?;
    // A number or a text alone is a token in its quotes.
    (value.is_object() || value.is_array()).then_some(value)
}

/// The access token of a response, however deep a gateway has put it.
fn named(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => {
            let own = object.iter().find(|(key, value)| is_name(key) && value.is_string());
            let own = own.and_then(|(_, value)| value.as_str()).map(|text| text.trim().to_owned());
            own.or_else(|| object.values().find_map(named))
        }
        Value::Array(list) => list.iter().find_map(named),
        _ => None,
    }
}

fn is_name(key: &str) -> bool {
    let plain: String = key.chars().filter(char::is_ascii_alphabetic).collect();
    plain.eq_ignore_ascii_case("accesstoken") || plain.eq_ignore_ascii_case("token")
}

/// What stands behind `access_token`, in an address, in PHP, or in JSON that was cut off.
fn after_name(text: &str) -> Option<String> {
    let small = text.to_ascii_lowercase();
    let end = ["access_token", "accesstoken", "access-token"]
        .iter()
        .find_map(|name| Some(small.find(name)? + name.len()))?;
    let rest = text.get(end..)?.trim_start_matches(['"', '\'', ' ', '\t', ':', '=', '>', ';', ',']);
    let rest = php_string(rest).unwrap_or(rest);
    let rest = rest.trim_start_matches(['"', '\'']);
    let stops =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '&' | ';' | ',' | '}' | '#');
    let found = rest.split(stops).next()?;
    (!found.is_empty()).then(|| found.to_owned())
}

/// `s:5:"token";`
fn php_string(text: &str) -> Option<&str> {
    let (length, rest) = text.strip_prefix("s:")?.split_once(':')?;
    length.parse::<usize>().ok()?;
    rest.strip_prefix('"')?.split('"').next()
}

fn without_quotes(text: &str) -> &str {
    const PAIRS: [(char, char); 6] =
        [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('「', '」')];
    let text = text.trim().trim_end_matches([',', ';']).trim_end();
    let inside = |(open, close): &(char, char)| text.strip_prefix(*open)?.strip_suffix(*close);
    PAIRS.iter().find_map(inside).unwrap_or(text).trim()
}

fn without_header(text: &str) -> &str {
    let mut rest = text;
    for name in ["authorization:", "bearer ", "bearer\t", "token "] {
        if rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            rest = rest.get(name.len()..).unwrap_or_default().trim_start();
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn taken(text: &str) -> Result<(String, Option<Wrapping>), Odd> {
        token(text).map(|(token, wrapping)| (token.expose_secret().to_owned(), wrapping))
    }

    #[test]
    fn a_token_is_taken_out_of_what_it_was_pasted_with() {
        let token = "9_W-gvJ5hM_Tok3n";
        for (text, wrapping) in [
            (token.to_owned(), None),
            (format!("  {token}\r\n"), None),
            (format!("{token}\nmore words"), None),
            (format!("\u{feff}{token}"), Some(Wrapping::Invisible)),
            (token.replace("gv", "g\u{200b}v"), Some(Wrapping::Invisible)),
            (format!("\"{token}\""), Some(Wrapping::Quotes)),
            (format!("'{token}',"), Some(Wrapping::Quotes)),
            (format!("“{token}”"), Some(Wrapping::Quotes)),
            (format!("{{\"access_token\":\"{token}\",\"expires_in\":7200}}"), Some(Wrapping::Json)),
            (format!("{{\n  \"access_token\": \"{token}\"\n}}\r\n"), Some(Wrapping::Json)),
            (format!("{{\"data\":{{\"accessToken\":\"{token}\"}}}}"), Some(Wrapping::Json)),
            (format!("\"access_token\":\"{token}\","), Some(Wrapping::Parameter)),
            (format!("{{\"access_token\":\"{token}\",\"expi"), Some(Wrapping::Json)),
            (
                format!("<?php exit();?>{{\"expire_time\":1,\"access_token\":\"{token}\"}}"),
                Some(Wrapping::Json),
            ),
            (format!("a:1:{{s:12:\"access_token\";s:16:\"{token}\";}}"), Some(Wrapping::Php)),
            (format!("['access_token' => '{token}']"), Some(Wrapping::Php)),
            (format!("s:16:\"{token}\";"), Some(Wrapping::Php)),
            (format!("Bearer {token}"), Some(Wrapping::Header)),
            (format!("Authorization: Bearer {token}"), Some(Wrapping::Header)),
            (format!("access_token={token}"), Some(Wrapping::Parameter)),
            (
                format!("https://a.example/x?access_token={token}&openid=o1"),
                Some(Wrapping::Parameter),
            ),
        ] {
            assert_eq!(taken(&text), Ok((token.to_owned(), wrapping)), "{text}");
        }
        let refused =
            ["", " ", "two words", "密钥", "{}", "{\"errcode\":40001}", "<html>", "\"a\"b\""];
        for text in refused {
            assert_eq!(taken(text), Err(Odd::NoToken), "{text}");
        }
        assert_eq!(taken(&"a".repeat(5000)), Err(Odd::NoToken));
    }

    #[test]
    fn a_secret_that_cannot_be_one_is_refused_and_an_unusual_one_is_said() {
        let odd = |text: &str| secret(text).map(|(_, odd)| odd);
        assert_eq!(odd(" 5a1f0c93e7b24d6880f3a9c2d4e6b71a\r\n"), Ok(None));
        assert_eq!(odd("5A1F0C93E7B24D6880F3A9C2D4E6B71A"), Ok(None));
        assert_eq!(odd("s3cret"), Ok(Some(Odd::UnusualSecret)));
        assert_eq!(
            odd("5a1f0c93e7b24d6880f3\u{200b}a9c2d4e6b71a"),
            Err(Odd::Invisible('\u{200b}'))
        );
        assert_eq!(
            odd("\u{feff}5a1f0c93e7b24d6880f3a9c2d4e6b71a"),
            Err(Odd::Invisible('\u{feff}'))
        );
        for text in ["", "two words", "密钥", "5a1f0c93\n80f3a9c2"] {
            assert_eq!(odd(text), Err(Odd::NoSecret), "{text}");
        }
    }

    #[test]
    fn an_appid_is_wx_and_sixteen_hex_digits() {
        assert_eq!(odd_appid("wx7d0e5a41c8f2b396"), None);
        assert_eq!(odd_appid("5a1f0c93e7b24d6880f3a9c2d4e6b71a"), Some(Odd::SecretAsAppid));
        assert_eq!(odd_appid("gh_0123456789ab"), Some(Odd::OriginalId));
        assert_eq!(odd_appid("wx1"), Some(Odd::UnusualAppid));
        for text in ["", "wx 1", "wx7d0e5a41c8f2b39\u{200b}6", "微信"] {
            assert_eq!(odd_appid(text), Some(Odd::NoAppid), "{text}");
        }
    }

    #[test]
    fn nothing_of_a_credential_is_said() {
        let texts = [Odd::NoToken, Odd::Invisible('\u{200b}'), Odd::Wrapped(Wrapping::Json)];
        for lang in UiLang::ALL {
            for odd in texts {
                let said = odd.say(lang);
                assert!(!said.starts_with("config.") && !said.contains("%{"), "{said}");
            }
        }
    }
}
