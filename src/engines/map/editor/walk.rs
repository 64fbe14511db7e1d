//! The keyboard's way over the picture: arrows to the nearest step that way, Home and End to the first and last told.
//! It needs nothing but where the steps are.

use crate::engines::map::layout::Rect;

/// How much farther a step counts for each pixel that it is off the way.
const ASIDE: f64 = 3.0;

/// The step that a key leads to; `None` for a key that leads nowhere.
#[must_use]
pub fn walk(steps: &[Rect], selected: Option<usize>, key: &str) -> Option<usize> {
    let last = steps.len().checked_sub(1)?;
    match key {
        "Home" => Some(0),
        "End" => Some(last),
        "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" => {
            Some(selected.map_or(0, |from| nearest(steps, from.min(last), key)))
        }
        _ => None,
    }
}

fn nearest(steps: &[Rect], from: usize, key: &str) -> usize {
    let middle = |rect: &Rect| (rect.x + rect.w / 2.0, rect.y + rect.h / 2.0);
    let here = middle(&steps[from]);
    let mut best = (from, f64::INFINITY);
    for (at, rect) in steps.iter().enumerate().filter(|(at, _)| *at != from) {
        let there = middle(rect);
        let (right, down) = (there.0 - here.0, there.1 - here.1);
        let (along, aside) = match key {
            "ArrowRight" => (right, down),
            "ArrowLeft" => (-right, down),
            "ArrowDown" => (down, right),
            _ => (-down, right),
        };
        let far = along + aside.abs() * ASIDE;
        if along > 1.0 && far < best.1 {
            best = (at, far);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Rect; 4] = [
        Rect { x: 0.0, y: 0.0, w: 10.0, h: 10.0 },
        Rect { x: 50.0, y: 0.0, w: 10.0, h: 10.0 },
        Rect { x: 30.0, y: 60.0, w: 10.0, h: 10.0 },
        Rect { x: 90.0, y: 5.0, w: 10.0, h: 10.0 },
    ];

    #[test]
    fn arrows_lead_to_the_nearest_step_that_way() {
        let to = |from, key| walk(&STEPS, Some(from), key);
        assert_eq!(to(0, "ArrowRight"), Some(1));
        assert_eq!(to(1, "ArrowRight"), Some(3));
        assert_eq!(to(1, "ArrowDown"), Some(2), "a step aside counts as farther than one below");
        assert_eq!(to(0, "ArrowLeft"), Some(0), "there is nothing that way");
        assert_eq!(to(2, "ArrowUp"), Some(1));
    }

    #[test]
    fn home_and_end_lead_to_the_first_and_last_told() {
        assert_eq!(walk(&STEPS, Some(2), "Home"), Some(0));
        assert_eq!(walk(&STEPS, None, "End"), Some(3));
        assert_eq!(walk(&STEPS, None, "ArrowUp"), Some(0));
        assert_eq!(walk(&STEPS, None, "x"), None);
        assert_eq!(walk(&[], None, "Home"), None);
    }
}
