//! Shapes by their distance: how far a point lies outside, negative inside.
//!
//! A side of the avatar is 1, and y points down. With the distance an edge is smooth in any size.

/// A point, or a size.
pub type Point = (f32, f32);

#[derive(Debug, Clone)]
pub enum Shape {
    Disc {
        at: Point,
        radius: f32,
    },
    Oval {
        at: Point,
        radii: Point,
    },
    /// A rectangle with round corners, by its middle and half its sides.
    Slab {
        at: Point,
        half: Point,
        round: f32,
    },
    /// A line with round ends through these points.
    Line {
        points: Vec<Point>,
        width: f32,
    },
    Polygon(Vec<Point>),
    /// Everything above a height.
    Above(f32),
    /// Where both are.
    Both(Box<Shape>, Box<Shape>),
    /// The first, where the second is not.
    Without(Box<Shape>, Box<Shape>),
}

impl Shape {
    pub const fn disc(x: f32, y: f32, radius: f32) -> Self {
        Self::Disc { at: (x, y), radius }
    }

    pub const fn oval(x: f32, y: f32, wide: f32, high: f32) -> Self {
        Self::Oval { at: (x, y), radii: (wide, high) }
    }

    pub const fn slab(x: f32, y: f32, wide: f32, high: f32, round: f32) -> Self {
        Self::Slab { at: (x, y), half: (wide, high), round }
    }

    /// A line that bends from one end to the other towards a third point.
    pub fn curve(from: Point, towards: Point, to: Point, width: f32) -> Self {
        let points = (0..=12_u8).map(|step| {
            let t = f32::from(step) / 12.0;
            let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            (a * from.0 + b * towards.0 + c * to.0, a * from.1 + b * towards.1 + c * to.1)
        });
        Self::Line { points: points.collect(), width }
    }

    pub fn and(self, other: Self) -> Self {
        Self::Both(Box::new(self), Box::new(other))
    }

    pub fn without(self, other: Self) -> Self {
        Self::Without(Box::new(self), Box::new(other))
    }

    /// How far a point lies outside.
    pub fn distance(&self, (x, y): Point) -> f32 {
        match self {
            Self::Disc { at, radius } => (x - at.0).hypot(y - at.1) - radius,
            Self::Oval { at, radii } => {
                let (dx, dy) = ((x - at.0) / radii.0, (y - at.1) / radii.1);
                let (near, steep) = (dx.hypot(dy), (dx / radii.0).hypot(dy / radii.1));
                if steep == 0.0 { -radii.0.min(radii.1) } else { near * (near - 1.0) / steep }
            }
            Self::Slab { at, half, round } => {
                let dx = (x - at.0).abs() - half.0 + round;
                let dy = (y - at.1).abs() - half.1 + round;
                dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - round
            }
            Self::Line { points, width } => {
                let parts = points.windows(2).map(|ends| to_segment((x, y), ends[0], ends[1]));
                parts.fold(f32::INFINITY, f32::min) - width / 2.0
            }
            Self::Polygon(points) => to_polygon((x, y), points),
            Self::Above(height) => y - height,
            Self::Both(one, other) => one.distance((x, y)).max(other.distance((x, y))),
            Self::Without(one, other) => one.distance((x, y)).max(-other.distance((x, y))),
        }
    }

    /// The corners of a rectangle that holds the shape: left, top, right, bottom.
    pub fn bounds(&self) -> [f32; 4] {
        match self {
            Self::Disc { at, radius } => around(*at, (*radius, *radius)),
            Self::Oval { at, radii } => around(*at, *radii),
            Self::Slab { at, half, .. } => around(*at, *half),
            Self::Line { points, width } => grown(hull(points), width / 2.0),
            Self::Polygon(points) => hull(points),
            Self::Above(height) => [0.0, 0.0, 1.0, *height],
            Self::Both(one, other) => {
                let ([left, top, right, bottom], other) = (one.bounds(), other.bounds());
                let [other_left, other_top, other_right, other_bottom] = other;
                let (left, top) = (left.max(other_left), top.max(other_top));
                [left, top, right.min(other_right), bottom.min(other_bottom)]
            }
            Self::Without(one, _) => one.bounds(),
        }
    }
}

fn around(at: Point, radii: Point) -> [f32; 4] {
    [at.0 - radii.0, at.1 - radii.1, at.0 + radii.0, at.1 + radii.1]
}

fn grown([left, top, right, bottom]: [f32; 4], by: f32) -> [f32; 4] {
    [left - by, top - by, right + by, bottom + by]
}

fn hull(points: &[Point]) -> [f32; 4] {
    points.iter().fold([1.0, 1.0, 0.0, 0.0], |[left, top, right, bottom], (x, y)| {
        [left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)]
    })
}

fn to_segment((x, y): Point, from: Point, to: Point) -> f32 {
    let (px, py, bx, by) = (x - from.0, y - from.1, to.0 - from.0, to.1 - from.1);
    let along = ((px * bx + py * by) / (bx * bx + by * by).max(f32::EPSILON)).clamp(0.0, 1.0);
    (px - bx * along).hypot(py - by * along)
}

fn to_polygon(point: Point, points: &[Point]) -> f32 {
    let mut nearest = f32::INFINITY;
    let mut is_inside = false;
    let mut last = points.last().copied().unwrap_or_default();
    for &next in points {
        nearest = nearest.min(to_segment(point, last, next));
        let crosses = (next.1 > point.1) != (last.1 > point.1);
        if crosses {
            let at = (last.0 - next.0) * (point.1 - next.1) / (last.1 - next.1) + next.0;
            is_inside ^= point.0 < at;
        }
        last = next;
    }
    if is_inside { -nearest } else { nearest }
}
