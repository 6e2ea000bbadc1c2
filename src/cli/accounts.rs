//! `fanscope accounts`: Show which accounts are set up, or add one.

use std::{
    io::{self, BufRead, IsTerminal, Read},
    path::{Path, PathBuf},
};

use secrecy::{ExposeSecret, SecretString};

use crate::{
    cli::{
        Exit, Shared,
        doctor::{
            self,
            check::{State, What},
        },
        masked::masked,
        say,
    },
    config::{
        Account, Config, Flags, HAS_KEYRING,
        credential::{self, Odd},
        edit::{Source, with_account},
        error::{Error, Unreadable},
        file::LARGEST,
        paths, private,
        regular::{self, Links},
    },
    i18n::UiLang,
    text::{pad, visible, width},
    wechat::{client::Options, keyring},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Ask for an account and write it to the configuration file
    Add(Add),
}

/// A new account. What is not given is asked; a secret can only be asked.
#[derive(Debug, Default, clap::Args)]
pub struct Add {
    /// The name to call it by
    #[arg(long)]
    pub name: Option<String>,
    /// Its appid: wx and 16 hex digits
    #[arg(long)]
    pub appid: Option<String>,
    /// A command that prints its secret, instead of writing the secret down
    #[arg(long, value_name = "COMMAND", conflicts_with = "secret_env")]
    pub secret_command: Option<String>,
    /// The environment variable that holds its secret, instead of writing the secret down
    #[arg(long, value_name = "NAME")]
    pub secret_env: Option<String>,
    /// Keep its secret in the keyring of the system, instead of writing the secret down
    #[arg(long, hide = !HAS_KEYRING, conflicts_with_all = ["secret_command", "secret_env"])]
    pub keyring: bool,
    /// Do not ask WeChat whether it works
    #[arg(long)]
    pub no_try: bool,
}

