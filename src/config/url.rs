//! The address of the API: checked before a token is sent there.

use std::net::IpAddr;

use reqwest::Url;

use crate::i18n::UiLang;

/// Why an address is none of the API. Nothing of a text is kept in which a password may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// Not an address at all, or one with a query or a password in it.
    NoBase,
    /// `http://` to another machine: the access token would be readable on the way.
    Clear { host: String },
}

impl Error {
    /// What is wrong and what to do.
    #[must_use]
    pub fn say(&self, lang: UiLang) -> String {
        match self {
            Self::NoBase => lang.say("config.bad_url").into_owned(),
            Self::Clear { host } => lang.fill("config.clear", &[("host", host)]),
        }
    }
}

/// A base address as a person wrote it, without the slash at its end.
///
/// # Errors
/// When it is not an address, holds a password, query or fragment, or would carry the token in clear
/// to another machine.
pub fn api_base(text: &str) -> Result<String, Error> {
    let text = text.trim();
    // The parser of addresses drops tabs and line ends, which nobody means to write.
    let is_one_word = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let Some(url) = Url::parse(text).ok().filter(|_| is_one_word) else {
        return Err(Error::NoBase);
    };
    let is_plain = url.username().is_empty() && url.password().is_none() && !text.contains('@');
    let ends_with_path = url.query().is_none() && url.fragment().is_none();
    let host = url.host_str().filter(|host| !host.is_empty());
    let Some(host) = host.filter(|_| is_plain && ends_with_path) else {
        return Err(Error::NoBase);
    };
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return Err(Error::Clear { host: host.to_owned() }),
        _ => return Err(Error::NoBase),
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Whether an address stays on this machine.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.map_or(host == "localhost", |address| address.is_loopback())
}

/// Whether this is the address of an HTTP or SOCKS5 proxy. It may hold a name and a password.
#[must_use]
pub fn is_proxy(text: &str) -> bool {
    is_proxy_by(text, &["http", "https", "socks5", "socks5h"])
}

/// Whether this is a proxy as the environment names one, where `http://` may be left out.
#[must_use]
pub fn is_environment_proxy(text: &str) -> bool {
    let known = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
    if text.contains("://") {
        is_proxy_by(text, &known)
    } else {
        is_proxy_by(&format!("http://{text}"), &known)
    }
}

fn is_proxy_by(text: &str, schemes: &[&str]) -> bool {
    let is_one_word = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let parsed = Url::parse(text).ok().filter(|_| is_one_word);
    parsed.is_some_and(|url| {
        let has_host = url.host_str().is_some_and(|host| !host.is_empty());
        schemes.contains(&url.scheme()) && has_host && reqwest::Proxy::all(text).is_ok()
    })
}

/// Whether an address holds a password, or a name that may be one.
#[must_use]
pub fn has_password(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| url.password().is_some() || !url.username().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_with_its_path_and_without_its_last_slash() {
        assert_eq!(
            api_base("https://sh.api.weixin.qq.com"),
            Ok("https://sh.api.weixin.qq.com".into())
        );
        assert_eq!(
            api_base(" https://gw.example/wechat/ "),
            Ok("https://gw.example/wechat".into())
        );
        assert_eq!(api_base("http://127.0.0.1:8080/"), Ok("http://127.0.0.1:8080".into()));
        assert_eq!(api_base("http://[::1]:8080"), Ok("http://[::1]:8080".into()));
        assert_eq!(api_base("http://localhost:1"), Ok("http://localhost:1".into()));
    }

    #[test]
    fn a_token_is_not_sent_in_clear_to_another_machine() {
        for text in ["http://api.weixin.qq.com", "http://127.0.0.1.example", "http://10.0.0.1"] {
            assert!(matches!(api_base(text), Err(Error::Clear { .. })), "{text}");
        }
    }

    #[test]
    fn what_is_no_base_address_is_refused_without_repeating_a_password() {
        let texts = [
            "",
            "api.weixin.qq.com",
            "ftp://a.example",
            "https://a.example/?x=1",
            "https://a.example/\nx",
            "https://me:SECRET_c4n4ry@a.example",
            "https://me:SECRET_c4n4ry@a.example:port",
            "https//me:SECRET_c4n4ry@a.example",
            "me:SECRET_c4n4ry@a.example",
            "https://SECRET_c4n4ry:@[a.example",
            "SECRET_c4n4ry",
        ];
        for text in texts {
            let refused = api_base(text).expect_err(text);
            assert_eq!(refused, Error::NoBase, "{text}");
            for lang in UiLang::ALL {
                assert!(!refused.say(lang).contains("c4n4ry"), "{text}");
            }
        }
    }

    #[test]
    fn a_proxy_of_the_environment_may_do_without_its_scheme() {
        for text in ["proxy.example:8080", "http://proxy.example", "socks5h://me:pw@127.0.0.1:1"] {
            assert!(is_environment_proxy(text), "{text}");
        }
        for text in ["http://", "ftp://proxy.example", "http://a b", "http://a:port"] {
            assert!(!is_environment_proxy(text), "{text}");
        }
    }
}
