//! The real program over what it kept: `lookup` fills it, `find`, `person` and `lookup --offline` read it, `purge`
//! empties it.

use std::{fs, path::Path, process::Output};

use fanscope::demo::{
    Demo, Options,
    account::{SERVICE, SHOP},
};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::program::{command, fed, run, said};

/// A stand-in, and a home whose configuration has both of its accounts.
struct Stand {
    demo: Demo,
    home: TempDir,
}

async fn stand() -> Stand {
    let options = Options { followers: 60, ..Options::default() };
    let demo = Demo::start(options).await.expect("a free port");
    let home = tempfile::tempdir().expect("a folder of our own");
    let folder = home.path().join(".config/fanscope");
    fs::create_dir_all(&folder).expect("made");
    let account = |account: &fanscope::demo::account::Account| {
        let (name, appid) = (account.name, account.appid);
        let base = demo.base();
        format!(
            "[accounts.{name}]\nappid = \"{appid}\"\nsecret = {{ env = \"{name}\" }}\n\
             api_base = \"{base}\"\nopen_platform = \"acme\"\n"
        )
    };
    let text = account(&SHOP) + &account(&SERVICE);
    fs::write(folder.join("config.toml"), text).expect("written");
    Stand { demo, home }
}

const SECRETS: [(&str, &str); 2] = [("shop", SHOP.secret), ("service", SERVICE.secret)];

impl Stand {
    fn run(&self, arguments: &[&str]) -> Output {
        run(arguments, &SECRETS, self.home.path())
    }

    fn openids(&self, account: &fanscope::demo::account::Account) -> Vec<String> {
        self.demo.openids(account).collect()
    }

    /// Look all of an account up.
    fn look_up(&self, account: &fanscope::demo::account::Account, more: &[&str]) -> Output {
        let arguments = [&["lookup", "-f", "-", "-a", account.name], more].concat();
        let list = self.openids(account).join("\n");
        fed(command(&arguments, &SECRETS, self.home.path()), &list)
    }

    fn directory(&self) -> std::path::PathBuf {
        self.home.path().join(".local/share/fanscope/directory.db")
    }
}

