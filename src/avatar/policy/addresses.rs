//! Which IP addresses lie in the open Internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The number that a host of an address is, when it is one. IPv6 stands in brackets there.
#[must_use]
pub fn of_host(host: &str) -> Option<IpAddr> {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare.parse().ok()
}

/// Whether this is an address that anybody can reach, not one of this machine or its network.
#[must_use]
pub fn is_public(number: IpAddr) -> bool {
    match number {
        IpAddr::V4(four) => is_public_v4(four),
        IpAddr::V6(six) => is_public_v6(six),
    }
}

/// 198.18.0.0/15 counts as open although it is set aside for measurements: the proxies that many
/// people in China run answer every name with a number from it and carry the call to the real one.
fn is_public_v4(four: Ipv4Addr) -> bool {
    let [a, b, c, _] = four.octets();
    let is_shared = a == 100 && (64..128).contains(&b);
    let is_reserved = a == 0 || a >= 240 || (a, b, c) == (192, 0, 0) || (a, b, c) == (192, 88, 99);
    !(four.is_private()
        || four.is_loopback()
        || four.is_link_local()
        || four.is_multicast()
        || four.is_documentation()
        || is_shared
        || is_reserved)
}

/// Forms that carry an IPv4 number are judged by it: mapped, translated (NAT64), 6to4.
fn is_public_v6(six: Ipv6Addr) -> bool {
    let parts = six.segments();
    match parts {
        [0, 0, 0, 0, 0, 0xffff | 0, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => {
            let [.., c, d] = parts;
            is_public_v4(four_of(c, d))
        }
        [0x2002, a, b, ..] => is_public_v4(four_of(a, b)),
        // Global unicast less Teredo, ORCHID and the like, and the prefixes of documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

fn four_of(high: u16, low: u16) -> Ipv4Addr {
    let [a, b] = high.to_be_bytes();
    let [c, d] = low.to_be_bytes();
    Ipv4Addr::new(a, b, c, d)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> bool {
        is_public(of_host(text).expect(text))
    }

    #[test]
    fn private_addresses_are_told_from_public_ones() {
        for inside in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "240.1.1.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "100::1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:c0a8:101::1",
            "4000::1",
        ] {
            assert!(!open(inside), "{inside}");
        }
        for public in [
            "1.1.1.1",
            "101.226.90.1",
            "172.32.0.1",
            "100.128.0.1",
            "198.18.0.5",
            "2400:da00::1",
            "2606:4700::1111",
            "2409:8c20::1",
            "64:ff9b::808:808",
        ] {
            assert!(open(public), "{public}");
        }
    }
}
