//! The configuration file: whatever stands in it, each problem names a line of it and can be said, an account
//! that is used goes where the file says, and adding one changes nothing else.

#![no_main]

use std::path::Path;

use fanscope::{
    config::{
        Account, Credential, Failover, OFFICIAL,
        edit::{self, Source},
        file::{self, Read},
    },
    text::visible,
    i18n::UiLang,
};
use libfuzzer_sys::fuzz_target;
use secrecy::{ExposeSecret, SecretString};
use toml::{Table, Value};

/// What the variables hold that are set, and what is said nowhere.
const SECRET: &str = "5a1f0c93e7b24d6880f3a9c2d4e6b71a";
/// As in `file`: more are counted and not told.
const TOLD: usize = 20;
/// Keys that decide where secrets go, without what parts their words.
const DECISIVE: [&str; 6] = ["apibase", "proxy", "cafile", "failover", "secret", "token"];

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let path = Path::new("config.toml");
    let read = match file::read(&text, path, &variable) {
        Ok(read) => read,
        Err(error) => {
            assert!(text.parse::<Table>().is_err(), "it is TOML");
            return UiLang::ALL.into_iter().for_each(|lang| assert_said(&error.say(lang), &text));
        }
    };
    // No table of theirs holds a whole number beyond 64 bits, which is TOML all the same.
    let Ok(table) = text.parse::<Table>() else { return };
    problems(&read, &text, path);
    accounts(&read, &table, &text);
    added(&read, &text, path);
});

/// Half of the variables are set.
fn variable(name: &str) -> Option<String> {
    name.len().is_multiple_of(2).then(|| SECRET.to_owned())
}

fn problems(read: &Read, text: &str, path: &Path) {
    // The end of the text is on the line behind its last line end.
    let lines = text.matches('\n').count() + 1;
    assert!(read.problems.is_sorted_by_key(|problem| problem.line));
    assert!(read.problems.len() == TOLD || (read.problems.len() < TOLD && read.untold == 0));
    for problem in &read.problems {
        assert!((1..=lines).contains(&problem.line), "line {} of {lines}", problem.line);
        for lang in UiLang::ALL {
            for file in [Some(path), None] {
                assert_said(&problem.say(file, lang), text);
            }
        }
    }
}

/// One line that is safe for a terminal, without holes for values and without a secret.
fn assert_said(said: &str, text: &str) {
    assert!(!said.is_empty() && !said.contains(char::is_control), "{said:?}");
    assert_eq!(visible(said), said);
    assert!(!said.contains(SECRET) || text.contains(SECRET), "{said}");
}

fn accounts(read: &Read, table: &Table, text: &str) {
    let written: Vec<(&String, &Table)> = match table.get("accounts") {
        Some(Value::Table(accounts)) => accounts
            .iter()
            .filter_map(|(name, account)| Some((name, account.as_table()?)))
            .collect(),
        _ => vec![],
    };
    assert_eq!(read.accounts.len(), written.len(), "{:?}", read.accounts);
    for (name, written) in &written {
        let found = read.accounts.iter().find(|account| account.name == **name);
        let account = found.expect("an account that is written is read");
        match &account.fault {
            None => assert_used(account, written),
            Some(fault) => {
                UiLang::ALL.into_iter().for_each(|lang| assert_said(&fault.say(lang), text));
                assert_holds_nothing(account);
            }
        }
    }
    if let Some(default) = table.get("default_account").and_then(Value::as_str).map(str::trim)
        && written.iter().any(|(name, _)| *name == default)
    {
        assert_eq!(read.accounts[0].name, default);
    }
}

