//! The real program and lists as people have them: files, pipes, and what cannot be read.

use std::{
    fmt::Write as _,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::{
    api::{BATCHGET, CANARY, everybody, made},
    support::{program, scripted::Scripted},
};

fn command(base: &str, file: &str) -> Command {
    let arguments = ["lookup", "--format", "json", "-f", file];
    let variables = [("FANSCOPE_API_BASE", base), ("FANSCOPE_ACCESS_TOKEN", CANARY)];
    program::command(&arguments, &variables, Path::new(env!("CARGO_TARGET_TMPDIR")))
}

/// How many rows there are, the exit status, and what is said.
fn looked_up(base: &str, file: &str) -> (usize, Option<i32>, String) {
    ended(&command(base, file).output().expect("it runs"))
}

fn ended(out: &Output) -> (usize, Option<i32>, String) {
    let rows = String::from_utf8_lossy(&out.stdout).lines().count();
    (rows, out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_list_of_the_reports_gives_three_rows_and_the_workbook_is_named() {
    let server = Scripted::start(everybody).await;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/data/lists");
    let mut read = 0;
    for file in std::fs::read_dir(folder).expect("the lists") {
        let path = file.expect("a file").path();
        let (rows, code, said) = looked_up(&server.base, &path.to_string_lossy());
        if path.extension().is_some_and(|end| end == "xlsx") {
            assert_eq!((rows, code), (0, Some(2)), "{said}");
            assert!(said.contains("an Excel workbook"), "{said}");
        } else {
            assert_eq!((rows, code, said.as_str()), (3, Some(0), ""), "{}", path.display());
            read += 1;
        }
    }
    assert_eq!(read, 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dump_with_unionids_beside_costs_one_call() {
    let server = Scripted::start(everybody).await;
    let mut dump = "INSERT INTO `fans` (`id`, `unionid`, `openid`) VALUES\n".to_owned();
    for (n, openid) in made(100).iter().enumerate() {
        let end = if n == 99 { ';' } else { ',' };
        writeln!(dump, "({n}, 'oUnionIdOfSomebody0000{n:06}', '{openid}'){end}").expect("a text");
    }
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), dump).expect("written");
    let (rows, code, said) = looked_up(&server.base, &file.path().to_string_lossy());
    assert_eq!((rows, code, said.as_str()), (100, Some(0), ""));
    let calls: Vec<String> = server.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(calls, [BATCHGET]);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_no_end_of_a_list() {
    let server = Scripted::start(everybody).await;
    let folder = tempfile::tempdir().expect("a folder");
    for (file, why) in [
        (folder.path().to_string_lossy().into_owned(), "directory"),
        ("/proc/self/mem".to_owned(), "Input/output error"),
        (folder.path().join("none").to_string_lossy().into_owned(), "No such file"),
    ] {
        let (rows, code, said) = looked_up(&server.base, &file);
        assert_eq!((rows, code), (0, Some(2)), "{file}: {said}");
        assert!(said.contains(why), "{file}: {said}");
    }
    let standard_input = std::fs::File::open(folder.path()).expect("a folder opens");
    let out = command(&server.base, "-").stdin(standard_input).output().expect("it runs");
    let (rows, code, said) = ended(&out);
    assert_eq!((rows, code), (0, Some(2)), "{said}");
    assert!(said.contains("directory"), "{said}");
}

/// The most memory that a line without an end may cost, in KiB.
#[cfg(target_os = "linux")]
const MOST: u64 = 64 * 1024;

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_of_20_mb_on_standard_input_takes_little_memory_and_is_not_echoed() {
    let server = Scripted::start(everybody).await;
    let mut child = command(&server.base, "-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    let piece = vec![b'x'; 1 << 20];
    for _ in 0..20 {
        input.write_all(&piece).expect("it reads");
    }
    // All but what the pipe holds is read by now, and the program waits for the end.
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it runs");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its peak");
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().expect("a number");
    drop(input);
    let (rows, code, said) = ended(&child.wait_with_output().expect("it ends"));
    assert!(peak < MOST, "{peak} KiB");
    assert_eq!((rows, code), (0, Some(2)), "{said}");
    assert!(said.len() < 1000, "{} bytes", said.len());
}
