//! The command line: one file a command, and what all of them share.

pub mod accounts;
pub mod avatar;
pub mod browse;
pub mod coloured;
pub mod connect;
pub mod demo;
pub mod directory;
pub mod doctor;
pub mod find;
pub mod lookup;
pub mod masked;
pub mod person;
pub mod purge;
pub mod say;
pub mod sync;
pub mod usage;

use std::process::{ExitCode, Termination};

use clap::{Args, Parser, Subcommand};

use crate::{
    config::{Config, images::Images},
    follower::lang::Lang,
    i18n::UiLang,
};

/// Browse the followers of a `WeChat` Official Account in the terminal.
#[derive(Debug, Parser)]
#[command(name = "fanscope", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub browse: Browse,
    #[command(flatten)]
    pub shared: Shared,
}

/// Start on these followers.
#[derive(Debug, Default, Args)]
pub struct Browse {
    /// OpenIDs to start with
    #[arg(value_name = "OPENID")]
    pub openids: Vec<String>,
    /// Read OpenIDs from a file, or from standard input with -
    #[arg(short, long, value_name = "FILE")]
    pub file: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Try it on made-up followers, served by a stand-in of the API on this machine
    Demo(demo::Args),
    /// Print who these OpenIDs are, without a screen
    Lookup(lookup::Args),
    /// Bring all followers of an account into the directory
    Sync(sync::Args),
    /// Print who was met before and matches, without asking anybody
    Find(find::Args),
    /// Print one person as all accounts know them
    Person(person::Args),
    /// Delete from what is kept: one follower, an account, the old, or all
    Purge(purge::Args),
    /// Print one follower's avatar in the terminal, or save it
    Avatar(avatar::Args),
    /// Show which accounts are set up, or add one
    Accounts(accounts::Args),
    /// Check terminal, configuration, accounts and network, and say what to do
    Doctor(doctor::Args),
}

/// What every command takes. Flag beats environment beats file.
#[derive(Debug, Clone, Default, Args)]
pub struct Shared {
    /// Which account of the configuration to use
    #[arg(short, long, global = true, value_name = "NAME")]
    pub account: Option<String>,
    /// The configuration file
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "FANSCOPE_CONFIG",
        hide_env_values = true
    )]
    pub config: Option<std::path::PathBuf>,
    /// Where the API is, instead of <https://api.weixin.qq.com>
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "FANSCOPE_API_BASE",
        hide_env_values = true
    )]
    pub api_base: Option<String>,
    /// The language of place names: `zh_CN`, `zh_TW` or `en`
    #[arg(short, long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// The language of this program: en or zh-CN; by default that of the locale
    #[arg(long, global = true, value_name = "LANG")]
    pub ui_lang: Option<UiLang>,
    /// Never touch the network
    #[arg(long, global = true)]
    pub offline: bool,
    /// Keep nothing of what is asked
    #[arg(long, global = true)]
    pub no_store: bool,
    /// Write to a terminal also what is not made for one
    #[arg(long, global = true)]
    pub force: bool,
    /// How pictures are drawn; by default as the terminal says that it can
    #[arg(long, global = true, value_enum)]
    pub images: Option<Images>,
}

impl Shared {
    /// How pictures are drawn: the flag, else what the configuration says.
    #[must_use]
    pub fn images(&self, config: &Config) -> Images {
        self.images.or(config.images).unwrap_or_default()
    }

    /// Our own language: the flag, else `LC_ALL`, `LC_MESSAGES`, `LANG` as given.
    #[must_use]
    pub fn ui_lang(&self, variable: impl Fn(&str) -> Option<String>) -> UiLang {
        self.ui_lang.unwrap_or_else(|| {
            let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
            let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set);
            locale.map_or(UiLang::En, |locale| UiLang::of_locale(&locale))
        })
    }
}

/// How a command ended, for the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Every row was answered.
    Done = 0,
    /// Some rows failed.
    SomeFailed = 1,
    /// The command line is wrong, or there is no terminal.
    Usage = 2,
    /// Configuration or credentials are missing or refused.
    Credentials = 3,
    /// The API cannot be reached, or refuses the whole account.
    Unreachable = 4,
    Interrupted = 130,
    /// Ended from outside: the terminal is gone.
    HungUp = 129,
    /// Ended from outside, by SIGQUIT.
    Quit = 131,
    /// Ended from outside, by SIGABRT.
    Aborted = 134,
    /// Ended from outside.
    Terminated = 143,
}

impl Exit {
    /// The end by a signal with this number.
    #[must_use]
    pub const fn of_signal(number: i32) -> Self {
        match number {
            1 => Self::HungUp,
            2 => Self::Interrupted,
            3 => Self::Quit,
            6 => Self::Aborted,
            _ => Self::Terminated,
        }
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}
