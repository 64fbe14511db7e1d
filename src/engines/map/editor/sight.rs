//! What of the picture is in sight: zooming, fitting, and bringing a step into it.
//! The browser scrolls; this only says where to. All lengths are pixels of the screen unless said otherwise.

use crate::engines::map::layout::Rect;

/// The smallest and the largest scale.
const SCALES: (f64, f64) = (0.15, 3.0);
/// The room that is left around what is brought into sight.
const ROOM: f64 = 48.0;

/// A window onto the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sight {
    /// Pixels of the screen for one of the drawing.
    pub scale: f64,
    /// How far it is scrolled to the right.
    pub left: f64,
    /// How far it is scrolled down.
    pub top: f64,
    /// Its width.
    pub w: f64,
    /// Its height.
    pub h: f64,
}

impl Sight {
    /// Larger or smaller; the point at `x`, `y` of the window stays where it is.
    #[must_use]
    pub fn zoomed(self, by: f64, (x, y): (f64, f64)) -> Self {
        let scale = (self.scale * by).clamp(SCALES.0, SCALES.1);
        let moved = |scrolled: f64, at: f64| ((scrolled + at) / self.scale * scale - at).max(0.0);
        Self { scale, left: moved(self.left, x), top: moved(self.top, y), ..self }
    }

    /// The middle of the window.
    #[must_use]
    pub fn middle(self) -> (f64, f64) {
        (self.w / 2.0, self.h / 2.0)
    }

    /// All of a drawing, not larger than it is.
    #[must_use]
    pub fn fitted(self, w: f64, h: f64) -> Self {
        let scale = (self.w / w.max(1.0)).min(self.h / h.max(1.0)).min(1.0).max(SCALES.0);
        Self { scale, left: 0.0, top: 0.0, ..self }
    }

    /// A box of the drawing, with room around it; what is in sight already moves nothing.
    #[must_use]
    pub fn revealing(self, shown: Rect) -> Self {
        let near = |from: f64, length: f64, at: f64, size: f64| {
            let (from, to) = (from * self.scale, (from + length) * self.scale);
            if from - ROOM < at {
                (from - ROOM).max(0.0)
            } else if to + ROOM > at + size {
                (to + ROOM - size).max(0.0)
            } else {
                at
            }
        };
        let left = near(shown.x, shown.w, self.left, self.w);
        let top = near(shown.y, shown.h, self.top, self.h);
        Self { left, top, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGHT: Sight = Sight { scale: 1.0, left: 100.0, top: 50.0, w: 400.0, h: 200.0 };

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let near = SIGHT.zoomed(2.0, (100.0, 50.0));
        assert_eq!((near.scale, near.left, near.top), (2.0, 300.0, 150.0));
        assert_eq!(SIGHT.zoomed(0.01, (0.0, 0.0)).scale, 0.15);
        assert_eq!(SIGHT.zoomed(9.0, (0.0, 0.0)).scale, 3.0);
    }

    #[test]
    fn fitting_shows_all_and_makes_nothing_larger_than_it_is() {
        let small = SIGHT.fitted(800.0, 800.0);
        assert_eq!((small.scale, small.left, small.top), (0.25, 0.0, 0.0));
        assert_eq!(SIGHT.fitted(40.0, 20.0).scale, 1.0);
    }

    #[test]
    fn a_step_out_of_sight_is_brought_in_with_room_around_it() {
        let step = |x, y| Rect { x, y, w: 20.0, h: 20.0 };
        assert_eq!(SIGHT.revealing(step(200.0, 120.0)), SIGHT);
        assert_eq!(SIGHT.revealing(step(600.0, 120.0)).left, 268.0);
        assert_eq!(SIGHT.revealing(step(10.0, 10.0)).left, 0.0);
    }
}
