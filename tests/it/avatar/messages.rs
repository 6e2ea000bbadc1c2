//! What is said when there is no avatar.

use fanscope::{
    avatar::{Error, policy::Refusal},
    i18n::UiLang,
};

fn all() -> Vec<Error> {
    vec![
        Error::Refused(Refusal::Address("ftp://a.example".into())),
        Error::Refused(Refusal::Host("a.example".into())),
        Error::Refused(Refusal::Private("10.0.0.1".into())),
        Error::Refused(Refusal::Resolved { host: "a.example".into(), to: [10, 0, 0, 1].into() }),
        Error::Refused(Refusal::Blocked { host: "a.example".into(), to: [0, 0, 0, 0].into() }),
        Error::Redirects,
        Error::Unreachable,
        Error::TooSlow,
        Error::Stale,
        Error::DefaultAvatar,
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
fn a_refusal_says_which_address_and_why() {
    for (refusal, said) in [
        (
            Refusal::Address("ftp://wx.qlogo.cn".into()),
            "The avatar's address, ftp://wx.qlogo.cn, is not a plain web address and was not opened",
        ),
        (
            Refusal::Resolved { host: "wx.qlogo.cn".into(), to: [10, 0, 0, 1].into() },
            "Avatars are not fetched from wx.qlogo.cn: its name leads to 10.0.0.1, inside this network",
        ),
        (
            Refusal::Blocked { host: "wx.qlogo.cn".into(), to: [127, 0, 0, 1].into() },
            "wx.qlogo.cn is blocked here: a hosts file or a blocker sends it to 127.0.0.1",
        ),
    ] {
        assert_eq!(Error::Refused(refusal).text(UiLang::En), said);
    }
}

#[test]
fn a_host_is_named_as_visible_text() {
    let error = Error::Refused(Refusal::Host("a\u{1b}[31m.example".into()));
    assert_eq!(error.text(UiLang::En), "Avatars are not fetched from a‹ESC›[31m.example");
    assert_eq!(Error::Stale.hint(UiLang::En, "r"), "Press r to ask for the follower again.");
}
