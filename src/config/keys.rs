//! The keys that there are, and which of them decide where secrets go.
//!
//! A misspelt `proxy` must not send an `AppSecret` past the proxy. So a key that is near one of these
//! makes its account unusable, where any other unknown key only brings a warning.

use crate::text::nearest::{distance, nearest, plain};

/// Keys of the file, and of an account in it.
pub const FILE: [&str; 5] = ["default_account", "images", "store", "keep_days", "accounts"];
pub const ACCOUNT: [&str; 13] = [
    "appid",
    "secret",
    "token",
    "api_base",
    "proxy",
    "open_platform",
    "avatar_hosts",
    "ca_file",
    "failover",
    "at_once",
    "batch",
    "per_second",
    "profile",
];
/// Where a secret can come from.
pub const SOURCES: [&str; 3] = ["command", "env", "keyring"];
/// Those that decide where a secret goes, or which.
const DECISIVE: [&str; 6] = ["api_base", "proxy", "ca_file", "failover", "secret", "token"];
/// What other programs call the same.
const ALSO: [(&str, &str); 12] = [
    ("baseurl", "api_base"),
    ("apiurl", "api_base"),
    ("apihost", "api_base"),
    ("endpoint", "api_base"),
    ("gateway", "api_base"),
    ("host", "api_base"),
    ("url", "api_base"),
    ("ca", "ca_file"),
    ("cacert", "ca_file"),
    ("cabundle", "ca_file"),
    ("cert", "ca_file"),
    ("fallback", "failover"),
];

/// The key that decides where secrets go, and was probably meant by this one that is not there.
#[must_use]
pub fn decisive(word: &str) -> Option<&'static str> {
    let plain_word = plain(word);
    let also = ALSO.iter().find(|(other, _)| *other == plain_word).map(|(_, meant)| *meant);
    also.or_else(|| nearest(word, &DECISIVE)).or_else(|| {
        // `http_proxy`, `api_base_url`; also with a slip in it, as in `https_porxy`.
        DECISIVE.into_iter().find(|key| {
            let key = plain(key);
            let longest = plain_word.chars().count().min(64);
            let letters: Vec<char> = plain_word.chars().take(longest).collect();
            letters.windows(key.chars().count()).any(|part| {
                distance(&part.iter().collect::<String>(), &key) <= key.chars().count() / 5
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_a_key_that_decides_where_secrets_go_is_known_for_it() {
        for (word, meant) in [
            ("api_bsae", "api_base"),
            ("apibase", "api_base"),
            ("api-base", "api_base"),
            ("API_BASE", "api_base"),
            ("api_base_url", "api_base"),
            ("base_url", "api_base"),
            ("Proxy", "proxy"),
            ("prxoy", "proxy"),
            ("https_proxy", "proxy"),
            ("ｐｒｏｘｙ", "proxy"),
            ("prоxy", "proxy"),
            ("ca-file", "ca_file"),
            ("cafile", "ca_file"),
            ("failovr", "failover"),
            ("fail_over", "failover"),
        ] {
            assert_eq!(decisive(word), Some(meant), "{word}");
        }
        for word in ["colour", "app_id", "note", "owner", "x", "unionid", "", "avatar_host"] {
            assert_eq!(decisive(word), None, "{word}");
        }
    }
}
