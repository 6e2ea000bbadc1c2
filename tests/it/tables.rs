//! Lists as people have them: every file of the public reports, their brothers, and any mixture of forms.

use fanscope::{
    follower::{
        find::{Found, What},
        openid::{Malformed, OpenId},
    },
    tables::{self, kind::Kind, reader::Reader},
};
use proptest::prelude::*;

mod columns;
mod foreign;

const A: &str = "oEWOCref3Hbvu0LrMD35yEFDjLm3";
const B: &str = "oh5xQv0t6dB1PDAyEqu60NJWj-m3";
const C: &str = "ofQAzlYkC_YKNVj2vu40m_cVd2Mf";
const U: &str = "os8qGtiaIgW3jIWwc1U8zYXaCAW0";
const V: &str = "o9Wz2JMDE8pzHxLV7byDX1HWCc-A";

/// A text in which A, B, C are OpenIDs and U, V `UnionIDs`, written `{A}`.
fn filled(text: &str) -> String {
    let ids = [("{A}", A), ("{B}", B), ("{C}", C), ("{U}", U), ("{V}", V)];
    ids.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
}

fn kept(found: &Found) -> Vec<&str> {
    found.kept().map(OpenId::as_str).collect()
}

fn malformed(found: &Found) -> Vec<(usize, &str)> {
    found.malformed().map(|(line, text, _)| (line, text)).collect()
}

/// Exactly these OpenIDs, in this order, and nothing is called malformed.
#[track_caller]
fn assert_finds(text: &str, wanted: &[&str]) {
    let text = filled(text);
    let found = tables::read(&text);
    assert_eq!(kept(&found), wanted, "{text}");
    assert_eq!(malformed(&found), [], "{text}");
    let bytes = tables::read_bytes(text.as_bytes()).expect("a text");
    assert_eq!(bytes, found, "as bytes: {text}");
}

#[test]
fn every_list_of_the_reports_holds_its_three_followers_and_no_error() {
    let lists: [(&str, &[u8]); 10] = [
        ("l01", include_bytes!("data/lists/l01_excel_unicode_text_utf16le.txt")),
        ("l02", include_bytes!("data/lists/l02_wps_gbk.csv")),
        ("l03", include_bytes!("data/lists/l03_excel_mac_cr_only.csv")),
        ("l04", include_bytes!("data/lists/l04_multiline_cells.csv")),
        ("l05", include_bytes!("data/lists/l05_excel_equals_quote.csv")),
        ("l06", include_bytes!("data/lists/l06_phpmyadmin_dump.sql")),
        ("l07", include_bytes!("data/lists/l07_prefixed_heads.csv")),
        ("l08", include_bytes!("data/lists/l08_ansi_coloured.log")),
        ("l10", include_bytes!("data/lists/l10_wechat_pay_bill.csv")),
        ("l12", include_bytes!("data/lists/l12_access_log_urlencoded.log")),
    ];
    for (name, bytes) in lists {
        let found = tables::read_bytes(bytes).expect(name);
        assert_eq!(kept(&found), [A, B, C], "{name}");
        assert_eq!(found.items.len(), 3, "{name}: {:?}", found.items);
    }
    let workbook = include_bytes!("data/lists/l09_openids.xlsx");
    assert_eq!(tables::read_bytes(workbook), Err(Kind::Excel));
}

#[test]
fn line_ends_of_every_kind_are_alike() {
    for end in ["\n", "\r\n", "\r", "\u{85}", "\u{2028}"] {
        assert_finds(&["openid,name", "{A},x", "{B},y", ""].join(end), &[A, B]);
        assert_finds(&["{A}", "", "{B}"].join(end), &[A, B]);
    }
    assert_finds("{A}\r{B}\r\n{C}\n", &[A, B, C]);
}

