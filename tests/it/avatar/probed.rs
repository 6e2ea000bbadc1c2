//! Which way to draw follows from what the terminal replied, the environment and the person.

use fanscope::{
    config::images::Images,
    runtime::graphics::{
        blocks::Shape,
        encode::Encoder,
        protocol::Protocol,
        replies::Facts,
        selection::{Environment, Reason, Selection, cell_of},
    },
};
use ratatui::layout::Size;

const QUADRANTS: Protocol = Protocol::Blocks(Shape::Quadrant);

fn facts(name: &str, kitty: bool, sixel: bool) -> Facts {
    let name = (!name.is_empty()).then(|| name.to_owned());
    Facts { kitty, sixel, name, cell: Some((9, 18)), complete: true, ..Facts::default() }
}

fn alone() -> Environment {
    Environment { term: "xterm-256color".into(), ..Environment::default() }
}

fn chosen(wanted: Images, facts: &Facts, environment: &Environment) -> (Option<Protocol>, Reason) {
    let selection = Selection::new(wanted, facts, environment, Size::new(80, 24), Size::ZERO);
    (selection.encoder.map(Encoder::protocol), selection.reason)
}

#[test]
fn every_terminal_gets_the_way_that_works_there() {
    for (name, kitty, sixel, kind) in [
        ("kitty(0.26.5)", true, false, Protocol::Direct),
        ("kitty(0.28.0)", true, false, Protocol::Kitty),
        ("kitty(0.35.2)", true, false, Protocol::Kitty),
        ("kitty(1.0.0)", true, false, Protocol::Kitty),
        ("ghostty 1.0.1", true, false, Protocol::Kitty),
        ("Konsole 22.12.3", true, true, Protocol::Direct),
        ("WezTerm 20240203", true, true, Protocol::Iterm2),
        ("iTerm2 3.5.0", false, true, Protocol::Iterm2),
        ("foot(1.16.2)", false, true, Protocol::Sixel),
        ("XTerm(379)", false, true, Protocol::Sixel),
        ("XTerm(379)", false, false, QUADRANTS),
        ("", true, false, Protocol::Direct),
    ] {
        let (chosen, _) = chosen(Images::Auto, &facts(name, kitty, sixel), &alone());
        assert_eq!(chosen, Some(kind), "{name}");
    }
}

#[test]
fn only_terminals_that_are_known_to_are_believed_to_keep_images() {
    for (name, keeps_images) in [
        ("kitty(0.26.5)", true),
        ("kitty(0.35.2)", true),
        ("ghostty 1.0.1", true),
        ("Konsole 22.12.3", true),
        ("Konsole 22.04.0", false),
        ("xterm.js(6.1.0)", false),
        ("some other 1.0", false),
        ("", false),
    ] {
        let facts = facts(name, true, false);
        let choice = Selection::new(Images::Auto, &facts, &alone(), Size::new(80, 24), Size::ZERO);
        let encoder = choice.encoder.expect("it has graphics");
        let wanted = Encoder::new(encoder.protocol(), Some((9, 18)), None);
        assert_eq!(encoder, wanted.keeping_images(keeps_images), "{name}");
    }
}

#[test]
fn a_silent_terminal_gets_blocks_and_the_reason_is_told() {
    assert_eq!(
        chosen(Images::Auto, &Facts::default(), &alone()),
        (Some(QUADRANTS), Reason::Silent)
    );
    let plain = facts("", false, false);
    assert_eq!(chosen(Images::Auto, &plain, &alone()), (Some(QUADRANTS), Reason::NoGraphics));
    let sizeless = Facts { cell: None, ..facts("XTerm(379)", false, true) };
    assert_eq!(chosen(Images::Auto, &sizeless, &alone()), (Some(QUADRANTS), Reason::NoCellSize));
}

#[test]
fn in_a_multiplexer_it_is_blocks_and_it_is_not_asked_what_it_would_misunderstand() {
    for (name, value, multiplexer) in
        [("TMUX", "/tmp/t,1,0", "tmux"), ("STY", "1.pts", "screen"), ("ZELLIJ", "0", "zellij")]
    {
        let environment = Environment::new(|requested| match requested {
            "TERM" => Some("xterm-256color".into()),
            _ => (requested == name).then(|| value.to_owned()),
        });
        let wanted = (Some(QUADRANTS), Reason::Multiplexer(multiplexer));
        assert_eq!(chosen(Images::Auto, &facts("kitty(0.35)", true, true), &environment), wanted);
        assert!(!environment.question().contains("\x1b_G"));
        assert!(environment.question().ends_with("\x1b[c"));
    }
    for term in ["linux", "dumb", ""] {
        let console = Environment { term: term.into(), ..Environment::default() };
        assert_eq!(console.question(), "");
    }
}

