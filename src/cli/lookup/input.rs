//! OpenIDs from the command line, a file or standard input, read as they come.

use std::{collections::VecDeque, io};

use futures::{Stream, StreamExt, stream};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, BufReader};

use crate::follower::{
    find::{Finder, Item, What},
    openid::OpenId,
};

type Lines = Box<dyn AsyncBufRead + Unpin + Send>;

/// Reads on when what it has is used up.
struct Source {
    finder: Finder,
    waiting: VecDeque<Item>,
    lines: Option<Lines>,
}

/// The OpenIDs of the command line, then those of the file; `-` is standard input.
///
/// # Errors
/// When the file cannot be opened.
pub async fn items(
    openids: &[String],
    file: Option<&str>,
) -> io::Result<impl Stream<Item = Item> + use<>> {
    let lines: Option<Lines> = match file {
        None => None,
        Some("-") => Some(Box::new(BufReader::new(tokio::io::stdin()))),
        Some(path) => {
            let file = tokio::fs::File::open(path).await?;
            if file.metadata().await?.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            Some(Box::new(BufReader::new(file)))
        }
    };
    let mut finder = Finder::default();
    let waiting = openids.iter().flat_map(|text| given(text, &mut finder)).collect();
    let source = Source { finder, waiting, lines };
    Ok(stream::unfold(source, |mut source| async {
        let item = source.next().await?;
        Some((item, source))
    }))
}

/// How many rows there will be, without duplicates. `None` for standard input and pipes, which can be
/// read only once.
///
/// # Errors
/// When the file cannot be read.
pub async fn count(openids: &[String], file: Option<&str>) -> io::Result<Option<u64>> {
    let is_file = match file {
        None => true,
        Some("-") => false,
        Some(path) => tokio::fs::metadata(path).await?.is_file(),
    };
    if !is_file {
        return Ok(None);
    }
    let rows = items(openids, file)
        .await?
        .filter(|item| futures::future::ready(!matches!(item.what, What::Duplicate(_))));
    Ok(u64::try_from(rows.count().await).ok())
}

/// What one argument holds. It was meant as something, so it is never passed over.
fn given(text: &str, finder: &mut Finder) -> Vec<Item> {
    let found = finder.line(text);
    match OpenId::parse(text) {
        Err(why) if found.is_empty() => {
            vec![Item { line: 0, what: What::Malformed { text: text.trim().to_owned(), why } }]
        }
        _ => found,
    }
}

impl Source {
    async fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.waiting.pop_front() {
                return Some(item);
            }
            let mut line = vec![];
            // A file that breaks off ends there: what was read before it is answered.
            let read = self.lines.as_mut()?.read_until(b'\n', &mut line).await.unwrap_or(0);
            if read == 0 {
                return None;
            }
            self.waiting.extend(self.finder.line(&String::from_utf8_lossy(&line)));
        }
    }
}
