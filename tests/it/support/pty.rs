//! The real program in a pseudo-terminal that answers no questions, and what it drew.

use std::{
    io::{Read, Write},
    num::NonZeroU16,
    path::Path,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// Long enough for the slowest machine; nothing waits this long when all is well.
const PATIENCE: Duration = Duration::from_secs(30);

/// How fast a slow line takes what is written: at most this many bytes, each time.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    pub bytes: usize,
    pub every: Duration,
}

pub struct Pty {
    child: Running,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    chunks: Receiver<Vec<u8>>,
    pace: Arc<Mutex<Option<Pace>>>,
    screen: vt100::Parser,
    /// Everything that was written so far.
    pub written: Vec<u8>,
    before: String,
}

impl Pty {
    /// Start the program with these arguments, in an environment of only these variables.
    pub fn start(arguments: &[&str], variables: &[(&str, &str)], home: &Path) -> Self {
        Self::start_in(arguments, variables, home, (120, 36))
    }

    pub fn start_in(
        arguments: &[&str],
        variables: &[(&str, &str)],
        home: &Path,
        (width, height): (u16, u16),
    ) -> Self {
        let size = PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 };
        Self::start_with(ours(arguments), variables, home, size, (width, height))
    }

    /// Start another program, in which ours may be one of several.
    pub fn start_command(command: CommandBuilder, variables: &[(&str, &str)], home: &Path) -> Self {
        let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
        let path = std::env::var("PATH").unwrap_or_default();
        let variables = [variables, &[("PATH", path.as_str())]].concat();
        Self::start_with(command, &variables, home, size, (120, 36))
    }

    /// In a window that does not know its size. What is drawn is looked at in one of this size.
    pub fn start_unsized(
        arguments: &[&str],
        variables: &[(&str, &str)],
        home: &Path,
        screen: (u16, u16),
    ) -> Self {
        let size = PtySize { rows: 0, cols: 0, pixel_width: 0, pixel_height: 0 };
        Self::start_with(ours(arguments), variables, home, size, screen)
    }

    fn start_with(
        mut command: CommandBuilder,
        variables: &[(&str, &str)],
        home: &Path,
        size: PtySize,
        (width, height): (u16, u16),
    ) -> Self {
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let before = settings(pair.master.as_ref());
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("HOME", home);
        command.cwd(home);
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("readable");
        let keys = pair.master.take_writer().expect("writable");
        let (sender, chunks) = channel();
        let pace = Arc::new(Mutex::new(None::<Pace>));
        let paced = Arc::clone(&pace);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            loop {
                let pace = *paced.lock().expect("nobody panics holding it");
                let most = pace.map_or(buffer.len(), |pace| pace.bytes);
                let Ok(n @ 1..) = reader.read(&mut buffer[..most]) else { break };
                if sender.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
                if let Some(pace) = pace {
                    std::thread::park_timeout(pace.every);
                }
            }
        });
        let screen = vt100::Parser::new(some(height), some(width), 0);
        let child = Running(child);
        Self { child, master: pair.master, keys, chunks, pace, screen, written: vec![], before }
    }

    pub fn send(&mut self, keys: &str) {
        self.send_bytes(keys.as_bytes());
    }

    pub fn send_bytes(&mut self, bytes: &[u8]) {
        self.keys.write_all(bytes).expect("the program reads");
        self.keys.flush().expect("the program reads");
    }

    /// Send this, however long it is, and do something in the middle of it.
    pub fn send_while(&mut self, keys: &str, meanwhile: impl FnOnce(&mut Self)) {
        let mut writer = std::mem::replace(&mut self.keys, Box::new(std::io::sink()));
        let keys = keys.to_owned();
        let sending = std::thread::spawn(move || {
            let sent = writer.write_all(keys.as_bytes()).and_then(|()| writer.flush());
            (writer, sent)
        });
        meanwhile(self);
        let until = Instant::now() + PATIENCE;
        while !sending.is_finished() {
            assert!(Instant::now() < until, "it does not read:\n{}", self.text());
            // It writes while it reads, and waits when nobody takes that.
            self.take_for(Duration::from_millis(5));
        }
        let (writer, sent) = sending.join().expect("no panic");
        sent.expect("the program reads");
        self.keys = writer;
    }

    /// Tell the program of a window that is larger than what is drawn can be looked at.
    pub fn resize_terminal_only(&mut self, width: u16, height: u16) {
        let size = PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("resized");
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.resize_terminal_only(width, height);
        self.screen.screen_mut().set_size(some(height), some(width));
    }

    /// Take what is written at this pace from here on, as a slow line would.
    pub fn pace(&self, pace: Pace) {
        *self.pace.lock().expect("nobody panics holding it") = Some(pace);
    }

    /// Take in what is written for this long: the time that passes between two keys.
    pub fn take_for(&mut self, time: Duration) {
        let until = Instant::now() + time;
        while let Ok(chunk) =
            self.chunks.recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            self.take(&chunk);
        }
    }

    /// Take in what the program writes until it has written this.
    pub fn wait_for_bytes(&mut self, bytes: &str) {
        self.wait_for_bytes_after(0, bytes);
    }

    /// The same, without what was written before this place.
    pub fn wait_for_bytes_after(&mut self, start: usize, bytes: &str) {
        self.wait_until_written(start, bytes, |written| {
            String::from_utf8_lossy(written).contains(bytes)
        });
    }

    /// Take in what the program writes until this holds for what was written from this place on.
    pub fn wait_until_written(
        &mut self,
        start: usize,
        what: &str,
        is_there: impl Fn(&[u8]) -> bool,
    ) {
        let until = Instant::now() + PATIENCE;
        while !is_there(&self.written[start..]) {
            match self.chunks.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(chunk) => self.take(&chunk),
                Err(error) => panic!("never saw {what:?}: {error}"),
            }
        }
    }

    /// Press `q`: it ends well, and gives the terminal back.
    pub fn quit(mut self) {
        self.send("q");
        assert!(self.wait_exit().success());
        self.assert_given_back();
    }

    /// The number of the process.
    pub fn pid(&self) -> i32 {
        let pid = self.child.0.process_id().expect("it runs");
        i32::try_from(pid).expect("small")
    }

    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Take in what the program writes until the screen shows this.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contains(text));
    }

    pub fn wait_until(&mut self, what: &str, is_there: impl Fn(&str) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !self.is_whole() || !is_there(&self.text()) {
            match self.chunks.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(chunk) => self.take(&chunk),
                Err(RecvTimeoutError::Timeout) => {
                    panic!("never saw {what:?} on:\n{}", self.text())
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let ended = self.child.0.wait();
                    panic!("never saw {what:?}, but {ended:?} on:\n{}", self.text())
                }
            }
        }
    }

    /// Whether no frame is under way: its end is written, or none was begun.
    fn is_whole(&self) -> bool {
        const MARK: &[u8] = b"\x1b[?2026";
        let last = self.written.windows(MARK.len() + 1).rfind(|part| part.starts_with(MARK));
        last.is_none_or(|mark| mark.ends_with(b"l"))
    }

    /// Take in everything until the program has ended.
    pub fn wait_exit(&mut self) -> ExitStatus {
        loop {
            match self.chunks.recv_timeout(PATIENCE) {
                Ok(chunk) => self.take(&chunk),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end:\n{}", self.text()),
            }
        }
        self.child.0.wait().expect("it ended")
    }

    /// Close the window. What comes is how the program ended.
    pub fn hang_up(self) -> ExitStatus {
        let Self { mut child, master, keys, chunks, .. } = self;
        // The reader holds the terminal too, until something is written that nobody listens to.
        drop(chunks);
        let size = PtySize { rows: 20, cols: 70, pixel_width: 0, pixel_height: 0 };
        master.resize(size).expect("resized");
        drop((keys, master));
        let (sender, ended) = channel();
        std::thread::spawn(move || sender.send(child.0.wait()));
        ended.recv_timeout(PATIENCE).expect("it ends by itself").expect("our child")
    }

    /// Whether the terminal was given back: settings, screen, cursor, mouse, pastes.
    pub fn assert_given_back(&mut self) {
        // The cursor comes back last, perhaps in a piece of its own.
        let until = Instant::now() + PATIENCE;
        while self.screen.screen().hide_cursor() {
            let left = until.saturating_duration_since(Instant::now());
            let Ok(chunk) = self.chunks.recv_timeout(left) else { break };
            self.take(&chunk);
        }
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "the screen was not given back");
        assert!(!screen.hide_cursor(), "the cursor stays hidden");
        assert!(!screen.bracketed_paste(), "pastes stay bracketed");
        assert_eq!(
            screen.mouse_protocol_mode(),
            vt100::MouseProtocolMode::None,
            "the mouse stays taken"
        );
        assert_eq!(settings(self.master.as_ref()), self.before, "the settings of the line");
    }

    fn take(&mut self, chunk: &[u8]) {
        self.screen.process(chunk);
        self.written.extend_from_slice(chunk);
    }
}

/// Ended at the latest with the test.
struct Running(Box<dyn Child + Send + Sync>);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
    }
}

fn ours(arguments: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_fanscope"));
    command.args(arguments);
    command
}

fn some(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).expect("a terminal has cells")
}

/// The settings of the line, as text for comparing.
fn settings(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios())
}
