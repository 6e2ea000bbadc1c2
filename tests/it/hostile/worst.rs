//! A server that answers the worst.

use std::{io::Write, sync::LazyLock, time::Duration};

use flate2::{Compression, write::GzEncoder};
use serde_json::json;

use crate::{
    api::{BATCHGET, GOOD, STABLE_TOKEN, everybody, made, refusal, requested, rows, token},
    support::scripted::{Reply, Request, Scripted, ok},
};

/// What a server does to every call.
#[derive(Debug, Clone, Copy)]
pub enum Worst {
    /// It says no with this code.
    No(i64),
    /// The same, after so many good answers to the same path.
    NoAfter(usize, i64),
    /// It says no in a status.
    Status(u16),
    /// A byte now and then, for ever.
    Drip,
    Hang,
    Reset,
    /// More than anybody takes.
    Flood,
    /// A redirect to itself.
    ToItself,
    /// 200 and nothing.
    Empty,
    /// Less than was announced.
    TooShort,
    /// More than was announced.
    TooLong,
    /// Small, and a hundred megabytes once it is unpacked.
    Bomb,
    /// A page to log in on.
    Html,
    /// Rows of other followers than those that were asked.
    Others,
    /// No rows.
    Nobody,
}

/// Each of them.
pub const ALL: [Worst; 23] = [
    Worst::No(-1),
    Worst::No(40001),
    Worst::No(42001),
    Worst::No(40003),
    Worst::No(45009),
    Worst::No(45011),
    Worst::No(48001),
    Worst::No(99_999),
    Worst::NoAfter(3, 45009),
    Worst::NoAfter(3, 40001),
    Worst::Status(500),
    Worst::Drip,
    Worst::Hang,
    Worst::Reset,
    Worst::Flood,
    Worst::ToItself,
    Worst::Empty,
    Worst::TooShort,
    Worst::TooLong,
    Worst::Bomb,
    Worst::Html,
    Worst::Others,
    Worst::Nobody,
];

impl Worst {
    /// The answer to any call but that for a token.
    pub fn reply(self, request: &Request, before: usize) -> Reply {
        match self {
            Self::NoAfter(count, _) if before < count => everybody(request, before),
            Self::No(code) | Self::NoAfter(_, code) => refusal(code, "no"),
            Self::Status(status) => Reply::Whole(status, b"{}".to_vec()),
            Self::Drip => Reply::Drip(Duration::from_millis(20)),
            Self::Hang => Reply::Hang,
            Self::Reset => Reply::Reset,
            Self::Flood => Reply::Flood(16 << 20),
            Self::ToItself => Reply::Redirect(request.path.clone()),
            Self::Empty => ok(""),
            Self::TooShort => Reply::Cut(1 << 20, b"{\"subscribe\":1".to_vec()),
            Self::TooLong => Reply::Raw(
                b"HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\n{}{\"subscribe\":1}".to_vec(),
            ),
            Self::Bomb => bomb(),
            Self::Html => ok("<!DOCTYPE html><p>Log in"),
            Self::Others => match request.path.as_str() {
                BATCHGET => rows(&made(requested(request).len())),
                _ => ok(json!({ "subscribe": 1, "openid": GOOD }).to_string()),
            },
            Self::Nobody => ok(json!({ "user_info_list": [] }).to_string()),
        }
    }

    /// Whether it may be about single followers.
    pub fn is_of_rows(self) -> bool {
        matches!(self, Self::No(40003 | 99_999) | Self::Others | Self::Nobody)
    }

    pub async fn server(self) -> Scripted {
        Scripted::start(move |request, before| match request.path.as_str() {
            // Another one each time, so that it is never the same that is refused.
            STABLE_TOKEN => token(&format!("token-{before}")),
            _ => self.reply(request, before),
        })
        .await
    }
}

/// An answer that is said to be packed, and grows by a thousand when it is unpacked.
fn bomb() -> Reply {
    static PACKED: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut packed = GzEncoder::new(vec![], Compression::fast());
        let spaces = vec![b' '; 1 << 20];
        for _ in 0..100 {
            packed.write_all(&spaces).expect("in memory");
        }
        packed.finish().expect("in memory")
    });
    let length = PACKED.len();
    let head =
        format!("HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n");
    Reply::Raw([head.as_bytes(), &PACKED].concat())
}
