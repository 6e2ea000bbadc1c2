//! Painting a face, from the back to the front.

use super::{
    canvas::{Canvas, Colour},
    features::{Beard, Brows, Collar, Eyes, Features, Glasses, Hat, Motif, Mouth, Nose},
    hair,
    shape::Shape,
};

/// Where the middle of the head is, and half its height.
pub const MIDDLE: f32 = 0.5;
pub const HIGH: f32 = 0.27;
const EYES: f32 = 0.515;
const APART: f32 = 0.098;

/// The placeholder for an avatar that is no more: a grey shape of nobody.
pub fn nobody(size: u16) -> Vec<u8> {
    let mut canvas = Canvas::new(size, Colour::hex(0x00e4_e4e4));
    let grey = Colour::hex(0x00bd_bdbd);
    canvas.paint(grey, &Shape::disc(0.5, 0.42, 0.19));
    canvas.paint(grey, &Shape::oval(0.5, 1.0, 0.36, 0.32));
    let stroke = vec![(0.2, 0.14), (0.82, 0.86)];
    canvas.paint(Colour::hex(0x009a_9a9a), &Shape::Line { points: stroke, width: 0.04 });
    canvas.finish()
}

impl Features {
    /// The avatar in this many pixels each way, three bytes a pixel.
    pub fn draw(&self, size: u16) -> Vec<u8> {
        let mut canvas = Canvas::new(size, self.background);
        self.background(&mut canvas);
        hair::behind(&mut canvas, self);
        self.body(&mut canvas);
        self.head(&mut canvas);
        self.beard(&mut canvas);
        self.mouth(&mut canvas);
        self.nose(&mut canvas);
        self.eyes(&mut canvas);
        hair::before(&mut canvas, self);
        self.brows(&mut canvas);
        self.glasses(&mut canvas);
        self.hat(&mut canvas);
        canvas.finish()
    }

