//! Fetching, against a server on loopback.

use std::time::Duration;

use fanscope::{
    avatar::{
        Error,
        client::AvatarClient,
        fetch::{Fetched, Fetcher, Limits},
        policy::{Policy, Refusal},
        transport::Transport,
    },
    config::{Account, Credential},
    follower::avatar_url::{AvatarSize, AvatarUrl},
};

use super::made::{Reply, Server, jpeg};

const SHORT: Limits =
    Limits { bytes: 2 * 1024 * 1024, total: Duration::from_millis(400), redirects: 2 };

/// The client of an account whose API is this server.
fn own(server: &Server) -> Fetcher {
    Fetcher::new(Policy::new(&server.base(), &[]), SHORT)
}

fn url(text: &str) -> AvatarUrl {
    AvatarUrl::new(text).expect("not empty")
}

async fn answered(reply: Reply) -> Result<Fetched, Error> {
    let server = Server::new(move |_| reply.clone()).await;
    own(&server).fetch(&url(&format!("{}/mmopen/a", server.base())), AvatarSize::Px132).await
}

#[tokio::test]
async fn a_picture_is_fetched_at_the_size_asked_for_and_without_a_word_about_who_asks() {
    let server = Server::new(|_| Reply::Whole(200, "", jpeg(96))).await;
    let fetched = own(&server)
        .fetch(&url(&format!("{}/mmopen/a/132", server.base())), AvatarSize::Px96)
        .await;
    let wanted =
        Fetched { bytes: jpeg(96), requested: AvatarSize::Px96, received: AvatarSize::Px96 };
    assert_eq!(fetched, Ok(wanted));
    assert_eq!(server.paths().await, ["/mmopen/a/96"]);
    let request = server.seen().await.remove(0).to_ascii_lowercase();
    for word in ["cookie", "referer", "authorization", "access_token"] {
        assert!(!request.contains(word), "{request}");
    }
}

#[tokio::test]
async fn pictures_go_through_the_proxy_of_the_account_and_those_of_this_machine_do_not() {
    let proxy = Server::new(|_| Reply::Whole(200, "", jpeg(132))).await;
    let own = Server::new(|_| Reply::Whole(200, "", jpeg(46))).await;
    let account = Account {
        proxy: Some(proxy.base().into()),
        avatar_hosts: vec!["img.example.com".into()],
        api_base: own.base(),
        ..Account::new("shop", Credential::Token("token".into()))
    };
    let client = Fetcher::new(Transport::of(&account).expect("a proxy"), SHORT);
    let address = "http://img.example.com/mmopen/a/132";
    let through = client.fetch(&url(address), AvatarSize::Px132).await;
    assert_eq!(through.map(|fetched| fetched.bytes), Ok(jpeg(132)));
    assert_eq!(proxy.paths().await, [address]);
    let here = url(&format!("{}/mmopen/a/46", own.base()));
    assert!(client.fetch(&here, AvatarSize::Px46).await.is_ok());
    assert_eq!((proxy.paths().await.len(), own.paths().await.len()), (1, 1));
    let broken = Account { proxy: Some("http://[".into()), ..account };
    assert!(Transport::of(&broken).is_err(), "nothing is reached some other transport");
}

#[tokio::test]
async fn a_size_that_is_not_there_gives_the_one_that_the_address_came_with() {
    for reply in [
        Reply::Whole(200, "X-ErrNo: -6101\r\n", jpeg(64)),
        Reply::Whole(404, "", vec![]),
        Reply::Whole(400, "", vec![]),
        Reply::Whole(500, "", vec![]),
        Reply::Whole(200, "Content-Type: text/html\r\n", b"<html>".to_vec()),
        Reply::Whole(200, "", vec![0; 3 * 1024 * 1024]),
    ] {
        let server = Server::new(move |path| match path {
            "/a/132" => Reply::Whole(200, "", jpeg(132)),
            _ => reply.clone(),
        })
        .await;
        let fetched =
            own(&server).fetch(&url(&format!("{}/a/132", server.base())), AvatarSize::Full).await;
        let wanted =
            Fetched { bytes: jpeg(132), requested: AvatarSize::Full, received: AvatarSize::Px132 };
        assert_eq!(fetched, Ok(wanted));
        assert_eq!(server.paths().await, ["/a/0", "/a/132"]);
    }
}