#[test]
fn tables_are_read_by_their_heads_whatever_separates_their_cells() {
    for text in [
        "openid;unionid\n{A};{U}\n{B};{V}",
        "sep=;\nname;openid;total\n王;{A};1,5\n李;{B};2,75",
        "id\topen_id\tunion_id\n1\t{A}\t{U}\n2\t{B}\t{V}",
        "\u{feff}\"昵称\",\"用户openid\",\"unionid\"\n\"王\",\"{A}\",\"{U}\"\n\"李\",\"{B}\",\"{V}\"",
        "| openid | unionid |\n| --- | --- |\n| {A} | {U} |\n| {B} | {V} |",
        "+------+------+\n| openid | unionid |\n+------+------+\n| {A} | {U} |\n| {B} | {V} |\n+------+------+\n2 rows in set",
        " openid | unionid \n--------+---------\n {A} | {U}\n {B} | {V}\n(2 rows)",
        "public_openid,applet_openid\n{A},{U}\n{B},{V}",
        "wx_union_id,wx_openid\n{U},{A}\n{V},{B}",
        "u.unionid,u.openid\n{U},{A}\n{V},{B}",
        "openid,name\n{A},王\nopenid,name\n{B},李\n",
        "openid\n=\"{A}\"\n'{B}",
        "name,openid\n张,三,{A}\n李,{B}",
        "openid,remark\n{A},\"says \"\"hi\"\"\"\n{B},5\" screen\n",
        "openid,name\n{A},NULL\nNULL,x\n\\N,y\n-,z\n,\n{B},#N/A",
        "微信号ID\tUnionID\n{A}\t{U}\n{B}\t{V}",
    ] {
        assert_finds(text, &[A, B]);
    }
}

#[test]
fn a_line_end_within_a_quoted_cell_loses_nothing() {
    assert_finds(
        "name,openid,note\n\"a\nb\",{A},\"1\r\n2\"\n\"c\",{B},x\n\"d\n\n\ne\",{C},",
        &[A, B, C],
    );
    let found = tables::read(&filled("name,openid\n\"a\nb\",{A}\n\"c\",oABC\n"));
    assert_eq!(malformed(&found), [(4, "oABC")], "the line is told as an editor counts it");
    let endless = filled(&format!("name,openid\n\"never closed,{{A}}\n{}", "x,{B}\n".repeat(3)));
    assert_eq!(kept(&tables::read(&endless)), [A, B], "a quote that never ends costs no row");
}

#[test]
fn dumps_and_data_are_read_by_their_keys_and_a_unionid_is_never_asked() {
    for text in [
        "INSERT INTO fans (id, openid, unionid) VALUES (1,'{A}','{U}'),(2,'{B}','{V}');",
        "INSERT INTO fans\n  (unionid, openid)\nVALUES\n  ('{U}', '{A}'),\n  ('{V}', '{B}')\nON DUPLICATE KEY UPDATE openid=VALUES(openid);",
        "CREATE TABLE t (\n  unionid text,\n  openid text\n);\nINSERT INTO t VALUES ('{U}','{A}');\nINSERT INTO t VALUES ('{V}','{B}');",
        "COPY public.t (openid, unionid) FROM stdin;\n{A}\t{U}\n{B}\t{V}\n\\.\n",
        "INSERT INTO t SET openid='{A}', unionid='{U}';\nINSERT INTO t SET openid='{B}', unionid='{V}';",
        "{\"openid\":\"{A}\",\"unionid\":\"{U}\"}\n{\"openid\":\"{B}\",\"unionid\":\"{V}\"}",
        "{\n  \"total\": 2,\n  \"data\": {\n    \"openid\": [\n      \"{A}\",\n      \"{B}\"\n    ]\n  },\n  \"next_openid\": \"{B}\"\n}",
        "- openid: {A}\n  unionid: {U}\n- openid: {B}\n  unionid: {V}",
        "[{'openId': '{A}', 'unionId': '{U}'}, {'openId': '{B}', 'unionId': '{V}'}]",
        "array(2) {\n  [\"openid\"]=>\n  string(28) \"{A}\"\n  [\"unionid\"]=>\n  string(28) \"{U}\"\n}\n[\"openid\"]=> string(28) \"{B}\"",
        "a:2:{s:6:\"openid\";s:28:\"{A}\";s:7:\"unionid\";s:28:\"{U}\";}\ns:6:\"openid\";s:28:\"{B}\";",
        "<xml><FromUserName><![CDATA[{A}]]></FromUserName><UnionId>{U}</UnionId></xml>\n<ToUser>{B}</ToUser>",
        "GET /a?openid={A}&unionid={U} 200\nGET /a?x=1&amp;unionid={V}&amp;openid={B}",
        "url=https%253A%252F%252Fx%252F%253Fopenid%253D{A}%2526unionid%253D{U}\nhttps%3A%2F%2Fx%3Fopenid%3D{B}",
        "\"{\\\"openid\\\":\\\"{A}\\\",\\\"unionid\\\":\\\"{U}\\\"}\" \\u0022openid\\u0022:\\u0022{B}\\u0022",
        "openid  | {A}\nunionid | {U}\nopenid: {B}",
        "^[[33m{A}^[[0m \x1b[1;31m{B}\x1b[0m",
    ] {
        assert_finds(text, &[A, B]);
    }
}

