//! What is said when there is no picture.

use fanscope::{
    avatar::{Error, policy::Refusal},
    words::UiLang,
};

fn all() -> Vec<Error> {
    vec![
        Error::Refused(Refusal::Address),
        Error::Refused(Refusal::Host("a.example".into())),
        Error::Refused(Refusal::Private("10.0.0.1".into())),
        Error::Redirects,
        Error::Unreachable,
        Error::TooSlow,
        Error::Stale,
        Error::DefaultFace,
        Error::Gone,
        Error::Status(503),
        Error::Empty,
        Error::NotAnImage,
        Error::TooLarge,
        Error::TooManyPixels,
        Error::Broken,
    ]
}

#[test]
fn every_reason_has_words_and_a_way_on_in_both_languages() {
    for error in all() {
        for lang in UiLang::ALL {
            let (text, hint) = (error.text(lang), error.hint(lang, "r"));
            assert!(!text.starts_with("avatar.") && !hint.starts_with("avatar."), "{error:?}");
            assert!(!text.contains("%{") && !hint.contains("%{"), "{text} {hint}");
        }
    }
}

#[test]
fn a_host_is_named_as_visible_text() {
    let error = Error::Refused(Refusal::Host("a\u{1b}[31m.example".into()));
    assert_eq!(error.text(UiLang::En), "Pictures are not fetched from a‹ESC›[31m.example");
    assert_eq!(Error::Stale.hint(UiLang::En, "r"), "Press r to ask for the follower again.");
}
