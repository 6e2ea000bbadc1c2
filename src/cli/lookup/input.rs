//! OpenIDs from the command line, a file or standard input, read as they come.

use std::{
    collections::{BTreeSet, VecDeque},
    io,
    sync::{Arc, Mutex, PoisonError},
};

use futures::{Stream, StreamExt, stream};
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::{
    follower::find::{Item, What, beginning},
    tables::reader::{Reader, Unread},
};

type Bytes = Box<dyn AsyncRead + Unpin + Send>;

/// As much as is read at a time.
const PIECE: usize = 64 * 1024;

/// How reading went, for whoever has taken in all items.
#[derive(Debug, Clone, Default)]
pub struct Ending(Arc<Mutex<End>>);

#[derive(Debug, Default)]
struct End {
    lines: usize,
    items: usize,
    /// How many ids of other columns there are, and how they begin.
    other_columns: (usize, BTreeSet<String>),
    unread: Option<Unread>,
}

impl Ending {
    /// How many lines were read, where nothing was found in them.
    #[must_use]
    pub fn nothing(&self) -> Option<usize> {
        let end = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (end.items == 0).then_some(end.lines)
    }

    /// How many lines were read before reading broke off, and why it did.
    #[must_use]
    pub fn unread(&self) -> Option<(usize, Unread)> {
        let mut end = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = end.lines;
        end.unread.take().map(|unread| (lines, unread))
    }

    /// How many ids of other columns were passed over, and how they begin.
    #[must_use]
    pub fn other_columns(&self) -> Option<(usize, BTreeSet<String>)> {
        let end = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (end.other_columns.0 > 0).then(|| end.other_columns.clone())
    }

    fn note<'a>(
        &self,
        reader: &Reader,
        items: impl IntoIterator<Item = &'a Item>,
        unread: Option<Unread>,
    ) {
        let mut end = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        end.lines = reader.lines();
        end.unread = unread;
        for item in items {
            end.items += 1;
            if let What::OtherColumn(id) = &item.what {
                end.other_columns.0 += 1;
                let start = beginning(id.as_str());
                if !end.other_columns.1.contains(start) {
                    end.other_columns.1.insert(start.to_owned());
                }
            }
        }
    }
}

/// Reads on when what it has is used up.
struct Source {
    reader: Reader,
    waiting: VecDeque<Item>,
    bytes: Option<Bytes>,
    buffer: Vec<u8>,
    ending: Ending,
}

/// The OpenIDs of the command line, then those of the file; `-` is standard input.
///
/// # Errors
/// When the file cannot be opened.
pub async fn items(
    openids: &[String],
    file: Option<&str>,
) -> io::Result<(impl Stream<Item = Item> + use<>, Ending)> {
    let bytes: Option<Bytes> = match file {
        None => None,
        Some("-") => Some(Box::new(tokio::io::stdin())),
        Some(path) => Some(Box::new(tokio::fs::File::open(path).await?)),
    };
    let mut reader = Reader::default();
    let waiting: VecDeque<Item> = openids.iter().flat_map(|text| reader.argument(text)).collect();
    let ending = Ending::default();
    ending.note(&reader, &waiting, None);
    let buffer = vec![0; PIECE];
    let source = Source { reader, waiting, bytes, buffer, ending: ending.clone() };
    let items = stream::unfold(source, |mut source| async {
        let item = source.next().await?;
        Some((item, source))
    });
    Ok((items, ending))
}

/// How many rows there will be, without duplicates. `None` for standard input and pipes, which can be
/// read only once.
///
/// # Errors
/// When the file cannot be read, or is no text.
pub async fn count(
    openids: &[String],
    file: Option<&str>,
) -> Result<Option<(u64, Ending)>, Unread> {
    let is_file = match file {
        None => true,
        Some("-") => false,
        Some(path) => {
            let about = tokio::fs::metadata(path).await.map_err(Unread::Io)?;
            if about.is_dir() {
                return Err(Unread::Io(io::ErrorKind::IsADirectory.into()));
            }
            about.is_file()
        }
    };
    if !is_file {
        return Ok(None);
    }
    let (items, ending) = items(openids, file).await.map_err(Unread::Io)?;
    let rows = items.filter(|item| {
        futures::future::ready(!matches!(item.what, What::Duplicate(_) | What::OtherColumn(_)))
    });
    let rows = u64::try_from(rows.count().await).unwrap_or(u64::MAX);
    match ending.unread() {
        Some((_, unread)) => Err(unread),
        None => Ok(Some((rows, ending))),
    }
}

impl Source {
    async fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.waiting.pop_front() {
                return Some(item);
            }
            let read = self.bytes.as_mut()?.read(&mut self.buffer).await;
            let found = match read {
                Ok(0) => {
                    self.bytes = None;
                    self.reader.close().map_err(Unread::Kind)
                }
                Ok(length) => {
                    let read = self.buffer.get(..length).unwrap_or_default();
                    self.reader.push(read).map_err(Unread::Kind)
                }
                Err(error) => Err(Unread::Io(error)),
            };
            match found {
                Ok(items) => {
                    self.ending.note(&self.reader, &items, None);
                    self.waiting.extend(items);
                }
                Err(unread) => {
                    // What was read before is answered; that it broke off is said behind it.
                    self.bytes = None;
                    let rest =
                        if matches!(unread, Unread::Io(_)) { self.reader.finish() } else { vec![] };
                    self.ending.note(&self.reader, &rest, Some(unread));
                    self.waiting.extend(rest);
                }
            }
        }
    }
}
