//! How many colours the terminal has, and which of them comes nearest to another.
//!
//! The one place that turns colours and attributes into orders. crossterm 0.29 is no help with
//! `NO_COLOR`: it leaves the numbers out of `ESC [ … m`, and what is left is a full reset, which takes
//! reverse, bold and underline away with the colours.

use std::fmt::Write;

use ratatui::style::{Color, Modifier};

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// `NO_COLOR` is set: attributes alone.
    None,
    /// The palette of ANSI, which everything has that has colours.
    Sixteen,
    /// That, and the cube and the greys of xterm.
    Indexed,
    /// 24 bits.
    #[default]
    Full,
}

/// What the first sixteen colours are in xterm. Elsewhere they are what the person chose, not far off.
const ANSI: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];
/// The steps of a side of the cube.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

impl Depth {
    /// What the environment promises. 24 bits only where they are promised: Terminal.app paints
    /// something else for orders with 24 bits, and the console of Linux another of its sixteen.
    #[must_use]
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| variable(name).unwrap_or_default();
        let term = value("TERM");
        let is_full = matches!(value("COLORTERM").as_str(), "truecolor" | "24bit");
        // Terminals with 24 bits that are known by their entry where `COLORTERM` is lost, over SSH.
        let full =
            ["xterm-kitty", "xterm-ghostty", "foot", "alacritty", "wezterm", "contour", "rio"];
        let is_known = full.iter().any(|name| {
            term.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        });
        if !value("NO_COLOR").is_empty() {
            Self::None
        } else if term.is_empty()
            || ["linux", "dumb", "cons", "vt"].iter().any(|name| term.starts_with(name))
        {
            Self::Sixteen
        } else if value("TERM_PROGRAM") == "Apple_Terminal" {
            Self::Indexed
        } else if is_full || is_known || term.ends_with("-direct") {
            Self::Full
        } else if term.contains("256color") {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }

    /// The colour that comes nearest, of those that there are.
    #[must_use]
    pub fn nearest(self, colour: Color) -> Color {
        match (self, colour) {
            (Self::None, _) => Color::Reset,
            (Self::Sixteen, Color::Rgb(red, green, blue)) => {
                Color::Indexed(sixteen([red, green, blue]))
            }
            (Self::Sixteen, Color::Indexed(index @ 16..)) => {
                Color::Indexed(sixteen(indexed(index)))
            }
            (Self::Indexed, Color::Rgb(red, green, blue)) => {
                Color::Indexed(cube_or_grey([red, green, blue]))
            }
            (_, colour) => colour,
        }
    }

    /// The order for these colours, ink and paper, and nothing else.
    #[must_use]
    pub fn order(self, [red, green, blue]: [u8; 3], [r, g, b]: [u8; 3]) -> String {
        let style = CellStyle {
            ink: self.nearest(Color::Rgb(red, green, blue)),
            paper: self.nearest(Color::Rgb(r, g, b)),
            modifier: Modifier::empty(),
        };
        style.after(CellStyle::default())
    }
}

/// How far apart two colours are to an eye, roughly: green weighs most, blue least.
fn apart(one: [u8; 3], other: [u8; 3]) -> u32 {
    let [red, green, blue] =
        std::array::from_fn(|at| u32::from(one[at].abs_diff(other[at])).pow(2));
    3 * red + 6 * green + 2 * blue
}

fn sixteen(colour: [u8; 3]) -> u8 {
    let nearest = (0..).zip(ANSI).min_by_key(|(_, ansi)| apart(*ansi, colour));
    nearest.map_or(0, |(index, _)| index)
}

/// Of the 240 colours that are the same everywhere.
fn cube_or_grey(colour: [u8; 3]) -> u8 {
    let nearest = (16..=u8::MAX).min_by_key(|index| apart(indexed(*index), colour));
    nearest.unwrap_or(16)
}

/// What a colour of the cube or the greys is.
fn indexed(index: u8) -> [u8; 3] {
    let step = |at: u8| STEPS.get(usize::from(at % 6)).copied().unwrap_or_default();
    match index {
        232.. => [8 + (index - 232) * 10; 3],
        16.. => [step((index - 16) / 36), step((index - 16) / 6), step(index - 16)],
        _ => ANSI.get(usize::from(index)).copied().unwrap_or_default(),
    }
}

/// mlterm 3.9 reads so many numbers of an order and drops the rest: of `0`, an ink and a paper, with
/// 24 bits each, the paper.
const MOST_NUMBERS: usize = 10;

/// Colours and attributes of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CellStyle {
    pub ink: Color,
    pub paper: Color,
    pub modifier: Modifier,
}

impl CellStyle {
    /// The order that makes this of another. Empty when it is the same.
    #[must_use]
    pub fn after(self, mut before: Self) -> String {
        let mut order = String::new();
        if self == before {
            return order;
        }
        // Each attribute has an end of its own, but bold and dim share one.
        if !(before.modifier - self.modifier).is_empty() || self == Self::default() {
            order.push_str("0;");
            before = Self::default();
        }
        for (modifier, number) in ATTRIBUTES {
            if (self.modifier - before.modifier).contains(modifier) {
                // Writing into memory cannot fail.
                let _ = write!(order, "{number};");
            }
        }
        if self.ink != before.ink {
            colour(&mut order, self.ink, 30);
        }
        let mut paper = String::new();
        if self.paper != before.paper {
            colour(&mut paper, self.paper, 40);
        }
        if numbers(&order) + numbers(&paper) > MOST_NUMBERS {
            order.pop();
            order.push_str("m\x1b[");
        }
        order.push_str(&paper);
        order.pop();
        format!("\x1b[{order}m")
    }
}

