//! Which addresses may be fetched for an avatar. `headimgurl` is data; this is where it is judged.
//!
//! An address is judged twice: as text, here, and as the numbers its name resolves to, in `names`,
//! because a name that anybody owns can point at this machine or at the office's printer.

pub mod addresses;
pub mod resolver;

use std::net::IpAddr;

use reqwest::Url;

/// Under these, and over HTTPS only, `WeChat` serves avatars.
const WECHAT: [&str; 2] = ["qlogo.cn", "qpic.cn"];
/// The ports of HTTP and HTTPS. Another one must be written out in the account's `avatar_hosts`.
const PORTS: [u16; 2] = [80, 443];

/// Why an address may not be fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a plain `http` or `https` address: another scheme, a user name, a disguised number.
    #[error("{0} is not a plain web address")]
    Address(String),
    /// A host, or a port of it, that is neither WeChat's nor in `avatar_hosts`.
    #[error("{0} is not a host of avatars")]
    Host(String),
    /// It is an address inside this machine or its network.
    #[error("{0} is inside this network")]
    Private(String),
    /// Its name resolves to an address inside this network.
    #[error("{host} is {to}, inside this network")]
    Resolved { host: String, to: IpAddr },
    /// Its name resolves to this machine, or to nowhere: by a hosts file, or by a blocker.
    #[error("{host} is sent to {to}")]
    Blocked { host: String, to: IpAddr },
}

/// Where one account's avatars may come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Hosts of the configuration: `img.example.com`, `*.example.com`, either with `:8443`.
    extra_hosts: Vec<String>,
    /// The port of an API that runs on this machine. Its avatars may come from there too.
    loopback: Option<u16>,
    is_without_wechat: bool,
}

impl Policy {
    /// The policy of an account with this `api_base` and these `avatar_hosts`.
    #[must_use]
    pub fn new(api_base: &str, avatar_hosts: &[String]) -> Self {
        let api_base = Url::parse(api_base).ok();
        let loopback = api_base.filter(is_loopback).and_then(|url| url.port_or_known_default());
        let extra_hosts = avatar_hosts.iter().map(|host| host.trim().to_ascii_lowercase());
        Self { extra_hosts: extra_hosts.collect(), loopback, is_without_wechat: false }
    }

    /// The same without WeChat's own hosts: what is made up has no avatar there.
    #[must_use]
    pub fn without_wechat(self) -> Self {
        Self { is_without_wechat: true, ..self }
    }

    /// The address to fetch for this one, which is the same or its HTTPS form.
    ///
    /// # Errors
    /// When it may not be fetched.
    pub fn check(&self, address: &str) -> Result<Url, Refusal> {
        let odd = || Refusal::Address(named(address));
        let mut url = plain(address).ok_or_else(odd)?;
        let host = url.host_str().ok_or_else(odd)?.to_owned();
        let port = url.port_or_known_default().ok_or_else(odd)?;
        if is_loopback(&url) {
            return if self.loopback == Some(port) { Ok(url) } else { self.not_inside(url, host) };
        }
        if let Some(number) = addresses::of_host(&host)
            && !addresses::is_public(number)
        {
            return Err(Refusal::Private(host));
        }
        if !self.is_without_wechat && WECHAT.iter().any(|domain| is_under(&host, domain)) {
            if !PORTS.contains(&port) {
                return Err(Refusal::Host(format!("{host}:{port}")));
            }
            // The API hands out `http`, and the same hosts answer `https`.
            url.set_scheme("https").map_err(|()| odd())?;
            url.set_port(None).map_err(|()| odd())?;
            return Ok(url);
        }
        if self.lists(&host, port) { Ok(url) } else { Err(Refusal::Host(host)) }
    }

    /// Whether a name is one that an avatar may come from, at whatever port.
    #[must_use]
    pub fn knows(&self, host: &str) -> bool {
        WECHAT.iter().any(|domain| is_under(host, domain))
            || self.extra_hosts.iter().any(|extra| matches(host, split_port(extra).0))
    }

