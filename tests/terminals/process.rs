//! Programs that are started for a test, and end with it.

use std::{
    io,
    os::unix::process::CommandExt,
    process::{Child, Command, Output},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

/// How long a program may take to end when it is told to.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// A program with all that it starts in its process group.
pub struct Process(Child);

impl Process {
    pub fn start(command: &mut Command) -> Self {
        let started = command.process_group(0).spawn();
        Self(started.unwrap_or_else(|error| panic!("{}", why(command, &error))))
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    pub fn has_ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }

    fn signal(&self, signal: Signal) {
        let group = i32::try_from(self.0.id()).expect("numbers of processes are small");
        // It fails only when nobody is left.
        let _ = killpg(Pid::from_raw(group), signal);
    }
}

impl Drop for Process {
    /// Asked first: a killed X server leaves its lock behind.
    fn drop(&mut self) {
        let until = Instant::now() + LAST_WORDS;
        self.signal(Signal::SIGTERM);
        while !self.has_ended() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        self.signal(Signal::SIGKILL);
        let _ = self.0.wait();
    }
}

/// What a short program answers.
pub fn output(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{}", why(command, &error)))
}

/// Whoever runs this has these programs, or learns which one is missing.
pub fn require(programs: &[&str]) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there =
        |program: &&&str| std::env::split_paths(&path).any(|at| at.join(program).exists());
    let missing: Vec<&&str> = programs.iter().filter(|program| !is_there(program)).collect();
    assert!(
        missing.is_empty(),
        "{missing:?} must be installed. `.ci/run` says which packages of Debian are needed."
    );
}

fn why(command: &Command, error: &io::Error) -> String {
    format!("{} cannot be started: {error}", command.get_program().display())
}
