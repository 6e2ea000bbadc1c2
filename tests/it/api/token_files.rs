//! Tokens that outlive the process, and tokens that a command prints.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use fanscope::{
    config::{Account, Credential},
    follower::lang::Lang,
    i18n::UiLang,
    wechat::{
        client::{Client, Options},
        command,
        error::{Credentials, Error},
    },
};
use tokio::{
    fs::File,
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
};

use super::{
    CANARY, GOOD, QUICK, STABLE_TOKEN, USER_INFO, everybody, follower, openid, refusal, token,
    with_secret,
};
use crate::support::scripted::{Reply, Scripted};

fn keeping(account: &Account, dir: &Path) -> Client {
    let state = Some(dir.to_owned());
    let options = Options { state, retry_policy: QUICK, ..Options::default() };
    Client::new(account, &options).expect("a client")
}

async fn ask(client: &Client) -> Result<(), Error> {
    client.user_info(&openid(GOOD), Lang::ZhCn).await.map(|_| ())
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

#[tokio::test]
async fn a_token_is_kept_for_the_next_process_and_only_for_its_owner() {
    let server = Scripted::start(everybody).await;
    let dir = tempfile::tempdir().expect("a folder");
    let state = dir.path().join("fanscope");
    for _ in 0..2 {
        ask(&keeping(&with_secret(&server.base), &state)).await.expect("an answer");
    }
    assert_eq!((server.count(STABLE_TOKEN), server.count(USER_INFO)), (1, 2));
    assert_eq!(fs::metadata(&state).expect("there").mode() & 0o777, 0o700);
    for file in files(&state) {
        assert_eq!(fs::metadata(&file).expect("there").mode() & 0o777, 0o600, "{file:?}");
        let text = fs::read_to_string(&file).expect("text");
        assert!(!text.contains(CANARY) && !file.to_string_lossy().contains("c4n4ry"), "{text}");
    }
}

#[tokio::test]
async fn a_kept_token_that_is_refused_or_over_or_of_others_is_not_used() {
    let server = Scripted::start(|request, before| match request.path.as_str() {
        STABLE_TOKEN => {
            token(["token-one", "token-two", "token-three", "token-four"][before.min(3)])
        }
        _ if request.value("access_token") == "token-one" => refusal(42001, "expired"),
        _ => follower(GOOD),
    })
    .await;
    let dir = tempfile::tempdir().expect("a folder");
    let account = with_secret(&server.base);
    ask(&keeping(&account, dir.path())).await.expect("an answer with the second");
    let [file, _lock] = &files(dir.path())[..] else { panic!("a token and a lock") };
    let kept = fs::read_to_string(file).expect("text");
    assert!(kept.contains("token-two"), "{kept}");

    let another = Account { appid: "wxffffffffffffffff".into(), ..account.clone() };
    let taken = kept.replace("token-two", "token-of-others");
    for (text, mode) in [
        (kept.replace(&account.appid, "wx0"), 0o600),
        (kept.replace("\"use_until\":1", "\"use_until\":0"), 0o600),
        (kept.replace("\"use_until\":1", "\"use_until\":9"), 0o600),
        ("rubbish".to_owned(), 0o600),
        (taken, 0o644),
    ] {
        fs::write(file, &text).expect("written");
        fs::set_permissions(file, fs::Permissions::from_mode(mode)).expect("set");
        let before = server.count(STABLE_TOKEN);
        ask(&keeping(&account, dir.path())).await.expect("an answer");
        assert_eq!(server.count(STABLE_TOKEN), before + 1, "{text}");
    }
    ask(&keeping(&another, dir.path())).await.expect("an answer");
    assert_eq!(files(dir.path()).len(), 4, "each account has its own");
}

#[tokio::test]
async fn two_clients_that_start_together_ask_for_one_token() {
    let server = Scripted::start(|request, before| {
        let pause = std::time::Duration::from_millis(100);
        let reply = everybody(request, before);
        if request.path == STABLE_TOKEN { Reply::After(pause, Box::new(reply)) } else { reply }
    })
    .await;
    let dir = tempfile::tempdir().expect("a folder");
    let account = with_secret(&server.base);
    let (one, other) = (keeping(&account, dir.path()), keeping(&account, dir.path()));
    let (one, other) = tokio::join!(ask(&one), ask(&other));
    assert_eq!((one, other), (Ok(()), Ok(())));
    assert_eq!(server.count(STABLE_TOKEN), 1);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_costs_only_the_keeping() {
    let server = Scripted::start(everybody).await;
    let file = tempfile::NamedTempFile::new().expect("a file");
    let client = keeping(&with_secret(&server.base), &file.path().join("no/folder"));
    ask(&client).await.expect("an answer");
}

#[tokio::test]
async fn a_command_prints_the_token_and_is_run_again_when_it_is_refused() {
    let server = Scripted::start(|request, _| match request.value("access_token") {
        "token-2" => follower(GOOD),
        _ => refusal(40001, "not latest"),
    })
    .await;
    let dir = tempfile::tempdir().expect("a folder");
    let count = dir.path().join("count");
    let command =
        format!("echo x >> '{0}'; echo token-$(wc -l < '{0}' | tr -d ' ')", count.display());
    let account =
        Account { credential: Credential::TokenCommand(command), ..with_secret(&server.base) };
    ask(&keeping(&account, dir.path())).await.expect("an answer");
    assert_eq!((server.count(STABLE_TOKEN), server.count(USER_INFO)), (0, 2));
}

#[tokio::test]
async fn a_command_prints_the_secret_and_is_not_run_while_a_token_is_kept() {
    let server = Scripted::start(everybody).await;
    let dir = tempfile::tempdir().expect("a folder");
    let ran = dir.path().join("ran");
    let command = format!("echo x >> '{}'; echo {CANARY}", ran.display());
    let account =
        Account { credential: Credential::SecretCommand(command), ..with_secret(&server.base) };
    for _ in 0..2 {
        ask(&keeping(&account, &dir.path().join("state"))).await.expect("an answer");
    }
    assert_eq!(server.requests()[0].json()["secret"], CANARY);
    assert_eq!(fs::read_to_string(ran).expect("it ran"), "x\n");
}

#[tokio::test]
async fn a_command_that_fails_hangs_or_prints_rubbish_is_said_in_words() {
    let short = std::time::Duration::from_millis(100);
    let cases = [
        ("echo no >&2; exit 3", Credentials::CommandFailed { status: Some(3) }),
        ("/no/such/program", Credentials::CommandFailed { status: Some(127) }),
        ("exec sleep 60", Credentials::CommandHangs),
        ("true", Credentials::CommandRubbish),
        ("echo two words", Credentials::CommandRubbish),
        ("printf '\\377\\n'", Credentials::CommandRubbish),
        ("head -c 5000 /dev/zero | tr '\\0' a", Credentials::CommandRubbish),
    ];
    for (command, expected) in cases {
        let longest = if command.contains("sleep") { short } else { command::LONGEST };
        let error = command::run(command, longest).await.expect_err(command);
        assert_eq!(error, Error::Credentials(expected), "{command}");
        assert!(!error.explain(UiLang::ZhCn).message.starts_with("api."), "{command}");
    }
}

#[tokio::test]
async fn a_command_is_ended_with_all_that_it_has_started() {
    let (held, begun) = Held::new();
    let command = held.by("sleep 600 & wait");
    let longest = std::time::Duration::from_secs(2);
    let hangs = command::run(&command, longest).await.expect_err("it hangs");
    assert_eq!(hangs, Error::Credentials(Credentials::CommandHangs));
    wait_for_end(begun.await.expect("it ran")).await;
}

#[tokio::test]
async fn what_a_command_leaves_in_the_background_is_not_waited_for() {
    for command in ["echo token-one; sleep 600 &", "sleep 600 & echo token-one"] {
        let begun = std::time::Instant::now();
        let (token, _) = command::run(command, command::LONGEST).await.expect(command);
        assert_eq!(secrecy::ExposeSecret::expose_secret(&token), "token-one");
        assert!(begun.elapsed() < command::LONGEST, "{command}");
    }
}

#[tokio::test]
async fn a_command_that_prints_without_end_is_ended_too() {
    let (held, begun) = Held::new();
    let command = held.by("while :; do echo aaaaaaaaaaaaaaaaaaaa; done");
    let refused = command::run(&command, command::LONGEST).await.expect_err("too much");
    assert_eq!(refused, Error::Credentials(Credentials::CommandRubbish));
    wait_for_end(begun.await.expect("it ran")).await;
}

#[tokio::test]
async fn whoever_gives_up_waiting_ends_the_command() {
    let (held, begun) = Held::new();
    let command = held.by("sleep 600 & wait");
    let running = tokio::spawn(async move { command::run(&command, command::LONGEST).await });
    let begun = begun.await.expect("it runs");
    running.abort();
    assert!(running.await.is_err_and(|error| error.is_cancelled()));
    wait_for_end(begun).await;
}

/// A named pipe that a command holds open, and with it all that it starts: its other end sees when the
/// last of them has gone.
struct Held {
    _dir: tempfile::TempDir,
    pipe: PathBuf,
}

impl Held {
    /// The pipe, and its other end once the command has begun.
    fn new() -> (Self, tokio::task::JoinHandle<BufReader<File>>) {
        let dir = tempfile::tempdir().expect("a folder");
        let pipe = dir.path().join("pipe");
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
        let held = Self { _dir: dir, pipe: pipe.clone() };
        let begun = tokio::spawn(async move {
            let mut other = BufReader::new(File::open(pipe).await.expect("a pipe"));
            let mut line = String::new();
            other.read_line(&mut line).await.expect("it writes");
            assert_eq!(line, "begun\n");
            other
        });
        (held, begun)
    }

    fn by(&self, command: &str) -> String {
        format!("exec 9>'{}'; echo begun >&9; {command}", self.pipe.display())
    }
}

async fn wait_for_end(mut other: BufReader<File>) {
    let mut rest = vec![];
    let end = other.read_to_end(&mut rest);
    let end = tokio::time::timeout(std::time::Duration::from_secs(20), end).await;
    end.expect("something of the command still runs").expect("a pipe");
}
