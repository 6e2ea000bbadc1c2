//! xterm.js in a page, with the program in a pseudo-terminal of ours.

use std::{
    fs,
    io::{Read, Write},
    path::Path,
    sync::Arc,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use serde_json::json;

use super::{Setting, Window, devtools::DevTools};
use crate::process::require;

/// Where npm puts the packages of `package.json`.
const PACKAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/terminals/xtermjs/node_modules");
const SCRIPTS: [&str; 5] = [
    "xterm/lib/xterm.js",
    "addon-fit/lib/addon-fit.js",
    "addon-unicode11/lib/addon-unicode11.js",
    "addon-webgl/lib/addon-webgl.js",
    "addon-image/lib/addon-image.js",
];
const PAGE: &str = include_str!("../xtermjs/page.js");
/// What is not a character: X's name, that of the DOM, and the number that xterm.js goes by.
const KEYS: [(&str, &str, u32); 3] =
    [("Return", "Enter", 13), ("Escape", "Escape", 27), ("Tab", "Tab", 9)];
/// Characters that X has names for.
const SIGNS: [(&str, char); 3] = [("question", '?'), ("slash", '/'), ("space", ' ')];

pub struct Page {
    tools: Arc<DevTools>,
    program: Box<dyn Child + Send + Sync>,
}

impl Page {
    pub fn open(setting: &Setting) -> Self {
        require(setting.emulator.programs());
        let read = |path: &str| {
            let path = Path::new(PACKAGES).join("@xterm").join(path);
            let why = "`npm ci --prefix tests/terminals/xtermjs` brings xterm.js";
            fs::read_to_string(&path)
                .unwrap_or_else(|_| panic!("{} is missing: {why}", path.display()))
        };
        let in_cells = |cols, rows| PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let (width, height) = (setting.size.width, setting.size.height);
        let pair = native_pty_system().openpty(in_cells(width, height)).expect("a pseudo-terminal");
        let mut written = pair.master.try_clone_reader().expect("readable");
        let mut typed = pair.master.take_writer().expect("writable");
        let master = pair.master;
        let tools = DevTools::open(move |said| {
            if let Some(keys) = said.strip_prefix('=') {
                // It fails when the program has ended, which the test sees by itself.
                let _ = typed.write_all(keys.as_bytes()).and_then(|()| typed.flush());
            } else if let Some((cols, rows)) = said.split_once('x')
                && let (Ok(cols), Ok(rows)) = (cols.parse(), rows.parse())
            {
                let _ = master.resize(in_cells(cols, rows));
            }
        });
        let tools = Arc::new(tools);
        let style = read("xterm/css/xterm.css")
            + "body { margin: 0; overflow: hidden } #box { height: 100vh }";
        let style = format!(
            "document.head.append(Object.assign(document.createElement('style'), {{ textContent: {} }}))",
            json!(style)
        );
        let start = format!("start({width}, {height})");
        let scripts = SCRIPTS.map(read);
        for script in [style].iter().chain(&scripts).chain(&[PAGE.to_owned(), start]) {
            tools.run(script).unwrap_or_else(|why| panic!("xterm.js: {why}"));
        }
        let pixels = tools.run(&format!("pageSize({width}, {height})")).expect("it has cells");
        set_size(&tools, &pixels[0], &pixels[1]);
        let mut command = CommandBuilder::new("sh");
        command.arg(setting.script);
        command.env_clear();
        for (name, value) in setting.environment() {
            command.env(name, value);
        }
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env("TERM_PROGRAM", "vscode");
        command.cwd(setting.folder);
        let program = pair.slave.spawn_command(command).expect("sh starts");
        drop(pair.slave);
        let page = Arc::clone(&tools);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 18];
            while let Ok(n @ 1..) = written.read(&mut buffer) {
                let bytes = STANDARD.encode(&buffer[..n]);
                if page.run(&format!("write('{bytes}')")).is_err() {
                    break;
                }
            }
        });
        Self { tools, program }
    }
}

impl Drop for Page {
    /// The program first: what hands on what it writes ends with it, and lets go of the browser.
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Window for Page {
    fn key(&self, key: &str) {
        let (held, name) =
            key.split_once('+').map_or((None, key), |(held, name)| (Some(held), name));
        assert!(held.is_none_or(|held| held == "ctrl"), "{key}: no other key is held");
        let named = KEYS.iter().find(|(x, ..)| *x == name).map(|(_, dom, code)| (*dom, *code));
        let sign = SIGNS.iter().find(|(x, _)| *x == name).map(|(_, sign)| sign.to_string());
        let character = sign.unwrap_or_else(|| name.to_owned());
        // xterm.js goes by the number of a letter's key when it is held with another.
        let code = character.to_ascii_uppercase().bytes().next().filter(u8::is_ascii_alphanumeric);
        let (dom, code) = named.unwrap_or((&character, code.map_or(0, u32::from)));
        let text = match dom {
            "Enter" => "\r",
            _ if named.is_some() || held.is_some() => "",
            character => character,
        };
        for kind in [if text.is_empty() { "rawKeyDown" } else { "keyDown" }, "keyUp"] {
            let press = json!({
                "type": kind, "key": dom, "text": text, "windowsVirtualKeyCode": code,
                "modifiers": if held.is_some() { 2 } else { 0 },
            });
            self.tools.must("Input.dispatchKeyEvent", &press);
        }
    }

    fn resize(&self, (width, height): (u32, u32)) {
        set_size(&self.tools, &json!(width), &json!(height));
    }

    fn shot(&self) -> Result<Vec<u8>, String> {
        let taken = self.tools.call("Page.captureScreenshot", &json!({}))?;
        let png = taken["data"].as_str().ok_or("no picture was taken")?;
        STANDARD.decode(png).map_err(|error| error.to_string())
    }
}

fn set_size(tools: &DevTools, width: &serde_json::Value, height: &serde_json::Value) {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    tools.must("Emulation.setDeviceMetricsOverride", &size);
}