#[test]
fn prose_is_not_scolded_and_what_is_in_it_is_found() {
    for text in [
        "Hello,\n\nthe customer {A} called twice, and so did {B}.\n\nRegards\nAnna",
        "2026-11-22 10:00 王芳：用户{A}打不开\n2026-11-22 10:01 李雷：还有 {B}，谢谢",
        "Ticket: {A}\nphone 13812345678\nmail somebody@example.com\n{B}",
        "> {A}\n>> {B}\n",
        "#4711 openid {A} and {B}",
        "The UnionID is {U}, the OpenID is {A}; unionid {V} openid {B}",
        "“{A}”、‘{B}’",
        "{A}\u{200b}\n\u{feff}{B}\u{ad}",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8\nid 550e8400-e29b-41d4-a716-446655440000\nd41d8cd98f00b204e9800998ecf8427e\nC:\\Users\\anna\\onActivityResult.java\n4200001234202611220000000000\n{A} {B}",
        "name,phone\n王芳,13812345678\nAnna,13900000000\n{A}\n{B}",
    ] {
        assert_finds(text, &[A, B]);
    }
    for text in [
        "Please send me your openid, thanks",
        "openid: see the attachment",
        "name,phone\n王芳,13812345678",
        "ok\nRegards\n",
        "order no. 202611221234567890 for wx0123456789abcdef",
        "{\n  \"total\": 2,\n  \"count\":2,\n}\n# a remark\n",
    ] {
        assert_finds(text, &[]);
    }
}

#[test]
fn in_a_list_the_odd_row_is_told_with_its_line_and_why() {
    let text = filled("{A}\noABC\n{B}\no6_bmjrPTlm6;2sgVt7hMZOPfL2M\n");
    let found = tables::read(&text);
    assert_eq!(kept(&found), [A, B]);
    let wrong: Vec<_> = found.malformed().collect();
    assert_eq!(
        wrong,
        [
            (2, "oABC", Malformed::Length(4)),
            (4, "o6_bmjrPTlm6;2sgVt7hMZOPfL2M", Malformed::Character(';'))
        ]
    );
    let found = tables::read(&filled("id,openid\n1,{A}\n2,王芳\n3,{B}\n"));
    assert_eq!((kept(&found), malformed(&found)), (vec![A, B], vec![(3, "王芳")]));
    let found = tables::read("{\"touser\":[\"oABC\"]}");
    assert_eq!(malformed(&found), [(1, "oABC")]);
}

#[test]
fn an_openid_that_a_mail_program_broke_is_not_put_together() {
    let found = tables::read("o6_bmjrPTlm6_2\nsgVt7hMZOPfL2M\n");
    assert_eq!(kept(&found), Vec::<&str>::new());
}

#[test]
fn duplicates_are_counted_and_kept_once() {
    let found = tables::read(&filled("{A}\n{B}\n{A}\n\"{B}\",\n"));
    assert_eq!((kept(&found), found.duplicates(), found.lines), (vec![A, B], 2, 4));
}