/// What decides where its secrets go is as it is written.
fn assert_used(account: &Account, written: &Table) {
    let (proxy, base) = (written.get("proxy"), written.get("api_base"));
    let used = account.proxy.as_ref().map(ExposeSecret::expose_secret);
    assert_eq!(used, proxy.map(|proxy| proxy.as_str().expect("a text").trim()));
    let is_safe = ["https://", "http://localhost", "http://127.", "http://[::1]"]
        .iter()
        .any(|start| account.api_base.starts_with(start));
    assert!(is_safe && !account.api_base.contains(['@', '?', '#']), "{}", account.api_base);
    assert!(base.is_some() || account.api_base == OFFICIAL, "{}", account.api_base);
    assert_eq!(account.ca_file.is_some(), written.contains_key("ca_file"));
    let falls_back = match written.get("failover") {
        None | Some(Value::Boolean(false)) => account.failover == Failover::Never,
        Some(Value::Boolean(true)) => account.failover == Failover::Official,
        Some(Value::Array(list)) => {
            matches!(&account.failover, Failover::To(to) if to.len() == list.len())
        }
        Some(_) => false,
    };
    assert!(falls_back, "{:?}", account.failover);
    assert!(!account.credential.is_secret() || !account.appid.is_empty(), "a secret for nobody");
    let (_, secret) = credential(account);
    assert!(!secret.trim().is_empty(), "it has nothing to be known by");
    for key in written.keys() {
        let plain: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
        let plain = plain.to_ascii_lowercase();
        let is_slip = DECISIVE.contains(&plain.as_str())
            && !["api_base", "proxy", "ca_file", "failover", "secret", "token"]
                .contains(&key.as_str());
        assert!(!is_slip, "{key} is passed over");
    }
}

fn assert_holds_nothing(account: &Account) {
    assert_eq!(credential(account), ("token", String::new()));
    assert_eq!(account.api_base, OFFICIAL);
    assert!(account.proxy.is_none() && account.ca_file.is_none());
    assert_eq!(account.failover, Failover::Never);
}

/// One account more changes nothing else, and cannot be added twice.
fn added(read: &Read, old: &str, path: &Path) {
    const NAME: &str = "one more";
    let source = Source::Literal(SecretString::from(SECRET));
    let add = |text: &str| {
        edit::with_account(text, path, NAME, "wx0123456789abcdef", &source, UiLang::En)
    };
    let new = match add(old) {
        Ok(new) => new,
        Err(error) => return assert_said(&error, old),
    };
    let after = file::read(&new, path, &variable).expect("what we wrote is read");
    let is_old = |account: &&Account| account.name != NAME;
    let mut before: Vec<_> = read.accounts.iter().map(essence).collect();
    let mut kept: Vec<_> = after.accounts.iter().filter(is_old).map(essence).collect();
    before.sort();
    kept.sort();
    assert_eq!(kept, before, "{new}");
    assert_eq!(after.accounts.len(), before.len() + 1);
    assert!(is_more_of(&new, old), "{old:?} became {new:?}");
    assert!(add(&new).is_err(), "it is there twice");
}

/// What matters of an account, with its secret.
fn essence(account: &Account) -> String {
    let proxy = account.proxy.as_ref().map(ExposeSecret::expose_secret);
    let way =
        (&account.api_base, proxy, &account.ca_file, &account.failover, account.fault.is_some());
    let rest = (&account.avatar_hosts, &account.open_platform, account.limits);
    format!("{:?}", (&account.name, &account.appid, credential(account), way, rest))
}

fn credential(account: &Account) -> (&'static str, String) {
    match &account.credential {
        Credential::Token(token) => ("token", token.expose_secret().to_owned()),
        Credential::Secret(secret) => ("secret", secret.expose_secret().to_owned()),
        Credential::TokenCommand(command) => ("token of", command.clone()),
        Credential::SecretCommand(command) => ("secret of", command.clone()),
        Credential::TokenKeyring(name) => ("token at", name.clone()),
        Credential::SecretKeyring(name) => ("secret at", name.clone()),
    }
}

/// Whether a text is another one with something put in at one place.
fn is_more_of(new: &str, old: &str) -> bool {
    let old = old.trim_start_matches('\u{feff}').trim();
    let new = new.trim();
    let start = new.bytes().zip(old.bytes()).take_while(|(new, old)| new == old).count();
    let end = new.bytes().rev().zip(old.bytes().rev()).take_while(|(new, old)| new == old).count();
    start + end >= old.len()
}
