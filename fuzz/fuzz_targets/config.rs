//! The configuration file: whatever stands in it, each problem names a line of it and can be said.

#![no_main]

use std::path::Path;

use fanscope::{config::file, i18n::UiLang};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let path = Path::new("config.toml");
    let set = |name: &str| (name.len() % 2 == 0).then(|| "set".to_owned());
    match file::read(&text, path, &set) {
        Ok(read) => {
            for problem in &read.problems {
                // The end of the text is on the line behind its last line end.
                let lines = text.matches('\n').count() + 1;
                assert!((1..=lines).contains(&problem.line), "line {} of {lines}", problem.line);
                for lang in [UiLang::En, UiLang::ZhCn] {
                    assert!(!problem.say(path, lang).is_empty());
                }
            }
        }
        Err(error) => assert!(!error.say(UiLang::En).is_empty()),
    }
});
