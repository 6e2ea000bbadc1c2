//! What goes into pipes: JSON, CSV, tables, errors.

use super::{
    TOKEN, assert_clean, program,
    server::{followers, openids},
    texts,
};
use crate::support::scripted::Scripted;

/// What `lookup` prints of all hostile followers.
async fn lookup(format: &str) -> std::process::Output {
    let server = Scripted::start(followers).await;
    let openids = openids();
    let mut arguments = vec!["lookup", "--format", format];
    arguments.extend(openids.iter().map(String::as_str));
    program(&arguments, &[TOKEN, ("FANSCOPE_API_BASE", &server.base)])
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
    let cells = texts::all()
        .map(|(_, text)| format!("{{\"openid\":\"{}\"}}", text.replace(['\r', '\n'], "")));
    std::fs::write(file.path(), cells.join("\n")).expect("written");
    let path = file.path().to_string_lossy().into_owned();
    for format in formats {
        let arguments = ["lookup", "--format", format, "-f", &path];
        let output = program(&arguments, &[TOKEN, ("FANSCOPE_API_BASE", &server.base)]);
        assert_clean(format, &output);
    }
}