#[tokio::test]
async fn a_size_that_cannot_be_read_gives_the_one_that_the_address_came_with() {
    let server = Server::new(|path| match path {
        "/a/46" => Reply::Whole(200, "", jpeg(46)),
        _ => Reply::Whole(200, "", b"not a picture at all".to_vec()),
    })
    .await;
    let client = AvatarClient::new(Policy::new(&server.base(), &[]), SHORT);
    let address = url(&format!("{}/a/46", server.base()));
    let face = client.avatar(&address, AvatarSize::Full).await.expect("the one it received with");
    assert_eq!((face.requested, face.received), (AvatarSize::Full, AvatarSize::Px46));
    assert_eq!(face.image.pixels().dimensions(), (46, 46));
    assert_eq!(client.in_memory(&address, AvatarSize::Full), Some(face.clone()));
    assert_eq!(client.avatar(&address, AvatarSize::Full).await, Ok(face));
    assert_eq!(server.paths().await, ["/a/0", "/a/46"]);
}

#[tokio::test]
async fn a_stale_picture_is_never_its_placeholder() {
    for status in [200, 404] {
        let reply = Reply::Whole(status, "x-errno: -6101\r\n", jpeg(96));
        assert_eq!(answered(reply).await, Err(Error::Stale));
    }
}

#[tokio::test]
async fn wechats_default_face_is_told_without_asking_for_it() {
    let grey = "https://thirdwx.qlogo.cn/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/132";
    let client = Fetcher::new(Policy::default(), SHORT);
    assert_eq!(client.fetch(&url(grey), AvatarSize::Px46).await, Err(Error::DefaultAvatar));
}

#[tokio::test]
async fn an_empty_body_is_told() {
    assert_eq!(answered(Reply::Whole(200, "", vec![])).await, Err(Error::Empty));
}

#[tokio::test]
async fn a_page_is_not_a_picture() {
    let page = Reply::Whole(200, "Content-Type: text/html; charset=utf-8\r\n", b"<html>".to_vec());
    assert_eq!(answered(page).await, Err(Error::NotAnImage));
}

#[tokio::test]
async fn a_picture_that_is_gone_or_refused_is_told() {
    assert_eq!(answered(Reply::Whole(404, "", vec![])).await, Err(Error::Gone));
    assert_eq!(answered(Reply::Whole(400, "", vec![])).await, Err(Error::Gone));
    assert_eq!(answered(Reply::Whole(503, "", vec![])).await, Err(Error::Status(503)));
}

#[tokio::test]
async fn a_body_of_3_mib_is_not_taken_whether_it_is_announced_or_not() {
    let body = vec![0xff; 3 * 1024 * 1024];
    assert_eq!(answered(Reply::Whole(200, "", body.clone())).await, Err(Error::TooLarge));
    let mut unannounced = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
    unannounced.extend(body);
    assert_eq!(answered(Reply::Raw(unannounced)).await, Err(Error::TooLarge));
}

#[tokio::test]
async fn a_body_cut_short_is_told() {
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n\xff\xd8\xff".to_vec();
    assert_eq!(answered(Reply::Raw(cut)).await, Err(Error::Unreachable));
}

#[tokio::test]
async fn a_server_that_sends_one_byte_at_a_time_is_given_up() {
    assert_eq!(answered(Reply::Drip(Duration::from_millis(20))).await, Err(Error::TooSlow));
}

