//! A page in Chromium without a window, driven by its `DevTools` protocol.
//!
//! Spoken over two pipes, which is a few lines and needs neither a port nor a web socket.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    process::{ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
        mpsc::{Sender, channel},
    },
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::LIMIT;
use crate::process::Process;

/// Nothing of the machine is touched, and nothing but this page is loaded.
const FLAGS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // WebGL without a graphics card.
    "--enable-unsafe-swiftshader",
    "--no-startup-window",
    "--remote-debugging-pipe",
];

pub struct DevTools {
    /// The browser, which is ended before its folder goes.
    _browser: Process,
    _profile: TempDir,
    calls: Mutex<ChildStdin>,
    answers: Arc<Answers>,
    number: AtomicU64,
    session: Option<String>,
}

/// Who waits for the answer to the call with this number.
type Answers = Mutex<HashMap<u64, Sender<Value>>>;

impl DevTools {
    /// Open an empty page in which `say(text)` calls `hear`.
    pub fn open(hear: impl FnMut(&str) + Send + 'static) -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let mut command = Command::new("sh");
        // It listens on 3 and speaks on 4.
        command.args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null", "sh", "chromium"]);
        command.args(FLAGS).arg(format!("--user-data-dir={}", profile.path().display()));
        command.env("HOME", profile.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut browser = Process::start(&mut command);
        let calls = browser.child().stdin.take().expect("is piped");
        let said = browser.child().stdout.take().expect("is piped");
        let answers = Arc::new(Answers::default());
        let waiting = Arc::clone(&answers);
        std::thread::spawn(move || listen(said, &waiting, hear));
        let mut page = Self {
            _browser: browser,
            _profile: profile,
            calls: Mutex::new(calls),
            answers,
            number: AtomicU64::new(1),
            session: None,
        };
        let target = page.must("Target.createTarget", &json!({ "url": "about:blank" }));
        let target = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = page.must("Target.attachToTarget", &target);
        page.session = attached["sessionId"].as_str().map(ToOwned::to_owned);
        page.must("Emulation.setFocusEmulationEnabled", &json!({ "enabled": true }));
        page.must("Runtime.enable", &json!({}));
        page.must("Runtime.addBinding", &json!({ "name": "say" }));
        page
    }

    /// Call a method, and wait for what it answers.
    pub fn call(&self, method: &str, params: &Value) -> Result<Value, String> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let mut call = json!({ "id": number, "method": method, "params": params });
        if let Some(session) = &self.session {
            call["sessionId"] = json!(session);
        }
        let (sender, answer) = channel();
        self.answers.lock().expect("nobody panics holding it").insert(number, sender);
        let sent = {
            let mut calls = self.calls.lock().expect("nobody panics holding it");
            calls.write_all(format!("{call}\0").as_bytes()).and_then(|()| calls.flush())
        };
        sent.map_err(|error| format!("{method}: {error}"))?;
        let mut answer =
            answer.recv_timeout(LIMIT).map_err(|error| format!("{method}: {error}"))?;
        match answer["result"].take() {
            Value::Null => Err(format!("{method}: {answer}")),
            result => Ok(result),
        }
    }

    pub fn must(&self, method: &str, params: &Value) -> Value {
        self.call(method, params).unwrap_or_else(|why| panic!("Chromium: {why}"))
    }

    /// The value of this script, which may be promised.
    pub fn run(&self, script: &str) -> Result<Value, String> {
        let how = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.call("Runtime.evaluate", &how)?;
        match &answer["exceptionDetails"] {
            Value::Null => Ok(answer["result"]["value"].take()),
            why => Err(why.to_string()),
        }
    }
}

/// Hand on what the browser says, until it ends.
fn listen(said: ChildStdout, answers: &Answers, mut hear: impl FnMut(&str)) {
    for message in BufReader::new(said).split(0).map_while(Result::ok) {
        let Ok(message) = serde_json::from_slice::<Value>(&message) else { continue };
        if let Some(number) = message["id"].as_u64() {
            let waiting = answers.lock().expect("nobody panics holding it").remove(&number);
            if let Some(waiting) = waiting {
                let _ = waiting.send(message);
            }
        } else if message["method"] == "Runtime.bindingCalled" {
            hear(message["params"]["payload"].as_str().unwrap_or_default());
        }
    }
    // Nobody is to wait for what cannot come any more.
    answers.lock().expect("nobody panics holding it").clear();
}
