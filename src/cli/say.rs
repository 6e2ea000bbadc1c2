//! How all commands write for people: on one line, without anything that a terminal obeys, and without
//! an end by panic when nobody can be written to.

use std::io::{self, Write};

use crate::{cli::Exit, i18n::UiLang, text::shown::Shown};

/// Say this on standard error. `eprintln!` would panic where that is full or closed.
pub fn complain(said: &str) {
    line(&format!("fanscope: {said}"));
}

/// The same, and how the command ends with it.
#[must_use]
pub fn ends(exit: Exit, said: &str) -> Exit {
    complain(said);
    exit
}

/// One line on standard error.
pub fn line(said: &str) {
    // There is nobody left to be told.
    let _ = writeln!(io::stderr(), "{}", Shown::new(said));
}

/// A question on standard error; the answer is typed behind it.
pub fn prompt(question: &str) {
    let mut out = io::stderr();
    let _ = write!(out, "{}: ", Shown::new(question)).and_then(|()| out.flush());
}

/// Lines that are ours, on standard error.
pub fn lines(said: &str) {
    let _ = write!(io::stderr(), "{}", Shown::lines(said));
}

/// How a command ends that has written its output: whoever closed the pipe has read enough.
#[must_use]
pub fn written(written: io::Result<()>, exit: Exit, lang: UiLang) -> Exit {
    match written {
        Ok(()) => exit,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit,
        Err(error) => {
            ends(Exit::Usage, &lang.fill("lookup.no_output", &[("why", &error.to_string())]))
        }
    }
}

/// Write to standard output, and say how that went.
#[must_use]
pub fn print(text: &str, exit: Exit, lang: UiLang) -> Exit {
    let mut out = io::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()), exit, lang)
}
