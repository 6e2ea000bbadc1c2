//! The request id in `errmsg`, and the server's clock inside it.

use std::fmt;

/// `rid: 61d3e476-294654f3-4d3917ee`: names a call at `WeChat` for 7 days (`openapi/rid/get`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rid {
    text: String,
    /// When the server took the call, in Unix seconds: the first group, read as hex.
    pub called_at: i64,
}

impl Rid {
    /// The request id in an `errmsg`.
    #[must_use]
    pub fn find(errmsg: &str) -> Option<Self> {
        let (_, rest) = errmsg.rsplit_once("rid:")?;
        let is_part = |c: char| c == '-' || c.is_ascii_hexdigit();
        let text: String = rest.trim_start().chars().take_while(|c| is_part(*c)).collect();
        let groups: Vec<&str> = text.split('-').collect();
        let [first, _, _] = groups.as_slice() else { return None };
        if groups.iter().any(|group| group.len() != 8) {
            return None;
        }
        let called_at = i64::from_str_radix(first, 16).ok()?;
        Some(Self { text, called_at })
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Rid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rid_is_found_behind_any_wording_and_tells_the_server_s_time() {
        let rid = Rid::find("api unauthorized rid: 61d3e476-294654f3-4d3917ee").expect("there");
        assert_eq!((rid.as_str(), rid.called_at), ("61d3e476-294654f3-4d3917ee", 1_641_276_534));
        let hint = "invalid ip hint: [abc] rid:5fab84d2-09424a07-00bd7fe3.";
        assert_eq!(Rid::find(hint).map(|rid| rid.called_at), Some(1_605_076_178));
    }

    #[test]
    fn what_only_looks_like_a_rid_is_none() {
        for text in ["", "rid:", "rid: 61d3e476", "rid: 61d3e476-294654f3-4d39", "grid 1-2-3"] {
            assert_eq!(Rid::find(text), None, "{text}");
        }
    }
}
