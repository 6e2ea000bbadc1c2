//! A server on loopback that answers as a test says, byte by byte if need be, and notes what it was
//! asked. It shares no code with the client, the demo server or an HTTP library.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinHandle,
};

/// The first byte of a client that wants TLS, which this is not.
const TLS_HELLO: u8 = 0x16;

/// One request as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub method: String,
    /// Without the query.
    pub path: String,
    /// Decoded, in its order.
    pub query: Vec<(String, String)>,
    /// Request line and headers.
    pub head: String,
    pub body: String,
}

impl Request {
    pub fn value(&self, key: &str) -> &str {
        self.query.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }
}

/// What happens to a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A whole answer: status and body.
    Whole(u16, Vec<u8>),
    /// A redirect to this address.
    Redirect(String),
    /// These bytes and the end of the connection, whatever they mean.
    Raw(Vec<u8>),
    /// An answer whose announced length is this, of which only the bytes come before the end.
    Cut(usize, Vec<u8>),
    /// The head of an answer, then a byte at a time, with this long between them, for ever.
    Drip(Duration),
    /// As many bytes of body as this, in large pieces.
    Flood(usize),
    /// Nothing, ever.
    Hang,
    /// A connection that is reset.
    Reset,
    /// The start of an answer, and then a reset.
    HalfReset(Vec<u8>),
    /// This answer, after this long.
    After(Duration, Box<Reply>),
    /// This answer, once so many requests have been waiting for theirs at the same time.
    Together(usize, Box<Reply>),
}

/// An answer of 200 with this body.
pub fn ok(body: impl Into<Vec<u8>>) -> Reply {
    Reply::Whole(200, body.into())
}

/// The server. It ends with this value.
#[derive(Debug)]
pub struct Scripted {
    /// `http://127.0.0.1:port`
    pub base: String,
    notes: Arc<Notes>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct Notes {
    requests: Mutex<Vec<Request>>,
    /// Requests without an answer: now, and the most so far.
    open: Mutex<(usize, usize)>,
    arrived: Mutex<usize>,
    gate: Semaphore,
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Scripted {
    /// Answer with what the function says of a request and of how many to the same path came before.
    pub async fn start(reply: impl Fn(&Request, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        let address = listener.local_addr().expect("an address");
        let notes = Arc::new(Notes {
            requests: Mutex::default(),
            open: Mutex::default(),
            arrived: Mutex::default(),
            gate: Semaphore::new(0),
        });
        let (seen, reply) = (Arc::clone(&notes), Arc::new(reply));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, reply) = (Arc::clone(&seen), Arc::clone(&reply));
                tokio::spawn(async move {
                    serve(stream, &seen, reply.as_ref()).await;
                });
            }
        });
        Self { base: format!("http://{address}"), notes, task }
    }

    /// Answer each path with its list in turn; the last one stays. Other paths are 404.
    pub async fn listed<const N: usize>(script: [(&'static str, Vec<Reply>); N]) -> Self {
        let script: HashMap<&str, Vec<Reply>> = script.into_iter().collect();
        Self::start(move |request, before| {
            let replies = script.get(request.path.as_str());
            let reply = replies.and_then(|list| list.get(before).or_else(|| list.last()));
            reply.cloned().unwrap_or_else(|| Reply::Whole(404, b"no such path".to_vec()))
        })
        .await
    }

    /// Everything asked so far.
    pub fn requests(&self) -> Vec<Request> {
        self.notes.requests.lock().expect("whole").clone()
    }

    /// How often a path was asked so far.
    pub fn count(&self, path: &str) -> usize {
        self.requests().iter().filter(|request| request.path == path).count()
    }

    /// The most requests that were without an answer at one time.
    pub fn most_at_once(&self) -> usize {
        self.notes.open.lock().expect("whole").1
    }
}

async fn serve(
    stream: TcpStream,
    notes: &Notes,
    reply: &(impl Fn(&Request, usize) -> Reply + Send + Sync),
) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = receive(&mut stream).await {
        let before = {
            let mut requests = notes.requests.lock().expect("whole");
            let before = requests.iter().filter(|other| other.path == request.path).count();
            requests.push(request.clone());
            before
        };
        {
            let mut open = notes.open.lock().expect("whole");
            open.0 += 1;
            open.1 = open.1.max(open.0);
        }
        let mut reply = reply(&request, before);
        reply = match reply {
            Reply::After(pause, reply) => {
                let _ = tokio::time::timeout(pause, std::future::pending::<()>()).await;
                *reply
            }
            Reply::Together(many, reply) => {
                let is_last = {
                    let mut arrived = notes.arrived.lock().expect("whole");
                    *arrived += 1;
                    *arrived == many
                };
                if is_last {
                    notes.gate.add_permits(many);
                }
                notes.gate.acquire().await.expect("open").forget();
                *reply
            }
            other => other,
        };
        notes.open.lock().expect("whole").0 -= 1;
        if !send(stream.get_mut(), reply).await {
            return;
        }
    }
}

/// Send an answer; whether the connection goes on.
async fn send(stream: &mut TcpStream, reply: Reply) -> bool {
    let head = |status: u16, length: usize| {
        format!("HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n")
            .into_bytes()
    };
    let (bytes, goes_on) = match reply {
        Reply::Whole(status, body) => ([head(status, body.len()), body].concat(), true),
        Reply::Redirect(to) => {
            (format!("HTTP/1.1 302 X\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n").into(), true)
        }
        Reply::Raw(bytes) => (bytes, false),
        Reply::Cut(length, bytes) => ([head(200, length), bytes].concat(), false),
        Reply::Flood(length) => {
            let _ = stream.write_all(&head(200, length)).await;
            let piece = vec![b' '; 1 << 16];
            for _ in 0..length / piece.len() {
                if stream.write_all(&piece).await.is_err() {
                    break;
                }
            }
            return false;
        }
        Reply::Drip(pause) => {
            let _ = stream.write_all(&head(200, 1 << 20)).await;
            let mut ticks = tokio::time::interval(pause);
            while stream.write_all(b" ").await.is_ok() {
                ticks.tick().await;
            }
            return false;
        }
        Reply::Hang => std::future::pending().await,
        Reply::Reset => {
            let _ = stream.set_zero_linger();
            return false;
        }
        Reply::HalfReset(bytes) => {
            let _ = stream.write_all(&[head(200, 500), bytes].concat()).await;
            // Its bytes must be on their way before the reset overtakes them.
            let _ = stream.flush().await;
            let _ = stream.set_zero_linger();
            return false;
        }
        Reply::After(..) | Reply::Together(..) => unreachable!("one inside another"),
    };
    stream.write_all(&bytes).await.is_ok() && goes_on
}

async fn receive(stream: &mut BufReader<TcpStream>) -> Option<Request> {
    if stream.fill_buf().await.ok()?.first() == Some(&TLS_HELLO) {
        let _ = stream.write_all(b"HTTP/1.1 400 This is no TLS\r\n\r\n").await;
        return None;
    }
    let mut head = vec![];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut head).await.ok()? == 0 {
            return None;
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await.ok()?;
    let mut first = head.split_whitespace();
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    // A proxy is asked with whole addresses.
    let whole = if target.starts_with('/') { format!("http://x{target}") } else { target };
    let url = reqwest::Url::parse(&whole).ok()?;
    Some(Request {
        method,
        path: url.path().to_owned(),
        query: url.query_pairs().into_owned().collect(),
        head,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}
