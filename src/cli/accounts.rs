//! `fanscope accounts`: Show which accounts are set up, or add one.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    path::{Path, PathBuf},
};

use secrecy::{ExposeSecret, SecretString};

use crate::{
    cli::{Exit, Shared},
    config::{Account, Config, Credential, Flags, HAS_KEYRING, file, paths, private},
    text::{pad, visible, width},
    wechat::keyring,
    words::UiLang,
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
}

/// Where the secret of a new account is to come from.
#[derive(Debug, Clone)]
pub enum Source {
    Literal(SecretString),
    Command(String),
    Env(String),
    /// It is put into the keyring when the account is written.
    Keyring(SecretString),
}

/// Run the command.
#[must_use]
pub fn run(args: Args, shared: &Shared) -> Exit {
    let lang = shared.ui_lang(variable);
    let done = match args.command {
        None => list(shared, lang),
        Some(Command::Add(add)) => write(add, shared, lang),
    };
    match done {
        Ok(exit) => exit,
        Err(text) => {
            eprintln!("fanscope: {text}");
            Exit::Credentials
        }
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn list(shared: &Shared, lang: UiLang) -> Result<Exit, String> {
    let flags = Flags { config: shared.config.clone(), api_base: shared.api_base.clone() };
    let config = Config::load(&flags, variable).map_err(|error| error.say(lang))?;
    let problems = config.problems(lang);
    for problem in &problems {
        eprintln!("fanscope: {problem}");
    }
    if config.accounts.is_empty() {
        return Err(lang.say("config.no_account").into_owned());
    }
    let printed = io::stdout().lock().write_all(listed(&config.accounts, lang).as_bytes());
    printed.map_err(|error| error.to_string())?;
    Ok(if problems.is_empty() { Exit::Done } else { Exit::SomeFailed })
}

/// The accounts in a table, without their secrets.
#[must_use]
pub fn listed(accounts: &[Account], lang: UiLang) -> String {
    let heads = ["accounts.name", "accounts.appid", "accounts.credential", "accounts.api_base"];
    let heads = heads.map(|key| lang.say(key).into_owned());
    let rows = accounts.iter().map(|account| {
        let name = visible(&account.name).into_owned();
        [name, account.appid.clone(), masked(&account.credential, lang), account.api_base.clone()]
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

/// What kind of credential it is. Nothing of a secret is shown, not even its length.
#[must_use]
pub fn masked(credential: &Credential, lang: UiLang) -> String {
    let key = match credential {
        Credential::Token(_) => "accounts.token",
        Credential::Secret(_) => "accounts.secret",
        Credential::TokenCommand(_) => "accounts.token_command",
        Credential::SecretCommand(_) => "accounts.secret_command",
        Credential::TokenKeyring(_) => "accounts.token_keyring",
        Credential::SecretKeyring(_) => "accounts.secret_keyring",
    };
    lang.say(key).into_owned()
}

fn write(add: Add, shared: &Shared, lang: UiLang) -> Result<Exit, String> {
    if add.keyring && !HAS_KEYRING {
        return Err(lang.say("accounts.no_keyring").into_owned());
    }
    let path = shared.config.clone().or_else(|| variable("FANSCOPE_CONFIG").map(PathBuf::from));
    let path = path.or_else(|| paths::config_file(&variable));
    let path = path.ok_or_else(|| lang.say("accounts.no_home").into_owned())?;
    let old = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("{}: {error}", path.display())),
    };
    let asked = |given: Option<String>, key| match given {
        Some(text) => Ok(text),
        None => ask(&lang.say(key)).map_err(|error| error.to_string()),
    };
    let name = asked(add.name, "accounts.ask_name")?;
    let appid = asked(add.appid, "accounts.ask_appid")?;
    let source = match (add.secret_command, add.secret_env) {
        (Some(command), _) => Source::Command(command),
        (None, Some(name)) => Source::Env(name),
        (None, None) => {
            let secret = ask_secret(&lang.say("accounts.ask_secret"));
            let kind = if add.keyring { Source::Keyring } else { Source::Literal };
            kind(secret.map_err(|error| error.to_string())?)
        }
    };
    let new = with_account(&old, &path, &name, &appid, &source, lang)?;
    if let Source::Keyring(secret) = &source {
        let kept = keyring::write(name.trim(), secret.expose_secret().trim());
        kept.map_err(|error| {
            let words = error.words(lang);
            format!("{}. {}", words.message, words.action)
        })?;
    }
    private::write(&path, new.as_bytes())
        .map_err(|error| format!("{}: {error}", path.display()))?;
    eprintln!("{}", lang.fill("accounts.added", &[("file", &path.display().to_string())]));
    Ok(Exit::Done)
}

/// The text of a file with one account more. What was in it stays as it was.
///
/// # Errors
/// When there is an account of this name, or something is missing.
pub fn with_account(
    old: &str,
    path: &Path,
    name: &str,
    appid: &str,
    source: &Source,
    lang: UiLang,
) -> Result<String, String> {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let (name, appid) = (name.trim(), appid.trim());
    if name.is_empty() || appid.is_empty() {
        return Err(lang.say("accounts.incomplete").into_owned());
    }
    let known = file::read(old, path, &|_| None).map_err(|error| error.say(lang))?;
    let secret = match source {
        Source::Literal(secret) | Source::Keyring(secret)
            if secret.expose_secret().trim().is_empty() =>
        {
            return Err(lang.say("accounts.incomplete").into_owned());
        }
        Source::Literal(secret) => quoted(secret.expose_secret().trim()),
        Source::Command(command) => format!("{{ command = {} }}", quoted(command)),
        Source::Env(name) => format!("{{ env = {} }}", quoted(name)),
        Source::Keyring(_) => "{ keyring = true }".to_owned(),
    };
    let mut new = old.trim_end().to_owned();
    if !new.is_empty() {
        new.push_str("\n\n");
    }
    let block =
        format!("[accounts.{}]\nappid = {}\nsecret = {secret}\n", quoted(name), quoted(appid));
    new.push_str(&block);
    // A second table of the same name is no TOML: that is how one is noticed.
    let read = file::read(&new, path, &|_| Some("set".into()));
    let is_new = read.is_ok_and(|read| {
        read.accounts.len() > known.accounts.len()
            && read.accounts.iter().any(|account| account.name == name)
    });
    if is_new { Ok(new) } else { Err(lang.fill("accounts.exists", &[("name", name)])) }
}

fn ask(question: &str) -> io::Result<String> {
    eprint!("{question}: ");
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

/// On a terminal the secret is not shown; from a pipe it is one line.
fn ask_secret(question: &str) -> io::Result<SecretString> {
    if io::stdin().is_terminal() {
        return Ok(rpassword::prompt_password(format!("{question}: "))?.into());
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_owned().into())
}
