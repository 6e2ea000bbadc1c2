//! A person without plan at the real program, on a bad line, with a bad server: it never panics, never
//! goes deaf, and grows neither in memory nor in descriptors. The seed makes a run repeatable.

use std::{fs, io::Cursor, time::Duration};

use fanscope::demo::{
    Demo, Options,
    account::SHOP,
    endpoint::Endpoint,
    faults::{Fault, Rows},
};
use image::{ImageFormat, RgbImage};
use nix::{
    sys::{
        signal::{Signal, kill},
        wait::{WaitPidFlag, WaitStatus, waitpid},
    },
    unistd::Pid,
};

use crate::support::{pty::Pty, rng::Rng};

/// Escape as a key of its own, which no rest can be taken for.
const ESCAPE: &str = "\x1b[27u";
/// Events between two looks at whether it still hears.
const BETWEEN: usize = 10;
/// Memory that the program may ever have taken, in KiB.
const MOST_MEMORY: u64 = 128 * 1024;
/// Connections to the server come and go; more than this above the beginning is a leak.
const MOST_MORE_DESCRIPTORS: usize = 24;

/// What a person can press. Without `q`, which ends it, and Enter, which in the help may be "Quit".
const KEYS: &str = "abcdefghijklmnoprstuvwxyzABCEFGHIJKLMNOPRSTUVWXYZ0123456789 /:;?!.,+-=_*#'\"()[]{}<>张？／ｊ\t\x7f";
const SEQUENCES: [&str; 14] = [
    "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b[Z",
    "\x1bOP", "\x1b[15~", "\x0c", "\x15", ESCAPE,
];
/// What terminals say by themselves, and what nobody should say.
const REPLIES: [&[u8]; 8] = [
    b"\x1b[?62;4c",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b]11;rgb:1010/1414/1818\x07",
    b"\x1b[6;18;9t",
    b"\x1bP>|XTerm(379)\x1b\\",
    b"\x1b[I\x1b[O",
    b"\xff\xfe\xe5\xbc",
    b"\x1b[<0;0;0M\x1b[M\0\0\0\x1b[999999999999u",
];

struct Person {
    rng: Rng,
    pty: Pty,
    demo: Demo,
    evil: Vec<Vec<u8>>,
}

impl Person {
    fn act(&mut self) {
        match self.rng.below(40) {
            0..=17 => {
                let letters: Vec<char> = KEYS.chars().collect();
                let keys: String = (0..=self.rng.below(3))
                    .map(|_| letters[self.rng.index(letters.len())])
                    .collect();
                println!("{keys:?}");
                self.pty.send(&keys);
            }
            18..=24 => {
                let keys = SEQUENCES[self.rng.index(SEQUENCES.len())];
                println!("{keys:?}");
                self.pty.send(keys);
            }
            25..=26 => {
                let text = self.lines();
                self.pty.send_while(&format!("\x1b[200~{text}\x1b[201~"), |_| {});
            }
            27 => {
                let text = self.lines();
                self.pty.send_while(&text, |_| {});
            }
            28..=30 => {
                let (column, row) = (1 + self.rng.below(130), 1 + self.rng.below(40));
                let button = [0, 64, 65][self.rng.index(3)];
                self.pty.send(&format!("\x1b[<{button};{column};{row}M\x1b[<0;{column};{row}m"));
            }
            31..=33 => {
                let cells =
                    |most: u64, rng: &mut Rng| u16::try_from(1 + rng.below(most)).expect("small");
                let (width, height) = (cells(200, &mut self.rng), cells(60, &mut self.rng));
                println!("{width}x{height}");
                self.pty.resize(width, height);
            }
            34 => self.stop_and_continue(),
            35..=36 => {
                let reply = REPLIES[self.rng.index(REPLIES.len())];
                println!("{reply:?}");
                self.pty.send_bytes(reply);
            }
            37 => self.demo.faults().clear(),
            38 => {
                let field = ["p", "/", "w"][self.rng.index(3)];
                let number = self.rng.next();
                println!("{field}{number}");
                self.pty.send(&format!("{}{field}{number}\r", ESCAPE.repeat(4)));
            }
            _ => self.fault(),
        }
    }

    fn lines(&mut self) -> String {
        let count = [1, 3, 40, 300][self.rng.index(4)];
        let line = |rng: &mut Rng| match rng.below(8) {
            0 => format!("王芳\t{:028}\r", rng.next()),
            1 => "openid,nickname\r\n".to_owned(),
            _ => format!("o6_bmj{:022}\r", rng.next()),
        };
        println!("{count} lines");
        (0..count).map(|_| line(&mut self.rng)).collect()
    }