/// Run the command.
pub async fn run(args: Args, shared: &Shared) -> Exit {
    let lang = shared.ui_lang(variable);
    let done = match args.command {
        None => list(shared, lang),
        Some(Command::Add(add)) => {
            let is_tried = !add.no_try && !shared.offline;
            match write(add, shared, lang) {
                Ok(name) if is_tried => Ok(tried(&name, shared, lang).await),
                Ok(_) => Ok(Exit::Done),
                Err(said) => Err(said),
            }
        }
    };
    done.unwrap_or_else(|said| say::ends(Exit::Credentials, &said))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn list(shared: &Shared, lang: UiLang) -> Result<Exit, String> {
    let flags = Flags { config: shared.config.clone(), api_base: shared.api_base.clone() };
    let config = Config::load(&flags, variable).map_err(|error| error.say(lang))?;
    let twins = config.twins(shared.account.as_deref(), lang);
    for said in config.problems(lang).iter().chain(&twins) {
        say::complain(said);
    }
    if config.accounts.is_empty() {
        return Err(lang.say("config.no_account").into_owned());
    }
    let exit = if config.is_right() { Exit::Done } else { Exit::SomeFailed };
    Ok(say::print(&listed(&config.accounts, lang), exit, lang))
}

/// The accounts in a table, without their secrets.
#[must_use]
pub fn listed(accounts: &[Account], lang: UiLang) -> String {
    let heads = ["accounts.name", "accounts.appid", "accounts.credential", "accounts.api_base"];
    let heads = heads.map(|key| lang.say(key).into_owned());
    let rows = accounts.iter().map(|account| {
        let cells = if account.fault.is_some() {
            [account.name.as_str(), "", &lang.say("accounts.unusable"), ""].map(str::to_owned)
        } else {
            let credential = masked(&account.credential, lang);
            [account.name.as_str(), &account.appid, &credential, &account.api_base]
                .map(str::to_owned)
        };
        cells.map(|cell| visible(&cell).into_owned())
    });
    let rows: Vec<[String; 4]> = std::iter::once(heads).chain(rows).collect();
    let mut widths = [0; 4];
    for row in &rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell).max(*widest);
        }
    }
    let line = |row: &[String; 4]| {
        let cells: Vec<String> =
            row.iter().zip(widths).map(|(cell, width)| pad(cell, width)).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

/// Ask for what was not given, and write it. The name it has then.
fn write(add: Add, shared: &Shared, lang: UiLang) -> Result<String, String> {
    if add.keyring && !HAS_KEYRING {
        return Err(lang.say("accounts.no_keyring").into_owned());
    }
    let path = shared.config.clone().or_else(|| variable("FANSCOPE_CONFIG").map(PathBuf::from));
    let path = path.or_else(|| paths::config_file(&variable));
    let path = path.ok_or_else(|| lang.say("accounts.no_home").into_owned())?;
    let prompted = |given: Option<String>, key| match given {
        Some(text) => Ok(text),
        None => prompt(&lang.say(key)).map_err(|error| error.to_string()),
    };
    let name = prompted(add.name, "accounts.prompt_name")?.trim().to_owned();
    let appid = prompted(add.appid, "accounts.prompt_appid")?.trim().to_owned();
    if let Some(odd) = credential::odd_appid(&appid).filter(|_| !appid.is_empty()) {
        told("appid", odd, lang)?;
    }
    let source = match (add.secret_command, add.secret_env) {
        (Some(command), _) => Source::Command(command),
        (None, Some(name)) => Source::Env(name),
        (None, None) => {
            let typed = prompt_secret(&lang.say("accounts.prompt_secret"));
            let typed = typed.map_err(|error| error.to_string())?;
            let kind = if add.keyring { Source::Keyring } else { Source::Literal };
            kind(checked(&typed, lang)?)
        }
    };
    let with = |old: Vec<u8>| {
        let old = String::from_utf8(old);
        let not_utf8 = |_| fails(&path, Unreadable::NotUtf8, lang);
        with_account(&old.map_err(not_utf8)?, &path, &name, &appid, &source, lang)
    };
    if let Source::Keyring(secret) = &source {
        // A name that is taken is told before the secret of another account is replaced.
        with(regular::read(&path, LARGEST, Links::Follow).unwrap_or_default())?;
        keyring::write(&name, secret.expose_secret()).map_err(|error| {
            let explained = error.explain(lang);
            format!("{}. {}", explained.message, explained.action)
        })?;
    }
    private::update(&path, LARGEST, |old| with(old).map(String::into_bytes).map_err(Failed::Said))
        .map_err(|failed| match failed {
            Failed::Said(said) => said,
            Failed::Io(error) => fails(&path, Unreadable::from(&error), lang),
        })?;
    say::line(&lang.fill("accounts.added", &[("file", &path.to_string_lossy())]));
    Ok(name)
}

/// Why a file was not changed.
enum Failed {
    Said(String),
    Io(io::Error),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn fails(path: &Path, reason: Unreadable, lang: UiLang) -> String {
    Error::Unreadable { file: path.to_owned(), reason }.say(lang)
}

/// The secret that was typed, if it can be one.
fn checked(typed: &SecretString, lang: UiLang) -> Result<SecretString, String> {
    if typed.expose_secret().trim().is_empty() {
        return Err(lang.say("accounts.incomplete").into_owned());
    }
    match credential::secret(typed.expose_secret()) {
        Ok((secret, odd)) => {
            odd.map_or(Ok(()), |odd| told("AppSecret", odd, lang)).map(|()| secret)
        }
        Err(odd) => Err(format!("AppSecret: {}", odd.say(lang))),
    }
}

fn told(what: &str, odd: Odd, lang: UiLang) -> Result<(), String> {
    let said = format!("{what}: {}", odd.say(lang));
    if !odd.is_warning() {
        return Err(said);
    }
    say::complain(&said);
    Ok(())
}

/// Ask WeChat with what was written, and show what it says of token and IP whitelist.
async fn tried(name: &str, shared: &Shared, lang: UiLang) -> Exit {
    let flags = Flags { config: shared.config.clone(), api_base: shared.api_base.clone() };
    let config = match Config::load(&flags, variable) {
        Ok(config) => config,
        Err(error) => return say::ends(Exit::Credentials, &error.say(lang)),
    };
    let account = match config.account(Some(name)) {
        Ok(account) => account,
        Err(error) => return say::ends(Exit::Credentials, &error.say(lang)),
    };
    say::line(&lang.fill("accounts.trying", &[("name", name)]));
    let options = Options { retry_policy: doctor::RETRY_POLICY, state: None, ..Options::default() };
    let checks = doctor::network::checks(account, &options, lang).await;
    say::lines(&doctor::print::text(&checks, lang));
    let is_wrong =
        |what| checks.iter().any(|check| check.name.what == what && check.state == State::Wrong);
    if is_wrong(What::Token) {
        return Exit::Credentials;
    }
    // Without a network nothing is known of it, and that is no fault of what was given.
    if is_wrong(What::Whitelist) || is_wrong(What::Api) || is_wrong(What::Permission) {
        return Exit::Unreachable;
    }
    Exit::Done
}

fn prompt(question: &str) -> io::Result<String> {
    say::prompt(question);
    let mut line = String::new();
    io::stdin().lock().take(LARGEST).read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

/// On a terminal the secret is not shown; from a pipe it is one line.
fn prompt_secret(question: &str) -> io::Result<SecretString> {
    if io::stdin().is_terminal() {
        return Ok(rpassword::prompt_password(format!("{question}: "))?.into());
    }
    let mut line = String::new();
    io::stdin().lock().take(LARGEST).read_line(&mut line)?;
    Ok(line.trim().to_owned().into())
}
