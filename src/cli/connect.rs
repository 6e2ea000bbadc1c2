//! What commands without a screen begin with: the account that is meant, a way to it, its avatars.

use crate::{
    avatar::{
        self,
        cache::disk::{Disk, LIMIT},
        client::AvatarClient,
        fetch::Limits,
        transport::Transport,
    },
    cli::{Shared, say},
    config::{Account, Config, Flags, error::Error as ConfigError, images::Images, paths::Paths},
    i18n::UiLang,
    wechat::client::{Client, Options},
};

/// What is wrong with the configuration, in a language that is still to be chosen.
pub type Complaint = Box<dyn FnOnce(UiLang) -> String>;

/// The account that is meant, a way to it, and how avatars are drawn.
#[derive(Debug)]
pub struct Connected {
    pub config: Config,
    pub account: Account,
    pub client: Client,
    pub images: Images,
}

/// Find what is set up, and be ready to ask.
///
/// # Errors
/// What is wrong with the configuration.
pub fn connect(
    shared: &Shared,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Connected, Complaint> {
    let of_config = |error: ConfigError| -> Complaint { Box::new(move |lang| error.say(lang)) };
    let flags = Flags { config: shared.config.clone(), api_base: shared.api_base.clone() };
    let config = Config::load(&flags, &variable).map_err(of_config)?;
    for problem in config.problems(shared.ui_lang(&variable)) {
        say::complain(&problem);
    }
    let account = config.account(shared.account.as_deref()).map_err(of_config)?.clone();
    let state = Paths::find().map(|paths| paths.state);
    let options = Options { is_offline: shared.offline, state, ..Options::default() };
    let client = Client::new(&account, &options).map_err(|error| -> Complaint {
        Box::new(move |lang| {
            let explained = error.explain(lang);
            format!("{}. {}", explained.message, explained.action)
        })
    })?;
    let images = shared.images(&config);
    Ok(Connected { config, account, client, images })
}

/// The avatars of an account, those kept on disk among them.
///
/// # Errors
/// When the account's way to them cannot be used.
pub fn avatar_client(account: &Account) -> Result<AvatarClient, avatar::Error> {
    let client = AvatarClient::new(Transport::of(account)?, Limits::default());
    Ok(match Paths::find() {
        Some(paths) => client.with_disk(Disk::new(paths.cache.join("avatars"), LIMIT)),
        None => client,
    })
}