    fn fault(&mut self) {
        let evil = self.evil[self.rng.index(self.evil.len())].clone();
        let fault = match self.rng.below(12) {
            0 => Fault::refuse([40001, 40003, 45009, 45011, 48001, -1][self.rng.index(6)]),
            1 => Fault::html(502),
            2 => Fault::fast_reject(),
            3 => Fault::Hang,
            4 => Fault::Reset,
            5 => Fault::TruncateTo(20),
            6 => Fault::Trickle { bytes: 16, rest: Duration::from_millis(5) },
            7 => Fault::Huge(64 * 1024 * 1024),
            8 => Fault::Rows(Rows::Shuffled),
            9 => Fault::body(&b"[[[[[[{\"errcode\":"[..]),
            _ => Fault::Reply { status: 200, content_type: "image/png", body: evil },
        };
        let is_image = matches!(&fault, Fault::Reply { content_type: "image/png", .. });
        let endpoint = if is_image {
            Endpoint::Avatar
        } else {
            Endpoint::ALL[self.rng.index(Endpoint::ALL.len())]
        };
        println!("{endpoint:?} fails");
        self.demo.faults().set(endpoint, .., fault);
    }

    fn stop_and_continue(&mut self) {
        println!("stopped and continued");
        let pid = Pid::from_raw(self.pty.pid());
        kill(pid, Signal::SIGTSTP).expect("it runs");
        let stopped = waitpid(pid, Some(WaitPidFlag::WUNTRACED));
        assert!(matches!(stopped, Ok(WaitStatus::Stopped(..))), "{stopped:?}");
        kill(pid, Signal::SIGCONT).expect("it stands still");
    }

    /// Whatever is open, it closes, and the help comes.
    fn assert_it_hears(&mut self) {
        self.pty.resize(120, 36);
        self.pty.send(&format!("{}?", ESCAPE.repeat(4)));
        self.pty.wait_for("Next follower");
        self.pty.send(ESCAPE);
        self.pty.wait_until("the help closed", |screen| !screen.contains("Next follower"));
    }

    fn descriptors(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.pty.pid())).map_or(0, Iterator::count)
    }

    /// The most memory that it ever had, in KiB.
    fn memory(&self) -> u64 {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.pty.pid())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }
}

/// Pictures that are large, cut short, or none.
fn evil() -> Vec<Vec<u8>> {
    let mut large = vec![];
    let pixels = RgbImage::new(4000, 4000);
    pixels.write_to(&mut Cursor::new(&mut large), ImageFormat::Png).expect("in memory");
    let cut = large[..large.len() / 2].to_vec();
    // Its head says 65,535 by 65,535.
    let mut huge =
        b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0".to_vec();
    huge.extend([2, 2, 0x44, 1, 0, b';']);
    vec![large, cut, huge, vec![0xff; 100_000], vec![]]
}

fn play(seed: u64, events: usize) {
    let home = tempfile::tempdir().expect("a folder of our own");
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let demo = runtime.block_on(Demo::start(Options::default())).expect("a free port");
    let base = demo.base().to_owned();
    let variables = [
        ("FANSCOPE_API_BASE", base.as_str()),
        ("FANSCOPE_APPID", SHOP.appid),
        ("FANSCOPE_SECRET", SHOP.secret),
    ];
    let mut pty = Pty::start(&[], &variables, home.path());
    pty.wait_for("following since");
    let mut person = Person { rng: Rng::new(seed), pty, demo, evil: evil() };
    person.assert_it_hears();
    let at_first = person.descriptors();
    for event in 0..events {
        person.act();
        let pause = person.rng.below(4);
        person.pty.take_for(Duration::from_millis(pause));
        if event % BETWEEN == BETWEEN - 1 {
            person.assert_it_hears();
        }
    }
    person.demo.faults().clear();
    person.assert_it_hears();
    if cfg!(target_os = "linux") {
        let (memory, descriptors) = (person.memory(), person.descriptors());
        println!(
            "{events} events: {memory} KiB at most, {descriptors} descriptors after {at_first}"
        );
        assert!((1..=MOST_MEMORY).contains(&memory), "{memory} KiB");
        assert!(descriptors <= at_first + MOST_MORE_DESCRIPTORS, "{at_first}, then {descriptors}");
    }
    person.pty.send("q");
    assert!(person.pty.wait_exit().success());
    person.pty.assert_given_back();
    let log = home.path().join(".local/state/fanscope/fanscope.log");
    let log = fs::read_to_string(log).expect("a log");
    assert!(!log.contains("panicked"), "{log}");
}

#[test]
fn five_hundred_events_leave_it_hearing_small_and_whole() {
    play(0x00fa_75c0, 500);
}

#[test]
#[ignore = "takes minutes; by hand: cargo test --test it -- --ignored fuzz"]
fn fuzz_ten_thousand_events_leave_it_hearing_small_and_whole() {
    let seed = std::env::var("FANSCOPE_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok());
    play(seed.unwrap_or(0x05ee_d10c), 10_000);
}