const ATTRIBUTES: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// How many numbers an order has, each of which ends with a semicolon.
fn numbers(order: &str) -> usize {
    order.bytes().filter(|byte| *byte == b';').count()
}

/// `base` is 30 for the ink and 40 for the paper.
fn colour(order: &mut String, colour: Color, base: u8) {
    let number = match colour {
        Color::Reset => 9,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        Color::Indexed(index @ 0..8) => index,
        Color::Indexed(index @ 8..16) => index - 8 + 60,
        Color::Indexed(index) => {
            // Writing into memory cannot fail, here and below.
            let _ = write!(order, "{};5;{index};", base + 8);
            return;
        }
        Color::Rgb(red, green, blue) => {
            let _ = write!(order, "{};2;{red};{green};{blue};", base + 8);
            return;
        }
    };
    let _ = write!(order, "{};", base + number);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(variables: &[(&str, &str)]) -> Depth {
        Depth::of(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn colours_are_as_many_as_the_environment_promises() {
        let xterm = ("TERM", "xterm-256color");
        for (variables, wanted) in [
            (&[xterm, ("COLORTERM", "truecolor")][..], Depth::Full),
            (&[xterm, ("COLORTERM", "24bit")], Depth::Full),
            (&[xterm], Depth::Indexed),
            (&[xterm, ("COLORTERM", "yes")], Depth::Indexed),
            (&[xterm, ("TERM_PROGRAM", "Apple_Terminal")], Depth::Indexed),
            (&[("TERM", "tmux-256color")], Depth::Indexed),
            (&[("TERM", "xterm-kitty")], Depth::Full),
            (&[("TERM", "foot")], Depth::Full),
            (&[("TERM", "foot-extra")], Depth::Full),
            (&[("TERM", "xterm-direct")], Depth::Full),
            (&[("TERM", "xterm")], Depth::Sixteen),
            (&[("TERM", "linux")], Depth::Sixteen),
            (&[("TERM", "dumb"), ("COLORTERM", "truecolor")], Depth::Sixteen),
            (&[], Depth::Sixteen),
            (&[xterm, ("COLORTERM", "truecolor"), ("NO_COLOR", "1")], Depth::None),
            (&[xterm, ("COLORTERM", "truecolor"), ("NO_COLOR", "")], Depth::Full),
        ] {
            assert_eq!(depth(variables), wanted, "{variables:?}");
        }
    }

    #[test]
    fn the_nearest_colour_is_taken_and_one_that_is_there_stays() {
        for (depth, colour, wanted) in [
            (Depth::Full, Color::Rgb(1, 2, 3), Color::Rgb(1, 2, 3)),
            (Depth::Indexed, Color::Rgb(255, 0, 0), Color::Indexed(196)),
            (Depth::Indexed, Color::Rgb(96, 134, 176), Color::Indexed(67)),
            (Depth::Indexed, Color::Rgb(9, 9, 8), Color::Indexed(232)),
            (Depth::Indexed, Color::Rgb(250, 250, 250), Color::Indexed(231)),
            (Depth::Indexed, Color::Indexed(5), Color::Indexed(5)),
            (Depth::Indexed, Color::LightBlue, Color::LightBlue),
            (Depth::Sixteen, Color::Rgb(250, 250, 250), Color::Indexed(15)),
            (Depth::Sixteen, Color::Rgb(10, 10, 10), Color::Indexed(0)),
            (Depth::Sixteen, Color::Rgb(200, 20, 20), Color::Indexed(1)),
            (Depth::Sixteen, Color::Indexed(196), Color::Indexed(9)),
            (Depth::Sixteen, Color::LightBlue, Color::LightBlue),
            (Depth::None, Color::Rgb(200, 20, 20), Color::Reset),
            (Depth::None, Color::Red, Color::Reset),
        ] {
            assert_eq!(depth.nearest(colour), wanted, "{depth:?} {colour:?}");
        }
    }

    #[test]
    fn an_order_says_what_changes_and_never_resets_what_stays() {
        let plain = CellStyle::default();
        let marked = CellStyle { modifier: Modifier::BOLD | Modifier::REVERSED, ..plain };
        let red = CellStyle { ink: Color::Red, ..marked };
        let rgb = CellStyle { ink: Color::Rgb(1, 2, 3), paper: Color::Rgb(4, 5, 6), ..plain };
        for (before, after, order) in [
            (plain, plain, ""),
            (plain, marked, "\x1b[1;7m"),
            (marked, red, "\x1b[31m"),
            (red, marked, "\x1b[39m"),
            (red, CellStyle { modifier: Modifier::BOLD, ..red }, "\x1b[0;1;31m"),
            (red, plain, "\x1b[0m"),
            (
                plain,
                CellStyle { ink: Color::Indexed(9), paper: Color::Indexed(200), ..plain },
                "\x1b[91;48;5;200m",
            ),
            (plain, CellStyle { paper: Color::Rgb(1, 2, 3), ..plain }, "\x1b[48;2;1;2;3m"),
            (plain, rgb, "\x1b[38;2;1;2;3;48;2;4;5;6m"),
            (red, rgb, "\x1b[0;38;2;1;2;3m\x1b[48;2;4;5;6m"),
        ] {
            assert_eq!(after.after(before), order, "{before:?} → {after:?}");
        }
    }
}
