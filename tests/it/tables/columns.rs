//! Lists without a head in which a `UnionID` stands beside each OpenID: told apart by their columns.

use fanscope::{
    app::model::verdict,
    follower::find::{Found, What},
    i18n::UiLang,
    tables::{self, reader::Reader},
};
use proptest::prelude::*;

use super::{A, B, C, kept, malformed};
use crate::{
    api::{CANARY, everybody, requested},
    support::{program, pty::Pty, scripted::Scripted},
};

/// Two followers of one account, and their `UnionIDs`, as WeChat's page on `batchget` has them.
const P: &str = "otvxTs4dckWG7imySrJd6jSi0CWE";
const Q: &str = "otvxTs_JZ6SEiP0imdhpi50fuSZg";
const U: &str = "oR5GjjgEhCMJFyzaVZdrxZ2zRRF4";
const V: &str = "oR5GjjjrbqBZbrnPwwmSxFukE41U";

fn filled(text: &str) -> String {
    let ids = [("{P}", P), ("{Q}", Q), ("{U}", U), ("{V}", V), ("{A}", A), ("{B}", B), ("{C}", C)];
    ids.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
}

fn other_columns(found: &Found) -> Vec<&str> {
    let other_columns = found.items.iter().filter_map(|item| match &item.what {
        What::OtherColumn(id) => Some(id.as_str()),
        What::Kept { .. } | What::Duplicate(_) | What::Malformed { .. } => None,
    });
    other_columns.collect()
}

/// These are asked and those are not, and nothing is called malformed; however the bytes are split.
#[track_caller]
fn assert_told_apart(text: &str, requested: &[&str], passed: &[&str]) {
    let text = filled(text);
    let found = tables::read(&text);
    assert_eq!(
        (kept(&found), other_columns(&found)),
        (requested.to_vec(), passed.to_vec()),
        "{text}"
    );
    assert_eq!(malformed(&found), [], "{text}");
    let (mut reader, mut items) = (Reader::default(), vec![]);
    for byte in text.as_bytes() {
        items.extend(reader.push(std::slice::from_ref(byte)).expect("a text"));
    }
    items.extend(reader.close().expect("a text"));
    assert_eq!(Found { items, lines: reader.lines() }, found, "byte by byte: {text}");
}

#[test]
fn of_two_columns_whose_ids_begin_each_in_a_way_of_its_own_the_first_is_asked() {
    for text in [
        "{P},{U}\n{Q},{V}\n",
        "{P}\t{U}\n{Q}\t{V}",
        "{P} {U}\r\n{Q} {V}\r\n",
        "\"{P}\";\"{U}\"\n\"{Q}\";\"{V}\"",
        "| {P} | {U} |\n| {Q} | {V} |",
        "1,王芳,{P},2020-01-02,{U},100\n2,李雷,{Q},2020-01-03,{V},101",
        "{P},{U}\n\n# a remark\n{Q},{V}",
        "  0  {P}  {U}\n  1  {Q}  {V}",
        "{P}/{U}\n{Q}/{V}",
        "<table><tr><td>{P}</td><td>{U}</td></tr><tr><td>{Q}</td><td>{V}</td></tr></table>",
        "INSERT INTO fans VALUES (1,'{P}','{U}'),(2,'{Q}','{V}');",
        "INSERT INTO fans VALUES (1,'{P}','{U}');\nINSERT INTO fans VALUES (2,'{Q}','{V}');",
        "[\"{P}\", \"{U}\"],\n[\"{Q}\", \"{V}\"]",
    ] {
        assert_told_apart(text, &[P, Q], &[U, V]);
    }
}

#[test]
fn once_the_columns_are_known_gaps_in_them_change_nothing() {
    // Who does not follow has no UnionID, and of some only that is known.
    assert_told_apart("{P},{U}\n{Q},{V}\n{A},\n,{U}\n{P},{V}", &[P, Q, A], &[U, V, U, V]);
    // What follows is another list.
    assert_told_apart("{P},{U}\n{Q},{V}\n\n{A}\n{B}\n{C}", &[P, Q, A, B, C], &[U, V]);
}

#[test]
fn what_no_column_tells_apart_is_asked() {
    for (text, requested) in [
        // One line alone has no columns.
        ("{P},{U}", &[P, U][..]),
        ("{P},{U}\nsee the mail of Tuesday\n", &[P, U]),
        // All of one account.
        ("{P},{Q}\n{U},{V}", &[P, Q, U, V]),
        ("{P} {Q}", &[P, Q]),
        // Ids that begin all otherwise: of several accounts.
        ("{A},{B}\n{C},{P}", &[A, B, C, P]),
        // A column that is always the same says nothing of how its kind begins.
        ("{P},{C}\n{Q},{C}", &[P, C, Q]),
        // Not the same columns.
        ("{P},{U}\n{V},{Q}", &[P, U, V, Q]),
    ] {
        assert_told_apart(text, requested, &[]);
    }
}

