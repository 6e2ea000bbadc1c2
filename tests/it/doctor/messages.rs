//! The terminal and the locale in words, and how checks are printed.

use fanscope::{
    cli::{
        Shared,
        doctor::{
            check::{Check, Name, State, What},
            locale, print,
            terminal::{self, Colours, Seen},
        },
    },
    config::images::Images,
    i18n::UiLang,
    runtime::graphics::{
        replies::Facts,
        selection::{Environment, Selection},
    },
};
use ratatui::layout::Size;

use super::{named, states};

fn variables<'a>(set: &'a [(&str, &str)]) -> impl Fn(&str) -> Option<String> + 'a {
    |name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
}

/// A terminal of this size with these variables, that answers with these facts.
fn seen(size: (u16, u16), set: &[(&str, &str)], facts: &Facts) -> Seen {
    let environment = Environment::new(variables(set));
    let size = Size::new(size.0, size.1);
    let selection = Selection::new(Images::Auto, facts, &environment, size, Size::ZERO);
    Seen { term: environment.term, size, colours: Colours::new(variables(set)), selection }
}

fn said(seen: Seen) -> [String; 3] {
    let checks = terminal::checks(&Some(seen), UiLang::En);
    ["terminal", "colours", "graphics"].map(|name| {
        let check = named(&checks, name);
        format!("{} {}", check.state.as_str(), check.found)
    })
}

#[test]
fn a_terminal_s_size_colours_and_pictures_are_told_with_why() {
    let kitty = Facts {
        kitty: true,
        name: Some("kitty(0.32.2)".into()),
        cell: Some((9, 18)),
        complete: true,
        ..Facts::default()
    };
    let true_colour = [("TERM", "xterm-kitty"), ("COLORTERM", "truecolor")];
    let expected = [
        "ok 120x36, TERM is xterm-kitty",
        "ok 16 million, by COLORTERM or TERM xterm-kitty",
        "ok kitty: the terminal answered as kitty(0.32.2); a cell has 9x18 pixels",
    ];
    assert_eq!(said(seen((120, 36), &true_colour, &kitty)), expected);
    let tmux = [("TERM", "tmux-256color"), ("TMUX", "/x")];
    let expected = [
        "warning 40x15, TERM is tmux-256color: list and detail do not fit side by side",
        "ok 256, by TERM tmux-256color",
        "ok blocks (quadrants): tmux lets only text through",
    ];
    assert_eq!(said(seen((40, 15), &tmux, &kitty)), expected);
    let nothing = [("NO_COLOR", "1")];
    let expected = [
        "wrong 10x3 is too small for the screen",
        "ok Off, by NO_COLOR",
        "warning off: NO_COLOR is set, and the terminal has no graphics",
    ];
    assert_eq!(said(seen((10, 3), &nothing, &Facts::default())), expected);
}

#[test]
fn without_a_terminal_nothing_is_asked_of_one() {
    let checks = terminal::checks(&None, UiLang::En);
    assert_eq!(states(&checks), [("terminal".to_owned(), State::Warning)]);
}

#[test]
fn a_locale_without_utf8_is_a_warning() {
    let shared = Shared::default();
    let state = |set: &[(&str, &str)]| {
        let checks = locale::checks(&shared, variables(set), UiLang::En);
        named(&checks, "locale").state
    };
    assert_eq!(state(&[("LANG", "zh_CN.UTF-8")]), State::Ok);
    assert_eq!(state(&[("LANG", "C.utf8"), ("LC_ALL", "")]), State::Ok);
    assert_eq!(state(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")]), State::Warning);
    assert_eq!(state(&[]), State::Warning);
}

fn three() -> [Check; 3] {
    let check = |what, account: Option<&str>, state, found: &str, action: &str| Check {
        name: Name { what, account: account.map(Into::into) },
        state,
        found: found.into(),
        action: action.into(),
    };
    [
        check(What::Locale, None, State::Ok, "C.UTF-8", ""),
        check(What::Clock, Some("店"), State::Warning, "90 s ahead\u{1b}[31m", "Set it."),
        check(What::Token, Some("店"), State::Wrong, "none", "Ask for one."),
    ]
}

#[test]
fn a_state_is_a_glyph_and_a_word_and_columns_stay_straight_with_chinese_names() {
    let expected = "\
✓ ok       locale     C.UTF-8
! warning  店: clock  90 s ahead‹ESC›[31m
                      → Set it.
✗ wrong    店: token  none
                      → Ask for one.

1 ok, 1 to look at, 1 wrong
";
    assert_eq!(print::text(&three(), UiLang::En), expected);
    assert!(print::text(&three(), UiLang::ZhCn).contains("✗ 有误  店: token "));
}

#[test]
fn json_is_one_object_with_the_same_names_in_each_language() {
    let printed = print::json(&three()[1..2]);
    let expected = "{\"checks\":[{\"name\":\"店/clock\",\"state\":\"warning\",\"found\":\"90 s ahead‹ESC›[31m\",\"action\":\"Set it.\"}]}\n";
    assert_eq!(printed, expected);
}

#[test]
fn every_name_and_state_has_words_in_both_languages() {
    let whats = [
        What::Terminal,
        What::Colours,
        What::Graphics,
        What::Locale,
        What::UiLang,
        What::Config,
        What::Account,
        What::Network,
        What::Clock,
        What::Token,
        What::Whitelist,
        What::Permission,
        What::Quota,
        What::Api,
        What::ConfigFolder,
        What::DataFolder,
        What::CacheFolder,
        What::StateFolder,
    ];
    for what in whats {
        assert!(UiLang::knows(&format!("doctor.name_{}", what.as_str())), "{what:?}");
    }
    for state in [State::Ok, State::Warning, State::Wrong] {
        assert!(UiLang::knows(&format!("doctor.state_{}", state.as_str())), "{state:?}");
    }
}
