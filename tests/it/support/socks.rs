//! A SOCKS5 proxy on loopback that leads everything to one server, and notes where it was to lead.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Where it was to lead: a name is resolved here, an address was resolved before.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    Name(String, u16),
    Address(IpAddr, u16),
}

/// The proxy. It ends with this value.
#[derive(Debug)]
pub struct Socks {
    /// `127.0.0.1:port`
    pub address: String,
    requested: Arc<Mutex<Vec<Target>>>,
    task: JoinHandle<()>,
}

impl Drop for Socks {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Socks {
    /// Lead to the server at `base`; without one, refuse everything.
    pub async fn start(base: Option<&str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        let address = listener.local_addr().expect("an address").to_string();
        let server = base.map(|base| base.trim_start_matches("http://").to_owned());
        let requested: Arc<Mutex<Vec<Target>>> = Arc::default();
        let notes = Arc::clone(&requested);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(lead(stream, server.clone(), Arc::clone(&notes)));
            }
        });
        Self { address, requested, task }
    }

    pub fn requested(&self) -> Vec<Target> {
        self.requested.lock().expect("whole").clone()
    }
}

/// One connection, as in RFC 1928, without authentication.
async fn lead(
    mut client: TcpStream,
    server: Option<String>,
    notes: Arc<Mutex<Vec<Target>>>,
) -> io::Result<()> {
    let version = client.read_u8().await?;
    let methods = usize::from(client.read_u8().await?);
    client.read_exact(&mut vec![0; methods]).await?;
    client.write_all(&[5, 0]).await?;
    let mut request = [0; 3];
    client.read_exact(&mut request).await?;
    assert_eq!((version, request), (5, [5, 1, 0]), "SOCKS5 and CONNECT");
    let target = target(&mut client).await?;
    notes.lock().expect("whole").push(target);
    let Some(server) = server else {
        // 2: not allowed by ruleset.
        return client.write_all(&[5, 2, 0, 1, 0, 0, 0, 0, 0, 0]).await;
    };
    let mut server = TcpStream::connect(server).await?;
    client.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 1]).await?;
    copy_bidirectional(&mut client, &mut server).await.map(|_| ())
}

async fn target(client: &mut TcpStream) -> io::Result<Target> {
    Ok(match client.read_u8().await? {
        1 => {
            let address = Ipv4Addr::from_bits(client.read_u32().await?);
            Target::Address(address.into(), client.read_u16().await?)
        }
        4 => {
            let address = Ipv6Addr::from_bits(client.read_u128().await?);
            Target::Address(address.into(), client.read_u16().await?)
        }
        _ => {
            let mut name = vec![0; usize::from(client.read_u8().await?)];
            client.read_exact(&mut name).await?;
            let name = String::from_utf8_lossy(&name).into_owned();
            Target::Name(name, client.read_u16().await?)
        }
    })
}
