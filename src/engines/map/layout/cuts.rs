//! Takes tracks that no route needs any more out of a drawing, and tells it in pixels.
//! What is right of a track moves to the left; nothing changes sides, so that nothing crosses that did not.

use super::Rect;
use super::ports::PIXEL;
use super::sketch::{Area, Sketch};
use crate::engines::map::sorting::sort;

/// Between two tracks.
pub const TRACK_GAP: i32 = 10 * PIXEL;

/// A length in pixels.
pub fn pixels(units: i32) -> f64 {
    f64::from(units) / f64::from(PIXEL)
}

/// Tracks, from left to right, that are taken out.
pub struct Cuts(Vec<i32>);

impl Cuts {
    /// The tracks without a route or a label on them; each channel has its first one and how many it has.
    pub fn new(channels: &[(i32, i32)], sketch: &Sketch) -> Self {
        let runs = sketch.routes.iter().flat_map(|route| route.windows(2));
        let mut used: Vec<i32> =
            runs.filter(|run| run[0].0 == run[1].0).map(|run| run[0].0).collect();
        sort(&mut used);
        let labels = Spans::new(sketch.labels.iter().flatten().map(|label| label.x));
        let mut cuts = Self(Vec::new());
        for &(first, count) in channels {
            let tracks = (0..count).map(|track| first + track * TRACK_GAP);
            let unused = tracks.filter(|&x| used.binary_search(&x).is_err() && !labels.hold(x));
            // A channel without tracks is as wide as one with a single track.
            cuts.0.extend(unused.take(usize::try_from(count - 1).unwrap_or(0)));
        }
        cuts
    }

    /// Where a place is without them.
    pub fn moved(&self, x: i32) -> i32 {
        let before = self.0.partition_point(|&cut| cut < x);
        x - i32::try_from(before).unwrap_or(0) * TRACK_GAP
    }

    /// Where an area is without them.
    pub fn rect(&self, area: &Area) -> Rect {
        Rect {
            x: pixels(self.moved(area.x.0)),
            y: pixels(area.y.0),
            w: pixels(area.x.1 - area.x.0),
            h: pixels(area.y.1 - area.y.0),
        }
    }
}

/// Spans of places, none of which touch.
struct Spans(Vec<(i32, i32)>);

impl Spans {
    fn new(spans: impl Iterator<Item = (i32, i32)>) -> Self {
        let mut sorted: Vec<(i32, i32)> = spans.collect();
        sort(&mut sorted);
        let mut apart: Vec<(i32, i32)> = Vec::new();
        for (from, to) in sorted {
            match apart.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => apart.push((from, to)),
            }
        }
        Self(apart)
    }

    /// Whether one of them holds a place.
    fn hold(&self, x: i32) -> bool {
        let after = self.0.partition_point(|span| span.0 <= x);
        after.checked_sub(1).is_some_and(|at| x < self.0[at].1)
    }
}