#[tokio::test]
async fn a_server_that_hangs_is_given_up() {
    assert_eq!(answered(Reply::Hang).await, Err(Error::TooSlow));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told() {
    let server = Server::new(|_| Reply::Hang).await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!("http://{}", free.local_addr().expect("bound"));
    drop((free, server));
    let client = Fetcher::new(Policy::new(&base, &[]), SHORT);
    let fetched = client.fetch(&url(&format!("{base}/a/0")), AvatarSize::Full).await;
    assert_eq!(fetched, Err(Error::Unreachable));
}

#[tokio::test]
async fn two_redirects_are_followed_and_a_third_is_not() {
    let server = Server::new(|path| match path {
        "/a" => Reply::Whole(302, "Location: /b\r\n", vec![]),
        "/b" => Reply::Whole(301, "Location: /c\r\n", vec![]),
        "/c" => Reply::Whole(200, "", jpeg(46)),
        "/x" => Reply::Whole(307, "Location: /a\r\n", vec![]),
        _ => Reply::Whole(302, "", vec![]),
    })
    .await;
    let client = own(&server);
    let ask = async |path: &str| {
        client.fetch(&url(&format!("{}{path}", server.base())), AvatarSize::Full).await
    };
    assert_eq!(ask("/a").await.map(|fetched| fetched.bytes), Ok(jpeg(46)));
    assert_eq!(ask("/x").await, Err(Error::Redirects));
    assert_eq!(ask("/nowhere").await, Err(Error::Gone));
}

#[tokio::test]
async fn a_redirect_to_a_refused_host_is_not_followed() {
    let other = Server::new(|_| Reply::Whole(200, "", jpeg(46))).await;
    let to_other = format!("Location: {}/secret\r\n", other.base());
    let to_other: &'static str = Box::leak(to_other.into_boxed_str());
    let server = Server::new(move |path| match path {
        "/port" => Reply::Whole(302, to_other, vec![]),
        "/inside" => Reply::Whole(302, "Location: http://169.254.169.254/latest\r\n", vec![]),
        "/file" => Reply::Whole(302, "Location: file:///etc/passwd\r\n", vec![]),
        _ => Reply::Whole(302, "Location: http://evil.example/a.jpg\r\n", vec![]),
    })
    .await;
    let client = own(&server);
    let ask = async |path: &str| {
        client.fetch(&url(&format!("{}{path}", server.base())), AvatarSize::Full).await
    };
    let private = |host: &str| Err(Error::Refused(Refusal::Private(host.to_owned())));
    assert_eq!(ask("/port").await, private("127.0.0.1"));
    assert_eq!(ask("/inside").await, private("169.254.169.254"));
    assert_eq!(ask("/file").await, Err(Error::Refused(Refusal::Address("file://".to_owned()))));
    let evil = Refusal::Host("evil.example".to_owned());
    assert_eq!(ask("/evil").await, Err(Error::Refused(evil)));
    assert!(other.seen().await.is_empty());
}

#[tokio::test]
async fn a_name_that_resolves_to_127_0_0_1_is_refused_at_connect() {
    let server = Server::new(|_| Reply::Whole(200, "", jpeg(46))).await;
    let listed = format!("localhost:{}", server.at.port());
    let client = Fetcher::new(
        Policy::new("https://api.weixin.qq.com", std::slice::from_ref(&listed)),
        SHORT,
    );
    let fetched = client.fetch(&url(&format!("http://{listed}/a/0")), AvatarSize::Full).await;
    let Err(Error::Refused(Refusal::Blocked { host, to })) = fetched else { panic!("{fetched:?}") };
    assert_eq!((host.as_str(), to.is_loopback()), ("localhost", true));
    assert!(server.seen().await.is_empty());
}

#[tokio::test]
async fn an_account_of_the_real_api_is_given_nothing_from_this_machine() {
    let server = Server::new(|_| Reply::Whole(200, "", jpeg(46))).await;
    let client = Fetcher::new(Policy::new("https://api.weixin.qq.com", &[]), SHORT);
    for host in ["127.0.0.1", "localhost", "[::1]"] {
        let address = format!("http://{host}:{}/a/0", server.at.port());
        let fetched = client.fetch(&url(&address), AvatarSize::Full).await;
        assert_eq!(fetched, Err(Error::Refused(Refusal::Private(host.to_owned()))));
    }
    assert!(server.seen().await.is_empty());
}
