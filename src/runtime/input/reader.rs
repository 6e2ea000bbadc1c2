//! The one reader of the terminal: a thread that hands on what each read brings.
//!
//! Not crossterm's (0.29). `event/source/unix/mio.rs` waits for an edge, reads 1,024 bytes once for it,
//! and a SIGWINCH in the same batch drops the terminal's edge: a window that was resized while 8.7 kB
//! were pasted left the screen deaf for good, and of bursts over 1,024 bytes the rest lay there until the
//! next key. Its feature `use-dev-tty` polls and mends that, but it shows no read boundaries, without
//! which a lone `ESC` and a paste without marks cannot be told from typing, makes keys of replies to
//! questions, panics without a terminal and reads one that was closed for ever.
//!
//! So: a poll that is level-triggered, for what is there is there until it is read; a read of whatever
//! there is; and an end, when the terminal ends.

use std::{
    fs::File,
    io::{self, PipeReader, PipeWriter, Read, pipe},
    os::fd::AsFd,
    thread::{self, JoinHandle},
    time::Duration,
};

use nix::{
    errno::Errno,
    poll::{PollFd, PollFlags, PollTimeout, poll},
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// More than the line discipline of Linux gives at once, which is 4,095 bytes.
const ONE_READ: usize = 65_536;

/// How a poll tells that the terminal has ended.
const GONE: PollFlags = PollFlags::POLLHUP.union(PollFlags::POLLERR).union(PollFlags::POLLNVAL);
/// A terminal that is there and reads as nothing, for so many times in turn, has ended too.
const MOST_NOTHINGS: usize = 100;
const REST: Duration = Duration::from_millis(10);

/// Reads until it is dropped. What it has not read by then is there for the next one.
#[derive(Debug)]
pub struct Reader {
    reads: UnboundedReceiver<Vec<u8>>,
    /// Closed to wake the thread.
    stop: Option<PipeWriter>,
    thread: Option<JoinHandle<()>>,
}

impl Reader {
    /// Read this terminal from now on.
    ///
    /// # Errors
    /// When the system gives no pipe or no thread.
    pub fn start(terminal: File) -> io::Result<Self> {
        let (stopped, stop) = pipe()?;
        let (sender, reads) = unbounded_channel();
        let thread = thread::Builder::new()
            .name("terminal".to_owned())
            .spawn(move || read(terminal, &stopped, &sender))?;
        Ok(Self { reads, stop: Some(stop), thread: Some(thread) })
    }

    /// What the next read brought. `None` when the terminal has ended. Loses nothing when it is
    /// dropped before it is ready.
    pub async fn next(&mut self) -> Option<Vec<u8>> {
        self.reads.recv().await
    }

    /// What was read and not taken yet, without waiting.
    pub fn waiting(&mut self) -> Option<Vec<u8>> {
        self.reads.try_recv().ok()
    }

    /// Stop reading. What was read before can still be taken.
    pub fn stop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been told already.
            let _ = thread.join();
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.stop();
    }
}

fn read(mut terminal: File, stopped: &PipeReader, sender: &UnboundedSender<Vec<u8>>) {
    let mut buffer = vec![0; ONE_READ];
    let mut nothings = 0;
    loop {
        let mut polled = [
            PollFd::new(terminal.as_fd(), PollFlags::POLLIN),
            PollFd::new(stopped.as_fd(), PollFlags::POLLIN),
        ];
        match poll(&mut polled, PollTimeout::NONE) {
            Err(Errno::EINTR) => continue,
            Err(_) => return,
            Ok(_) => {}
        }
        let [terminal_is, stop_is] = polled.map(|fd| fd.revents().unwrap_or(PollFlags::POLLERR));
        if !stop_is.is_empty() {
            return;
        }
        if terminal_is.is_empty() {
            continue;
        }
        let is_gone = terminal_is.intersects(GONE);
        // A closed terminal is readable too: it reads as its end, or as an error.
        match terminal.read(&mut buffer) {
            Ok(0) if is_gone || nothings == MOST_NOTHINGS => return,
            // No hang-up was told, so it is no end: ^D reads as nothing while the line is not raw.
            Ok(0) => {
                nothings += 1;
                thread::sleep(REST);
            }
            Ok(length) => {
                nothings = 0;
                if sender.send(buffer.get(..length).unwrap_or_default().to_vec()).is_err() {
                    return;
                }
            }
            // Another program took it in the meantime.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}
