//! A small picture of a large map, with what is in sight of it.
//! It is a shortcut for the eye: everything it does, scrolling does too.

use super::sight::Sight;
use crate::engines::map::layout::Rect;
use crate::engines::map::scene::Scene;

/// A map of more steps has one.
const MANY: usize = 60;
/// Its width in pixels.
pub const WIDTH: f64 = 180.0;

/// A small picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimap {
    /// Its height in pixels; it is [`WIDTH`] wide.
    pub h: f64,
    /// The steps on it.
    pub steps: Vec<Rect>,
    scale: f64,
}

impl Minimap {
    /// The small picture of a scene; `None` when that is small enough to be seen.
    #[must_use]
    pub fn of(scene: &Scene) -> Option<Self> {
        if scene.steps.len() <= MANY {
            return None;
        }
        let scale = WIDTH / scene.w.max(1.0);
        let steps = scene.steps.iter().map(|step| scaled(step.rect, scale));
        let seen = steps.map(|rect| Rect { w: rect.w.max(1.0), h: rect.h.max(1.0), ..rect });
        Some(Self { h: (scene.h * scale).ceil(), steps: seen.collect(), scale })
    }

    /// Where on it is what is in sight.
    #[must_use]
    pub fn seen(&self, sight: &Sight) -> Rect {
        let window = Rect { x: sight.left, y: sight.top, w: sight.w, h: sight.h };
        let rect = scaled(window, self.scale / sight.scale);
        Rect { w: rect.w.min(WIDTH), h: rect.h.min(self.h), ..rect }
    }

    /// The window whose middle is at a point of it.
    #[must_use]
    pub fn at(&self, (x, y): (f64, f64), sight: Sight) -> Sight {
        let by = sight.scale / self.scale;
        let (left, top) = (x * by - sight.w / 2.0, y * by - sight.h / 2.0);
        Sight { left: left.max(0.0), top: top.max(0.0), ..sight }
    }
}

fn scaled(rect: Rect, by: f64) -> Rect {
    Rect { x: rect.x * by, y: rect.y * by, w: rect.w * by, h: rect.h * by }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::map::editor::{Editor, Registry};

    fn scene(steps: usize) -> Scene {
        let text: String = (0..steps).map(|at| format!("Shop: Step {at}\n")).collect();
        Editor::open(Registry::default(), text, 1).reading().scene().clone()
    }

    #[test]
    fn a_map_that_can_be_seen_has_none() {
        assert_eq!(Minimap::of(&scene(60)), None);
        assert_eq!(Minimap::of(&scene(61)).unwrap().steps.len(), 61);
    }

    #[test]
    fn a_point_of_it_leads_to_where_it_says_one_is() {
        let (scene, sight) =
            (scene(80), Sight { scale: 0.5, left: 0.0, top: 0.0, w: 200.0, h: 20.0 });
        let map = Minimap::of(&scene).unwrap();
        let there = map.at((90.0, 0.0), sight);
        let seen = map.seen(&there);
        assert!((seen.x + seen.w / 2.0 - 90.0).abs() < 1e-9, "{seen:?}");
        assert_eq!(there.top, 0.0);
    }
}
