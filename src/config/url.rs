//! The address of the API: checked before a token is sent there.

use std::net::IpAddr;

use reqwest::Url;

use super::error::Error;

/// A base address as a person wrote it, without the slash at its end.
///
/// # Errors
/// When it is not an address, holds a password, query or fragment, or would carry the token in clear
/// to another machine.
pub fn api_base(text: &str) -> Result<String, Error> {
    let text = text.trim();
    let Ok(url) = Url::parse(text) else { return Err(bad(text)) };
    let is_plain = url.username().is_empty() && url.password().is_none();
    let ends_with_path = url.query().is_none() && url.fragment().is_none();
    if !is_plain || !ends_with_path || url.host_str().is_none() {
        // Whatever stands before the @ may be a password, so none of it is repeated.
        return Err(bad(url.host_str().unwrap_or("?")));
    }
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return Err(Error::Clear { url: url.as_str().to_owned() }),
        _ => return Err(bad(text)),
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
    Url::parse(text).is_ok_and(|url| {
        let is_known = matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h");
        is_known && url.host_str().is_some_and(|host| !host.is_empty())
    })
}

fn bad(url: &str) -> Error {
    Error::BadUrl { url: url.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_with_its_path_and_without_its_last_slash() {
        let kept = |text| api_base(text).map_err(|error| error.to_string());
        assert_eq!(kept("https://sh.api.weixin.qq.com"), Ok("https://sh.api.weixin.qq.com".into()));
        assert_eq!(kept(" https://gw.example/wechat/ "), Ok("https://gw.example/wechat".into()));
        assert_eq!(kept("http://127.0.0.1:8080/"), Ok("http://127.0.0.1:8080".into()));
        assert_eq!(kept("http://[::1]:8080"), Ok("http://[::1]:8080".into()));
        assert_eq!(kept("http://localhost:1"), Ok("http://localhost:1".into()));
    }

    #[test]
    fn a_token_is_not_sent_in_clear_to_another_machine() {
        for text in ["http://api.weixin.qq.com", "http://127.0.0.1.example", "http://10.0.0.1"] {
            assert!(matches!(api_base(text), Err(Error::Clear { .. })), "{text}");
        }
    }

    #[test]
    fn what_is_no_base_address_is_refused_without_repeating_a_password() {
        for text in ["", "api.weixin.qq.com", "ftp://a.example", "https://a.example/?x=1"] {
            assert!(matches!(api_base(text), Err(Error::BadUrl { .. })), "{text}");
        }
        let refused = api_base("https://me:SECRET_c4n4ry@a.example").expect_err("has a password");
        assert!(!refused.to_string().contains("c4n4ry"), "{refused}");
    }
}
