//! The border of a step: where a flow meets it, which way is out, and the way along it.
//! Nothing here moves a step or a flow.

use crate::engines::map::layout::{Laid, Point, Rect};

/// A place on a border.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Port {
    /// Where it is.
    pub at: Point,
    /// Which way is out of the step: to the right and down.
    out: (f64, f64),
}

impl Port {
    /// A point so far out of the step; a negative distance leads into it.
    pub fn outwards(self, far: f64) -> Point {
        Point { x: self.at.x + self.out.0 * far, y: self.at.y + self.out.1 * far }
    }

    /// The place so far down or to the right of it, on the same side; a negative distance leads up or to the left.
    pub fn along(self, far: f64) -> Self {
        let (right, down) = (self.out.1.abs(), self.out.0.abs());
        let at = Point { x: self.at.x + right * far, y: self.at.y + down * far };
        Self { at, ..self }
    }
}

/// The sides of a step: how far a point is from each, and which way is out there.
fn sides(rect: &Rect, point: Point) -> [(f64, (f64, f64)); 4] {
    [
        ((point.x - rect.x - rect.w).abs(), (1.0, 0.0)),
        ((point.y - rect.y - rect.h).abs(), (0.0, 1.0)),
        ((point.x - rect.x).abs(), (-1.0, 0.0)),
        ((point.y - rect.y).abs(), (0.0, -1.0)),
    ]
}

/// The place on the border where a flow begins.
pub fn port(rect: &Rect, at: Point) -> Port {
    let mut nearest = (f64::INFINITY, (1.0, 0.0));
    for side in sides(rect, at) {
        if side.0 < nearest.0 {
            nearest = side;
        }
    }
    Port { at, out: nearest.1 }
}

/// A place on the lower border, or else on the upper one, where neither a flow nor another event is.
pub fn room(laid: &Laid, rect: &Rect, radius: f64) -> Port {
    let step = 2.0 * radius + 4.0;
    let free = |port: &Port| {
        let (x, y, d) = (port.at.x - radius, port.at.y - radius, 2.0 * radius);
        let own = Rect { x, y, w: d, h: d };
        let meets = |other: &Rect| other != rect && touches(&own, other);
        let mut runs = laid.edges.iter().flat_map(|route| route.points.windows(2));
        let on_run = |run: &[Point]| touches(&own, &Rect::of_run(run[0], run[1]));
        !laid.nodes.iter().any(meets) && !runs.any(on_run)
    };
    let along = |y: f64, out: (f64, f64)| {
        let mut ports = Vec::new();
        let mut x = rect.x + rect.w - step;
        while x >= rect.x + radius {
            ports.push(Port { at: Point { x, y }, out });
            x -= step;
        }
        ports
    };
    let mut ports = along(rect.y + rect.h, (0.0, 1.0));
    ports.extend(along(rect.y, (0.0, -1.0)));
    let corner = Point { x: rect.x + rect.w / 2.0, y: rect.y + rect.h };
    let otherwise = Port { at: corner, out: (0.0, 1.0) };
    ports.into_iter().find(free).unwrap_or(otherwise)
}

/// Whether two boxes share at least a border.
pub fn touches(a: &Rect, b: &Rect) -> bool {
    a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h
}

/// The way along the border from one place to another, without the latter; nothing when they are the same.
pub fn way(rect: &Rect, from: Point, to: Point) -> Vec<Point> {
    if from == to {
        return Vec::new();
    }
    let (right, bottom) = (rect.x + rect.w, rect.y + rect.h);
    let corner = |x: f64, y: f64| Point { x, y };
    let corners = [
        corner(right, rect.y),
        corner(right, bottom),
        corner(rect.x, bottom),
        corner(rect.x, rect.y),
    ];
    let place = |point: Point| {
        // How far around it is, clockwise from the upper right corner.
        let side = sides(rect, point);
        if side[0].0 < 0.01 {
            point.y - rect.y
        } else if side[1].0 < 0.01 {
            rect.h + right - point.x
        } else if side[2].0 < 0.01 {
            rect.h + rect.w + bottom - point.y
        } else {
            2.0 * rect.h + rect.w + point.x - rect.x
        }
    };
    let round = 2.0 * (rect.w + rect.h);
    let (start, end) = (place(from), place(to));
    let clockwise = (end - start).rem_euclid(round);
    let after = |at: f64| (at - start).rem_euclid(round);
    let mut passed: Vec<(f64, Point)> =
        corners.into_iter().map(|point| (after(place(point)), point)).collect();
    super::super::sorting::sort_by(&mut passed, |a, b| a.0.total_cmp(&b.0));
    let mut way = vec![from];
    if clockwise <= round / 2.0 {
        way.extend(passed.iter().filter(|(at, _)| 0.0 < *at && *at < clockwise).map(|it| it.1));
    } else {
        way.extend(passed.iter().rev().filter(|(at, _)| *at > clockwise).map(|it| it.1));
    }
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Rect = Rect { x: 0.0, y: 0.0, w: 100.0, h: 40.0 };

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    #[test]
    fn a_port_knows_which_way_is_out() {
        assert_eq!(port(&BOX, at(100.0, 30.0)).outwards(5.0), at(105.0, 30.0));
        assert_eq!(port(&BOX, at(50.0, 40.0)).outwards(-3.0), at(50.0, 37.0));
        assert_eq!(port(&BOX, at(50.0, 0.0)).outwards(3.0), at(50.0, -3.0));
        assert_eq!(port(&BOX, at(0.0, 10.0)).outwards(3.0), at(-3.0, 10.0));
        assert_eq!(port(&BOX, at(0.0, 10.0)).along(3.0).at, at(0.0, 13.0));
        assert_eq!(port(&BOX, at(50.0, 0.0)).along(-3.0).at, at(47.0, 0.0));
    }

    #[test]
    fn the_way_along_the_border_passes_the_corners_between() {
        let here = at(100.0, 30.0);
        assert_eq!(way(&BOX, here, here), []);
        assert_eq!(way(&BOX, here, at(100.0, 10.0)), [here]);
        assert_eq!(way(&BOX, here, at(60.0, 40.0)), [here, at(100.0, 40.0)]);
        assert_eq!(way(&BOX, here, at(60.0, 0.0)), [here, at(100.0, 0.0)]);
        let far = [here, at(100.0, 40.0), at(0.0, 40.0)];
        assert_eq!(way(&BOX, here, at(0.0, 35.0)), far);
    }

    #[test]
    fn an_event_without_flows_stands_where_nothing_else_is() {
        let mut laid = Laid { nodes: vec![BOX], ..Laid::default() };
        let first = room(&laid, &BOX, 8.0);
        assert_eq!(first.at, at(80.0, 40.0));
        laid.nodes.push(Rect { x: 72.0, y: 32.0, w: 16.0, h: 16.0 });
        let second = room(&laid, &BOX, 8.0);
        assert_eq!(second.at, at(60.0, 40.0), "beside the first");
    }
}
