//! OpenIDs in whatever is pasted: each is kept once, and reads as itself when it is pasted alone.

#![no_main]

use std::collections::HashSet;

use fanscope::follower::{find::What, openid::OpenId};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let found = OpenId::find_all(&text);
    let mut kept = HashSet::new();
    for item in &found.items {
        match &item.what {
            What::Kept { openid, .. } => {
                assert!(kept.insert(openid.clone()), "{openid} is kept twice");
                let again = OpenId::parse(openid.as_str());
                assert_eq!(again.map(|read| read.openid).as_ref(), Ok(openid));
            }
            What::Duplicate(openid) => assert!(kept.contains(openid), "{openid} is the first"),
            What::Malformed { text, .. } => {
                assert!(!text.trim().is_empty(), "nothing is malformed")
            }
        }
    }
});
