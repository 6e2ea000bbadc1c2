//! The configuration file: where it is, what is wrong in it, and who may read it.

use std::{fs, path::Path};

use crate::{
    cli::doctor::{
        check::{Check, State, What},
        folders::mode,
    },
    config::{Config, error::Error, private},
    words::UiLang,
};

/// What came of loading it. `usual` is where it would be.
#[must_use]
pub fn checks(loaded: &Result<Config, Error>, usual: Option<&Path>, lang: UiLang) -> Vec<Check> {
    let config = match loaded {
        Ok(config) => config,
        Err(error) => {
            let values = [("why", &*error.say(lang))];
            return vec![Check::said(What::Config, State::Wrong, "config_unusable", &values, lang)];
        }
    };
    let Some(file) = &config.file else {
        let key = if usual.is_some() { "config_none" } else { "config_nowhere" };
        let file = usual.map_or_else(String::new, |file| file.display().to_string());
        return vec![Check::said(What::Config, State::Ok, key, &[("file", &file)], lang)];
    };
    let mut checks = vec![readers(file, lang)];
    checks.extend(config.problems(lang).iter().map(|problem| {
        Check::said(What::Config, State::Wrong, "config_problem", &[("problem", problem)], lang)
    }));
    checks
}

fn readers(file: &Path, lang: UiLang) -> Check {
    let found = fs::metadata(file).ok();
    let mode = found.as_ref().map_or_else(String::new, mode);
    let is_private = found.is_some_and(|found| private::is_private(&found));
    let values = [("file", &*file.display().to_string()), ("mode", &*mode)];
    let (state, key) =
        if is_private { (State::Ok, "config_file") } else { (State::Warning, "config_open") };
    Check::said(What::Config, state, key, &values, lang)
}
