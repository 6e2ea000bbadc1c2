//! Command lines that are wrong, said without what a terminal obeys in them.

use std::io::{self, Write};

use clap::{
    CommandFactory, Parser,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{
    cli::{Browse, Cli, Exit},
    i18n::UiLang,
    tables,
    text::{nearest::nearest, shown::Shown},
};

/// What was asked for, or how the program ends that only said something about itself.
///
/// # Errors
/// The end, after help, version or what is wrong has been written.
pub fn parse() -> Result<Cli, Exit> {
    Cli::try_parse().map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => match error.print() {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::Usage,
            Ok(()) | Err(_) => Exit::Done,
        },
        _ => {
            let _ = io::stderr().write_all(said(error).as_bytes());
            Exit::Usage
        }
    })
}

/// What clap says, with the arguments made safe that it repeats. Its tips repeat them as they came, so
/// where that makes a difference there is none.
fn said(mut error: clap::Error) -> String {
    let safe = |text: &String| Shown::new(text).to_string();
    let contexts: Vec<_> = error.context().map(|(kind, value)| (kind, value.clone())).collect();
    let is_hostile = contexts.iter().any(|(_, value)| match value {
        ContextValue::String(text) => safe(text) != *text,
        ContextValue::Strings(texts) => texts.iter().any(|text| safe(text) != *text),
        _ => false,
    });
    if is_hostile {
        error.remove(ContextKind::Suggested);
    }
    for (kind, value) in contexts {
        if kind == ContextKind::Suggested {
            continue;
        }
        let value = match value {
            ContextValue::String(text) => ContextValue::String(safe(&text)),
            ContextValue::Strings(texts) => ContextValue::Strings(texts.iter().map(safe).collect()),
            other => other,
        };
        error.insert(kind, value);
    }
    Shown::lines(&error.render().to_string()).to_string()
}

/// The command that was meant, when the first word is none and no OpenID either.
#[must_use]
pub fn meant(browse: &Browse, lang: UiLang) -> Option<String> {
    let word = browse.openids.first()?;
    if tables::read(word).kept().next().is_some() {
        return None;
    }
    let commands = Cli::command();
    let names: Vec<&str> = commands.get_subcommands().map(clap::Command::get_name).collect();
    let meant = nearest(word, &names).filter(|_| word.chars().count() > 2)?;
    Some(lang.fill("config.no_command", &[("word", word), ("meant", meant)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_command_is_told_from_an_openid_by_its_shape() {
        let meant = |word: &str| {
            let browse = Browse { openids: vec![word.to_owned()], file: None };
            meant(&browse, UiLang::En)
        };
        for (word, command) in [
            ("lokup", "lookup"),
            ("Doctor", "doctor"),
            ("acounts", "accounts"),
            ("avatr", "avatar"),
        ] {
            let said = meant(word).expect(word);
            assert!(said.contains(word) && said.contains(&format!("fanscope {command}")), "{said}");
        }
        for word in ["o6_bmjrPTlm6_2sgVt7hMZOPfL2M", "hello", "", "x", "王芳"] {
            assert_eq!(meant(word), None, "{word}");
        }
    }
}