#[test]
fn what_is_not_asked_is_said_with_its_number_and_how_it_begins() {
    let found = tables::read(&filled("{P},{U}\n{Q},{V}\n"));
    let said = verdict::lines(UiLang::En, &found).join("\n");
    assert!(
        said.starts_with("Not asked: 2 ids of other columns, which begin with oR5Gjj… "),
        "{said}"
    );
    assert_eq!(verdict::summary(UiLang::En, &found, 0), "Added 2, 2 of other columns");
    assert!(verdict::sheet(UiLang::En, &found, 0).is_some(), "it is seen before one goes on");
    let said = verdict::lines(UiLang::ZhCn, &found).join("\n");
    assert!(said.starts_with("未查询：其他列中的 2 个 ID，以 oR5Gjj… 开头"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lookup_of_two_columns_asks_one_and_says_so() {
    let server = Scripted::start(everybody).await;
    let variables = [("FANSCOPE_API_BASE", &*server.base), ("FANSCOPE_ACCESS_TOKEN", CANARY)];
    let home = tempfile::tempdir().expect("a folder");
    let list = filled("{P}\t{U}\n{Q}\t{V}\n");
    let lookup = ["lookup", "--format", "json", "-f", "-"];
    let out = program::fed(program::command(&lookup, &variables, home.path()), &list);
    let told = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(
        (out.status.code(), out.stdout.split(|b| *b == b'\n').count()),
        (Some(0), 3),
        "{told}"
    );
    assert!(told.contains("Not asked: 2 ids of other columns, which begin with oR5Gjj…"), "{told}");
    let requests = server.requests();
    let [request] = &requests[..] else { panic!("one call: {requests:?}") };
    assert_eq!(requested(request), [P, Q]);
    let file = home.path().join("list.csv");
    std::fs::write(&file, list).expect("written");
    let mut pty = Pty::start(&["-f", &file.to_string_lossy()], &variables, home.path());
    pty.wait_for("What was pasted");
    pty.wait_for("Not asked: 2 ids of other columns");
    pty.send("\x1b");
    pty.wait_until("the panes", |screen| !screen.contains("What was pasted"));
    pty.wait_for("Followers 1 of 2");
    pty.quit();
}

#[test]
fn three_columns_are_one_that_is_asked_and_two_that_are_not() {
    let text = "{P},{U},oLVPpjqs9BhvzwPj5A-vTYAX3GLc\n{Q},{V},oLVPpjkttuZTbwDwN7vjHNlqsmPs";
    let others = [U, "oLVPpjqs9BhvzwPj5A-vTYAX3GLc", V, "oLVPpjkttuZTbwDwN7vjHNlqsmPs"];
    assert_told_apart(text, &[P, Q], &others);
}

#[test]
fn a_head_or_a_key_is_believed_whatever_the_columns_look_like() {
    assert_told_apart("unionid,openid\n{P},{U}\n{Q},{V}", &[U, V], &[]);
    assert_told_apart("{P},{U}\n{Q},{V}\nunionid,openid\n{P},{U}", &[P, Q, U], &[U, V]);
    assert_told_apart("{P},{U}\n{Q},{V}\nopenid={U}", &[P, Q, U], &[U, V]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_any_pairs_the_first_are_asked_and_the_others_are_not(
        starts in prop::collection::hash_set("o[A-Z][a-z][0-9][A-Za-z0-9_-]{2}", 2),
        ends in prop::collection::hash_set("[A-Za-z0-9_-]{18}[a-z][A-Z][0-9][a-z]", 2..12),
        between in prop::sample::select(vec![",", "\t", " ", ";", " | "]),
    ) {
        let starts: Vec<String> = starts.into_iter().collect();
        let ids = |start: &String| ends.iter().map(|end| format!("{start}{end}")).collect::<Vec<_>>();
        let (openids, unionids) = (ids(&starts[0]), ids(&starts[1]));
        let pairs = openids.iter().zip(&unionids);
        let text: String = pairs.map(|(openid, unionid)| format!("{openid}{between}{unionid}\n")).collect();
        let found = tables::read(&text);
        prop_assert_eq!(kept(&found), openids.iter().map(String::as_str).collect::<Vec<_>>(), "{}", text);
        prop_assert_eq!(other_columns(&found), unionids.iter().map(String::as_str).collect::<Vec<_>>(), "{}", text);
    }
}