#[test]
fn text_of_other_encodings_is_read() {
    let text = filled("昵称,openid\n王芳,{A}\n李雷,{B}\n");
    let gbk = encoding_rs_gb18030(&text);
    let utf_16: Vec<u8> =
        [0xff_u8, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let utf_16_be: Vec<u8> =
        [0xfe_u8, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    for bytes in [gbk, utf_16, utf_16_be, text.clone().into_bytes()] {
        assert_eq!(kept(&tables::read_bytes(&bytes).expect("a text")), [A, B]);
        // However the bytes are split.
        let (mut reader, mut items) = (Reader::default(), vec![]);
        for byte in &bytes {
            items.extend(reader.push(std::slice::from_ref(byte)).expect("a text"));
        }
        items.extend(reader.close().expect("a text"));
        assert_eq!(items.len(), 2);
    }
}

/// 王芳 and 李雷 and the rest as GB18030.
fn encoding_rs_gb18030(text: &str) -> Vec<u8> {
    let pairs: [(&str, &[u8]); 4] = [
        ("昵称", b"\xea\xc7\xb3\xc6"),
        ("王芳", b"\xcd\xf5\xb7\xbc"),
        ("李雷", b"\xc0\xee\xc0\xd7"),
        ("", b""),
    ];
    let mut bytes = vec![];
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let known = pairs.iter().find(|(word, _)| !word.is_empty() && rest.starts_with(word));
        if let Some((word, encoded)) = known {
            bytes.extend_from_slice(encoded);
            rest = rest.get(word.len()..).unwrap_or_default();
        } else {
            bytes.push(u8::try_from(u32::from(c)).expect("ASCII"));
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    bytes
}

#[test]
fn one_line_of_any_length_is_read_in_little_memory() {
    let mut reader = Reader::default();
    let mut found = 0;
    for n in 0..20_000 {
        let piece =
            format!("{{\"openid\":\"oMade{n:023}\",\"unionid\":\"{U}\",\"x\":\"{:200}\"}},", "");
        found += reader.push(piece.as_bytes()).expect("a text").len();
    }
    found += reader.close().expect("a text").len();
    assert_eq!((found, reader.lines()), (20_000, 1));
    // One value without an end, of which nothing is kept to be shown.
    let found = tables::read(&format!("openid\n{}\n", "x".repeat(3_000_000)));
    let longest = found.items.iter().map(|item| match &item.what {
        What::Malformed { text, .. } => text.len(),
        What::Kept { .. } | What::Duplicate(_) | What::OtherColumn(_) => 0,
    });
    assert!(longest.max().unwrap_or(0) < 1000);
}

/// One way to write down OpenIDs, each with a `UnionID` where the form has a place for one.
fn form(kind: usize, openids: &[String]) -> String {
    let each = |line: &dyn Fn(&String) -> String, between: &str| {
        openids.iter().map(line).collect::<Vec<_>>().join(between)
    };
    match kind {
        0 => each(&|id| id.clone(), "\n"),
        1 => each(&|id| format!("\"{id}\","), "\r\n"),
        2 => format!("name,openid,unionid\n{}", each(&|id| format!("\"王\n芳\",{id},{U}"), "\r")),
        3 => format!(
            "[{}]",
            each(&|id| format!("{{\"unionid\":\"{U}\",\"openid\":\"{id}\"}}"), ", ")
        ),
        4 => format!(
            "INSERT INTO t (id, unionid, openid) VALUES {};",
            each(&|id| format!("(1, '{U}', '{id}')"), ",\n")
        ),
        5 => {
            each(&|id| format!("10:00 INFO user {id} asked, rid: 6035fc3b-4873a3bb-3f1bb871"), "\n")
        }
        6 => each(&|id| format!("GET /x?a=1&openid%3D{id}%26unionid%3D{U} HTTP/1.1"), "\n"),
        7 => each(&|id| format!("用户{id}打不开，请看。"), "\n"),
        8 => each(&|id| format!("\x1b[33m{id}\x1b[0m"), " "),
        _ => format!(
            "| unionid | openid |\n|---|---|\n{}",
            each(&|id| format!("| {U} | {id} |"), "\n")
        ),
    }
}

fn openid() -> impl Strategy<Value = String> {
    // As they look: letters of both kinds and digits in no order.
    "o[A-Z][a-z][0-9][A-Za-z0-9_-]{20}[a-z][A-Z][0-9][a-z]"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_openids_in_any_form_are_found_once_and_in_order(
        openids in prop::collection::hash_set(openid(), 1..20),
        kind in 0_usize..10,
    ) {
        let openids: Vec<String> = openids.into_iter().collect();
        let text = form(kind, &openids);
        let found = tables::read(&text);
        prop_assert_eq!(kept(&found), openids.iter().map(String::as_str).collect::<Vec<_>>(), "{}", text);
        prop_assert_eq!(malformed(&found), vec![], "{}", text);
    }

    #[test]
    fn any_bytes_are_read_or_named_and_nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = tables::read_bytes(&bytes);
    }

    #[test]
    fn any_text_is_read_and_each_openid_is_one(text in any::<String>()) {
        for openid in tables::read(&text).kept() {
            prop_assert!(OpenId::parse(openid.as_str()).is_ok());
        }
    }
}
