//! Where a flow that ends at the box of a step meets the step's outline.
//! Shapes are smaller than their boxes; a flow must end on ink, not in the air.

use super::boxes::{CUT, POINT, Shape};
use crate::engines::map::layout::{Point, Rect};

/// The point of the outline that lies straight ahead of a point on the box.
pub fn meeting(shape: Shape, rect: &Rect, point: Point) -> Point {
    let (left, right) = (point.x - rect.x, rect.x + rect.w - point.x);
    let (top, bottom) = (point.y - rect.y, rect.y + rect.h - point.y);
    if left.min(right) <= 0.0 {
        let inset = side_inset(shape, rect, left <= 0.0, top, bottom);
        Point { x: if left <= 0.0 { point.x + inset } else { point.x - inset }, ..point }
    } else {
        let inset = top_inset(shape, rect, top <= 0.0, left, right);
        Point { y: if top <= 0.0 { point.y + inset } else { point.y - inset }, ..point }
    }
}

/// How far inside the left or right side of the box the outline is.
fn side_inset(shape: Shape, rect: &Rect, on_left: bool, top: f64, bottom: f64) -> f64 {
    match shape {
        Shape::Pointed => POINT * (top - bottom).abs() / rect.h,
        Shape::Pill | Shape::Rounded => arc(radius(shape, rect), top.min(bottom)),
        Shape::Card if !on_left => (CUT - top).max(0.0),
        _ => 0.0,
    }
}

/// How far inside the top or bottom of the box the outline is.
fn top_inset(shape: Shape, rect: &Rect, on_top: bool, left: f64, right: f64) -> f64 {
    match shape {
        Shape::Pointed => rect.h / 2.0 * (1.0 - left.min(right) / POINT).max(0.0),
        Shape::Pill | Shape::Rounded => arc(radius(shape, rect), left.min(right)),
        Shape::Card if on_top => (CUT - right).max(0.0),
        _ => 0.0,
    }
}

/// The radius of a shape's corners.
pub fn radius(shape: Shape, rect: &Rect) -> f64 {
    match shape {
        Shape::Event => rect.h / 2.0,
        Shape::Pill => (rect.h / 2.0).min(22.0),
        Shape::Rounded => (rect.h / 2.0).min(12.0),
        _ => 2.0,
    }
}

/// How far a corner of a radius is from the side at a distance from the next side.
fn arc(radius: f64, along: f64) -> f64 {
    let within = (radius - along).max(0.0);
    radius - (radius * radius - within * within).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Rect = Rect { x: 0.0, y: 0.0, w: 100.0, h: 40.0 };

    #[test]
    fn a_flow_reaches_the_point_of_a_decision_in_its_middle_and_its_slope_elsewhere() {
        assert_eq!(
            meeting(Shape::Pointed, &BOX, Point { x: 0.0, y: 20.0 }),
            Point { x: 0.0, y: 20.0 }
        );
        assert_eq!(
            meeting(Shape::Pointed, &BOX, Point { x: 100.0, y: 30.0 }),
            Point { x: 92.0, y: 30.0 }
        );
        assert_eq!(
            meeting(Shape::Pointed, &BOX, Point { x: 50.0, y: 40.0 }),
            Point { x: 50.0, y: 40.0 }
        );
    }

    #[test]
    fn a_flow_into_a_cut_corner_goes_on_to_the_cut() {
        assert_eq!(
            meeting(Shape::Card, &BOX, Point { x: 100.0, y: 5.0 }),
            Point { x: 93.0, y: 5.0 }
        );
        assert_eq!(meeting(Shape::Card, &BOX, Point { x: 0.0, y: 5.0 }), Point { x: 0.0, y: 5.0 });
    }
}
