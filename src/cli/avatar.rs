//! `fanscope avatar`: Print one follower's avatar in the terminal, or save it.

pub mod print;

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

use crate::{
    app::model::card,
    avatar::{
        self,
        decode::Decoder,
        fetch::{Fetched, Fetcher, Limits},
        image::Avatar,
        transport::Transport,
    },
    cli::{
        Exit, Shared,
        connect::{avatar_client, connect},
        say,
    },
    config::{Account, images::Images, problem::Problem},
    follower::{
        avatar_url::{AvatarSize, AvatarUrl},
        openid::OpenId,
    },
    i18n::UiLang,
    runtime::files,
    wechat::error::{Error as ApiError, Extent},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whose avatar
    #[arg(value_name = "OPENID")]
    pub openid: String,
    /// Its width and height: 0 is the original, else 46, 64, 96 or 132
    #[arg(long, value_name = "N", default_value = "132", value_parser = size)]
    pub size: AvatarSize,
    /// Save the avatar as it came, instead of printing it; - is standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<String>,
}

/// A failure: what is said, and how the command ends.
type Failed = (Exit, String);

/// Run the command.
pub async fn run(args: Args, shared: &Shared) -> Exit {
    let lang = shared.ui_lang(|name| std::env::var(name).ok());
    match show(&args, shared, lang).await {
        Ok(()) => Exit::Done,
        Err((exit, said)) => say::ends(exit, &said),
    }
}

async fn show(args: &Args, shared: &Shared, lang: UiLang) -> Result<(), Failed> {
    if args.output.is_none() && !io::stdout().is_terminal() {
        return Err((Exit::Usage, lang.say("avatar_command.no_terminal").into_owned()));
    }
    if args.output.as_deref() == Some("-") && io::stdout().is_terminal() && !shared.force {
        return Err((Exit::Usage, lang.say("avatar_command.to_terminal").into_owned()));
    }
    let openid = OpenId::parse(&args.openid)
        .map_err(|reason| refused(&ApiError::Malformed(reason), lang, Exit::Usage))?
        .openid;
    let connected = connect(shared, |name| std::env::var(name).ok())
        .map_err(|complaint| (Exit::Credentials, complaint(lang)))?;
    let response = connected.client.user_info(&openid, shared.lang.unwrap_or_default()).await;
    if let Some(odd) = connected.client.odd() {
        say::complain(&Problem::of_given(&connected.account.name, odd).say(None, lang));
    }
    let follower = match response {
        Ok(response) => response.follower,
        Err(error) => {
            let exit = match error.extent() {
                Extent::Row => Exit::SomeFailed,
                Extent::Account => Exit::Unreachable,
                Extent::Credentials => Exit::Credentials,
            };
            return Err(refused(&error, lang, exit));
        }
    };
    let address = follower.avatar.as_ref().ok_or_else(|| {
        (Exit::SomeFailed, lang.say(card::no_avatar_reason(&follower)).into_owned())
    })?;
    image(args, &connected.account, address, connected.images, lang).await
}

/// The avatar at this address, to where it was asked for.
async fn image(
    args: &Args,
    account: &Account,
    address: &AvatarUrl,
    images: Images,
    lang: UiLang,
) -> Result<(), Failed> {
    let no_avatar = |error: avatar::Error| (Exit::SomeFailed, error.text(lang));
    let say = |requested: AvatarSize, came: AvatarSize| {
        if came != requested {
            let values = [("requested", &*requested.to_string()), ("came", &*came.to_string())];
            say::complain(&lang.fill("avatar_command.other_size", &values));
        }
    };
    let Some(file) = &args.output else {
        let avatar = avatar_client(account).map_err(no_avatar)?.avatar(address, args.size).await;
        let Avatar { image, requested, received } = avatar.map_err(no_avatar)?;
        say(requested, received);
        return print::print(&image, images, lang).await.map_err(|error| {
            let values = [("error", error.as_str())];
            (Exit::Usage, lang.fill("avatar_command.unprintable", &values))
        });
    };
    let transport = Transport::of(account).map_err(no_avatar)?;
    let fetched = Fetcher::new(transport, Limits::default()).fetch(address, args.size).await;
    let Fetched { bytes, requested, received } = fetched.map_err(no_avatar)?;
    // What cannot be read is not an avatar.
    Decoder::default().decode(bytes.clone()).await.map_err(no_avatar)?;
    say(requested, received);
    save(&bytes, file).map_err(|error| {
        let key = match error.kind() {
            io::ErrorKind::AlreadyExists => "avatar_command.exists",
            _ => "avatar_command.unwritable",
        };
        (Exit::Usage, lang.fill(key, &[("file", file), ("error", &error.to_string())]))
    })
}

/// A file that is there already is never written over.
fn save(bytes: &[u8], file: &str) -> io::Result<()> {
    if file == "-" {
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        return out.flush();
    }
    files::write_new(Path::new(file), bytes)
}

fn refused(error: &ApiError, lang: UiLang, exit: Exit) -> Failed {
    let explained = error.explain(lang);
    (
        exit,
        format!("{}. {}", explained.message, explained.action)
            .trim_end_matches([' ', '.'])
            .to_owned(),
    )
}

fn size(text: &str) -> Result<AvatarSize, String> {
    AvatarSize::from_part(text).ok_or_else(|| "0, 46, 64, 96 or 132".to_owned())
}
