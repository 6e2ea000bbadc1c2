//! What the screen says of asking again: the same as `retryable` in `lookup --format json`.

use fanscope::{
    app::{
        action::Action,
        effect::{Done, Job},
        event::Event,
        fault::Fault,
        model::Start,
    },
    i18n::UiLang,
    runtime::faults::of_api,
    wechat::error::{Body, Credentials, Error, Network},
};
use ratatui::layout::Size;

use crate::{
    api::{
        USER_INFO,
        codes::{codes, refused},
    },
    support::{
        made,
        play::{before, opened, play_with, screen},
    },
};

const AT_ONCE: &str = "Press r to try again.";
const THEN: &str = "Then press r to ask again.";

/// The screen where this job fails so and all others are answered.
fn failing(ui_lang: UiLang, is_it: fn(&Job) -> bool, fault: &Fault) -> String {
    let mut model = opened(Start { ui_lang, ..before(100, 30) });
    play_with(&mut model, [Event::Resize(Size::new(100, 30))], |job| -> Result<Done, Fault> {
        if is_it(job) { Err(fault.clone()) } else { made::response(job) }
    });
    screen(&model)
}

#[test]
fn what_may_pass_is_tried_again_and_what_must_be_put_right_is_put_right_first() {
    let is_row: fn(&Job) -> bool = |job| matches!(job, Job::Follower { .. });
    let is_list: fn(&Job) -> bool = |job| matches!(job, Job::Followers { .. });
    for (is_it, fault) in [
        (is_row, made::fault("40003 invalid openid")),
        (is_list, made::fault("48001 api unauthorized")),
        (is_row, made::halt("45009 quota")),
    ] {
        let lasting = Fault { is_retryable: false, ..fault.clone() };
        let seen = failing(UiLang::En, is_it, &lasting);
        assert!(seen.contains(THEN) && !seen.contains(AT_ONCE), "{seen}");
        let passing = Fault { is_retryable: true, ..fault };
        let seen = failing(UiLang::En, is_it, &passing);
        assert!(seen.contains(AT_ONCE) && !seen.contains(THEN), "{seen}");
        // A mistake of the configuration, which is read at the start alone.
        let hopeless = Fault { advice: None, hint: None, ..lasting };
        let seen = failing(UiLang::En, is_it, &hopeless);
        assert!(!seen.contains("Press r") && !seen.contains("press r to"), "{seen}");
        let seen = failing(UiLang::ZhCn, is_it, &Fault { is_retryable: false, ..passing });
        assert!(seen.replace(' ', "").contains("处理后按r重新查询"), "{seen}");
    }
}

#[test]
fn the_screen_and_json_agree_on_what_may_pass() {
    let refusals = codes().into_iter().map(|code| refused(USER_INFO, code, "no"));
    let others = [
        Error::Network(Network::Reset),
        Error::Network(Network::Tls),
        Error::Http { status: 503, is_shed: false },
        Error::Http { status: 404, is_shed: false },
        Error::Body(Body::Html),
        Error::Body(Body::Truncated),
        Error::Offline,
        Error::Cancelled,
        Error::Credentials(Credentials::NoAppid),
    ];
    for error in refusals.chain(others) {
        for lang in UiLang::ALL {
            let fault = of_api(&error, "shop", lang);
            assert_eq!(fault.is_retryable, error.explain(lang).retryable, "{error:?}");
            assert_eq!(fault.hint, Some(Action::Refresh), "{error:?}");
            let again = fault.again(lang).expect("there is advice");
            assert_eq!([AT_ONCE, "按 r 重试。"].contains(&&*again), fault.is_retryable);
        }
    }
}
