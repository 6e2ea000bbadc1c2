//! What a test plays on: the demo, a home of its own, and faces as the demo serves them.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use fanscope::demo::{self, Demo, Options, account::SHOP};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::{face::Face, names};

/// Followers of the demo, by their number: two with faces in colours that the screen has not, and
/// that are unlike each other's, and one without.
pub const YELLOW: usize = 0;
pub const PINK: usize = 3;
pub const NOBODY: usize = 6;

pub struct Stage {
    /// Before the runtime, which it needs to end.
    demo: Demo,
    runtime: Runtime,
    folder: TempDir,
    /// Where the program asks: the demo, or what stands before it.
    base: String,
}

impl Stage {
    pub fn new() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let demo = runtime.block_on(Demo::start(Options::default())).expect("a free port");
        let folder = tempfile::tempdir().expect("a folder");
        // Qt wants it for nobody else.
        let private = fs::Permissions::from_mode(0o700);
        fs::set_permissions(folder.path(), private).expect("our own folder");
        let base = demo.base().to_owned();
        Self { demo, runtime, folder, base }
    }

    /// The first followers are called so, and have all one face: that of the first.
    pub fn with_names(names: &[String]) -> Self {
        let mut stage = Self::new();
        let names = names.iter().enumerate().map(|(n, name)| (Self::openid(n), name.clone()));
        let face = stage.address(YELLOW, "132");
        stage.base = names::serve(&stage.runtime, stage.demo.base(), names.collect(), &face);
        stage
    }

    /// The home of all programs, and where they work.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub fn openid(number: usize) -> String {
        demo::openids(&SHOP, Options::default().followers).nth(number).expect("there are 500")
    }

    /// What the program must know to find the demo.
    pub fn variables(&self) -> [(&'static str, String); 2] {
        [
            ("FANSCOPE_API_BASE", self.base.clone()),
            ("FANSCOPE_ACCESS_TOKEN", self.demo.token(&SHOP)),
        ]
    }

    /// The face of a follower, asked for with nothing of the program in between. `size` is the last
    /// part of the address.
    pub fn face(&self, number: usize, size: &str) -> Face {
        let jpeg = self.runtime.block_on(get(&self.address(number, size)));
        Face::new(image::load_from_memory(&jpeg).expect("a picture").into_rgb8())
    }

    /// Where the demo has it.
    fn address(&self, number: usize, size: &str) -> String {
        let (base, token, openid) =
            (self.demo.base(), self.demo.token(&SHOP), Self::openid(number));
        let info = format!("{base}/cgi-bin/user/info?access_token={token}&openid={openid}");
        let body = self.runtime.block_on(get(&info));
        let row: Value = serde_json::from_slice(&body).expect("JSON");
        let address = row["headimgurl"].as_str().and_then(|address| address.strip_suffix("/132"));
        format!("{}/{size}", address.expect("a follower with a face"))
    }
}

/// The body at an address.
pub async fn get(address: &str) -> Vec<u8> {
    // A process may have only one provider; another test may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let answer = client.get(address).send().await.expect("an answer of the demo");
    answer.bytes().await.expect("a body").to_vec()
}
