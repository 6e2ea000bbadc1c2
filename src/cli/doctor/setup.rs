//! The configuration file: where it is, what is wrong in it, and who may read it.

use std::{fs, path::Path};

use crate::{
    cli::doctor::{
        check::{Check, State, What},
        folders::mode,
    },
    config::{Config, error::Error, private},
    i18n::UiLang,
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
        let mut checks = vec![Check::said(What::Config, State::Ok, key, &[("file", &file)], lang)];
        checks.extend(problems(config, lang));
        return checks;
    };
    let mut checks = vec![readers(file, lang)];
    checks.extend(problems(config, lang));
    checks
}

fn problems(config: &Config, lang: UiLang) -> Vec<Check> {
    // What is used all the same is worth a look and no more; beyond the last come those not told.
    let state = |is_warning| if is_warning { State::Warning } else { State::Wrong };
    let states = config.problems.iter().map(|problem| state(problem.is_warning()));
    let states = states.chain(std::iter::repeat(State::Wrong));
    let said = config.problems(lang);
    let checks = said.iter().zip(states).map(|(problem, state)| {
        Check::said(What::Config, state, "config_problem", &[("problem", problem)], lang)
    });
    checks.collect()
}

/// Several names for one account.
#[must_use]
pub fn twins(config: &Config, name: Option<&str>, lang: UiLang) -> Vec<Check> {
    let said = config.twins(name, lang).into_iter();
    let check =
        |said: String| Check::said(What::Config, State::Warning, "twins", &[("said", &said)], lang);
    said.map(check).collect()
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
