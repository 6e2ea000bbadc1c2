//! What a face is made of, by the number of its person.
//!
//! Background and hair go round in turn, so that neighbours in the list never look alike.

use super::canvas::Colour;
use crate::demo::{
    people,
    rng::{draw, is_among, pick},
};

#[derive(Debug)]
pub struct Features {
    pub background: Colour,
    pub motif: Motif,
    pub skin: Colour,
    pub hair: Colour,
    pub style: Style,
    pub eyes: Eyes,
    pub brows: Brows,
    pub nose: Nose,
    pub mouth: Mouth,
    pub glasses: Glasses,
    pub hat: Hat,
    pub beard: Beard,
    pub shirt: Colour,
    pub collar: Collar,
    /// Hats, glasses, earrings.
    pub accent: Colour,
    pub has_blush: bool,
    pub has_earrings: bool,
    /// Half the width of the head.
    pub wide: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motif {
    Plain,
    Sun,
    Hill,
    Slope,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Bald,
    Buzz,
    SidePart,
    Quiff,
    Spiky,
    Curly,
    Bowl,
    Bob,
    Long,
    Bun,
    Pigtails,
    Ponytail,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eyes {
    Dots,
    Wide,
    Happy,
    Sleepy,
    Wink,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brows {
    None,
    Flat,
    Raised,
    Bold,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nose {
    Button,
    Line,
    Wide,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouth {
    Smile,
    Grin,
    Laugh,
    Small,
    Smirk,
    Tongue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glasses {
    None,
    Round,
    Square,
    Sun,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hat {
    None,
    Cap,
    Beanie,
    Straw,
    Headband,
    Headphones,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beard {
    None,
    Full,
    Moustache,
    Goatee,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collar {
    Round,
    Shirt,
    Hood,
    Stripes,
}

const BACKGROUNDS: [u32; 13] = [
    0x00f6_c445,
    0x0063_bfb0,
    0x00f2_897f,
    0x0086_b4f7,
    0x009c_cb5f,
    0x00b7_9de0,
    0x00f4_a3c6,
    0x004a_6896,
    0x00ff_a76b,
    0x00e9_e2d2,
    0x0045_aedd,
    0x008a_5a86,
    0x002f_7a68,
];
const SKINS: [u32; 7] =
    [0x00ff_e2cb, 0x00fb_d0ac, 0x00f3_c194, 0x00f3_c194, 0x00dc_a470, 0x00b0_7a4a, 0x007d_4e2f];
/// Dark hair more often than any other.
const HAIRS: [u32; 16] = [
    0x0024_1d20,
    0x003a_2822,
    0x0024_1d20,
    0x002b_2226,
    0x0024_1d20,
    0x004a_3026,
    0x003a_2822,
    0x006a_4029,
    0x002b_2226,
    0x00a5_622d,
    0x00e0_b04f,
    0x00c8_542f,
    0x00bd_babd,
    0x006a_4029,
    0x004b_5fc4,
    0x00d9_548c,
];
const SHIRTS: [u32; 9] = [
    0x00ff_ffff,
    0x002d_3a57,
    0x00d6_4b4b,
    0x003f_88c5,
    0x00f2_b134,
    0x004d_9c6a,
    0x007b_5aa6,
    0x003a_3a40,
    0x00ef_86a5,
];
const ACCENTS: [u32; 6] =
    [0x00d9_443f, 0x002b_5fa8, 0x00f0_b52b, 0x002f_8f6b, 0x0044_4048, 0x00e8_7fa8];

const MEN: [Style; 6] =
    [Style::SidePart, Style::Spiky, Style::Buzz, Style::Curly, Style::Quiff, Style::Bald];
const WOMEN: [Style; 7] = [
    Style::Long,
    Style::Bob,
    Style::Bun,
    Style::Pigtails,
    Style::Ponytail,
    Style::Curly,
    Style::Bowl,
];

impl Features {
    pub fn of(number: u64) -> Self {
        let sex = people::person(number).sex;
        let bits = |salt: u64| draw(number, 0xface + salt);
        let is_man = sex == 1 || sex == 0 && is_among(bits(0), 50);
        let style =
            if is_man { pick(&MEN, number / 2 + bits(1) % 2) } else { pick(&WOMEN, number / 2) };
        let style = *style;
        let fits_hat = !matches!(style, Style::Bun | Style::Spiky | Style::Quiff);
        let hat = [Hat::None, Hat::Headphones, Hat::Cap, Hat::Beanie, Hat::Straw, Hat::Headband];
        let hat = match bits(2) % 100 {
            ..58 => Hat::None,
            _ if fits_hat => *pick(&hat[1..], bits(3)),
            _ => *pick(&hat[..2], bits(3)),
        };
        let beards = [Beard::Full, Beard::Moustache, Beard::Goatee];
        let beard =
            if is_man && is_among(bits(4), 40) { *pick(&beards, bits(5)) } else { Beard::None };
        let glasses = match bits(6) % 100 {
            ..62 => Glasses::None,
            62..78 => Glasses::Round,
            78..92 => Glasses::Square,
            _ => Glasses::Sun,
        };
        let skin = *pick(&SKINS, bits(9));
        let hair = Colour::hex(*pick(&HAIRS, bits(10)));
        // Brown hair round a brown face would be one blot.
        let hair = if skin == SKINS[SKINS.len() - 1] { hair.darker(0.55) } else { hair };
        let background = Colour::hex(*pick(&BACKGROUNDS, number * 5 + number / 13));
        let shirt = Colour::hex(*pick(&SHIRTS, number * 2 + bits(7) % 3));
        Self {
            background,
            motif: *pick(&[Motif::Plain, Motif::Sun, Motif::Hill, Motif::Slope], bits(8)),
            skin: Colour::hex(skin),
            hair,
            style,
            eyes: *pick(
                &[
                    Eyes::Dots,
                    Eyes::Wide,
                    Eyes::Dots,
                    Eyes::Happy,
                    Eyes::Wide,
                    Eyes::Sleepy,
                    Eyes::Wink,
                ],
                bits(11),
            ),
            brows: *pick(&[Brows::None, Brows::Flat, Brows::Raised, Brows::Bold], bits(12)),
            nose: *pick(&[Nose::Button, Nose::Line, Nose::Wide], bits(13)),
            mouth: *pick(
                &[
                    Mouth::Smile,
                    Mouth::Grin,
                    Mouth::Laugh,
                    Mouth::Small,
                    Mouth::Smirk,
                    Mouth::Tongue,
                ],
                bits(14),
            ),
            glasses,
            hat,
            beard,
            shirt,
            collar: *pick(&[Collar::Round, Collar::Shirt, Collar::Hood, Collar::Stripes], bits(15)),
            accent: Colour::hex(*pick(&ACCENTS, bits(16))),
            has_blush: is_among(bits(17), 55),
            has_earrings: !is_man && is_among(bits(18), 40),
            wide: *pick(&[0.225, 0.24, 0.255], bits(19)),
        }
    }
}