fn rows(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn complaints(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_looked_up_is_found_and_answers_without_the_network() {
    let stand = stand().await;
    let first = stand.look_up(&SHOP, &[]);
    assert!(complaints(&first).contains("is kept in"), "{}", complaints(&first));
    let asked = rows(&first);
    let again = stand.look_up(&SHOP, &[]);
    assert!(!complaints(&again).contains("is kept in"), "it is said once");

    let found = stand.run(&["find"]);
    assert_eq!(found.status.code(), Some(0), "{found:?}");
    let known: Vec<&Value> = asked.iter().filter(|row| row["status"] != "error").collect();
    let all = rows(&found);
    assert_eq!(all.len(), known.len());
    for (row, asked) in all.iter().zip(known) {
        assert_eq!((&row["openid"], &row["follower"]), (&asked["openid"], &asked["follower"]));
        assert_eq!((&row["source"], &row["account"]), (&"directory".into(), &"shop".into()));
    }

    let left = rows(&stand.run(&["find", "is:left"]));
    assert!(
        !left.is_empty() && left.iter().all(|row| row["status"] == "not_following"),
        "{left:?}"
    );
    let remarks = rows(&stand.run(&["find", "vip", "!is:left"]));
    let has_vip = |row: &Value| row["follower"].to_string().to_lowercase().contains("vip");
    assert!(!remarks.is_empty() && remarks.iter().all(has_vip), "{remarks:?}");
    assert_eq!(rows(&stand.run(&["find", "--limit", "2"])).len(), 2);

    let offline = stand.look_up(&SHOP, &["--offline"]);
    let mut same = rows(&offline);
    for row in &mut same {
        assert_eq!(
            row["source"],
            if row["status"] == "error" { Value::Null } else { "directory".into() }
        );
    }
    assert_eq!(same.len(), asked.len());
    assert!(!said(&offline).contains(SHOP.secret));
    let stranger = "oZZZZZZZZZZZZZZZZZZZZZZZZZZZ";
    let unknown = stand.run(&["lookup", "--offline", stranger]);
    assert_eq!(rows(&unknown)[0]["error"]["kind"], "offline");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_matches_a_wrong_word_and_nobody_met_are_told_apart() {
    let stand = stand().await;
    let nobody = stand.run(&["find", "x"]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(complaints(&nobody).contains("there is no directory yet"), "{nobody:?}");
    stand.look_up(&SHOP, &[]);
    let nothing = stand.run(&["find", "nobody is called so"]);
    assert_eq!((nothing.status.code(), rows(&nothing).len()), (Some(1), 0));
    assert!(complaints(&nothing).contains("Nobody matches"), "{nothing:?}");
    let wrong = stand.run(&["find", "is:gone"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(complaints(&wrong).contains("“gone” is no state"), "{wrong:?}");
    for odd in ["%_'\"*()", "!", "🇨🇳", &"x".repeat(10_000)] {
        let out = stand.run(&["find", "--", odd]);
        assert!(matches!(out.status.code(), Some(0 | 1)), "{odd:?}: {out:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_is_shown_as_each_account_of_the_platform_knows_them() {
    let stand = stand().await;
    let (shop, service) = (rows(&stand.look_up(&SHOP, &[])), rows(&stand.look_up(&SERVICE, &[])));
    let unionid = |row: &&Value| row["follower"]["unionid"].as_str().map(ToOwned::to_owned);
    let both = shop
        .iter()
        .find(|one| {
            unionid(one).is_some() && service.iter().any(|other| unionid(&other) == unionid(one))
        })
        .expect("somebody follows both");
    let (openid, id) = (both["openid"].as_str().expect("text"), unionid(&both).expect("one"));
    for asked in [openid, &id] {
        let out = stand.run(&["person", asked]);
        assert_eq!(out.status.code(), Some(0), "{out:?}");
        let person = &rows(&out)[0];
        assert_eq!(
            (&person["open_platform"], &person["unionid"]),
            (&"acme".into(), &id.clone().into())
        );
        let accounts: Vec<&str> = person["accounts"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|row| row["account"].as_str())
            .collect();
        assert_eq!(accounts, ["shop", "service"]);
        assert_eq!(person["accounts"][0]["openid"], openid);
        assert!(person["accounts"][0]["seen_at"].is_string());
    }
    let nobody = stand.run(&["person", "oZZZZZZZZZZZZZZZZZZZZZZZZZZZ"]);
    assert_eq!(nobody.status.code(), Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn purge_asks_says_what_it_took_and_leaves_nothing() {
    let stand = stand().await;
    stand.look_up(&SHOP, &[]);
    let openid = stand.openids(&SHOP)[3].clone();
    let unasked = stand.run(&["purge", "--openid", &openid]);
    assert_eq!(unasked.status.code(), Some(2));
    assert!(complaints(&unasked).contains("needs --yes"), "{unasked:?}");
    let whom = stand.run(&["purge", "--yes"]);
    assert_eq!(whom.status.code(), Some(2), "{whom:?}");
    let done = stand.run(&["purge", "--openid", &openid, "--yes"]);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    assert!(complaints(&done).contains("Deleted: followers 1,"), "{done:?}");
    let bytes = fs::read(stand.directory()).expect("there");
    assert!(!bytes.windows(openid.len()).any(|window| window == openid.as_bytes()));
    let before = rows(&stand.run(&["find"])).len();
    stand.look_up(&SERVICE, &[]);
    let account = stand.run(&["purge", "-a", "service", "--yes"]);
    assert_eq!(account.status.code(), Some(0), "{account:?}");
    assert_eq!(rows(&stand.run(&["find"])).len(), before, "the shop's stay");
    assert_eq!(stand.run(&["purge", "--all", "--yes"]).status.code(), Some(0));
    assert_eq!(stand.run(&["find"]).status.code(), Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_wants_nothing_kept_has_nothing_kept() {
    let stand = stand().await;
    stand.look_up(&SHOP, &["--no-store"]);
    assert!(!stand.directory().exists());
    let config = stand.home.path().join(".config/fanscope/config.toml");
    let text = fs::read_to_string(&config).expect("there");
    fs::write(&config, format!("store = false\n{text}")).expect("written");
    stand.look_up(&SHOP, &[]);
    assert!(!stand.directory().exists());
    fs::write(&config, format!("store = \"no\"\nkeep_days = -1\n{text}")).expect("written");
    let said = complaints(&stand.look_up(&SHOP, &["--no-store"]));
    assert!(said.contains("true or false") && said.contains("a number of days"), "{said}");
    // A token does not say whose it is.
    let base = stand.demo.base().to_owned();
    let token = stand.demo.token(&SHOP);
    let variables = [("FANSCOPE_API_BASE", base.as_str()), ("FANSCOPE_ACCESS_TOKEN", &token)];
    let openid = stand.openids(&SHOP)[0].clone();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let out = run(&["lookup", &openid], &variables, elsewhere.path());
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    assert!(!elsewhere.path().join(".local/share/fanscope").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_directory_that_cannot_be_used_is_told_once_and_the_lookup_goes_on() {
    let stand = stand().await;
    let path = stand.directory();
    fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).expect("made");
    fs::write(&path, "openid,nickname\nand more than sixteen bytes").expect("written");
    let out = stand.look_up(&SHOP, &[]);
    let said = complaints(&out);
    assert_eq!(said.matches("is no directory of fanscope").count(), 1, "{said}");
    assert!(rows(&out).iter().any(|row| row["status"] == "following"));
    assert!(fs::read_to_string(&path).expect("there").starts_with("openid"), "it stays as it was");
    let find = stand.run(&["find"]);
    assert!(complaints(&find).contains("Move it away"), "{find:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_met_for_longer_than_is_wanted_goes_by_itself() {
    let stand = stand().await;
    stand.look_up(&SHOP, &[]);
    let directory = rusqlite::Connection::open(stand.directory()).expect("opened");
    let aged = "UPDATE follower SET seen_at = seen_at - 40 * 86400 WHERE id <= 10";
    assert_eq!(directory.execute(aged, []).expect("aged"), 10);
    drop(directory);
    let before = rows(&stand.run(&["find"])).len();
    let config = stand.home.path().join(".config/fanscope/config.toml");
    let text = fs::read_to_string(&config).expect("there");
    for (days, gone) in [(50, 0), (0, 0), (30, 10)] {
        fs::write(&config, format!("keep_days = {days}\n{text}")).expect("written");
        let openid = stand.openids(&SERVICE)[0].clone();
        assert_eq!(stand.run(&["lookup", "-a", "service", &openid]).status.code(), Some(0));
        assert_eq!(before - rows(&stand.run(&["find"])).len(), gone, "keep_days = {days}");
    }
}
