//! What the API client costs: `cargo bench --bench lookup`.
//!
//! The server runs in another process, as it does in life, and answers batches after 50 ms or at once.
//! The figures are gated on counters and on a ratio to what the latency alone must take, not on
//! milliseconds.

#[path = "../tests/it/support/scripted.rs"]
#[expect(dead_code, reason = "a bench needs only a part of what tests do")]
mod scripted;

use std::{
    env,
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fanscope::{
    cli::lookup::{Format, Lookup, progress::Progress},
    config::{Account, Credential},
    follower::lang::Lang,
    i18n::UiLang,
    wechat::client::{Client, Options},
};
use futures::stream;
use scripted::{Reply, Request, Scripted, ok};
use tokio_util::sync::CancellationToken;

const ROWS: usize = 10_000;
const BATCH: usize = 100;
const FLIGHTS: usize = 8;
const LATENCY: Duration = Duration::from_millis(50);
/// Of what the latency alone takes.
const MOST: f64 = 1.3;
/// Names the pause of the server process, in milliseconds.
const SERVE: &str = "FANSCOPE_BENCH_SERVE";

#[tokio::main]
async fn main() {
    if let Ok(pause) = env::var(SERVE) {
        serve(Duration::from_millis(pause.parse().expect("milliseconds"))).await;
        return;
    }
    let (slow, calls) = lookup(LATENCY).await;
    let small = |number: usize| u32::try_from(number).expect("a small number");
    let exact = LATENCY * small(ROWS.div_ceil(BATCH)) / small(FLIGHTS);
    let ratio = slow.as_secs_f64() / exact.as_secs_f64();
    println!("{ROWS} OpenIDs, {LATENCY:?} latency: {slow:?}, {ratio:.2} of {exact:?}");
    println!(
        "  in whole waves of {FLIGHTS} the latency alone takes {:?}; {calls} calls",
        LATENCY * small(ROWS.div_ceil(BATCH).div_ceil(FLIGHTS))
    );
    assert_eq!(calls, ROWS.div_ceil(BATCH), "calls to the server");
    assert!(ratio <= MOST, "slower than {MOST} of the latency");
    let (fast, _) = lookup(Duration::ZERO).await;
    let each = fast / small(ROWS);
    println!("{ROWS} OpenIDs, no latency: {fast:?}, {each:?} a row");
}

/// How long it takes to look all up, and how many calls.
async fn lookup(pause: Duration) -> (Duration, usize) {
    let (mut server, base) = start(pause);
    let credential = Credential::Token("a-token-of-the-bench".to_owned().into());
    let account = Account { api_base: base, ..Account::new("bench", credential) };
    let client = Client::new(&account, &Options::default()).expect("a client");
    let activity = client.activity();
    let lookup = Lookup {
        client,
        account: "bench",
        lang: Lang::ZhCn,
        ui_lang: UiLang::En,
        format: Format::Json,
        verify: false,
        avatars: None,
        kept: None,
        stop: CancellationToken::new(),
    };
    let text: String = (0..ROWS).map(|n| format!("oMade{n:023}\n")).collect();
    let items = fanscope::tables::read(&text).items;
    let mut out = vec![];
    let mut progress = Progress::new(None, UiLang::En);
    let began = Instant::now();
    lookup.print(stream::iter(items), &mut out, &mut progress).await.expect("written");
    let took = began.elapsed();
    assert_eq!(out.split(|byte| *byte == b'\n').count(), ROWS + 1);
    assert!(!String::from_utf8_lossy(&out).contains("\"error\""));
    server.kill().expect("it was running");
    server.wait().expect("it ended");
    let calls = usize::try_from(activity.borrow().sent).expect("a small number");
    (took, calls)
}

/// This program again, as the server.
fn start(pause: Duration) -> (Child, String) {
    let mut server = Command::new(env::current_exe().expect("this program"))
        .env(SERVE, pause.as_millis().to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut base = String::new();
    let said = server.stdout.take().expect("a pipe");
    BufReader::new(said).read_line(&mut base).expect("its address");
    (server, base.trim().to_owned())
}

async fn serve(pause: Duration) {
    let server = Scripted::start(move |request, _| {
        let reply = rows(request);
        if pause.is_zero() { reply } else { Reply::After(pause, Box::new(reply)) }
    })
    .await;
    println!("{}", server.base);
    // It ends when whoever started it is gone.
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut vec![]))
        .await
        .expect("no panic")
        .expect("a pipe");
}

/// What WeChat sends today for a follower, 100 times.
fn rows(request: &Request) -> Reply {
    let list = request.json();
    let row = |user: &serde_json::Value| {
        let openid = user["openid"].as_str().expect("text");
        format!(
            "{{\"subscribe\":1,\"openid\":\"{openid}\",\"nickname\":\"\",\"sex\":0,\"language\":\"zh_CN\",\"city\":\"\",\"province\":\"\",\"country\":\"\",\"headimgurl\":\"\",\"subscribe_time\":1641364601,\"unionid\":\"{openid}\",\"remark\":\"王芳\",\"groupid\":0,\"tagid_list\":[128],\"subscribe_scene\":\"ADD_SCENE_SEARCH\",\"qr_scene\":0,\"qr_scene_str\":\"\"}}"
        )
    };
    let rows: Vec<String> = list["user_list"].as_array().expect("a list").iter().map(row).collect();
    ok(format!("{{\"user_info_list\":[{}]}}", rows.join(",")))
}
