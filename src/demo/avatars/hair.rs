//! Hair: what hangs behind the shoulders, and what falls over the forehead.

use super::{
    canvas::Canvas,
    features::{Features, Hat, Style},
    shape::Shape,
};

/// What is painted before the head.
pub fn behind(canvas: &mut Canvas, face: &Features) {
    let (hair, wide) = (face.hair, face.wide);
    let shade = hair.darker(0.18);
    match face.style {
        Style::Bald | Style::Buzz | Style::SidePart | Style::Quiff | Style::Spiky | Style::Bowl => {
        }
        Style::Curly => {
            if matches!(face.hat, Hat::None | Hat::Headphones | Hat::Headband) {
                canvas.paint(hair, &Shape::oval(0.5, 0.4, wide + 0.1, 0.28));
            }
            for (x, y) in curls(wide) {
                canvas.paint(hair, &Shape::disc(x, y, 0.085));
            }
        }
        Style::Bob | Style::Long => canvas.paint(shade, &curtain(face)),
        Style::Bun => canvas.paint(shade, &Shape::disc(0.5, 0.17, 0.1)),
        Style::Pigtails => {
            for side in [-1.0, 1.0] {
                let x = 0.5 + side * (wide + 0.09);
                canvas.paint(hair, &Shape::oval(x, 0.6, 0.075, 0.15));
                canvas.paint(face.accent, &Shape::disc(0.5 + side * (wide + 0.05), 0.47, 0.034));
            }
        }
        Style::Ponytail => {
            canvas.paint(hair, &Shape::oval(0.8, 0.45, 0.1, 0.22));
            canvas.paint(face.accent, &Shape::disc(0.72, 0.31, 0.045));
        }
    }
}

/// What is painted after the face.
pub fn before(canvas: &mut Canvas, face: &Features) {
    let (hair, wide) = (face.hair, face.wide);
    let mass = |more: f32| Shape::oval(0.5, 0.465, wide + 0.02 + more, 0.275 + more);
    let forehead = |x: f32, y: f32, wide: f32| Shape::oval(x, y, wide, 0.24);
    match face.style {
        Style::Bald => {
            canvas.wash(face.skin.lighter(0.8), 0.5, &Shape::oval(0.42, 0.31, 0.05, 0.03));
        }
        Style::Buzz => {
            let cap = mass(-0.005).without(forehead(0.5, 0.62, wide - 0.01));
            canvas.wash(hair, 0.82, &cap.and(Shape::Above(0.5)));
        }
        Style::SidePart => {
            let cap = mass(0.02).without(forehead(0.57, 0.665, wide + 0.05));
            canvas.paint(hair, &cap.and(Shape::Above(0.52)));
            canvas.paint(
                hair.lighter(0.16),
                &Shape::curve((0.36, 0.27), (0.5, 0.22), (0.64, 0.29), 0.016),
            );
        }
        Style::Quiff => {
            let cap = mass(0.01).without(forehead(0.5, 0.63, wide - 0.005));
            canvas.paint(hair, &cap.and(Shape::Above(0.5)));
            canvas.paint(hair, &Shape::oval(0.45, 0.23, 0.17, 0.09));
            canvas.paint(hair, &Shape::oval(0.58, 0.2, 0.13, 0.085));
        }
        Style::Spiky => {
            let cap = mass(0.0).without(forehead(0.5, 0.63, wide - 0.005));
            canvas.paint(hair, &cap.and(Shape::Above(0.5)));
            let tops =
                [(0.24, 0.3), (0.33, 0.15), (0.46, 0.09), (0.6, 0.11), (0.72, 0.2), (0.77, 0.34)];
            for (x, y) in tops {
                let (left, right) = (x * 0.75 + 0.125 - 0.075, x * 0.75 + 0.125 + 0.075);
                canvas.paint(hair, &Shape::Polygon(vec![(left, 0.36), (x, y), (right, 0.36)]));
            }
            for x in [0.38, 0.5, 0.62] {
                canvas.paint(
                    hair,
                    &Shape::Polygon(vec![(x - 0.08, 0.33), (x + 0.08, 0.33), (x + 0.02, 0.42)]),
                );
            }
        }
        Style::Curly => {
            for (x, y) in [(0.33, 0.33), (0.42, 0.28), (0.52, 0.27), (0.61, 0.29), (0.68, 0.34)] {
                canvas.paint(hair, &Shape::disc(x, y, 0.075));
            }
        }
        Style::Bowl => {
            let cap = mass(0.025).and(Shape::Above(0.43));
            canvas.paint(hair, &cap);
            for side in [-1.0, 1.0] {
                canvas.paint(
                    hair,
                    &Shape::slab(0.5 + side * (wide + 0.005), 0.48, 0.04, 0.09, 0.035),
                );
            }
        }
        Style::Bob | Style::Long => {
            let parted = if face.style == Style::Bob { 0.5 } else { 0.46 };
            let cap = mass(0.025).and(Shape::Above(0.5));
            let opening = Shape::oval(parted, 0.69, wide - 0.005, 0.3);
            canvas.paint(hair, &cap.without(opening));
            for side in [-1.0, 1.0] {
                let strand = Shape::slab(0.5 + side * (wide + 0.03), 0.65, 0.055, 0.29, 0.04);
                canvas.paint(hair, &strand.and(curtain(face)));
            }
        }
        Style::Bun | Style::Ponytail | Style::Pigtails => {
            let cap = mass(0.01).without(forehead(0.5, 0.625, wide - 0.01));
            canvas.paint(hair, &cap.and(Shape::Above(0.5)));
            if face.style == Style::Pigtails {
                canvas.paint(
                    face.skin,
                    &Shape::Line { points: vec![(0.5, 0.2), (0.5, 0.36)], width: 0.014 },
                );
            }
        }
    }
}

/// What hangs down on both sides, behind the neck and before the ears.
fn curtain(face: &Features) -> Shape {
    match face.style {
        Style::Long => Shape::slab(0.5, 0.56, face.wide + 0.07, 0.32, 0.15),
        _ => Shape::slab(0.5, 0.5, face.wide + 0.055, 0.24, 0.12),
    }
}

/// Where curls stand round a head of this width.
fn curls(wide: f32) -> impl Iterator<Item = (f32, f32)> {
    (0..11_u8).map(move |turn| {
        let angle = std::f32::consts::PI * (0.9 + f32::from(turn) * 0.12);
        (0.5 + angle.cos() * (wide + 0.08), 0.43 + angle.sin() * 0.26)
    })
}
