//! Points and rectangles of a drawing in units.
//! A route is a row of points, of which neighbours share x or y.

/// A point in units.
pub type Spot = (i32, i32);

/// A rectangle in units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Its left and its right.
    pub x: (i32, i32),
    /// Its top and its bottom.
    pub y: (i32, i32),
}

impl Area {
    /// Whether it comes closer to another one than the margin.
    pub fn meets(&self, other: &Self, margin: i32) -> bool {
        self.x.0 - margin < other.x.1
            && other.x.0 < self.x.1 + margin
            && self.y.0 - margin < other.y.1
            && other.y.0 < self.y.1 + margin
    }

    /// The same with so much around it.
    pub fn grown(&self, by: i32) -> Self {
        Self { x: (self.x.0 - by, self.x.1 + by), y: (self.y.0 - by, self.y.1 + by) }
    }

    /// Whether it is the area of a level run.
    pub fn is_level(&self) -> bool {
        self.y.0 == self.y.1
    }

    /// What a straight run covers.
    pub fn of_run(a: Spot, b: Spot) -> Self {
        Self { x: (a.0.min(b.0), a.0.max(b.0)), y: (a.1.min(b.1), a.1.max(b.1)) }
    }
}

/// The spots without those that change nothing.
pub fn corners(spots: &[Spot]) -> Vec<Spot> {
    let mut kept: Vec<Spot> = Vec::with_capacity(spots.len());
    for &spot in spots {
        if kept.last() == Some(&spot) {
            continue;
        }
        if let [.., a, b] = kept[..]
            && ((a.0 == b.0 && b.0 == spot.0) || (a.1 == b.1 && b.1 == spot.1))
        {
            kept.pop();
        }
        kept.push(spot);
    }
    kept
}