    /// Whether this address is the account's own API on this machine.
    #[must_use]
    pub fn is_own_loopback(&self, url: &Url) -> bool {
        is_loopback(url) && self.loopback.is_some() && self.loopback == url.port_or_known_default()
    }

    /// `localhost` that somebody lists is resolved, and refused then, as any name inside is.
    fn not_inside(&self, url: Url, host: String) -> Result<Url, Refusal> {
        let named = addresses::of_host(&host).is_none();
        let listed = url.port_or_known_default().is_some_and(|port| self.lists(&host, port));
        if named && listed { Ok(url) } else { Err(Refusal::Private(host)) }
    }

    fn lists(&self, host: &str, port: u16) -> bool {
        self.extra_hosts.iter().any(|extra| {
            let (name, wanted) = split_port(extra);
            matches(host, name) && wanted.map_or(PORTS.contains(&port), |wanted| wanted == port)
        })
    }
}

/// The address, when what is written is what a reader takes it for.
///
/// The parser forgives much: `http://2130706433/` and `http://0x7f.1/` are 127.0.0.1 to it, `\` is
/// `/`, and what stands before `@` is a name. So the host as written must be the host as read.
fn plain(address: &str) -> Option<Url> {
    if address.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return None;
    }
    let (scheme, rest) = address.split_once("://")?;
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    let written = match url.port() {
        Some(port) => authority.strip_suffix(&format!(":{port}"))?,
        // A port that is the scheme's own is not told by the parser.
        None => {
            authority.strip_suffix(":443").or(authority.strip_suffix(":80")).unwrap_or(authority)
        }
    };
    let is_same = written.eq_ignore_ascii_case(host);
    let is_mapped =
        matches!(addresses::of_host(host), Some(IpAddr::V6(six)) if six.to_ipv4_mapped().is_some());
    (is_same && !is_mapped && !authority.contains('@')).then_some(url)
}

/// As much of an address as says which it is: scheme and host as they are written, without what may
/// be a password before `@`.
fn named(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host: String = host.chars().take(80).collect();
    if scheme.is_empty() { host } else { format!("{scheme}://{host}") }
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    host == "localhost" || addresses::of_host(host).is_some_and(|number| number.is_loopback())
}

/// Whether a host lies under a domain. The dot keeps `evilqlogo.cn` out.
fn is_under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|front| front.ends_with('.') && front.len() > 1)
}

fn matches(host: &str, pattern: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(domain) => !domain.is_empty() && (host == domain || is_under(host, domain)),
        None => host == pattern,
    }
}