    fn background(&self, canvas: &mut Canvas) {
        let (light, dark) = (self.background.lighter(0.3), self.background.darker(0.12));
        match self.motif {
            Motif::Plain => {}
            Motif::Sun => canvas.paint(light, &Shape::disc(0.5, 0.5, 0.43)),
            Motif::Hill => canvas.paint(dark, &Shape::oval(0.5, 1.0, 0.85, 0.42)),
            Motif::Slope => {
                canvas.paint(light, &Shape::Polygon(vec![(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]));
            }
        }
    }

    fn body(&self, canvas: &mut Canvas) {
        let body = || Shape::oval(0.5, 1.04, 0.4, 0.25);
        canvas.paint(self.shirt, &body());
        if self.collar == Collar::Stripes {
            let stripe = self.shirt.towards(self.accent, 0.8);
            for height in [0.865, 0.945] {
                canvas.paint(stripe, &body().and(Shape::slab(0.5, height, 0.5, 0.018, 0.0)));
            }
        }
        if self.collar == Collar::Hood {
            canvas.paint(self.shirt.darker(0.2), &Shape::oval(0.5, 0.84, 0.2, 0.08));
        }
        canvas.paint(self.skin.darker(0.14), &Shape::slab(0.5, 0.76, 0.085, 0.1, 0.04));
        canvas.paint(self.skin.darker(0.14), &Shape::oval(0.5, 0.845, 0.1, 0.045));
        match self.collar {
            Collar::Shirt => {
                for side in [-1.0, 1.0] {
                    let points =
                        vec![(0.5, 0.9), (0.5 + side * 0.16, 0.845), (0.5 + side * 0.09, 0.8)];
                    let points = [points, vec![(0.5 + side * 0.15, 0.92)]].concat();
                    let [a, b, c, d] = [points[0], points[2], points[1], points[3]];
                    canvas.paint(self.shirt.lighter(0.55), &Shape::Polygon(vec![a, b, c, d]));
                }
            }
            Collar::Hood => {
                for x in [0.43, 0.57] {
                    let points = vec![(x, 0.88), (x, 0.96)];
                    canvas.paint(self.shirt.lighter(0.6), &Shape::Line { points, width: 0.016 });
                }
            }
            Collar::Round | Collar::Stripes => {}
        }
    }

    fn head(&self, canvas: &mut Canvas) {
        for side in [-1.0, 1.0] {
            let ear = 0.5 + side * (self.wide + 0.005);
            canvas.paint(self.skin.darker(0.06), &Shape::oval(ear, 0.53, 0.042, 0.055));
            canvas.paint(self.skin.darker(0.2), &Shape::oval(ear, 0.53, 0.018, 0.028));
            if self.has_earrings {
                canvas.paint(self.accent.lighter(0.2), &Shape::disc(ear, 0.6, 0.022));
            }
        }
        canvas.paint(self.skin, &Shape::oval(0.5, MIDDLE, self.wide, HIGH));
        canvas.paint(self.skin, &Shape::slab(0.5, 0.58, self.wide * 0.9, 0.175, 0.16));
        if self.has_blush {
            let blush = Colour::hex(0x00ef_6a5f);
            for side in [-1.0, 1.0] {
                canvas.wash(blush, 0.35, &Shape::oval(0.5 + side * 0.15, 0.61, 0.05, 0.034));
            }
        }
    }

    fn beard(&self, canvas: &mut Canvas) {
        let jaw = || {
            Shape::slab(0.5, 0.58, self.wide * 0.9, 0.175, 0.16)
                .and(Shape::slab(0.5, 0.7, 0.3, 0.15, 0.0))
        };
        let moustache = || Shape::curve((0.41, 0.645), (0.5, 0.585), (0.59, 0.645), 0.035);
        match self.beard {
            Beard::None => {}
            Beard::Full => {
                canvas.paint(self.hair, &jaw().without(Shape::oval(0.5, 0.56, 0.17, 0.1)));
                canvas.paint(self.hair, &moustache());
            }
            Beard::Moustache => canvas.paint(self.hair, &moustache()),
            Beard::Goatee => canvas.paint(self.hair, &Shape::oval(0.5, 0.725, 0.075, 0.05)),
        }
    }

    fn mouth(&self, canvas: &mut Canvas) {
        let (lip, inside) = (Colour::hex(0x00a8_4038), Colour::hex(0x0070_1f26));
        let teeth = Colour::hex(0x00ff_ffff);
        let open =
            |half: f32, deep: f32| Shape::oval(0.5, 0.64, half, deep).without(Shape::Above(0.64));
        match self.mouth {
            Mouth::Smile => {
                canvas.paint(lip, &Shape::curve((0.43, 0.65), (0.5, 0.705), (0.57, 0.65), 0.02));
            }
            Mouth::Small => {
                canvas.paint(lip, &Shape::curve((0.46, 0.66), (0.5, 0.68), (0.54, 0.66), 0.02));
            }
            Mouth::Smirk => {
                canvas.paint(lip, &Shape::curve((0.45, 0.67), (0.53, 0.69), (0.57, 0.64), 0.02));
            }
            Mouth::Grin => {
                canvas.paint(inside, &open(0.085, 0.062));
                canvas.paint(teeth, &open(0.085, 0.03));
            }
            Mouth::Laugh => {
                canvas.paint(inside, &open(0.1, 0.085));
                canvas.paint(
                    Colour::hex(0x00e5_6b6f),
                    &open(0.1, 0.085).and(Shape::oval(0.5, 0.725, 0.06, 0.035)),
                );
            }
            Mouth::Tongue => {
                canvas
                    .paint(Colour::hex(0x00ef_7079), &Shape::slab(0.525, 0.69, 0.03, 0.035, 0.028));
                canvas.paint(lip, &Shape::curve((0.42, 0.65), (0.5, 0.69), (0.58, 0.65), 0.022));
            }
        }
    }

    fn nose(&self, canvas: &mut Canvas) {
        let shade = self.skin.darker(0.24);
        match self.nose {
            Nose::Button => canvas.paint(shade, &Shape::oval(0.5, 0.583, 0.022, 0.016)),
            Nose::Line => {
                canvas
                    .paint(shade, &Shape::curve((0.5, 0.53), (0.535, 0.6), (0.488, 0.595), 0.015));
            }
            Nose::Wide => {
                canvas
                    .paint(shade, &Shape::curve((0.47, 0.585), (0.5, 0.607), (0.53, 0.585), 0.016));
            }
        }
    }

    fn eyes(&self, canvas: &mut Canvas) {
        if self.glasses == Glasses::Sun {
            return;
        }
        let (dark, white) = (Colour::hex(0x0026_1c22), Colour::hex(0x00ff_ffff));
        for (side, x) in [(-1.0, 0.5 - APART), (1.0, 0.5 + APART)] {
            let arc = |lift: f32| {
                Shape::curve((x - 0.035, EYES), (x, EYES - lift), (x + 0.035, EYES), 0.02)
            };
            match self.eyes {
                Eyes::Happy => canvas.paint(dark, &arc(0.055)),
                Eyes::Wink if side > 0.0 => canvas.paint(dark, &arc(-0.035)),
                Eyes::Dots | Eyes::Wink => {
                    canvas.paint(dark, &Shape::oval(x, EYES, 0.026, 0.033));
                    canvas.paint(white, &Shape::disc(x + 0.008, EYES - 0.011, 0.009));
                }
                Eyes::Wide => {
                    canvas.paint(white, &Shape::oval(x, EYES, 0.048, 0.045));
                    canvas.paint(dark, &Shape::disc(x + 0.004, EYES + 0.002, 0.028));
                    canvas.paint(white, &Shape::disc(x + 0.014, EYES - 0.01, 0.01));
                }
                Eyes::Sleepy => {
                    let lid = Shape::slab(x, EYES - 0.03, 0.06, 0.03, 0.0);
                    canvas.paint(white, &Shape::oval(x, EYES, 0.045, 0.036).without(lid.clone()));
                    canvas.paint(dark, &Shape::disc(x, EYES + 0.006, 0.025).without(lid));
                    let points = vec![(x - 0.045, EYES), (x + 0.045, EYES)];
                    canvas.paint(dark, &Shape::Line { points, width: 0.016 });
                }
            }
        }
    }

    fn brows(&self, canvas: &mut Canvas) {
        let (width, lift) = match self.brows {
            Brows::None => return,
            Brows::Flat => (0.018, 0.005),
            Brows::Raised => (0.018, 0.03),
            Brows::Bold => (0.032, 0.012),
        };
        let colour = self.hair.darker(0.35);
        for x in [0.5 - APART, 0.5 + APART] {
            let y = EYES - 0.075;
            canvas
                .paint(colour, &Shape::curve((x - 0.045, y), (x, y - lift), (x + 0.045, y), width));
        }
    }

    fn glasses(&self, canvas: &mut Canvas) {
        let frame = match self.glasses {
            Glasses::None => return,
            Glasses::Round | Glasses::Sun => Colour::hex(0x0022_2026),
            Glasses::Square => self.accent.darker(0.25),
        };
        let lens = |x: f32, more: f32| match self.glasses {
            Glasses::None | Glasses::Round => Shape::disc(x, EYES, 0.078 + more),
            Glasses::Square => Shape::slab(x, EYES, 0.082 + more, 0.062 + more, 0.025),
            Glasses::Sun => Shape::slab(x, EYES + 0.01, 0.084 + more, 0.062 + more, 0.05),
        };
        for (side, x) in [(-1.0, 0.5 - APART), (1.0, 0.5 + APART)] {
            if self.glasses == Glasses::Sun {
                canvas.paint(frame, &lens(x, 0.004));
                let glint = vec![(x - 0.04, EYES + 0.02), (x - 0.01, EYES - 0.02)];
                canvas.wash(
                    Colour::hex(0x00ff_ffff),
                    0.35,
                    &Shape::Line { points: glint, width: 0.014 },
                );
            } else {
                canvas.wash(Colour::hex(0x00ff_ffff), 0.18, &lens(x, 0.0));
                canvas.paint(frame, &lens(x, 0.009).without(lens(x, -0.009)));
            }
            let points =
                vec![(x + side * 0.085, EYES - 0.01), (0.5 + side * self.wide, EYES - 0.02)];
            canvas.paint(frame, &Shape::Line { points, width: 0.016 });
        }
        canvas.paint(
            frame,
            &Shape::curve((0.482, EYES - 0.01), (0.5, EYES - 0.03), (0.518, EYES - 0.01), 0.016),
        );
    }

    fn hat(&self, canvas: &mut Canvas) {
        let dome =
            |wide: f32, y: f32, high: f32| Shape::oval(0.5, y, wide, high).and(Shape::Above(y));
        let (colour, dark) = (self.accent, self.accent.darker(0.22));
        let brim = self.wide + 0.035;
        match self.hat {
            Hat::None => {}
            Hat::Cap => {
                canvas.paint(colour, &dome(brim, 0.4, 0.245));
                canvas.paint(dark, &Shape::slab(0.56, 0.4, brim, 0.028, 0.028));
                canvas.paint(colour.lighter(0.7), &Shape::disc(0.5, 0.29, 0.045));
            }
            Hat::Beanie => {
                canvas.paint(colour, &dome(brim, 0.4, 0.25));
                canvas.paint(dark, &Shape::slab(0.5, 0.385, brim + 0.012, 0.047, 0.03));
                canvas.paint(colour.lighter(0.75), &Shape::disc(0.5, 0.14, 0.062));
            }
            Hat::Straw => {
                let straw = Colour::hex(0x00e8_c16a);
                canvas.paint(straw.darker(0.12), &Shape::oval(0.5, 0.365, 0.42, 0.062));
                canvas.paint(straw, &dome(self.wide - 0.005, 0.36, 0.23));
                canvas.paint(colour, &Shape::slab(0.5, 0.335, self.wide - 0.004, 0.032, 0.01));
            }
            Hat::Headband => {
                let band = Shape::oval(0.5, 0.47, self.wide + 0.02, 0.275);
                let hole = Shape::oval(0.5, 0.535, self.wide + 0.03, 0.275);
                canvas.paint(colour, &band.without(hole));
            }
            Hat::Headphones => {
                let band = Shape::oval(0.5, 0.5, self.wide + 0.055, 0.335).and(Shape::Above(0.52));
                canvas.paint(dark, &band.without(Shape::oval(0.5, 0.5, self.wide + 0.025, 0.3)));
                for side in [-1.0, 1.0] {
                    let ear = 0.5 + side * (self.wide + 0.03);
                    canvas.paint(colour, &Shape::slab(ear, 0.53, 0.045, 0.075, 0.035));
                }
            }
        }
    }
}