#[test]
fn blocks_are_sextants_only_where_the_terminal_draws_them_itself() {
    let console = Environment { term: "linux".into(), ..Environment::default() };
    let tmux = Environment { multiplexer: Some("tmux"), ..alone() };
    for (name, environment, shape) in [
        ("", &console, Shape::Half),
        ("", &Environment::default(), Shape::Half),
        ("", &alone(), Shape::Quadrant),
        ("XTerm(379)", &alone(), Shape::Quadrant),
        ("mlterm(3.9.3)", &alone(), Shape::Quadrant),
        ("VTE(6003)", &alone(), Shape::Quadrant),
        ("VTE(6200)", &alone(), Shape::Sextant),
        ("VTE(7802)", &alone(), Shape::Sextant),
        ("kitty(0.19.2)", &alone(), Shape::Quadrant),
        ("kitty(0.26.5)", &alone(), Shape::Sextant),
        ("foot(1.7.2)", &alone(), Shape::Quadrant),
        ("foot(1.16.2)", &alone(), Shape::Sextant),
        ("foot(1.20.0)", &alone(), Shape::Quadrant),
        ("foot(1.21.0)", &alone(), Shape::Sextant),
        ("WezTerm 20210502-154244-3f7122cb", &alone(), Shape::Quadrant),
        ("WezTerm 20240203-110809-5046fc22", &alone(), Shape::Sextant),
        ("Konsole 22.12.3", &alone(), Shape::Sextant),
        ("ghostty 1.0.1", &alone(), Shape::Sextant),
        ("tmux 3.3a", &tmux, Shape::Quadrant),
        ("kitty(0.35.2)", &tmux, Shape::Quadrant),
    ] {
        let (kind, _) = chosen(Images::Blocks, &facts(name, false, false), environment);
        assert_eq!(kind, Some(Protocol::Blocks(shape)), "{name} {environment:?}");
    }
}

#[test]
fn behind_a_tmux_that_hands_on_pictures_are_placed_by_text_if_the_terminal_has_that() {
    let tmux = Environment { multiplexer: Some("tmux"), ..alone() };
    let behind = |name: &str| Facts { behind: Some(name.into()), ..facts("", false, false) };
    let passed = |name: &str| (Some(Protocol::Kitty), Reason::Passthrough(name.into()));
    for wanted in [Images::Auto, Images::Kitty] {
        assert_eq!(chosen(wanted, &behind("kitty(0.35.2)"), &tmux), passed("kitty(0.35.2)"));
    }
    assert_eq!(chosen(Images::Auto, &behind("ghostty 1.1.0"), &tmux), passed("ghostty 1.1.0"));
    let blocks = (Some(QUADRANTS), Reason::Multiplexer("tmux"));
    for name in ["kitty(0.26.5)", "XTerm(379)", "Konsole 22.12.3"] {
        assert_eq!(chosen(Images::Auto, &behind(name), &tmux), blocks, "{name}");
    }
    let wanted = chosen(Images::Blocks, &behind("kitty(0.35.2)"), &tmux);
    assert_eq!(wanted, (Some(QUADRANTS), Reason::Wanted));
}

#[test]
fn what_the_person_wants_goes_before_what_the_terminal_says() {
    let xterm = facts("XTerm(379)", false, true);
    for (wanted, kind) in [
        (Images::Off, None),
        (Images::Blocks, Some(QUADRANTS)),
        (Images::Iterm2, Some(Protocol::Iterm2)),
        (Images::Sixel, Some(Protocol::Sixel)),
        (Images::Kitty, Some(Protocol::Direct)),
    ] {
        assert_eq!(chosen(wanted, &xterm, &alone()), (kind, Reason::Wanted));
    }
}

#[test]
fn without_colours_there_are_no_blocks() {
    let plain = Environment { no_colour: true, ..alone() };
    assert_eq!(chosen(Images::Auto, &Facts::default(), &plain), (None, Reason::NoColour));
    let sixel = chosen(Images::Auto, &facts("", false, true), &plain);
    assert_eq!(sixel.0, Some(Protocol::Sixel));
}

#[test]
fn the_size_of_a_cell_follows_from_that_of_the_window() {
    assert_eq!(cell_of(Size::new(80, 24), Size::new(720, 432)), Some((9, 18)));
    assert_eq!(cell_of(Size::new(80, 24), Size::ZERO), None);
    assert_eq!(cell_of(Size::new(80, 24), Size::new(80, 24)), None);
    assert_eq!(cell_of(Size::ZERO, Size::new(720, 432)), None);
}
