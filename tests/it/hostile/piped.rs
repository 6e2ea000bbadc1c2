//! What goes into pipes: JSON, CSV, tables, errors.

use serde_json::Value;

use super::{
    TOKEN, assert_clean, program,
    server::{KEYS, followers, openids, refusing},
    texts,
};
use crate::{api::GOOD, support::scripted::Scripted};

/// What `lookup` prints of all hostile followers.
async fn lookup(format: &str) -> std::process::Output {
    let server = Scripted::start(followers).await;
    let openids = openids();
    let mut arguments = vec!["lookup", "--format", format];
    arguments.extend(openids.iter().map(String::as_str));
    program(&arguments, &[TOKEN, ("FANSCOPE_API_BASE", &server.base)])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn json_escapes_every_order_and_keeps_every_value() {
    let output = lookup("json").await;
    assert_clean("lookup --format json", &output);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let rows: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let texts = texts::all();
    assert_eq!(rows.len(), texts.len());
    for (row, (name, text)) in rows.iter().zip(texts) {
        let text = texts::received(&text);
        for key in KEYS {
            let expected = match key {
                "headimgurl" => format!("http://h0stile.example/{text}/132"),
                // The documented sample has a space before it, so it is trimmed.
                "unionid" => text.trim().to_owned(),
                _ => text.clone(),
            };
            assert_eq!(row["follower"][key], Value::from(expected), "{key} of {name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_has_a_line_a_row_and_shows_each_order_as_text() {
    let output = lookup("table").await;
    assert_eq!(texts::orders_and_invisible(&output.stdout), [""; 0]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(text.lines().count(), 1 + texts::all().len(), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn csv_into_a_file_keeps_every_value() {
    let output = lookup("csv").await;
    assert_eq!(texts::orders(&output.stderr), [""; 0]);
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let heads = reader.headers().expect("heads").clone();
    let column = |key: &str| heads.iter().position(|head| head == key).expect("there");
    let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), texts::all().len());
    for (row, (name, text)) in rows.iter().zip(texts::all()) {
        let text = texts::received(&text);
        for key in ["nickname", "remark", "city", "qr_scene_str"] {
            let cell = &row[column(key)];
            assert!(
                cell == text || cell.strip_prefix('\'') == Some(&text),
                "{key} of {name}: {cell:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_in_unknown_words_is_text_in_lookup_and_doctor() {
    let server = Scripted::start(refusing).await;
    let variables = [TOKEN, ("FANSCOPE_API_BASE", server.base.as_str())];
    for arguments in [&["lookup", "--format", "table", GOOD][..], &["doctor"]] {
        assert_clean(&arguments.join(" "), &program(arguments, &variables));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_in_unknown_words_is_text_in_the_errors_of_avatar() {
    let server = Scripted::start(refusing).await;
    let variables = [TOKEN, ("FANSCOPE_API_BASE", server.base.as_str())];
    for arguments in
        [&["avatar", GOOD, "-o", "-"][..], &["avatar", GOOD, "--size", "46", "-o", "x"]]
    {
        assert_clean(&arguments.join(" "), &program(arguments, &variables));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_in_unknown_words_is_escaped_in_json() {
    let server = Scripted::start(refusing).await;
    let variables = [TOKEN, ("FANSCOPE_API_BASE", server.base.as_str())];
    for arguments in [&["lookup", "--format", "json", GOOD][..], &["doctor", "--json"]] {
        let output = program(arguments, &variables);
        assert_clean(&arguments.join(" "), &output);
        for line in String::from_utf8_lossy(&output.stdout).lines().take(1) {
            assert!(line.starts_with('{'), "{line}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn malformed_ids_of_a_file_are_text_in_tables_and_errors() {
    malformed(&["table"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn malformed_ids_of_a_file_are_escaped_in_json() {
    malformed(&["json"]).await;
}

/// Look up a file with a head and a hostile cell in each line.
async fn malformed(formats: &[&str]) {
    let server = Scripted::start(followers).await;
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), texts::rows()).expect("written");
    let path = file.path().to_string_lossy().into_owned();
    for format in formats {
        let arguments = ["lookup", "--format", format, "-f", &path];
        let output = program(&arguments, &[TOKEN, ("FANSCOPE_API_BASE", &server.base)]);
        assert_clean(format, &output);
        assert!(texts::told(&output.stdout).len() >= 10, "{format}: {output:?}");
    }
}
