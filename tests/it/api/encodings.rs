//! Compressed answers, which nobody asked for.

use std::io::Write;

use fanscope::{
    follower::lang::Lang,
    wechat::error::{Body, Error},
};
use flate2::{
    Compression,
    write::{DeflateEncoder, GzEncoder, ZlibEncoder},
};

use super::{GOOD, answering, client, openid, with_token};
use crate::support::scripted::Reply;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(vec![], Compression::best());
    encoder.write_all(bytes).expect("into memory");
    encoder.finish().expect("into memory")
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(vec![], Compression::best());
    encoder.write_all(bytes).expect("into memory");
    encoder.finish().expect("into memory")
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(vec![], Compression::best());
    encoder.write_all(bytes).expect("into memory");
    encoder.finish().expect("into memory")
}

/// An answer of 200 with this header and body.
fn encoded(header: &str, body: &[u8]) -> Reply {
    let head = format!("HTTP/1.1 200 OK\r\n{header}Content-Length: {}\r\n\r\n", body.len());
    Reply::Raw([head.as_bytes(), body].concat())
}

async fn after(reply: Reply) -> Result<Option<String>, Error> {
    let server = answering(vec![reply]).await;
    let requested = client(&with_token(&server.base)).user_info(&openid(GOOD), Lang::ZhCn).await;
    let head = server.requests().first().expect("a call").head.to_ascii_lowercase();
    assert!(head.contains("accept-encoding: identity\r\n"), "{head}");
    requested.map(|reply| reply.follower.nickname)
}

#[tokio::test]
async fn a_compressed_answer_is_read_though_a_plain_one_was_asked_for() {
    let body = format!("{{\"subscribe\":1,\"openid\":\"{GOOD}\",\"nickname\":\"张三\"}}");
    let body = body.as_bytes();
    for (name, header, body) in [
        ("plain", "", body.to_vec()),
        ("gzip", "Content-Encoding: gzip\r\n", gzip(body)),
        ("gzip unsaid", "", gzip(body)),
        ("zlib", "Content-Encoding: deflate\r\n", zlib(body)),
        ("zlib unsaid", "", zlib(body)),
        ("deflate", "Content-Encoding: Deflate\r\n", deflate(body)),
        ("said and not done", "Content-Encoding: gzip\r\n", body.to_vec()),
    ] {
        assert_eq!(after(encoded(header, &body)).await, Ok(Some("张三".into())), "{name}");
    }
}

#[tokio::test]
async fn a_compressed_answer_that_is_huge_or_broken_is_given_up() {
    let bomb = vec![b' '; 200 << 20];
    let header = "Content-Encoding: gzip\r\n";
    for body in [gzip(&bomb), zlib(&bomb)] {
        assert!(body.len() < 1 << 20);
        assert_eq!(after(encoded(header, &body)).await, Err(Error::Body(Body::TooLarge)));
    }
    let cut = gzip(b"{\"subscribe\":1}").split_at(12).0.to_vec();
    assert_eq!(after(encoded(header, &cut)).await, Err(Error::Body(Body::Truncated)));
}
