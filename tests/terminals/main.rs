//! The terminal matrix: the real program in real terminals, and what can be seen there.
//!
//! Each test has a screen of its own (an X server, a Wayland compositor, or a page of a browser) and a
//! demo of its own. It types, takes pictures of the window, and compares what is in the avatar pane
//! with the face that the demo serves. The pictures are kept below `target/terminals/`. Not run by a
//! plain `cargo test`, because it needs the terminals: `.ci/run` says which packages of Debian and of
//! npm these are.

mod area;
mod dirt;
mod emulator;
mod face;
mod grid;
mod handed;
mod look;
mod names;
mod printed;
mod process;
mod refusals;
mod show;
mod stage;
mod starts;
mod walk;
mod window;

use emulator::Emulator;

#[test]
fn kitty_shows_the_face_and_nothing_of_it_stays_behind() {
    walk::through(Emulator::Kitty);
}

#[test]
fn xterm_shows_the_face_and_nothing_of_it_stays_behind() {
    walk::through(Emulator::Xterm);
}

#[test]
fn mlterm_shows_the_face_and_nothing_of_it_stays_behind() {
    walk::through(Emulator::Mlterm);
}

#[test]
fn konsole_shows_the_face_and_nothing_of_it_stays_behind() {
    walk::through(Emulator::Konsole);
}

#[test]
fn foot_shows_the_face_and_nothing_of_it_stays_behind() {
    walk::through(Emulator::Foot);
}

#[test]
fn alacritty_shows_the_face_and_nothing_of_it_stays_behind() {
    walk::through(Emulator::Alacritty);
}

#[test]
fn tmux_shows_the_face_and_nothing_of_it_stays_behind() {
    walk::through(Emulator::Tmux);
}

#[test]
fn tmux_hands_pictures_on_where_it_is_told_to() {
    handed::on();
}

#[test]
fn kitty_prints_a_face_among_lines() {
    printed::among_lines(Emulator::Kitty);
}

#[test]
fn xterm_prints_a_face_among_lines() {
    printed::among_lines(Emulator::Xterm);
}

#[test]
fn xterm_js_prints_a_face_among_lines() {
    printed::among_lines(Emulator::XtermJs);
}

#[test]
fn kitty_shows_nothing_of_an_odd_name_once_it_is_gone() {
    dirt::of_names_that_go(Emulator::Kitty);
}

#[test]
fn xterm_shows_nothing_of_an_odd_name_once_it_is_gone() {
    dirt::of_names_that_go(Emulator::Xterm);
}

#[test]
fn mlterm_shows_nothing_of_an_odd_name_once_it_is_gone() {
    dirt::of_names_that_go(Emulator::Mlterm);
}

#[test]
fn konsole_shows_nothing_of_an_odd_name_once_it_is_gone() {
    dirt::of_names_that_go(Emulator::Konsole);
}

#[test]
fn foot_shows_nothing_of_an_odd_name_once_it_is_gone() {
    dirt::of_names_that_go(Emulator::Foot);
}

#[test]
fn xterm_js_shows_nothing_of_an_odd_name_once_it_is_gone() {
    dirt::of_names_that_go(Emulator::XtermJs);
}

#[test]
fn alacritty_shows_nothing_of_an_odd_name_once_it_is_gone() {
    dirt::of_names_that_go(Emulator::Alacritty);
}

#[test]
fn tmux_shows_nothing_of_an_odd_name_once_it_is_gone() {
    dirt::of_names_that_go(Emulator::Tmux);
}

#[test]
fn foot_is_filled_though_it_gives_its_size_after_the_start() {
    starts::fill_the_window(Emulator::Foot);
}

#[test]
fn xterm_js_shows_the_face_and_nothing_of_it_stays_behind() {
    walk::through(Emulator::XtermJs);
}

#[test]
fn foot_prints_a_face_among_lines() {
    printed::among_lines(Emulator::Foot);
}