/// A name of the configuration and the port behind it, if one is.
fn split_port(extra: &str) -> (&str, Option<u16>) {
    match extra.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => match port.parse() {
            Ok(port) => (name, Some(port)),
            Err(_) => (extra, None),
        },
        _ => (extra, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        let extra = ["img.example.com", "*.cdn.example", "files.example:9000"];
        Policy::new("https://api.weixin.qq.com", &extra.map(str::to_owned))
    }

    fn refused(address: &str) -> Refusal {
        policy().check(address).expect_err(address)
    }

    #[test]
    fn wechats_hosts_are_fetched_over_https() {
        let requested = |address: &str| policy().check(address).expect(address).to_string();
        assert_eq!(requested("http://wx.qlogo.cn/mmopen/a/0"), "https://wx.qlogo.cn/mmopen/a/0");
        assert_eq!(requested("http://WX.QLOGO.CN:80/a/0"), "https://wx.qlogo.cn/a/0");
        assert_eq!(requested("https://mmbiz.qpic.cn/a"), "https://mmbiz.qpic.cn/a");
        assert_eq!(requested("http://img.example.com/a"), "http://img.example.com/a");
        assert_eq!(requested("https://a.b.cdn.example/x"), "https://a.b.cdn.example/x");
        assert_eq!(requested("http://files.example:9000/x"), "http://files.example:9000/x");
    }

    #[test]
    fn a_host_is_matched_by_whole_labels() {
        for host in [
            "evilqlogo.cn",
            "qlogo.cn.evil.example",
            "qlogo.cn",
            ".qlogo.cn",
            "wx.qlogo.cn.",
            "xcdn.example",
            "img.example.com.evil.example",
            "sub.img.example.com",
        ] {
            assert!(policy().check(&format!("http://{host}/0")).is_err(), "{host}");
        }
    }

    #[test]
    fn other_ports_must_be_written_out() {
        assert_eq!(refused("http://wx.qlogo.cn:22/0"), Refusal::Host("wx.qlogo.cn:22".into()));
        assert!(policy().check("http://img.example.com:6379/0").is_err());
        assert!(policy().check("http://files.example/0").is_err());
    }

    #[test]
    fn an_address_that_is_not_what_it_looks_like_is_refused() {
        for address in [
            "",
            "0",
            "//wx.qlogo.cn/0",
            "wx.qlogo.cn/0",
            "file:///etc/passwd",
            "data:image/png;base64,AAAA",
            "ftp://wx.qlogo.cn/0",
            "javascript://wx.qlogo.cn/%0a",
            "http://user@wx.qlogo.cn/0",
            "http://user:pass@wx.qlogo.cn/0",
            "http://wx.qlogo.cn@127.0.0.1/0",
            "http://wx.qlogo.cn\\@127.0.0.1/0",
            "http://wx%2eqlogo.cn/0",
            "http://ｗｘ.qlogo.cn/0",
            "http://wx。qlogo.cn/0",
            "http://wx.qlo\tgo.cn/0",
            "http://wx.qlogo.cn /0",
            "http:///wx.qlogo.cn/0",
            "http://2130706433/0",
            "http://017700000001/0",
            "http://0177.0.0.1/0",
            "http://0x7f000001/0",
            "http://0x7f.1/0",
            "http://127.1/0",
            "http://[::ffff:127.0.0.1]/0",
            "http://[::ffff:7f00:1]/0",
            "http://[::ffff:8.8.8.8]/0",
            "http://[0:0:0:0:0:0:0:1]/0",
        ] {
            assert_eq!(refused(address), Refusal::Address(named(address)), "{address}");
        }
    }

    #[test]
    fn an_odd_address_is_named_by_its_scheme_and_host_and_without_a_password() {
        for (address, said) in [
            ("ftp://wx.qlogo.cn/a/0?b#c", "ftp://wx.qlogo.cn"),
            ("http://user:secret@wx.qlogo.cn/0", "http://wx.qlogo.cn"),
            ("http://a@b@127.0.0.1/0", "http://127.0.0.1"),
            ("data:image", "data:image"),
            ("0", "0"),
        ] {
            assert_eq!(named(address), said);
        }
    }

    #[test]
    fn numbers_inside_a_network_are_refused() {
        for host in
            ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"]
        {
            assert_eq!(refused(&format!("http://{host}/0")), Refusal::Private(host.into()));
        }
        assert_eq!(refused("http://[::1]/0"), Refusal::Private("[::1]".into()));
        assert_eq!(refused("http://[fe80::1]/0"), Refusal::Private("[fe80::1]".into()));
        assert_eq!(refused("http://8.8.8.8/0"), Refusal::Host("8.8.8.8".into()));
    }

    #[test]
    fn what_is_made_up_has_no_avatar_at_wechat() {
        let policy = Policy::new("http://127.0.0.1:8080", &[]).without_wechat();
        assert!(policy.check("http://127.0.0.1:8080/mmopen/a/0").is_ok());
        let refused = policy.check("http://wx.qlogo.cn/mmopen/a/0");
        assert_eq!(refused, Err(Refusal::Host("wx.qlogo.cn".into())));
    }

    #[test]
    fn an_api_on_this_machine_may_serve_avatars_from_its_own_port_only() {
        let policy = Policy::new("http://127.0.0.1:8080", &[]);
        assert!(policy.check("http://127.0.0.1:8080/mmopen/a/0").is_ok());
        assert!(policy.check("http://localhost:8080/mmopen/a/0").is_ok());
        assert!(policy.check("http://127.0.0.1:22/0").is_err());
        assert!(policy.check("http://2130706433:8080/0").is_err());
        assert!(policy.check("http://10.0.0.1:8080/0").is_err());
        assert!(policy.check("http://wx.qlogo.cn/mmopen/a/0").is_ok());
    }
}
