//! What answers may take of the memory, whatever a server sends.

use std::{os::unix::fs::PermissionsExt, process::Command};

use super::{STABLE_TOKEN, client, made, openid, with_token};
use crate::support::scripted::{Scripted, ok};
use fanscope::{
    follower::lang::Lang,
    wechat::error::{Body, Error},
};

/// A body of this many bytes that is made of the smallest objects.
fn tiny_objects(bytes: usize) -> Vec<u8> {
    let mut body = b"{\"user_info_list\":[".to_vec();
    while body.len() < bytes {
        body.extend_from_slice(b"{\"a\":{}},");
    }
    body.extend_from_slice(b"{}]}");
    body
}

#[tokio::test]
async fn an_answer_of_tiny_objects_is_given_up_before_it_is_taken_apart() {
    for bytes in [1 << 20, 8 << 20] {
        let body = tiny_objects(bytes);
        let server = Scripted::start(move |_, _| ok(body.clone())).await;
        let client = client(&with_token(&server.base));
        let requested = client.user_info(&openid(&made(1)[0]), Lang::ZhCn).await;
        let why = if bytes > 4 << 20 { Body::TooLarge } else { Body::TooMany };
        assert_eq!(requested, Err(Error::Body(why)));
        assert!(client.tags().await.is_err() && client.followers(None).await.is_err());
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_hundred_such_answers_at_once_fit_into_a_small_memory() {
    let bodies = [tiny_objects(8 << 20), tiny_objects(2_000_000)];
    let server = Scripted::start(move |request, before| match request.path.as_str() {
        STABLE_TOKEN => super::token("96_the-same-token"),
        _ => ok(bodies[before % 2].clone()),
    })
    .await;
    let dir = tempfile::tempdir().expect("a folder");
    let config = format!(
        "[accounts.shop]\nappid = \"wx0123456789abcdef\"\nsecret = \"0123456789abcdef0123456789abcdef\"\napi_base = \"{}\"\nat_once = 100\nbatch = 1\n",
        server.base
    );
    let path = dir.path().join("config.toml");
    std::fs::write(&path, config).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("set");
    let openids = made(100).join(" ");
    let program = env!("CARGO_BIN_EXE_fanscope");
    // The limit is on addresses, which the allocator takes more of than it uses.
    let script = format!("ulimit -v 900000; exec {program} lookup --format json {openids}");
    let mut command = Command::new("sh");
    command
        .args(["-c", &script])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", dir.path())
        .env("FANSCOPE_CONFIG", &path)
        .env("MALLOC_ARENA_MAX", "2")
        .env("LANG", "en_US.UTF-8");
    let output =
        tokio::task::spawn_blocking(move || command.output().expect("it runs")).await.expect("ran");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let rows = String::from_utf8_lossy(&output.stdout).lines().count();
    assert_eq!(rows, 100, "{:?}: {said}", output.status);
}
