//! TLS on loopback before another server, with a certificate of an authority that nobody knows.

use std::sync::Arc;

use fanscope::wechat::transport::install_tls;
use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use rustls::{ServerConfig, pki_types::PrivateKeyDer};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

/// The server. It ends with this value.
#[derive(Debug)]
pub struct Tls {
    /// `https://127.0.0.1:port`
    pub base: String,
    /// The certificate of the authority, in PEM.
    pub authority: String,
    task: JoinHandle<()>,
}

impl Drop for Tls {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Tls {
    /// Lead to the server at `base`.
    pub async fn before(base: &str) -> Self {
        install_tls();
        let (authority, config) = made();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        let address = listener.local_addr().expect("an address");
        let server = base.trim_start_matches("http://").to_owned();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, server) = (acceptor.clone(), server.clone());
                tokio::spawn(async move {
                    // Whoever does not believe us hangs up here.
                    let Ok(mut client) = acceptor.accept(stream).await else { return };
                    let mut server = TcpStream::connect(server).await.expect("the server is up");
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                });
            }
        });
        Self { base: format!("https://{address}"), authority, task }
    }
}

/// An authority, and a server with a certificate of it.
fn made() -> (String, ServerConfig) {
    let key = || KeyPair::generate().expect("a key");
    let params = |names: Vec<String>| CertificateParams::new(names).expect("names");
    let mut authority = params(vec![]);
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = key();
    let pem = authority.self_signed(&authority_key).expect("signed").pem();
    let mut server = params(vec!["127.0.0.1".into()]);
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let server_key = key();
    let issuer = Issuer::new(authority, authority_key);
    let certificate = server.signed_by(&server_key, &issuer).expect("signed");
    let secret = PrivateKeyDer::try_from(server_key.serialize_der()).expect("a key");
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], secret)
        .expect("a certificate and its key");
    (pem, config)
}
