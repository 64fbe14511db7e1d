//! Gives nodes that grew for their edges their own height back, where the edges that met them have moved elsewhere.
//! No edge changes its way; one that meets a node from above or below becomes longer.

use super::Input;
use super::elbows::CORNER;
use super::lists::{Lists, narrow};
use super::ports::units;
use super::sketch::{Area, Sketch, Spot};

/// Gives all nodes their own heights, as far as their edges allow. `ends` are the ends of edges at each node.
pub fn fit(input: &Input, sketch: &mut Sketch, ends: &Lists) {
    for (node, own) in input.nodes.iter().enumerate() {
        let ends = ends.of(narrow(node));
        let (was, least) = (sketch.nodes[node], units(own.h));
        if was.y.1 - was.y.0 > least {
            let y = fitted(was.y, least, ends.iter().map(|&end| spot(sketch, end)));
            sketch.place_node(node, Area { y, ..was });
            for &end in ends {
                lengthen(sketch, end, was.y, y);
            }
        }
    }
}

/// Where an end of an edge meets its node.
fn spot(sketch: &Sketch, end: u32) -> Spot {
    let route = &sketch.routes[end as usize / 2];
    route[if end.is_multiple_of(2) { 0 } else { route.len() - 1 }]
}

/// The top and the bottom of a node around its middle that leave all edges at its sides where they are.
fn fitted(was: (i32, i32), least: i32, spots: impl Iterator<Item = Spot>) -> (i32, i32) {
    let beside = spots.map(|spot| spot.1).filter(|&y| was.0 < y && y < was.1);
    let (first, last) = beside.fold((was.1, was.0), |(a, b), y| (a.min(y), b.max(y)));
    let needed = if first > last { least } else { least.max(last - first + 2 * CORNER) };
    let height = (needed + needed % 2).min(was.1 - was.0);
    let middle = i32::midpoint(was.0, was.1) - height / 2;
    let (low, high) = (last + CORNER - height, first - CORNER);
    let top = middle.min(high.max(low)).max(low).clamp(was.0, was.1 - height);
    (top, top + height)
}

/// Lets an edge that ends on the upper or lower side of a node end where that side is now.
fn lengthen(sketch: &mut Sketch, end: u32, was: (i32, i32), is: (i32, i32)) {
    let edge = end as usize / 2;
    let (mut route, label) = sketch.take_out(edge);
    let last = route.len() - 1;
    let spot = &mut route[if end.is_multiple_of(2) { 0 } else { last }];
    if spot.1 == was.0 {
        spot.1 = is.0;
    } else if spot.1 == was.1 {
        spot.1 = is.1;
    }
    sketch.put_in(edge, route, label);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_as_high_as_it_was_asked_for_unless_an_edge_needs_more() {
        let at = |ys: &[i32]| fitted((0, 2000), 800, ys.iter().map(|&y| (0, y)));
        assert_eq!(at(&[0, 2000]), (600, 1400));
        assert_eq!(at(&[1000, 1300]), (612, 1412));
        assert_eq!(at(&[200, 1800]), (88, 1912));
        assert_eq!(at(&[10, 1990]), (0, 2000));
    }
}
