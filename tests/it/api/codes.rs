//! The table of codes: the only place that knows them, and what it says of those that are special.

use std::{fs, path::Path};

use fanscope::wechat::{
    errcode::{self, About, Again, MendedBy},
    error::{Error, Extent, Renewal},
    scrub::Scrubber,
    transport::Response,
};

use super::{STABLE_TOKEN, USER_INFO};

pub fn codes() -> Vec<i64> {
    let table = include_str!("../../../assets/errcodes.tsv");
    let code = |line: &str| line.split('\t').next().and_then(|code| code.parse().ok());
    table.lines().skip(1).map(|line| code(line).expect("a number")).collect()
}

/// The Rust files below this folder, with what is neither a comment nor a test.
fn sources(dir: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            sources(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).expect("text");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
        found.push((path.display().to_string(), code.collect::<Vec<_>>().join("\n")));
    }
}

/// The whole numbers in a piece of code.
fn numbers(code: &str) -> Vec<i64> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let words = code.split(|c| !is_part(c)).flat_map(|word| word.split(".."));
    words.filter_map(|word| word.replace('_', "").trim_start_matches('=').parse().ok()).collect()
}

#[test]
fn no_file_but_the_table_names_a_code() {
    let codes = codes();
    let mut files = vec![];
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let named: Vec<String> = files
        .iter()
        // The stand-in shares nothing with the client, so that a mistake in one shows.
        .filter(|(file, _)| !file.contains("/src/demo"))
        .flat_map(|(file, code)| {
            let named = numbers(code).into_iter().filter(|n| n.abs() > 1 && codes.contains(n));
            named.map(|code| format!("{file}: {code}")).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(named, Vec::<String>::new());
    assert_eq!(numbers("matches!(code, 40_001 | 89501..=89507)"), [40_001, 89_501, 89_507]);
}

#[test]
fn the_table_says_what_is_special_about_a_code() {
    use MendedBy::{AnyToken, NewToken, NoToken};
    let row = |code| {
        let row = errcode::row(code).expect("in the table");
        (row.again, row.extent, row.mended_by, row.about)
    };
    let credentials = |mended_by| (Again::Never, Extent::Credentials, mended_by, About::Token);
    assert_eq!(row(40001), credentials(AnyToken));
    for code in [40014, 42001, 48012] {
        assert_eq!(row(code), credentials(NewToken), "{code}");
    }
    assert_eq!(row(40125), credentials(NoToken));
    for code in [40003, 40031, 46004] {
        assert_eq!(row(code), (Again::Never, Extent::Row, NoToken, About::OpenId), "{code}");
    }
    assert_eq!(row(40164), (Again::Later, Extent::Account, NoToken, About::Whitelist));
    assert_eq!(row(45009), (Again::NextQuota, Extent::Account, NoToken, About::Quota));
    assert_eq!(row(45011), (Again::NextMinute, Extent::Row, NoToken, About::Quota));
    assert_eq!(row(48001), (Again::Never, Extent::Account, NoToken, About::Permission));
}

/// The refusal of a call of this path.
pub fn refused(endpoint: &'static str, code: i64, errmsg: &str) -> Error {
    let body = format!("{{\"errcode\":{code},\"errmsg\":\"{errmsg}\"}}");
    let read = Response::new(200, body.into()).read(endpoint, 100, &Scrubber::default());
    read.expect_err("a refusal")
}

#[test]
fn the_same_code_means_the_same_to_every_question_about_it() {
    for code in codes() {
        let error = refused(USER_INFO, code, "no");
        let Error::Api(refusal) = &error else { panic!("{error:?}") };
        let row = errcode::row(code).expect("in the table");
        assert_eq!(error.extent(), row.extent, "{code}");
        assert_eq!(refusal.mended_by(), row.mended_by, "{code}");
        // A code that another token mends is a matter of the credentials, and the other way round
        // only where the token is not the whole of it.
        if row.mended_by != MendedBy::NoToken {
            assert_eq!((row.extent, row.about), (Extent::Credentials, About::Token), "{code}");
        }
        if row.about == About::OpenId {
            assert_eq!(row.extent, Extent::Row, "{code}");
        }
    }
}

#[test]
fn a_report_holds_code_rid_endpoint_time_skew_and_the_address_to_whitelist() {
    let errmsg = "invalid ip 47.94.148.108 ipv6 ::ffff:47.94.148.108, not in whitelist rid: 5fab84d2-09424a07-00bd7fe3";
    let error = refused(STABLE_TOKEN, 40164, errmsg);
    let Error::Api(refusal) = &error else { panic!("{error:?}") };
    assert_eq!(refusal.renewal, Renewal::None);
    assert_eq!(refusal.caller_ip().map(|ip| ip.to_string()), Some("47.94.148.108".into()));
    let report = error.report("shop", 1_605_076_178 + 90, fanscope::i18n::UiLang::En);
    for text in [
        "[40164]",
        "5fab84d2-09424a07-00bd7fe3",
        "/cgi-bin/stable_token",
        "2020-11-11T06:29:38Z",
        "90",
        ": 47.94.148.108\n",
        "shop",
    ] {
        assert!(report.contains(text), "{text} is not in:\n{report}");
    }
    assert!(!report.contains("api."), "{report}");
}

#[test]
fn an_errmsg_cannot_be_printed_as_it_came() {
    let error = refused(USER_INFO, 99999, "\\u001b[2J\\u009b31m\\u202eevil\\u007f\\nsecond");
    let Error::Api(refusal) = &error else { panic!("{error:?}") };
    let explained = fanscope::i18n::UiLang::ALL.map(|lang| error.explain(lang));
    let report = error.report("shop", 0, fanscope::i18n::UiLang::En).replace('\n', " ");
    let short = refusal.errmsg.short();
    let all =
        format!("{error} {error:?} {error:#?} {explained:?} {report} {short}").replace('\n', " ");
    assert!(all.contains("‹ESC›[2J‹9B›31m‹RLO›evil‹7F›"), "{all}");
    assert!(!all.contains(|c: char| c.is_control() || c == '\u{202e}'), "{all:?}");
}
