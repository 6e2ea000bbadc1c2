//! Pictures made by code, and a server on loopback that sends whatever bytes a test wants.

use std::{io::Cursor, net::SocketAddr, sync::Arc, time::Duration};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Mutex,
    time,
};

/// Red, green, blue and white quarters, so that turning and mirroring show.
pub fn quarters(side: u32) -> RgbImage {
    RgbImage::from_fn(side, side, |x, y| match (x < side / 2, y < side / 2) {
        (true, true) => Rgb([220, 30, 30]),
        (false, true) => Rgb([30, 200, 30]),
        (true, false) => Rgb([30, 30, 220]),
        (false, false) => Rgb([240, 240, 240]),
    })
}

/// Something with the gradients and the grain of a photograph.
pub fn photo(side: u32) -> RgbImage {
    let mut seed = 1_u32;
    RgbImage::from_fn(side, side, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = seed >> 28;
        // Up and down between 0 and 220, some times across the avatar.
        let shade = |phase: u32| {
            let at = (x * 900 + y * 600) / side + phase;
            let wave = (at % 440).abs_diff(220);
            u8::try_from(wave + grain).unwrap_or(u8::MAX)
        };
        Rgb([shade(0), shade(130), shade(290)])
    })
}

pub fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = vec![];
    image.into().write_to(&mut Cursor::new(&mut bytes), format).expect("encodes");
    bytes
}

pub fn jpeg(side: u32) -> Vec<u8> {
    encoded(quarters(side), ImageFormat::Jpeg)
}

/// What to do with one request, by its path.
#[derive(Clone)]
pub enum Reply {
    /// Headers after the status, each with `\r\n`, and the body. `Content-Length` is added.
    Whole(u16, &'static str, Vec<u8>),
    /// Exactly these bytes, then the end.
    Raw(Vec<u8>),
    /// The head of a good answer, then one byte in each of these.
    Drip(Duration),
    /// Nothing, ever.
    Hang,
}

/// A server that answers each path by a function, and remembers the requests.
pub struct Server {
    pub at: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub async fn new(reply: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let at = listener.local_addr().expect("bound");
        let (seen, reply) = (Arc::new(Mutex::new(vec![])), Arc::new(reply));
        let log = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, reply) = (Arc::clone(&log), Arc::clone(&reply));
                tokio::spawn(async move { serve(stream, &log, &*reply).await });
            }
        });
        Self { at, seen }
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.at)
    }

    /// The requests so far, head and all.
    pub async fn seen(&self) -> Vec<String> {
        self.seen.lock().await.clone()
    }

    pub async fn paths(&self) -> Vec<String> {
        let path = |request: &String| request.split(' ').nth(1).unwrap_or_default().to_owned();
        self.seen.lock().await.iter().map(path).collect()
    }
}

async fn serve(
    mut stream: TcpStream,
    log: &Mutex<Vec<String>>,
    reply: &(impl Fn(&str) -> Reply + ?Sized),
) {
    let mut head = vec![];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    log.lock().await.push(head);
    match reply(&path) {
        Reply::Whole(status, headers, body) => {
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
            );
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(&body).await;
        }
        Reply::Raw(bytes) => {
            let _ = stream.write_all(&bytes).await;
        }
        Reply::Drip(pause) => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n").await;
            while stream.write_u8(0xff).await.is_ok() {
                time::sleep(pause).await;
            }
        }
        Reply::Hang => std::future::pending().await,
    }
}
