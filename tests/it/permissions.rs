//! What an account may not ask, and what it may ask all the same.

use fanscope::{app::fault, i18n::UiLang, runtime::faults::of_api, wechat::error::Extent};

use crate::{
    api::{
        BATCHGET, CANARY, GOOD, STABLE_TOKEN, USER_INFO,
        codes::{codes, refused},
        everybody, refusal,
    },
    support::{
        pty::Pty,
        scripted::{Request, Scripted},
    },
};

const USER_GET: &str = "/cgi-bin/user/get";
/// Calls without which people can be looked up.
const BESIDE: [&str; 3] = [USER_GET, "/cgi-bin/tags/get", "/cgi-bin/openapi/quota/get"];

#[test]
fn rights_and_quotas_are_those_of_one_api_and_bans_and_addresses_those_of_the_account() {
    let extent = |endpoint, code| refused(endpoint, code, "no").extent();
    // Each API has a quota of its own, and may be one that an account has no right to.
    for code in [40066, 45009, 45102, 45103, 48001, 48004, 48009, 50003, 61007] {
        for endpoint in BESIDE {
            assert_eq!(extent(endpoint, code), Extent::Row, "{code} {endpoint}");
            let fault = of_api(&refused(endpoint, code, "no"), "shop", UiLang::En);
            assert_eq!(fault.extent, fault::Extent::Row, "{code} {endpoint}");
        }
        for endpoint in [USER_INFO, BATCHGET, STABLE_TOKEN] {
            assert_eq!(extent(endpoint, code), Extent::Account, "{code} {endpoint}");
        }
    }
    // All others mean the same whatever was called.
    for code in codes() {
        let here = extent(USER_INFO, code);
        let is_same = |endpoint: &&'static str| extent(endpoint, code) == here;
        assert!(here == Extent::Account || BESIDE.iter().all(is_same), "{code}");
    }
    for code in [40164, 45104, 50002, 50007, 61003] {
        assert_eq!(extent(USER_GET, code), Extent::Account, "{code}");
    }
}

/// Start the browser where `user/get` is refused so, paste somebody, and see who that is.
async fn looked_up_without_a_list(code: i64, said: &str) {
    let server = Scripted::start(move |request: &Request, before| match request.path.as_str() {
        USER_GET => refusal(code, "no"),
        _ => everybody(request, before),
    })
    .await;
    let home = tempfile::tempdir().expect("a folder");
    let variables = [("FANSCOPE_ACCESS_TOKEN", CANARY), ("FANSCOPE_API_BASE", &*server.base)];
    let mut pty = Pty::start(&[], &variables, home.path());
    pty.wait_for(said);
    pty.wait_for("Paste OpenIDs, or press p to type one.");
    pty.send(&format!("\x1b[200~{GOOD}\x1b[201~"));
    pty.wait_for("Came by");
    assert_eq!(server.count(USER_GET), 1, "it is not asked for again");
    pty.quit();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_may_not_list_its_followers_can_look_people_up() {
    looked_up_without_a_list(48001, "Then press r to ask again.").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_lists_of_the_day_are_used_up_people_can_be_looked_up() {
    looked_up_without_a_list(45009, "Press r to try again.").await;
}
