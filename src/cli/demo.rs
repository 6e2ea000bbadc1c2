//! `fanscope demo`: Try it on made-up followers, served by a stand-in of the API on this machine.

use std::{
    io::{self, BufWriter, Write},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use crate::{
    cli::{self, Exit, Shared, say},
    config::{self, Config, Credential},
    demo::{
        self, Demo, Options,
        account::{ACCOUNTS, Account, SHOP},
    },
    i18n::UiLang,
};

/// More than any account has. Beyond it the counting of tags would take minutes.
const MOST: i64 = 100_000_000;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many followers the larger of the two accounts has
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(..=MOST))]
    pub followers: u32,
    /// How many milliseconds each response takes
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub latency: u64,
    /// Only serve, without a screen, for scripts
    #[arg(long)]
    pub serve: bool,
    /// Where to serve: an address of loopback, a port, or both
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub listen: String,
    /// Only print the OpenIDs of an account, shop or service
    #[arg(long, value_name = "ACCOUNT", conflicts_with = "serve")]
    pub list: Option<String>,
}

/// Run the command.
pub async fn run(args: Args, shared: &Shared) -> Exit {
    let lang = shared.ui_lang(|name| std::env::var(name).ok());
    let followers = usize::try_from(args.followers).unwrap_or(usize::MAX);
    if let Some(name) = &args.list {
        let Some(account) = Account::named(name) else {
            return say::ends(Exit::Usage, &lang.fill("demo.no_account", &[("name", name)]));
        };
        return say::written(list(account, followers), Exit::Done, lang);
    }
    let listen = match address(&args.listen, lang) {
        Ok(listen) => listen,
        Err(words) => {
            return say::ends(Exit::Usage, &words);
        }
    };
    let latency = Duration::from_millis(args.latency);
    let options = Options { followers, latency, listen };
    let demo = match Demo::start(options).await {
        Ok(demo) => demo,
        Err(error) => {
            let values = [("address", &*args.listen), ("error", &error.to_string())];
            return say::ends(Exit::Unreachable, &lang.fill("demo.cannot_listen", &values));
        }
    };
    if !args.serve {
        return browse(demo, shared).await;
    }
    match introduce(&demo, followers, lang) {
        Ok(()) => stopped().await,
        error => say::written(error, Exit::Done, lang),
    }
}

/// Show the followers of the stand-in on the screen.
pub async fn browse(demo: Demo, shared: &Shared) -> Exit {
    let accounts = ACCOUNTS.iter().map(|account| config::Account {
        appid: account.appid.to_owned(),
        api_base: demo.base().to_owned(),
        open_platform: Some("demo".to_owned()),
        ..config::Account::new(account.name, Credential::Secret(account.secret.into()))
    });
    let config = Config { accounts: accounts.collect(), ..Config::default() };
    // The demo offers no other demo, so it can only be left.
    cli::browse::show(&config, None, shared, true).await.unwrap_or(Exit::Done)
}

/// The demo as it is without any argument.
pub async fn run_plain(shared: &Shared) -> Exit {
    match Demo::start(Options::default()).await {
        Ok(demo) => browse(demo, shared).await,
        Err(error) => {
            let lang = shared.ui_lang(|name| std::env::var(name).ok());
            let values = [("address", "127.0.0.1"), ("error", &error.to_string())];
            say::ends(Exit::Unreachable, &lang.fill("demo.cannot_listen", &values))
        }
    }
}

/// Print the OpenIDs of an account.
fn list(account: &Account, followers: usize) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for openid in demo::openids(account, followers) {
        writeln!(out, "{openid}")?;
    }
    out.flush()
}

/// Print all that is needed to ask the stand-in, in a form that a shell takes as it is.
fn introduce(demo: &Demo, followers: usize, lang: UiLang) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "# {}", lang.fill("demo.serving", &[("base", demo.base())]))?;
    for account in ACCOUNTS {
        let count = account.total(followers).to_string();
        let values = [("name", account.name), ("count", &count)];
        writeln!(out, "\n# {}", lang.fill("demo.account", &values))?;
        writeln!(out, "export FANSCOPE_API_BASE={}", demo.base())?;
        writeln!(out, "export FANSCOPE_APPID={}", account.appid)?;
        writeln!(out, "export FANSCOPE_SECRET={}", account.secret)?;
        writeln!(out, "export FANSCOPE_ACCESS_TOKEN={}", demo.token(account))?;
    }
    let openid = example();
    writeln!(out, "\n# {}", lang.say("demo.try"))?;
    writeln!(out, "fanscope lookup {openid} --format json")?;
    writeln!(out, "fanscope demo --followers {followers} --list shop | fanscope lookup -f -")?;
    writeln!(
        out,
        "curl \"$FANSCOPE_API_BASE/cgi-bin/user/info?access_token=$FANSCOPE_ACCESS_TOKEN&openid={openid}&lang=en\""
    )?;
    writeln!(out, "curl {}/__stats", demo.base())?;
    out.flush()
}

/// The OpenID of the shop that the documentation shows too.
fn example() -> String {
    demo::openids(&SHOP, 6).last().unwrap_or_default()
}

/// Wait until somebody ends the program.
async fn stopped() -> Exit {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return Exit::Done;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
    Exit::Done
}

/// Where to listen: `127.0.0.1:8080`, `127.0.0.1`, `::1` or `8080`. Never where others can reach it.
fn address(text: &str, lang: UiLang) -> Result<SocketAddr, String> {
    let local = IpAddr::from(Ipv4Addr::LOCALHOST);
    let plain = text.trim().replace("localhost", "127.0.0.1");
    let address = (plain.parse::<SocketAddr>().ok())
        .or_else(|| plain.parse::<IpAddr>().ok().map(|ip| SocketAddr::new(ip, 0)))
        .or_else(|| plain.parse::<u16>().ok().map(|port| SocketAddr::new(local, port)))
        .ok_or_else(|| lang.fill("demo.no_address", &[("text", text)]))?;
    if !address.ip().is_loopback() {
        return Err(lang.fill("demo.not_loopback", &[("address", text)]));
    }
    Ok(address)
}
